import type { Collection, Doc } from '../store/index.ts';

export type ActorKind = 'scim' | 'operator' | 'system' | 'account' | 'setup_link';

/** The actor of a change. */
export interface Actor<K extends ActorKind = ActorKind> {
  readonly kind: K;
  readonly accountId?: string;
  readonly integrationId?: string;
  /** The token of `scim` and of `account`, or the link of `setup_link`. */
  readonly tokenId?: string;
  readonly ip?: string;
}

/** The SCIM resource that an event changes, for its receivers. The audit log does not hold it. */
export interface ScimResource {
  readonly integrationId: string;
  /** Below the SCIM base URL, such as `/Users/2819c223`. */
  readonly uri: string;
  readonly externalId?: string;
  /** The attributes that are new, changed or removed. */
  readonly attributes: readonly string[];
  /** The method of the SCIM operation; absent when no identity provider asked for the change. */
  readonly method?: string;
}

/** The audit chain without a group: changes that people make to their own accounts. */
export const ACCOUNTS_CHAIN = 'platform';

/**
 * One change under a top-level group. Inserted with the change; sealed later with `seq`, `previous` and `hash`, which
 * chain the entries of the group.
 */
export interface AuditEntry extends Doc {
  readonly rootId: string;
  readonly at: number;
  readonly actor: Actor;
  /** The name of the event when it was recorded; `withNameOfToday` returns the present one. */
  readonly action: string;
  /** The id of what was changed. */
  readonly target: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly requestId?: string;
  /** The top-level group again, until the entry is sealed. */
  readonly unsealed?: string;
  readonly seq?: number;
  readonly previous?: string;
  readonly hash?: string;
}

/**
 * Vouches for the entries of a chain that were sealed with a secret that was replaced: they cannot be verified one by one
 * without it.
 */
export interface Checkpoint {
  /** The last entry that it covers. */
  readonly seq: number;
  /** A digest of the content and the hash of these entries. */
  readonly content: string;
  readonly mac: string;
}

/** The end of a group's chain, written by the sealing job, and by the replacement of the secret. The `id` is that of the top-level group. */
export interface AuditHead extends Doc {
  readonly rootId: string;
  readonly seq: number;
  readonly hash: string;
  readonly checkpoint?: Checkpoint;
}

export const auditEntries: Collection<AuditEntry> = {
  name: 'audit_entries',
  scope: 'rootId',
  unique: {},
  indexes: {
    seq: { fields: ['seq'] },
    request: { fields: ['requestId'] },
    /** By time, so that a busy group does not make another one wait. */
    unsealed: { fields: ['at', 'unsealed'], global: true },
  },
  minted: true,
};

export const auditHeads: Collection<AuditHead> = {
  name: 'audit_heads',
  scope: 'rootId',
  unique: {},
  indexes: {},
};
