import type { Denial, HeldToken, Integration } from '../integrations/index.ts';
import type { Leniency, Resource } from '../scim/index.ts';
import type { Ahead, Doc } from '../store/index.ts';

/**
 * Accounts that lost access recently by one integration. The `id` is that of the integration; every counted removal
 * writes it.
 */
export interface RemovalWindow extends Doc {
  readonly rootId: string;
  /** Oldest first, each account once. */
  readonly removals: readonly { readonly accountId: string; readonly at: number }[];
  /** The number of users of the integration at the last count. */
  readonly users: { readonly count: number; readonly at: number };
  /** The guard counts nothing before this time, because an owner resumed the integration. */
  readonly offUntil: number;
  /** Whether the integration is paused. A concurrent removal that began before the pause conflicts here. */
  readonly closed: boolean;
}

/** The SCIM User of one integration, and the account linked to it. */
export interface Identity extends Doc {
  readonly integrationId: string;
  readonly rootId: string;
  /** Absent while the identity is held: its e-mail belongs to an account that is not linked yet. */
  readonly accountId?: string;
  /** Folded copies for the indexes. */
  readonly userNameKey: string;
  readonly externalId?: string;
  readonly emailKeys: readonly string[];
  /** Under what a search of owners finds the user. */
  readonly words?: readonly string[];
  /** As in `CustomResource`; absent when there are none. */
  readonly uniqueValues?: readonly string[];
  /** The key of the e-mail in the resource, if the account has not got it yet. */
  readonly waitsFor?: string;
  readonly modifiedAt: number;
  /** The whole resource without `meta.location` and `meta.version`. */
  readonly resource: Resource;
}

/** A user deleted during a preview, who loses access when it ends. The `id` is that of the identity. */
export interface PlannedRemoval extends Doc {
  readonly integrationId: string;
  readonly rootId: string;
  readonly accountId: string;
  readonly userName: string;
}

/** A resource of a type that the operator registered. */
export interface CustomResource extends Doc {
  /** Integration and resource type, see `placeOf` in custom_resources.ts. */
  readonly place: string;
  readonly integrationId: string;
  readonly rootId: string;
  readonly type: string;
  /** Claims of unique values, see `unique_values.ts`. */
  readonly uniqueValues: readonly string[];
  readonly modifiedAt: number;
  readonly resource: Resource;
}

/** An e-mail conflict that needs the owner and the member. The `id` names integration and user. */
export interface Attention extends Doc {
  readonly integrationId: string;
  readonly rootId: string;
  readonly email: string;
  readonly emailKey: string;
  readonly userName: string;
  /** The held user; absent when the user was refused and only its names are known. */
  readonly identityId?: string;
  readonly externalId?: string;
  /** The account that has the address. */
  readonly accountId: string;
  /** Whether the account belonged to a user with other names, whom the integration has deleted. */
  readonly ofDeleted?: boolean;
  /** The digest of the secret in the newest link invitation, until the person accepts it. */
  readonly linkSecret?: string;
  readonly linkSentAt?: number;
  /** The time when the person confirmed to be the user. The next write of the user links the account. */
  readonly linkAcceptedAt?: number;
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
  /** Relative to the SCIM base URL, with the query string. */
  readonly path: string;
  readonly status: number;
  readonly ip: string;
  readonly userAgent: string;
  /** The outcome as a sentence. */
  readonly outcome: string;
  /** The milliseconds from the arrival of the request to its answer, or to the write of its change. */
  readonly ms?: number;
  /** Why a rule refused: its code, or the `scimType` of the answer. */
  readonly code?: string;
  /** Why the credential of the request was refused. */
  readonly denied?: Denial;
  readonly resourceId?: string;
  readonly userName?: string;
  /** The displayName of the directory group that the request is about. */
  readonly groupName?: string;
  readonly accountId?: string;
  readonly changes?: readonly Change[];
  readonly leniencies?: readonly Leniency[];
  /** The names of unknown attributes that the request sent. */
  readonly dropped?: readonly string[];
  /** What finds the requests about a person or a directory group; see `log_about.ts`. */
  readonly about?: readonly string[];
  /** The day (UTC) of a refused request, for counting. */
  readonly refusedOn?: string;
  /** Milliseconds since the epoch. The entry expires then. */
  readonly expiresAt: number;
}

/** A logged body: without secrets, and cut if it is too long. */
export interface LoggedBody {
  readonly text: string;
  readonly isCut: boolean;
}

export interface LoggedBodies {
  readonly request?: LoggedBody;
  readonly answer?: LoggedBody;
}

/** The bodies of one SCIM request. They are stored apart from its entry, so that lists stay cheap. Both have the same `id`. */
export interface LogBodies extends Doc, LoggedBodies {
  readonly rootId: string;
  /** Milliseconds since the epoch. The bodies expire then. */
  readonly expiresAt: number;
}

/** The number of requests of a group on one day. The `id` names group and day. */
export interface LogDay extends Doc {
  readonly rootId: string;
  readonly requests: number;
  readonly refused: number;
  readonly expiresAt: number;
}

/** A changed attribute. Excludes values that are never returned. */
export interface Change {
  readonly what: string;
  readonly from?: string;
  readonly to?: string;
}

/** The request that asks for a change. */
export interface RequestInfo {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly ip: string;
  readonly userAgent: string;
  /** Milliseconds since the epoch, of the arrival. */
  readonly startedAt?: number;
}

/** An authenticated request of an identity provider. */
export interface Caller {
  /** The integration at the start of the request, updated if the request pauses it. */
  integration: Integration;
  readonly token: HeldToken;
  readonly request: RequestInfo;
  /** The leniencies that reading the request needed. */
  readonly leniencies: Set<Leniency>;
  /** The names of unknown attributes in the request; `addDropped` adds them. */
  readonly dropped: Set<string>;
  /** Whether a change of this request has written its entry to the provisioning log. */
  logged: boolean;
  /** The id of that entry. */
  entryId?: string;
  /** What was read for the change while its request arrived. */
  readonly ahead?: Ahead | undefined;
}
