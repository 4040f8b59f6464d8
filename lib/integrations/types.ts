import type { Role } from '../groups/index.ts';
import type { Collection, Doc } from '../store/index.ts';

export const presetNames = [
  'okta',
  'entra',
  'onelogin',
  'google',
  'jumpcloud',
  'authentik',
  'keycloak',
  'canaille',
  'strict',
  'generic',
] as const;
export type PresetName = (typeof presetNames)[number];

export const scopes = [
  'users:read',
  'users:write',
  'groups:read',
  'groups:write',
  'resources:read',
  'resources:write',
  'access:read',
] as const;
export type Scope = (typeof scopes)[number];

/** The default scopes of a token: all of SCIM. */
export const defaultScopes: readonly Scope[] = scopes.filter((scope) => scope !== 'access:read');

/** A secret of one integration. Only its digest is stored. */
export interface Token {
  readonly id: string;
  readonly name: string;
  /** HMAC-SHA-256 of the whole token, base64url. */
  readonly digest: string;
  /** The fingerprint of the pepper of its digest; absent in a token of an earlier version. */
  readonly keyId?: string;
  /** The last four characters, to show to the owner. */
  readonly hint: string;
  readonly scopes: readonly Scope[];
  /** The addresses that may use it; empty allows every address. */
  readonly cidrs: readonly string[];
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly revokedAt?: number;
  /** The account that made it; absent when the operator did, and in a token of an earlier version. */
  readonly createdBy?: string;
  /** The least days before its end for which the owners got a mail. */
  readonly warnedDays?: number;
}

/** An access token from the token endpoint. Only its digest is stored. */
interface AccessToken {
  readonly digest: string;
  /** The fingerprint of the pepper of its digest; absent in one of an earlier version. */
  readonly keyId?: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: number;
}

interface AnyClient extends Omit<Token, 'digest' | 'keyId' | 'hint'> {
  /** Its live access tokens, oldest first. */
  readonly accessTokens: readonly AccessToken[];
}

/** An OAuth client that proves itself by a secret (RFC 6749 section 4.4). Its `id` is the client id. */
export interface SecretClient extends AnyClient {
  readonly kind: 'client';
  /** HMAC-SHA-256 of its secret, base64url. */
  readonly digest: string;
  /** The fingerprint of the pepper of its digest; absent in a client of an earlier version. */
  readonly keyId?: string;
  /** The last four characters of its secret. */
  readonly hint: string;
}

/** What the identity provider's assertions must say, as the owner entered it. */
export interface Trust {
  /** The issuer and the subject; absent when the client issues its assertions itself (RFC 7523 section 3). */
  readonly issuer?: string;
  readonly subject?: string;
  /** Absent for a client's own assertions: then it is the issuer of the metadata, or the token URL. */
  readonly audience?: string;
  readonly jwksUrl: string;
}

/** An OAuth client that proves itself by an assertion of its identity provider (RFC 7523 section 2.2). */
export interface Federation extends AnyClient {
  readonly kind: 'federation';
  readonly trust: Trust;
}

export type Client = SecretClient | Federation;

/** What a client sends to the token endpoint, and a token to the SCIM endpoint. */
export type Credential = Token | Client;

export type GrantedRole = Exclude<Role, 'owner'>;

/** A SCIM attribute that gives a user a role in a group. */
export interface RoleAttribute {
  /** `roles`, or an attribute of an extension by its URN. */
  readonly attribute: string;
  /** The group, subgroup or project. */
  readonly groupId: string;
  /** The role for each folded value. The name of a role, and the id of an Entitlement of the group, always work too. */
  readonly values: Readonly<Record<string, GrantedRole>>;
}

export interface IntegrationSettings {
  /** The role of a provisioned user in the top-level group. */
  readonly defaultRole: Exclude<Role, 'owner'>;
  /** For an e-mail that belongs to an account without proof: answer 409, or hold the user. */
  readonly onEmailExists: 'refuse' | 'hold';
  /** What a reactivated user gets back. */
  readonly onReturn: 'restore' | 'default_role';
  /** Whether PATCH ignores a path that names no known attribute, instead of refusing it. */
  readonly ignoreUnknownAttributes: boolean;
  /** Whether a PATCH that replaces the members of a group with a single member adds it. */
  readonly singleReplaceAdds: boolean;
  /**
   * Whether discovery shows RFC 7643 only: no `pagination` (RFC 9865), and `password` as in the RFC. Absent means no.
   */
  readonly plainDiscovery?: boolean;
  /** Whether a request must follow the SCIM interoperability profile, without any leniency. Absent means no. */
  readonly strict?: boolean;
  /** Whether its users include the members whom it has not created, read-only. Absent means no. */
  readonly accountDiscovery?: boolean;
  /** The user attributes that give roles, and where. */
  readonly roleAttributes: readonly RoleAttribute[];
  /** Whether removing many people at once pauses the integration. */
  readonly removalGuard: 'on' | 'off';
  /** How many people may lose access within the window: this number, or this share of all, whichever is less. */
  readonly removalPeople: number;
  readonly removalPercent: number;
  readonly removalWindowMinutes: number;
  /** Minutes of the life of an access token; absent in an integration of an earlier version. */
  readonly accessTokenMinutes?: number;
}

export const defaultSettings: Required<IntegrationSettings> = {
  defaultRole: 'guest',
  onEmailExists: 'refuse',
  onReturn: 'restore',
  ignoreUnknownAttributes: false,
  singleReplaceAdds: false,
  plainDiscovery: false,
  strict: false,
  accountDiscovery: false,
  roleAttributes: [],
  removalGuard: 'on',
  removalPeople: 50,
  removalPercent: 20,
  removalWindowMinutes: 60,
  accessTokenMinutes: 60,
};

/** Why an integration may not write until an owner decides. */
export interface Pause {
  readonly at: number;
  readonly reason: string;
  /** How many people had lost access within the window. */
  readonly removals: number;
  /** The account whose removal exceeded the limit. */
  readonly refused: string;
}

/** A top-level group's SCIM connection. */
export interface Integration extends Doc {
  readonly rootId: string;
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly settings: IntegrationSettings;
  readonly tokens: readonly Token[];
  /** OAuth clients; absent before the first one. */
  readonly clients?: readonly Client[];
  /** Digests of the tokens and access tokens that still work. */
  readonly digests: readonly string[];
  /** Ids of the clients, those that ended included. */
  readonly clientIds?: readonly string[];
  /** The folded paths of the group, so that one read authenticates a request. */
  readonly paths: readonly string[];
  readonly createdAt: number;
  readonly paused?: Pause;
  /** The preset it was created with; `generic` by default. */
  readonly preset?: PresetName;
  /** Set while it is being removed: what happens to its members. */
  readonly ending?: 'keep' | 'revoke';
  /** Whether its writes are kept and not carried out yet. */
  readonly preview?: boolean;
  /** Whether the kept writes of a preview are being carried out. */
  readonly starting?: boolean;
}

/** When and from where a credential was last used. The `id` is that of the credential. */
export interface TokenUse extends Doc {
  readonly integrationId: string;
  readonly at: number;
  readonly ip: string;
  readonly userAgent: string;
}

export const integrations: Collection<Integration> = {
  name: 'integrations',
  scope: 'rootId',
  unique: {
    token: { fields: ['digests'], global: true },
    client: { fields: ['clientIds'], global: true },
  },
  indexes: {},
};

export const tokenUses: Collection<TokenUse> = {
  name: 'token_uses',
  scope: 'integrationId',
  unique: {},
  indexes: {},
};
