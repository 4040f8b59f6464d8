export type CredentialKind = 'token' | 'client' | 'federation';

interface Takes {
  /** The kind to choose, and why. */
  readonly kind: CredentialKind;
  readonly because: string;
}

const other: Takes = {
  kind: 'token',
  because: 'Choose the kind that your identity provider supports. Most use a token.',
};

const known: Readonly<Record<string, Takes>> = {
  okta: tokenOf('Okta'),
  entra: {
    kind: 'federation',
    because:
      'Microsoft Entra ID uses a federation or a client. Its gallery applications accept no long-lived tokens.',
  },
  onelogin: tokenOf('OneLogin'),
  google: tokenOf('Google Workspace'),
  jumpcloud: tokenOf('JumpCloud'),
  authentik: tokenOf('authentik'),
  canaille: tokenOf('Canaille'),
};

/** What the identity provider of a preset takes. */
export function takes(preset: string): Takes {
  return known[preset] ?? other;
}

/** The kind that is asked for, or the one that the identity provider takes. */
export function credentialKindOf(preset: string, asked: string): CredentialKind {
  return asked === 'token' || asked === 'client' || asked === 'federation' ? asked : takes(preset).kind;
}

function tokenOf(name: string): Takes {
  return { kind: 'token', because: `${name} sends a token with each request.` };
}
