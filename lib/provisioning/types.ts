import type { Actor } from '../audit/index.ts';
import type { Integration, Token } from '../integrations/index.ts';
import type { Leniency, Resource } from '../scim/index.ts';
import type { Doc } from '../store/index.ts';

/** The removal of an integration. The `id` is the integration's, which goes before this does. */
export interface Ending extends Doc {
  readonly rootId: string;
  readonly name: string;
  /** What becomes of whom the integration holds up: they stay as if added by hand, or lose what it stands for. */
  readonly members: 'keep' | 'revoke';
  readonly actor: Actor;
  /** The id of the command. */
  readonly cause: string;
  /** How many of them have been dealt with. */
  readonly people: number;
  /** Whether the integration is gone. */
  readonly isThrough: boolean;
  readonly touchedAt: number;
}

/** Who lost access lately by one integration. The `id` is the integration's; every counted removal writes it. */
export interface RemovalWindow extends Doc {
  readonly rootId: string;
  /** The oldest first, each person once. */
  readonly removals: readonly { readonly accountId: string; readonly at: number }[];
  /** How many users the integration had when they were counted last. */
  readonly users: { readonly count: number; readonly at: number };
  /** Nothing is counted before this: somebody let the removals go on. */
  readonly offUntil: number;
  /** Whether the integration is paused: rivals that began before it was meet it here. */
  readonly closed: boolean;
}

/** The SCIM User resource of one integration, and the account that it is linked to. */
export interface Identity extends Doc {
  readonly integrationId: string;
  readonly rootId: string;
  /** Absent while the identity is held: the e-mail belongs to an account that is not linked yet. */
  readonly accountId?: string;
  /** Folded copies for the indexes. */
  readonly userNameKey: string;
  readonly externalId?: string;
  readonly emailKeys: readonly string[];
  /** As in `CustomResource`; absent where there are none. */
  readonly uniqueValues?: readonly string[];
  /** The key of the e-mail that the resource asks for, where the account could not follow when it was written. */
  readonly waitsFor?: string;
  readonly modifiedAt: number;
  /** The whole resource but `meta.location` and `meta.version`. */
  readonly resource: Resource;
}

/** Somebody who was deleted during a preview, and loses access when it ends. The `id` is the identity's. */
export interface PlannedRemoval extends Doc {
  readonly integrationId: string;
  readonly rootId: string;
  readonly accountId: string;
  readonly userName: string;
}

/** A resource of a type that the operator registered. */
export interface CustomResource extends Doc {
  /** Integration and resource type, `placeOf` in custom_resources.ts. */
  readonly place: string;
  readonly integrationId: string;
  readonly rootId: string;
  readonly type: string;
  /** What no other resource of its type may hold, `unique_values.ts`. */
  readonly uniqueValues: readonly string[];
  readonly modifiedAt: number;
  readonly resource: Resource;
}

/** An e-mail conflict that waits for the owner and the member. The `id` names integration and user. */
export interface Attention extends Doc {
  readonly integrationId: string;
  readonly rootId: string;
  readonly email: string;
  readonly emailKey: string;
  readonly userName: string;
  /** The user that is kept; absent where it was refused, and is known by its names. */
  readonly identityId?: string;
  readonly externalId?: string;
  /** The account that has the address. */
  readonly accountId: string;
  /** The account was that of a user whom the integration has deleted under other names. */
  readonly ofDeleted?: boolean;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly times: number;
}

/** One SCIM request as the owner sees it. */
export interface LogEntry extends Doc {
  readonly rootId: string;
  readonly at: number;
  readonly integrationId?: string;
  readonly tokenId?: string;
  readonly requestId: string;
  readonly method: string;
  /** Below the SCIM base URL, with the query string. */
  readonly path: string;
  readonly status: number;
  readonly ip: string;
  readonly userAgent: string;
  /** What happened, in plain words. */
  readonly outcome: string;
  readonly resourceId?: string;
  readonly userName?: string;
  readonly accountId?: string;
  readonly changes?: readonly Change[];
  readonly leniencies?: readonly Leniency[];
  /** The names of attributes that were sent and are unknown. */
  readonly dropped?: readonly string[];
  /** Milliseconds since the epoch; the entry vanishes after it. */
  readonly expiresAt: number;
}

/** What changed. Values of attributes that are never returned do not come this far. */
export interface Change {
  readonly what: string;
  readonly from?: string;
  readonly to?: string;
}

/** What is known of the request that asks for a change. */
export interface RequestInfo {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly ip: string;
  readonly userAgent: string;
}

/** Who asks: an authenticated request of an identity provider. */
export interface Caller {
  /** As it was when the request began; a pause that the request brings about shows here too. */
  integration: Integration;
  readonly token: Token;
  readonly request: RequestInfo;
  /** The leniencies that reading the request needed. */
  readonly leniencies: Set<Leniency>;
  /** The names of attributes that the request sent and that are unknown; `noteDropped` adds to them. */
  readonly dropped: Set<string>;
  /** Whether a change of this request has put its entry into the provisioning log. */
  logged: boolean;
}
