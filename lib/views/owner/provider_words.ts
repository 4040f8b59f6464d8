/** How identity providers name what the owner copies there. */
interface ProviderWords {
  readonly name: string;
  readonly url: string;
  readonly token: string;
  /** Where the token goes, and what else is filled in beside it. */
  readonly more: readonly { readonly name: string; readonly value: string; readonly copied?: true }[];
}

const generic: ProviderWords = { name: 'Other', url: 'SCIM endpoint', token: 'Bearer token', more: [] };

const words: Readonly<Record<string, ProviderWords>> = {
  okta: {
    name: 'Okta',
    url: 'SCIM connector base URL',
    token: 'Authorization',
    more: [
      { name: 'Unique identifier field for users', value: 'userName', copied: true },
      { name: 'Authentication Mode', value: 'HTTP Header' },
    ],
  },
  entra: { name: 'Microsoft Entra ID', url: 'Tenant URL', token: 'Secret Token', more: [] },
  onelogin: {
    name: 'OneLogin',
    url: 'SCIM Base URL',
    token: 'SCIM Bearer Token',
    more: [],
  },
  google: { name: 'Google Workspace', url: 'Endpoint URL', token: 'Access token', more: [] },
  jumpcloud: { name: 'JumpCloud', url: 'Base URL', token: 'Token Key', more: [] },
  authentik: { name: 'authentik', url: 'URL', token: 'Token', more: [] },
  canaille: { name: 'Canaille', url: 'SCIM endpoint', token: 'Bearer token', more: [] },
  generic,
};

export const providers = Object.entries(words).map(([value, { name }]) => ({ value, text: name }));

export function wordsOf(preset: string): ProviderWords {
  return words[preset] ?? generic;
}

export function providerName(preset: string): string {
  return wordsOf(preset).name;
}
