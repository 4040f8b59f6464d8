export type CredentialKind = 'token' | 'client' | 'federation';

interface Takes {
  /** The kind to choose, and why. */
  readonly kind: CredentialKind;
  readonly because: string;
}

const other: Takes = {
  kind: 'token',
  because: 'Choose what your identity provider takes; most take a token.',
};

const known: Readonly<Record<string, Takes>> = {
  okta: tokenOf('Okta'),
  entra: {
    kind: 'federation',
    because:
      'Microsoft Entra ID takes a federation or a client, and refuses long-lived tokens for applications of its gallery.',
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
  return { kind: 'token', because: `${name} takes a token and sends it with each request.` };
}
