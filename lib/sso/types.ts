import type { Role } from '../groups/roles.ts';
import type { Collection, Doc } from '../store/port.ts';
import type { Connection, ConnectionSettings } from './connection.ts';

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

/** What the owner decides about sign-in with the group. */
export interface SamlSettings extends ConnectionSettings {
  /** Makes an account at the first sign-in of a person whom nobody has provisioned. */
  readonly jit: boolean;
  /** The role that the sign-in gives a person who has none in the group. */
  readonly defaultRole: Exclude<Role, 'owner'>;
  readonly groupsAttribute?: string;
}

export const defaults: SamlSettings = {
  signRequests: 'if_asked',
  allowIdpInitiated: false,
  jit: false,
  defaultRole: 'guest',
  wantResponseSigned: false,
};

export function settingsOf({ settings }: Pick<SamlProvider, 'settings'>): SamlSettings {
  return { ...defaults, ...settings };
}

/** The identity provider's side of a top-level group's sign-in, and ours. */
export interface SamlProvider extends Doc, Connection {
  readonly rootId: string;
  /** Which SCIM attribute holds the value that the provider sends as NameID. */
  readonly identifyBy: 'externalId' | 'userName' | 'email';
  readonly metadata?: MetadataSource;
  /** When the metadata is fetched next. */
  readonly refreshAt?: number;
  /** When certificates and keys are looked at next for what ends soon. */
  readonly warnAt?: number;
  /** What owners have been told of, and how many days before its end. */
  readonly warned?: readonly { readonly of: string; readonly days: number }[];
  readonly settings?: SamlSettings;
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
