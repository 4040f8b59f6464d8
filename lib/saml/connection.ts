export type Binding = 'redirect' | 'post';

/** A certificate that a response may be signed with. */
export interface IdpCertificate {
  readonly pem: string;
  /** Of the DER, lower-case hex. */
  readonly sha256: string;
  readonly notAfter: number;
  readonly firstSeen: number;
  readonly source: 'manual' | 'metadata';
  /** `retiring`: the metadata has it no more; it is accepted until `until`, unless it is approved or removed before. */
  readonly state: 'active' | 'retiring';
  readonly until?: number;
}

/** What is known of the identity provider. */
export interface IdpSide {
  readonly entityId: string;
  readonly ssoUrl: string;
  readonly binding: Binding;
  /** Its metadata says WantAuthnRequestsSigned. */
  readonly wantsSignedRequests?: boolean;
  readonly certificates: readonly IdpCertificate[];
  /** Fingerprints of certificates that were removed by hand, the newest last: metadata does not bring them back. */
  readonly removed?: readonly string[];
}

/** A key pair of ours. `next` is published and decrypts, `active` signs too, `former` decrypts until `until`. */
export interface SpKey {
  readonly id: string;
  readonly use: 'signing' | 'decryption';
  readonly state: 'next' | 'active' | 'former';
  readonly certificate: string;
  /** The private key, sealed (`sealing.ts`). */
  readonly sealed: string;
  readonly createdAt: number;
  readonly notAfter: number;
  readonly until?: number;
}

export interface ConnectionSettings {
  /** Our entity id, where it is not the URL of the group's metadata. */
  readonly entityId?: string;
  /** `if_asked`: where the metadata of the identity provider wants it. */
  readonly signRequests: boolean | 'if_asked';
  /** The format that a request asks for; without one the identity provider decides. */
  readonly nameIdFormat?: string;
  readonly allowIdpInitiated: boolean;
  /** Refuses a response of which only the assertion is signed. */
  readonly wantResponseSigned: boolean;
}

/** Both sides of one SAML connection: what is known of the identity provider, and ours. */
export interface Connection {
  /** The group's path when this was set up. Our URLs keep it when the group is renamed, for they are the IdP's settings. */
  readonly path?: string;
  /** Absent until the identity provider is known. */
  readonly idp?: IdpSide;
  readonly settings?: ConnectionSettings;
  readonly keys?: readonly SpKey[];
}

/** The addresses of one provider, as the identity provider knows them. */
export interface SpUrls {
  readonly entityId: string;
  readonly metadata: string;
  readonly acs: string;
  /** Where a person begins to sign in. */
  readonly sso: string;
  /** The same callback under the group's present path, after a rename. */
  readonly otherAcs?: string;
}

/** A NameID that is another one at each sign-in. */
export const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';

/** Whether requests to the identity provider are signed. */
export function signsRequests({ idp, settings }: Pick<Connection, 'idp' | 'settings'>): boolean {
  const { signRequests = 'if_asked' } = settings ?? {};
  return signRequests === 'if_asked' ? idp?.wantsSignedRequests === true : signRequests;
}

/** The addresses of a provider whose group has the path `slug` now. */
export function spUrls(
  base: string,
  { path, settings }: Pick<Connection, 'path' | 'settings'>,
  slug: string,
): SpUrls {
  const under = (group: string) => `${base}/groups/${encodeURIComponent(group)}/-/saml`;
  const kept = under(path ?? slug);
  const present = `${under(slug)}/callback`;
  const metadata = `${kept}/metadata`;
  const acs = `${kept}/callback`;
  return {
    entityId: settings?.entityId ?? metadata,
    metadata,
    acs,
    sso: `${kept}/sso`,
    ...(present === acs ? {} : { otherAcs: present }),
  };
}
