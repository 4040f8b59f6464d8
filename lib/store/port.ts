import type { Filter, Registry, SortKey } from '../scim/index.ts';

/** What every stored document has. `v` counts its versions; the store sets 1 on insert and adds 1 on update. */
export interface Doc {
  readonly id: string;
  readonly v: number;
}

export type KeyValue = string | number | boolean;

/**
 * The fields an index runs along, top-level fields of the document in order. At most one of them may hold an
 * array: each element is an entry of its own. A document in which any field is absent, null or `[]` has no entry.
 */
export interface Key {
  readonly fields: readonly string[];
  /** Runs across all scopes; only `locate` (unique keys) and `sweep` (indexes) may use it. */
  readonly global?: true;
}

/** The resource types by name; they say how a resource is compared. A store gets them when it is opened. */
export type ResourceTypes = Pick<Registry, 'byName'>;

/** How a SCIM filter meets the documents of a collection. */
export interface Searchable<D> {
  /** The name of the resource type of a document. */
  type(doc: D): string;
  /** The SCIM resource inside a document, as the matcher sees it. */
  resource(doc: D): Readonly<Record<string, unknown>>;
  /**
   * Canonical attribute paths (`userName`, `emails.value`, `meta.lastModified`) that are also kept in a field of
   * the document, folded and comparable, and the index or unique key (of that one field) that runs along it; the
   * index `id` is the primary order.
   */
  readonly keys: Readonly<Record<string, { readonly field: string; readonly index: string }>>;
}

/** A collection is data: both adapters build their indexes from it. */
export interface Collection<D extends Doc> {
  readonly name: string;
  /** The field that names the tenant (top-level group or integration), or `platform` where documents belong to nobody. */
  readonly scope: 'platform' | (keyof D & string);
  readonly unique: Readonly<Record<string, Key>>;
  readonly indexes: Readonly<Record<string, Key>>;
  /** A field with milliseconds since the epoch after which the document may vanish by itself. */
  readonly expires?: keyof D & string;
  readonly search?: Searchable<D>;
}

/** The scope of collections that belong to nobody. */
export const PLATFORM = '';

export interface Range {
  /** The index to run along; without one, by `id`. */
  readonly index?: string;
  /** Values of the first fields of the index that must be equal. */
  readonly equal?: readonly KeyValue[];
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
  /** How many matches to pass over (index paging), or the `next` of the page before (cursor paging). */
  readonly from: { readonly offset: number } | { readonly after: string };
  readonly limit: number;
}

/** A page of matches, all of one state. Its documents are read as they are taken, once. It has to be closed. */
export interface Matches<D> {
  readonly total: number;
  /** How many documents the page has. */
  readonly count: number;
  /** Where the next page starts; absent on the last page. */
  readonly next?: string;
  /** The documents in their order, several at a time; a step of large documents has few of them. */
  readonly steps: AsyncIterable<readonly D[]>;
  /** Never throws. */
  close(): Promise<void>;
}

export interface Reader {
  get<D extends Doc>(from: Collection<D>, scope: string, id: string): Promise<D | undefined>;
  /** As `get` of each, in their order. */
  getMany<D extends Doc>(
    from: Collection<D>,
    scope: string,
    ids: readonly string[],
  ): Promise<(D | undefined)[]>;
  /** The document that holds the values of a unique key inside one scope. */
  find<D extends Doc>(
    from: Collection<D>,
    scope: string,
    key: string,
    ...values: KeyValue[]
  ): Promise<D | undefined>;
  /** The document that holds the values of a *global* unique key, whatever its scope. */
  locate<D extends Doc>(from: Collection<D>, key: string, ...values: KeyValue[]): Promise<D | undefined>;
  list<D extends Doc>(from: Collection<D>, scope: string, range: Range): Promise<Page<D>>;
}

/**
 * Reads of one state, asked one after the other. It has to be closed, and closes by itself after `limits.snapshotMs`:
 * then it throws `Unavailable`.
 */
export interface Snapshot extends Reader {
  /** Never throws. */
  close(): Promise<void>;
}

/**
 * A unit of work. Reads see what is committed and its own writes; writes are collected and applied together at
 * the end. A rival's write to a document that this work writes too, or a unique value taken meanwhile, repeats the work.
 * Reads are no snapshot: a rule that counts must first read a document that its rivals write too, and write it.
 */
export interface Transaction extends Reader {
  /** Returns the document as it will be stored (`v` is 1). */
  insert<D extends Doc>(into: Collection<D>, doc: Omit<D, 'v'>): D;
  /** Inserts a document as it is, with its version: for moving a store, so that no client's ETag means something else. */
  restore<D extends Doc>(into: Collection<D>, doc: D): D;
  /** `doc` is a changed copy of what was read; its `v` is the version that must still be there. */
  update<D extends Doc>(into: Collection<D>, doc: D): D;
  remove<D extends Doc>(from: Collection<D>, doc: D): void;
}

export interface Store extends Reader {
  /**
   * Runs `work` and commits what it wrote. Repeats it on conflicts, so it must have no effect but through `tx`.
   * Works of one `lane` run one after the other within this process: a hint for hot documents, never a promise.
   * Throws what `work` throws (nothing is written then), or a `StoreError` when it cannot commit.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>, lane?: string): Promise<T>;
  /** The state of now, or of the first read: for what takes several reads. */
  snapshot(): Promise<Snapshot>;
  /**
   * Throws `TooManyMatches` when answering would look at more documents than the limit, and `TooLongToSort` when the
   * values to sort by are too long together.
   */
  query<D extends Doc>(from: Collection<D>, scope: string, search: Search): Promise<Matches<D>>;
  count<D extends Doc>(from: Collection<D>, scope: string, range?: Counted): Promise<number>;
  /** Documents of all scopes along a *global* index, for jobs. */
  sweep<D extends Doc>(from: Collection<D>, range: Range & { index: string }): Promise<Page<D>>;
  /** Every document of a collection in no promised order, for export and migration only. */
  scan<D extends Doc>(from: Collection<D>): AsyncIterable<D>;
  /** Removes what has expired at `now` and has not vanished by itself; answers how many documents that were. */
  purge(now: number): Promise<number>;
  /** Resolves when the store can take a write now; throws `Unavailable` with the reason otherwise. */
  ready(): Promise<void>;
  close(): Promise<void>;
}
