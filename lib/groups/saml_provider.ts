import type { Connection, ConnectionSettings } from '../saml/index.ts';
import type { Collection, Doc } from '../store/index.ts';
import type { Role } from './roles.ts';

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
  /** Another entity id that the metadata has now; it takes effect only when somebody sets it. */
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

export const samlProviders: Collection<SamlProvider> = {
  name: 'saml_providers',
  scope: 'rootId',
  unique: { root: { fields: ['rootId'] } },
  indexes: {
    refresh: { fields: ['refreshAt'], global: true },
    warn: { fields: ['warnAt'], global: true },
  },
};
