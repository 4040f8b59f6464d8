import type { mongo } from 'mongoose';
import { limits } from '../../../config/limits.ts';
import { indexable } from '../../scim/index.ts';
import { TooManyMatches } from '../errors.ts';
import type { Doc, Matches, Search } from '../port.ts';
import { isTimeLimit, translated } from './failures.ts';
import { compileQuery, joined } from './filter.ts';
import type { Condition } from './layout.ts';
import type { Table } from './models.ts';
import { type Item, pageIn, smallText } from './page.ts';
import { paged, type ReadOptions } from './paging.ts';
import { type Position, positionOf } from './position.ts';
import { beyond, within } from './reads.ts';
import { computed, type SortedBy, sortedBy } from './sorting.ts';

interface Row extends Item {
  readonly position: Position;
}

export interface SearchOptions extends ReadOptions {
  readonly client: mongo.MongoClient;
  readonly readConcern: mongo.ReadConcernLike;
  readonly scannedDocuments: number;
}

/**
 * Answers a SCIM query. Throws `InvalidCursor`, `Unavailable`, or `TooManyMatches` when MongoDB exceeds the time limit
 * of a query.
 */
export async function search<D extends Doc>(
  table: Table,
  scope: string,
  asked: Search,
  options: SearchOptions,
): Promise<Matches<D>> {
  try {
    return await new SearchIn(table, scope, asked, options).answer<D>();
  } catch (error) {
    throw isTimeLimit(error) ? new TooManyMatches(options.scannedDocuments) : translated(error);
  }
}

class SearchIn {
  readonly #table: Table;
  readonly #search: Search;
  readonly #client: mongo.MongoClient;
  readonly #options: ReadOptions;
  readonly #where: Condition;
  readonly #selective: boolean;
  readonly #by: SortedBy | undefined;

  constructor(table: Table, scope: string, search: Search, options: SearchOptions) {
    const { layout } = table;
    const searchable = layout.collection.search;
    if (!searchable) throw new TypeError(`${layout.collection.name} is not searchable`);
    const { filter, sort } = search;
    const { maxTimeMS, readConcern, client } = options;
    this.#table = table;
    this.#search = search;
    this.#client = client;
    this.#options = { maxTimeMS, readConcern };
    const scoped = within(layout, scope);
    this.#where = filter ? joined([scoped, compileQuery(layout, searchable, filter)]) : scoped;
    this.#selective = filter !== undefined && indexable(filter, searchable.keys)?.op === 'eq';
    this.#by = sort ? sortedBy(layout, searchable, sort.by) : undefined;
  }

  async answer<D extends Doc>(): Promise<Matches<D>> {
    const { limit, from } = this.#search;
    if (limit <= 0) return this.#found([], await this.#count());
    if (this.#selective && 'offset' in from && from.offset === 0) {
      const rows = await this.#page();
      return this.#found(rows, rows.length > limit ? await this.#count() : rows.length);
    }
    const [rows, total] = await Promise.all([this.#page(), this.#count()]);
    return this.#found(rows, total);
  }

  /** Reads at most one row more than requested. */
  async #page(options = this.#options): Promise<Row[]> {
    const by = this.#by;
    const start = this.#start(by ? [...computed, '_id'] : ['_id']);
    if (!by) return this.#walk(['_id'], {}, start, options);
    if (!by.order || start?.[0] === 1) return this.#compute(by, start, options);
    // Documents without a value are not in the index; a page that includes them must be computed.
    const [rows, all, assigned] = await Promise.all([
      this.#walk(by.order, { [by.marker]: true }, start?.slice(1, by.order.length + 1), options),
      this.#count(),
      this.#count({ [by.marker]: true }),
    ]);
    return all === assigned ? rows : this.#compute(by, start, options);
  }

  /** Along an index. */
  async #walk(
    order: readonly string[],
    among: Condition,
    start: Position | undefined,
    options: ReadOptions,
  ): Promise<Row[]> {
    const { from, limit } = this.#search;
    const [first = '_id'] = order;
    const sortedBy = this.#by ? { sortedBy: beginning(`$${first}`) } : {};
    const rows = await this.#table.native
      .find<Found>(this.#filter(among, start ? beyond(order, start, this.#descending) : {}), {
        ...options,
        projection: { _id: 1, doc: smallText, ...sortedBy },
        batchSize: limit + 2,
      })
      .sort(this.#sorted(order))
      .skip('offset' in from ? from.offset : 0)
      .limit(limit + 1)
      .toArray();
    return rows.map(({ _id, doc, sortedBy = null }) => ({
      id: _id,
      text: doc,
      position: this.#by ? [0, sortedBy, _id] : [_id],
    }));
  }

  /** By values that MongoDB computes for every match. */
  async #compute(
    { expressions }: SortedBy,
    start: Position | undefined,
    options: ReadOptions,
  ): Promise<Row[]> {
    const order = [...computed, '_id'];
    const { from, limit } = this.#search;
    const stages = [
      { $match: this.#filter() },
      { $set: expressions },
      { $match: start ? beyond(order, start, this.#descending) : {} },
      { $sort: this.#sorted(order) },
      { $skip: 'offset' in from ? from.offset : 0 },
      { $limit: limit + 1 },
      { $project: { doc: smallText, unassigned: 1, sortedBy: beginning('$sortedBy') } },
    ];
    const rows = await this.#table.native
      .aggregate<Found>(stages, { ...options, allowDiskUse: true, batchSize: limit + 2 })
      .toArray();
    return rows.map(({ _id, doc, unassigned = 0, sortedBy = null }) => ({
      id: _id,
      text: doc,
      position: [unassigned, sortedBy, _id],
    }));
  }

  #count(among: Condition = {}): Promise<number> {
    return this.#table.native.countDocuments(this.#filter(among), this.#options);
  }

  #filter(...more: readonly Condition[]): Condition {
    return this.#table.checked(joined([this.#where, ...more]));
  }

  #start(order: readonly string[]): Position | undefined {
    const { from } = this.#search;
    return 'after' in from ? positionOf(from.after, order.length) : undefined;
  }

  get #descending(): boolean {
    return this.#search.sort?.descending === true;
  }

  #sorted(order: readonly string[]): Record<string, 1 | -1> {
    return Object.fromEntries(order.map((field) => [field, this.#descending ? -1 : 1]));
  }

  /** A page with large documents is read again in a transaction: they are read one after the other, from one state. */
  async #found<D extends Doc>(rows: readonly Row[], total: number): Promise<Matches<D>> {
    if (rows.every(({ text }) => text !== undefined)) return this.#paged(rows, total);
    const session = this.#client.startSession({ causalConsistency: false });
    session.startTransaction({ readConcern: { level: 'snapshot' }, readPreference: 'primary' });
    const options = { maxTimeMS: this.#options.maxTimeMS, session };
    try {
      return this.#paged(await this.#page(options), total, options);
    } catch (error) {
      await session.endSession().catch(() => undefined);
      throw error;
    }
  }

  #paged<D extends Doc>(rows: readonly Row[], total: number, options = this.#options): Matches<D> {
    const { items, next } = paged(rows, this.#search.limit, ({ position }) => position);
    return pageIn(this.#table, options, items, { total, ...(next === undefined ? {} : { next }) });
  }
}

interface Found {
  readonly _id: string;
  /** Absent when it is large. */
  readonly doc?: string;
  readonly unassigned?: 0 | 1;
  readonly sortedBy?: string | number | boolean | null;
}

/** The start of a text, as long as a cursor keeps, so that a page does not hold long ones. */
function beginning(value: string): object {
  const start = { $substrCP: [value, 0, limits.cursorValueChars] };
  return { $cond: [{ $eq: [{ $type: value }, 'string'] }, start, value] };
}
