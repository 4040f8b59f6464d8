import type { Connection, ConnectionSettings } from '../saml/index.ts';
import type { Collection, Doc } from '../store/index.ts';
import type { Role } from './types.ts';

/** The URL of the identity provider's metadata, and the result of the last fetch. */
export interface MetadataSource {
  readonly url: string;
  readonly etag?: string;
  readonly fetchedAt?: number;
  /** Fingerprints of the certificates in the metadata that was applied last. */
  readonly lists?: readonly string[];
  /** The number of successive failures. */
  readonly failures: number;
  readonly problem?: string;
  /** A new entity ID in the current metadata. It has no effect until an owner sets it. */
  readonly pendingEntityId?: string;
}

/** The sign-in settings that the owner chooses. */
export interface SamlSettings extends ConnectionSettings {
  /** Whether the first sign-in of a person without an account creates one. */
  readonly jit: boolean;
  /** The role that a sign-in gives a person without a role in the group. */
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

/** Both sides of the SAML sign-in of a top-level group: the identity provider and Rollcall. */
export interface SamlProvider extends Doc, Connection {
  readonly rootId: string;
  /** The SCIM attribute that holds the value that the provider sends as NameID. */
  readonly identifyBy: 'externalId' | 'userName' | 'email';
  readonly metadata?: MetadataSource;
  /** The time of the next metadata fetch. */
  readonly refreshAt?: number;
  /** The time of the next check for certificates and keys that end soon. */
  readonly warnAt?: number;
  /** The warnings sent to owners: for what, and how many days before its end. */
  readonly warned?: readonly { readonly of: string; readonly days: number }[];
  readonly settings?: SamlSettings;
  /** The last successful test sign-in of an owner, and the settings that it used (`tested.ts`). */
  readonly tested?: {
    readonly at: number;
    readonly by: string;
    /** A digest of those settings. */
    readonly with: string;
    /** Fingerprints of the identity provider's certificates. */
    readonly certificates: readonly string[];
  };
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
