import type { Doc, Page, Range } from '../port.ts';
import { answered } from './failures.ts';
import { type Condition, type Entry, type Stored, trusted } from './layout.ts';
import type { Table } from './models.ts';
import { paged, type ReadOptions } from './paging.ts';
import { positionOf } from './position.ts';

/** No text that begins with a prefix sorts after the prefix and this. */
const LAST = '\u{10ffff}';

interface Row extends Stored {
  /** The first of its texts with the prefix. */
  readonly first: string;
}

/**
 * A page of documents where a list of texts has one that begins with the prefix, in the order of the first such text.
 * `among` has the conditions on the fields before it. MongoDB reads every document that has the prefix: it sorts by the
 * first text of a whole list only. Throws `InvalidCursor`, `Unavailable`.
 */
export async function pageOfBeginnings<D extends Doc>(
  { native, checked }: Table,
  options: ReadOptions,
  entry: Entry,
  among: Condition,
  { equal = [], prefix = '', after, limit }: Range,
): Promise<Page<D>> {
  const field = entry.fields[equal.length];
  if (field === undefined) throw new TypeError(`${entry.name} has no more fields`);
  const [text = prefix, id = ''] = after === undefined ? [] : positionOf(after, 2).map(String);
  const end = prefix + LAST;
  const held = trusted({ $elemMatch: trusted({ $gte: text, $lt: end }) });
  const begins = {
    $and: [{ $gte: ['$$this', { $literal: prefix }] }, { $lt: ['$$this', { $literal: end }] }],
  };
  const stages = [
    { $match: checked({ ...among, [field]: held }) },
    { $project: { doc: 1, first: { $min: { $filter: { input: `$${field}`, cond: begins } } } } },
    { $match: { $or: [{ first: { $gt: text } }, { first: text, _id: { $gt: id } }] } },
    { $sort: { first: 1, _id: 1 } },
    { $limit: limit + 1 },
  ];
  const rows = await answered(() => native.aggregate<Row>(stages, options).toArray());
  const { items, next } = paged(rows, limit, ({ first, _id }) => [first, _id]);
  return { items: items.map(({ doc }) => JSON.parse(doc) as D), ...(next === undefined ? {} : { next }) };
}
