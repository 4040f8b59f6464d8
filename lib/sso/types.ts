import type { Role } from '../groups/roles.ts';
import type { Collection, Doc } from '../store/port.ts';

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

/** Where the identity provider's metadata is fetched from, and how that went. */
export interface MetadataSource {
  readonly url: string;
  readonly etag?: string;
  readonly fetchedAt?: number;
  /** Fingerprints of the certificates that it had when it was applied last. */
  readonly lists?: readonly string[];
  /** In a row. */
  readonly failures: number;
  readonly problem?: string;
  /** Another entity id that the metadata has now; never applied by itself. */
  readonly pendingEntityId?: string;
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

export interface SamlSettings {
  /** Our entity id, where it is not the URL of the group's metadata. */
  readonly entityId?: string;
  /** `if_asked`: where the metadata of the identity provider wants it. */
  readonly signRequests: boolean | 'if_asked';
  /** The format that a request asks for; without one the identity provider decides. */
  readonly nameIdFormat?: string;
  readonly allowIdpInitiated: boolean;
  /** Makes an account at the first sign-in of a person whom nobody has provisioned. */
  readonly jit: boolean;
  /** What somebody without a role in the group becomes then. */
  readonly defaultRole: Exclude<Role, 'owner'>;
  readonly groupsAttribute?: string;
  /** Refuses a response of which only the assertion is signed. */
  readonly wantResponseSigned: boolean;
}

/** The identity provider's side of a top-level group's sign-in, and ours. */
export interface SamlProvider extends Doc {
  readonly rootId: string;
  /** Which SCIM attribute holds the value that the provider sends as NameID. */
  readonly identifyBy: 'externalId' | 'userName' | 'email';
  /** The group's path when this was set up. Our URLs keep it when the group is renamed, for they are the IdP's settings. */
  readonly path?: string;
  /** Absent until the identity provider is known. */
  readonly idp?: IdpSide;
  readonly metadata?: MetadataSource;
  /** When the metadata is fetched next. */
  readonly refreshAt?: number;
  /** When certificates and keys are looked at next for what ends soon. */
  readonly warnAt?: number;
  /** What owners have been told of, and how many days before its end. */
  readonly warned?: readonly { readonly of: string; readonly days: number }[];
  readonly settings?: SamlSettings;
  readonly keys?: readonly SpKey[];
  /** The last test sign-in of an owner that succeeded, and what it was made with (`tested.ts`). */
  readonly tested?: {
    readonly at: number;
    readonly by: string;
    /** A digest. */
    readonly with: string;
    /** Fingerprints of the identity provider's. */
    readonly certificates: readonly string[];
  };
}

/** (SAML provider, NameID) -> account. */
export interface SamlIdentity extends Doc {
  readonly rootId: string;
  readonly providerId: string;
  readonly nameId: string;
  readonly accountId: string;
  readonly createdAt: number;
}

/**
 * That a person has unlinked the account from a provider: what SCIM says of the person links it no more, only the person
 * does. The `id` is `unlinkingId`.
 */
export interface SamlUnlinking extends Doc {
  readonly rootId: string;
  readonly at: number;
}

export const samlUnlinkings: Collection<SamlUnlinking> = {
  name: 'saml_unlinkings',
  scope: 'rootId',
  unique: {},
  indexes: {},
};

export function unlinkingId({ id }: Pick<SamlProvider, 'id'>, accountId: string): string {
  return `${id}:${accountId}`;
}

export type Purpose = 'login' | 'link' | 'test';

/** An authentication request that waits for its response. The `id` is the digest of the request's ID. */
export interface SamlRequest extends Doc {
  readonly rootId: string;
  readonly providerId: string;
  readonly purpose: Purpose;
  /** A path of ours. */
  readonly returnTo: string;
  /** Who links or tests. */
  readonly accountId?: string;
  /** The session that the browser had: it ends when a sign-in takes its place. The response comes without its cookie. */
  readonly sessionId?: string;
  /** The identity provider was told to ask the person again. */
  readonly forced?: true;
  /** Digest of the cookie of the browser that began. */
  readonly browser: string;
  /** Digest of the RelayState. */
  readonly handle: string;
  readonly createdAt: number;
  readonly expires: number;
}

/** An assertion that was accepted and must not be again. The `id` is a digest of the provider and the assertion's ID. */
export interface SamlAssertionSeen extends Doc {
  readonly rootId: string;
  readonly expires: number;
}

export const samlProviders: Collection<SamlProvider> = {
  name: 'saml_providers',
  scope: 'rootId',
  unique: { root: { fields: ['rootId'] } },
  indexes: {
    refresh: { fields: ['refreshAt'], global: true },
    warn: { fields: ['warnAt'], global: true },
  },
};

export const samlIdentities: Collection<SamlIdentity> = {
  name: 'saml_identities',
  scope: 'rootId',
  unique: { nameId: { fields: ['providerId', 'nameId'] } },
  indexes: { account: { fields: ['accountId'] }, holder: { fields: ['accountId'], global: true } },
};

export const samlRequests: Collection<SamlRequest> = {
  name: 'saml_requests',
  scope: 'rootId',
  unique: { handle: { fields: ['handle'] } },
  indexes: {},
  expires: 'expires',
};

export const samlAssertionsSeen: Collection<SamlAssertionSeen> = {
  name: 'saml_assertions_seen',
  scope: 'rootId',
  unique: {},
  indexes: {},
  expires: 'expires',
};
