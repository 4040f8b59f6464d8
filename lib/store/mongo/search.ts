import type { mongo } from 'mongoose';
import { indexable } from '../../scim/filter/equality.ts';
import { TooManyMatches } from '../errors.ts';
import type { Doc, Found, Search } from '../port.ts';
import { isTimeLimit, translated } from './failures.ts';
import { compileQuery, joined } from './filter.ts';
import type { Condition } from './layout.ts';
import type { Table } from './models.ts';
import { type Position, positionOf } from './position.ts';
import { beyond, paged, positionIn, type ReadOptions, textOnly, within } from './reads.ts';
import { computed, type SortedBy, sortedBy } from './sorting.ts';

interface Row<D> {
  readonly doc: D;
  readonly position: () => Position;
}

export interface SearchOptions extends ReadOptions {
  readonly readConcern: mongo.ReadConcernLike;
  readonly scannedDocuments: number;
}

/**
 * Answers a SCIM query. Throws `InvalidCursor`, `Unavailable`, or `TooManyMatches` when MongoDB has not found the answer
 * within the time of a query.
 */
export async function search<D extends Doc>(
  table: Table,
  scope: string,
  asked: Search,
  options: SearchOptions,
): Promise<Found<D>> {
  try {
    return await new SearchIn<D>(table, scope, asked, options).answer();
  } catch (error) {
    throw isTimeLimit(error) ? new TooManyMatches(options.scannedDocuments) : translated(error);
  }
}

class SearchIn<D extends Doc> {
  readonly #table: Table;
  readonly #search: Search;
  readonly #options: ReadOptions;
  readonly #where: Condition;
  readonly #selective: boolean;
  readonly #by: SortedBy | undefined;

  constructor(table: Table, scope: string, search: Search, options: SearchOptions) {
    const { layout } = table;
    const searchable = layout.collection.search;
    if (!searchable) throw new TypeError(`${layout.collection.name} is not searchable`);
    const { filter, sort } = search;
    const { maxTimeMS, readConcern } = options;
    this.#table = table;
    this.#search = search;
    this.#options = { maxTimeMS, readConcern };
    const scoped = within(layout, scope);
    this.#where = filter ? joined([scoped, compileQuery(layout, searchable, filter)]) : scoped;
    this.#selective = filter !== undefined && indexable(filter, searchable.keys)?.op === 'eq';
    this.#by = sort ? sortedBy(layout, searchable, sort.by) : undefined;
  }

  async answer(): Promise<Found<D>> {
    const { limit, from } = this.#search;
    if (limit <= 0) return { items: [], total: await this.#count() };
    if (this.#selective && 'offset' in from && from.offset === 0) {
      const rows = await this.#page();
      return this.#found(rows, rows.length > limit ? await this.#count() : rows.length);
    }
    const [rows, total] = await Promise.all([this.#page(), this.#count()]);
    return this.#found(rows, total);
  }

  /** At most one more row than asked for. */
  async #page(): Promise<Row<D>[]> {
    const by = this.#by;
    const start = this.#start(by ? [...computed, '_id'] : ['_id']);
    if (!by) return this.#walk(['_id'], {}, start);
    if (!by.order || start?.[0] === 1) return this.#compute(by, start);
    // Documents without a value are not in the index; where they come has to be computed then.
    const [rows, all, assigned] = await Promise.all([
      this.#walk(by.order, { [by.marker]: true }, start?.slice(1, by.order.length + 1)),
      this.#count(),
      this.#count({ [by.marker]: true }),
    ]);
    return all === assigned ? rows : this.#compute(by, start);
  }

  /** Along an index. */
  async #walk(order: readonly string[], among: Condition, start: Position | undefined): Promise<Row<D>[]> {
    const { from, limit } = this.#search;
    const stored = await this.#table.native
      .find(this.#filter(among, start ? beyond(order, start, this.#descending) : {}), {
        ...this.#options,
        projection: textOnly,
        batchSize: limit + 2,
      })
      .sort(this.#sorted(order))
      .skip('offset' in from ? from.offset : 0)
      .limit(limit + 1)
      .toArray();
    const [first = '_id'] = order;
    return stored.map(({ doc: text }) => {
      const doc = JSON.parse(text) as D;
      return { doc, position: () => (this.#by ? [0, ...positionIn(doc, [first, '_id'])] : [doc.id]) };
    });
  }

  /** By values that MongoDB works out for every match. */
  async #compute({ expressions }: SortedBy, start: Position | undefined): Promise<Row<D>[]> {
    const order = [...computed, '_id'];
    const { from, limit } = this.#search;
    const stages = [
      { $match: this.#filter() },
      { $set: expressions },
      { $match: start ? beyond(order, start, this.#descending) : {} },
      { $sort: this.#sorted(order) },
      { $skip: 'offset' in from ? from.offset : 0 },
      { $limit: limit + 1 },
      { $project: { doc: 1, unassigned: 1, sortedBy: 1 } },
    ];
    const rows = await this.#table.native
      .aggregate<Computed>(stages, { ...this.#options, allowDiskUse: true, batchSize: limit + 2 })
      .toArray();
    return rows.map(({ _id, doc, unassigned, sortedBy = null }) => ({
      doc: JSON.parse(doc) as D,
      position: () => [unassigned, sortedBy, _id],
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

  #found(rows: readonly Row<D>[], total: number): Found<D> {
    const { items, next } = paged(rows, this.#search.limit, ({ position }) => position());
    return { items: items.map(({ doc }) => doc), total, ...(next === undefined ? {} : { next }) };
  }
}

interface Computed {
  readonly _id: string;
  readonly doc: string;
  readonly unassigned: 0 | 1;
  readonly sortedBy?: string | number | boolean | null;
}
