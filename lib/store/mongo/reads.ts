import type { mongo } from 'mongoose';
import type { Counted, Doc, KeyValue, Page, Range, Reader } from '../port.ts';
import { pageOfBeginnings } from './beginnings.ts';
import { answered } from './failures.ts';
import { textOf, textOnly } from './find_one.ts';
import { type Condition, type Entry, type Layout, plain, type Stored, trusted } from './layout.ts';
import type { Table } from './models.ts';
import { paged, type ReadOptions } from './paging.ts';
import { type Position, positionOf } from './position.ts';

/** Documents per step of `scan`. */
const scanStep = 100;

/**
 * Reads along declared keys, from the primary. `tables` names the collections. `plain` refuses every value that is not
 * plain, so no operator gets in.
 */
export class Reads implements Reader {
  readonly #table: (name: string) => Table;
  readonly #options: ReadOptions;

  constructor(table: (name: string) => Table, options: ReadOptions) {
    this.#table = table;
    this.#options = options;
  }

  /** By id only, which is fastest in MongoDB; a document of another tenant counts as absent. */
  async get<D extends Doc>(
    from: { readonly name: string },
    scope: string,
    id: string,
  ): Promise<D | undefined> {
    const table = this.#table(from.name);
    const tenant = Object.entries(within(table.layout, scope));
    const doc = await this.#one<D>(table, { _id: String(plain(id)) });
    return doc && tenant.every(([field, value]) => valueAt(doc, field) === value) ? doc : undefined;
  }

  async getMany<D extends Doc>(from: { readonly name: string }, scope: string, ids: readonly string[]) {
    const table = this.#table(from.name);
    const wanted = [...new Set(ids)].map((id) => String(plain(id)));
    const filter = { ...within(table.layout, scope), _id: trusted({ $in: wanted }) };
    const found = wanted.length === 0 ? [] : await this.#many<D>(table, filter, { _id: 1 }, wanted.length);
    const byId = new Map(found.map((doc) => [doc.id, doc]));
    return ids.map((id) => byId.get(id));
  }

  async find<D extends Doc>(
    from: { readonly name: string },
    scope: string,
    key: string,
    ...values: KeyValue[]
  ) {
    const table = this.#table(from.name);
    return this.#one<D>(table, {
      ...within(table.layout, scope),
      ...uniquely(table.layout.entry(key), values),
    });
  }

  async locate<D extends Doc>(from: { readonly name: string }, key: string, ...values: KeyValue[]) {
    const table = this.#table(from.name);
    const entry = table.layout.entry(key);
    if (!entry.global) throw new TypeError(`${from.name}.${key} is not global`);
    return this.#one<D>(table, uniquely(entry, values));
  }

  async list<D extends Doc>(from: { readonly name: string }, scope: string, range: Range): Promise<Page<D>> {
    const table = this.#table(from.name);
    return this.#page(table, within(table.layout, scope), range);
  }

  async sweep<D extends Doc>(
    from: { readonly name: string },
    range: Range & { index: string },
  ): Promise<Page<D>> {
    const table = this.#table(from.name);
    if (!table.layout.entry(range.index).global)
      throw new TypeError(`${from.name}.${range.index} is not global`);
    return this.#page(table, {}, range);
  }

  async count(
    from: { readonly name: string },
    scope: string,
    { index, equal = [], limit }: Counted = {},
  ): Promise<number> {
    const { layout, native, checked } = this.#table(from.name);
    const along = index === undefined ? {} : equally(layout.entry(index), equal);
    const filter = checked({ ...within(layout, scope), ...along });
    return answered(() =>
      native.countDocuments(filter, { ...this.#options, ...(limit === undefined ? {} : { limit }) }),
    );
  }

  /** Pages by id with a new query for each step, so that it survives a fail-over. */
  /** `mongodump` does this. */
  async still(): Promise<undefined> {
    return undefined;
  }

  async *scan<D extends Doc>(from: { readonly name: string }): AsyncIterable<D> {
    const table = this.#table(from.name);
    for (let after: Condition = {}; ; ) {
      const docs: D[] = await this.#many(table, after, { _id: 1 }, scanStep);
      yield* docs;
      const last = docs.at(-1);
      if (!last || docs.length < scanStep) return;
      after = { _id: trusted({ $gt: last.id }) };
    }
  }

  async #one<D extends Doc>(table: Table, filter: Condition): Promise<D | undefined> {
    const text = await answered(() => textOf(table, table.checked(filter), this.#options));
    return text === undefined ? undefined : (JSON.parse(text) as D);
  }

  async #many<D extends Doc>(
    { native, checked }: Table,
    filter: Condition,
    sort: mongo.Sort,
    limit: number,
  ): Promise<D[]> {
    const options = { ...this.#options, projection: textOnly, sort, limit, batchSize: limit + 1 };
    const stored = await answered(() => native.find(checked(filter), options).toArray());
    return stored.map(({ doc }) => JSON.parse(doc) as D);
  }

  async #page<D extends Doc>(table: Table, base: Condition, range: Range): Promise<Page<D>> {
    const { index, equal = [], after, limit, descending = false } = range;
    const entry = index === undefined || index === 'id' ? undefined : table.layout.entry(index);
    const among = { ...base, ...(entry ? equally(entry, equal) : {}) };
    if (entry && range.prefix !== undefined)
      return pageOfBeginnings(table, this.#options, entry, among, range);
    const order = orderOf(entry, equal.length);
    const start = after === undefined ? {} : beyond(order, positionOf(after, order.length), descending);
    const sort = Object.fromEntries(order.map((field) => [field, descending ? -1 : 1] as const));
    const docs = await this.#many<D>(table, { ...among, ...start }, sort, limit + 1);
    if (docs.some((doc) => order.some((field) => Array.isArray(valueAt(doc, field))))) {
      return this.#pageOfElements(table, among, order, start, sort, limit);
    }
    return paged(docs, limit, (doc) => positionIn(doc, order));
  }

  /** A document with several values appears once for each. It sorts by the first of them, so such a page keeps it. */
  async #pageOfElements<D extends Doc>(
    { native, checked }: Table,
    among: Condition,
    order: readonly string[],
    start: Condition,
    sort: Record<string, 1 | -1>,
    limit: number,
  ): Promise<Page<D>> {
    const stages = [
      { $match: checked(among) },
      ...order.map((field) => ({ $unwind: `$${field}` })),
      { $match: start },
      { $sort: sort },
      { $limit: limit + 1 },
      { $project: { doc: 1, ...Object.fromEntries(order.map((field) => [field, 1])) } },
    ];
    const rows = await answered(() => native.aggregate<Stored>(stages, this.#options).toArray());
    const { items, next } = paged(rows, limit, (row) => order.map((field) => plain(row[field])));
    return { items: items.map(({ doc }) => JSON.parse(doc) as D), ...(next === undefined ? {} : { next }) };
  }
}

/** The tenant condition, part of every query. */
export function within({ scope: field }: Layout, scope: string): Condition {
  return field === undefined ? {} : { [field]: plain(scope) };
}

function uniquely(entry: Entry, values: readonly KeyValue[]): Condition {
  if (values.length !== entry.fields.length)
    throw new TypeError(`${entry.name} has ${entry.fields.length} fields`);
  return equally(entry, values);
}

function equally({ fields, marker }: Entry, values: readonly KeyValue[]): Condition {
  if (values.length > fields.length) throw new TypeError(`${marker} has ${fields.length} fields`);
  const held: Record<string, KeyValue> = {};
  for (const [at, field] of fields.slice(0, values.length).entries()) held[field] = plain(values[at]);
  return { ...held, [marker]: true };
}

/** The sort order of a list, after the fields with given values. A unique key needs no id to break ties. */
export function orderOf(entry: Entry | undefined, given: number): string[] {
  if (!entry) return ['_id'];
  const rest = entry.fields.slice(given);
  return entry.unique && rest.length > 0 ? rest : [...new Set([...rest, '_id'])];
}

/** Documents after a position. An index can start at the bound on the first field. */
export function beyond(order: readonly string[], position: Position, descending: boolean): Condition {
  const behind = descending ? '$lt' : '$gt';
  const [first = '_id', ...more] = order;
  if (more.length === 0) return { [first]: trusted({ [behind]: position[0] }) };
  const steps = order.map((field, at) => ({
    ...Object.fromEntries(order.slice(0, at).map((before, index) => [before, position[index]])),
    [field]: trusted({ [behind]: position[at] }),
  }));
  return { [first]: trusted({ [`${behind}e`]: position[0] }), $or: steps };
}

/** The position of a document in an order. */
function positionIn(doc: Doc, order: readonly string[]): Position {
  return order.map((field) => plain(valueAt(doc, field)));
}

/** A field of a document by its stored name. */
function valueAt(doc: Doc, field: string): unknown {
  return (doc as unknown as Readonly<Record<string, unknown>>)[field === '_id' ? 'id' : field];
}
