import type { Role } from '../groups/index.ts';
import type { Collection, Doc } from '../store/index.ts';

export const presetNames = [
  'okta',
  'entra',
  'onelogin',
  'google',
  'jumpcloud',
  'authentik',
  'canaille',
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

/** What a token may do unless something else is wished for: all of SCIM. */
export const defaultScopes: readonly Scope[] = scopes.filter((scope) => scope !== 'access:read');

/** A secret of one integration. Only its digest is kept. */
export interface Token {
  readonly id: string;
  readonly name: string;
  /** HMAC-SHA-256 of the whole token, base64url. */
  readonly digest: string;
  /** The last four characters, for the owner's eyes. */
  readonly hint: string;
  readonly scopes: readonly Scope[];
  /** Where it may be used from; everywhere when empty. */
  readonly cidrs: readonly string[];
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly revokedAt?: number;
}

export type GrantedRole = Exclude<Role, 'owner'>;

/** A SCIM attribute that says which role a person has in a group. */
export interface RoleAttribute {
  /** `roles`, or an attribute of an extension by its URN. */
  readonly attribute: string;
  /** The group, subgroup or project. */
  readonly groupId: string;
  /** The role for each value, folded. The name of a role means it anyway, and so does the id of an Entitlement of the group. */
  readonly values: Readonly<Record<string, GrantedRole>>;
}

export interface IntegrationSettings {
  /** What a provisioned person becomes in the top-level group. */
  readonly defaultRole: Exclude<Role, 'owner'>;
  /** An e-mail that belongs to somebody who cannot be proved to be that person: 409, or keep the identity waiting. */
  readonly onEmailExists: 'refuse' | 'hold';
  /** What a returning person gets back. */
  readonly onReturn: 'restore' | 'default_role';
  /** Whether a PATCH path that names no known attribute is passed over instead of refused. */
  readonly ignoreUnknownAttributes: boolean;
  /** Whether a PATCH that replaces the members of a group with one single member means to add it. */
  readonly singleReplaceAdds: boolean;
  /** Whether discovery has RFC 7643 alone: no `pagination` (RFC 9865), and `password` as the RFC has it. Absent means no. */
  readonly plainDiscovery?: boolean;
  /** Attributes of a user that say which role the person has, and where. */
  readonly roleAttributes: readonly RoleAttribute[];
  /** Whether removing many people at once pauses the integration. */
  readonly removalGuard: 'on' | 'off';
  /** How many people may lose access within the window: so many, or so much of all, whichever is less. */
  readonly removalPeople: number;
  readonly removalPercent: number;
  readonly removalWindowMinutes: number;
}

export const defaultSettings: IntegrationSettings = {
  defaultRole: 'guest',
  onEmailExists: 'refuse',
  onReturn: 'restore',
  ignoreUnknownAttributes: false,
  singleReplaceAdds: false,
  plainDiscovery: false,
  roleAttributes: [],
  removalGuard: 'on',
  removalPeople: 50,
  removalPercent: 20,
  removalWindowMinutes: 60,
};

/** Why an integration may not write until somebody decides. */
export interface Pause {
  readonly at: number;
  readonly reason: string;
  /** How many people had lost access within the window. */
  readonly removals: number;
  /** The account whose removal would have been one too many. */
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
  /** Digests of the tokens that may still be used. */
  readonly digests: readonly string[];
  /** The folded paths under which the group answers, so that one read authenticates a request. */
  readonly paths: readonly string[];
  readonly createdAt: number;
  readonly paused?: Pause;
  /** The identity provider whose settings it began with; `generic` where none was named. */
  readonly preset?: PresetName;
  /** It is being removed, and this becomes of its members. */
  readonly ending?: 'keep' | 'revoke';
  /** Whether its writes are kept and not carried out yet. */
  readonly preview?: boolean;
  /** Whether what a preview has kept is being carried out. */
  readonly starting?: boolean;
}

/** When and from where a token was used last. The `id` is the token's. */
export interface TokenUse extends Doc {
  readonly integrationId: string;
  readonly at: number;
  readonly ip: string;
  readonly userAgent: string;
}

export const integrations: Collection<Integration> = {
  name: 'integrations',
  scope: 'rootId',
  unique: { token: { fields: ['digests'], global: true } },
  indexes: {},
};

export const tokenUses: Collection<TokenUse> = {
  name: 'token_uses',
  scope: 'integrationId',
  unique: {},
  indexes: {},
};
