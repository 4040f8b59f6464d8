import type { Filter, Registry, SortKey } from '../scim/index.ts';

/** The fields of every stored document. `v` is its version: the store sets 1 on insert and adds 1 on update. */
export interface Doc {
  readonly id: string;
  readonly v: number;
}

export type KeyValue = string | number | boolean;

/**
 * The top-level fields of an index, in order. At most one of them may hold an array: each element is a separate entry.
 * A document in which any field is absent, null or `[]` has no entry.
 */
export interface Key {
  readonly fields: readonly string[];
  /** Covers all scopes; only `locate` (unique keys) and `sweep` (indexes) may use it. */
  readonly global?: true;
}

/** The resource types by name; they define how a resource is compared. A store gets them when it is opened. */
export type ResourceTypes = Pick<Registry, 'byName'>;

/** How SCIM filters apply to the documents of a collection. */
export interface Searchable<D> {
  /** The name of the resource type of a document. */
  type(doc: D): string;
  /** The SCIM resource inside a document, as the matcher sees it. */
  resource(doc: D): Readonly<Record<string, unknown>>;
  /**
   * Canonical attribute paths (`userName`, `emails.value`, `meta.lastModified`) that are also stored in a field of the
   * document, folded and comparable, with the index or unique key of that field. The index `id` is the primary order.
   */
  readonly keys: Readonly<Record<string, { readonly field: string; readonly index: string }>>;
}

/** A collection is data: both adapters build their indexes from it. */
export interface Collection<D extends Doc> {
  readonly name: string;
  /** The field that names the tenant (top-level group or integration), or `platform` for documents without a tenant. */
  readonly scope: 'platform' | (keyof D & string);
  readonly unique: Readonly<Record<string, Key>>;
  readonly indexes: Readonly<Record<string, Key>>;
  /** A field with milliseconds since the epoch, after which the store may remove the document. */
  readonly expires?: keyof D & string;
  readonly search?: Searchable<D>;
  /** Every inserted document has a new random id: a store need not look whether it is taken. */
  readonly minted?: true;
}

/** The scope of collections without tenants. */
export const PLATFORM = '';

export interface Range {
  /** The index to read along; by default `id`. */
  readonly index?: string;
  /** Values of the first fields of the index that must be equal. */
  readonly equal?: readonly KeyValue[];
  /**
   * How a text in the next field of the index begins, which holds an array. A document with several such texts appears
   * once, so a page may hold fewer than `limit`.
   */
  readonly prefix?: string;
  /** `next` of the page before. */
  readonly after?: string;
  readonly limit: number;
  readonly descending?: boolean;
}

/** What is counted; with a `limit` no further than that. */
export type Counted = Pick<Range, 'index' | 'equal'> & Partial<Pick<Range, 'limit'>>;

export interface Page<D> {
  readonly items: D[];
  /** Where the next page starts; absent on the last page. */
  readonly next?: string;
}

export interface Search {
  readonly filter?: Filter;
  readonly sort?: { readonly by: SortKey; readonly descending: boolean };
  /** The number of matches to skip (index paging), or the `next` of the page before (cursor paging). */
  readonly from: { readonly offset: number } | { readonly after: string };
  readonly limit: number;
}

/** A page of matches from one state. Its documents are read on demand, once. The caller must close it. */
export interface Matches<D> {
  readonly total: number;
  /** The number of documents on the page. */
  readonly count: number;
  /** Where the next page starts; absent on the last page. */
  readonly next?: string;
  /** The documents in order, several at a time; fewer when they are large. */
  readonly steps: AsyncIterable<readonly D[]>;
  /** Never throws. */
  close(): Promise<void>;
}

export interface Reader {
  get<D extends Doc>(from: Collection<D>, scope: string, id: string): Promise<D | undefined>;
  /** Like `get` for each, in order. */
  getMany<D extends Doc>(
    from: Collection<D>,
    scope: string,
    ids: readonly string[],
  ): Promise<(D | undefined)[]>;
  /** The document with these values of a unique key, inside one scope. */
  find<D extends Doc>(
    from: Collection<D>,
    scope: string,
    key: string,
    ...values: KeyValue[]
  ): Promise<D | undefined>;
  /** The document with these values of a *global* unique key, in any scope. */
  locate<D extends Doc>(from: Collection<D>, key: string, ...values: KeyValue[]): Promise<D | undefined>;
  list<D extends Doc>(from: Collection<D>, scope: string, range: Range): Promise<Page<D>>;
}

/**
 * Reads of one state, one after the other. The caller must close it. After `limits.snapshotMs` it closes itself and
 * throws `Unavailable`.
 */
export interface Snapshot extends Reader {
  /** Never throws. */
  close(): Promise<void>;
}

/**
 * A unit of work. Reads see committed data and its own writes; writes are collected and applied together at the end.
 * The work is repeated when a rival has written a document that it writes too, or has taken a unique value. Reads are
 * no snapshot: a rule that counts must first read a document that its rivals write too, and write it.
 */
export interface Transaction extends Reader {
  /** Begins reads whose results the work needs later, side by side; does nothing where no read waits for anything. */
  foresee(begin: (reader: Reader) => readonly Promise<unknown>[]): void;
  /** Returns the document as it will be stored (`v` is 1). */
  insert<D extends Doc>(into: Collection<D>, doc: Omit<D, 'v'>): D;
  /** Inserts a document with its version: for moving a store, so that ETags stay valid. */
  restore<D extends Doc>(into: Collection<D>, doc: D): D;
  /** `doc` is a changed copy of what was read; its `v` must still be the stored version. */
  update<D extends Doc>(into: Collection<D>, doc: D): D;
  remove<D extends Doc>(from: Collection<D>, doc: D): void;
}

/**
 * Reads for one unit of work, which each ask the store once: what it has read, or begun to read, it remembers. Old ones
 * are not used.
 */
export interface Ahead extends Reader {
  readonly begunAt: number;
}

/** Every document at one moment. The caller must close it. */
export interface Still extends Pick<Store, 'scan'> {
  /** Never throws. */
  close(): Promise<void>;
}

export interface Store extends Reader {
  /**
   * Runs `work` and commits its writes. Repeats it on conflicts, so it must have no effect except through `tx`. Works
   * of one `lane` run one after the other within this process: a hint for hot documents, no guarantee. What was read
   * `ahead` counts as read by the first attempt. Throws what `work` throws (and then writes nothing), or a `StoreError`
   * when it cannot commit.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>, lane?: string, ahead?: Ahead): Promise<T>;
  /** Begins reading for a unit of work; undefined where no read waits for anything. */
  ahead(): Ahead | undefined;
  /** The state at the call, or at the first read: for tasks with several reads. */
  snapshot(): Promise<Snapshot>;
  /**
   * Throws `TooManyMatches` when answering would read more documents than the limit, and `TooLongToSort` when the sort
   * values are too long in total.
   */
  query<D extends Doc>(from: Collection<D>, scope: string, search: Search): Promise<Matches<D>>;
  count<D extends Doc>(from: Collection<D>, scope: string, range?: Counted): Promise<number>;
  /** Documents of all scopes along a *global* index, for jobs. */
  sweep<D extends Doc>(from: Collection<D>, range: Range & { index: string }): Promise<Page<D>>;
  /** Every document of a collection in no particular order, for export, migration, and rare jobs over small ones. */
  scan<D extends Doc>(from: Collection<D>): AsyncIterable<D>;
  /** The documents of one state, however long that takes; undefined where the database has tools of its own for it. */
  still(): Promise<Still | undefined>;
  /** Removes documents that have expired at `now`; returns their number. */
  purge(now: number): Promise<number>;
  /** Resolves when the store accepts writes; otherwise throws `Unavailable` with the reason. */
  ready(): Promise<void>;
  close(): Promise<void>;
}
