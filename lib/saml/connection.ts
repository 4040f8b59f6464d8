export type Binding = 'redirect' | 'post';

/** A certificate that verifies the signature of a response. */
export interface IdpCertificate {
  readonly pem: string;
  /** Lower-case hex, of the DER. */
  readonly sha256: string;
  readonly notAfter: number;
  readonly firstSeen: number;
  readonly source: 'manual' | 'metadata';
  /** `retiring`: no longer in the metadata, but accepted until `until`, unless an owner removes it before. */
  readonly state: 'active' | 'retiring';
  readonly until?: number;
}

/** The settings of the identity provider. */
export interface IdpSide {
  readonly entityId: string;
  readonly ssoUrl: string;
  readonly binding: Binding;
  /** Whether its metadata has WantAuthnRequestsSigned. */
  readonly wantsSignedRequests?: boolean;
  readonly certificates: readonly IdpCertificate[];
  /** Fingerprints of certificates that an owner removed, newest last. A refresh of the metadata does not add them again. */
  readonly removed?: readonly string[];
}

/** A key pair of Rollcall. `next` is published and decrypts, `active` also signs, `former` decrypts until `until`. */
export interface SpKey {
  readonly id: string;
  readonly use: 'signing' | 'decryption';
  readonly state: 'next' | 'active' | 'former';
  readonly certificate: string;
  /** The encrypted private key (`sealing.ts`). */
  readonly sealed: string;
  readonly createdAt: number;
  readonly notAfter: number;
  readonly until?: number;
}

export interface ConnectionSettings {
  /** Rollcall's entity ID, if it differs from the URL of the group's metadata. */
  readonly entityId?: string;
  /** `if_asked`: if the metadata of the identity provider has WantAuthnRequestsSigned. */
  readonly signRequests: boolean | 'if_asked';
  /** The format that a request asks for; absent lets the identity provider decide. */
  readonly nameIdFormat?: string;
  readonly allowIdpInitiated: boolean;
  /** Whether to refuse a response whose only signature is on the assertion. */
  readonly wantResponseSigned: boolean;
}

/** Both sides of one SAML connection: the identity provider and Rollcall. */
export interface Connection {
  /**
   * The path of the group when the connection was set up. The SAML URLs keep this path after a rename, because the
   * identity provider has them in its settings.
   */
  readonly path?: string;
  /** Absent until the identity provider is known. */
  readonly idp?: IdpSide;
  readonly settings?: ConnectionSettings;
  readonly keys?: readonly SpKey[];
}

/** The URLs of one provider, as configured at the identity provider. */
export interface SpUrls {
  readonly entityId: string;
  readonly metadata: string;
  readonly acs: string;
  /** The URL that starts a sign-in. */
  readonly sso: string;
  /** The same callback under the group's current path, after a rename. */
  readonly otherAcs?: string;
}

/** The format of a NameID that differs at each sign-in. */
export const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';

/** Whether requests to the identity provider are signed. */
export function signsRequests({ idp, settings }: Pick<Connection, 'idp' | 'settings'>): boolean {
  const { signRequests = 'if_asked' } = settings ?? {};
  return signRequests === 'if_asked' ? idp?.wantsSignedRequests === true : signRequests;
}

/** The SAML URLs of a provider. `slug` is the current path of its group. */
export function spUrls(
  base: string,
  { path, settings }: Pick<Connection, 'path' | 'settings'>,
  slug: string,
): SpUrls {
  const samlUrl = (group: string) => `${base}/groups/${encodeURIComponent(group)}/-/saml`;
  const original = samlUrl(path ?? slug);
  const currentAcs = `${samlUrl(slug)}/callback`;
  const metadata = `${original}/metadata`;
  const acs = `${original}/callback`;
  return {
    entityId: settings?.entityId ?? metadata,
    metadata,
    acs,
    sso: `${original}/sso`,
    ...(currentAcs === acs ? {} : { otherAcs: currentAcs }),
  };
}
