import { foldedPath, type SortKey } from '../../scim/index.ts';
import type { Doc, Searchable } from '../port.ts';
import type { Layout } from './layout.ts';
import { orderOf } from './reads.ts';

/** Computed fields of each match: whether it has no sort value, and the sort value. */
export const computed = ['unassigned', 'sortedBy'] as const;

/** How to compute `computed`, like `sortValue` (scim/filter/sort.ts): of several values the primary, else the first. */
export interface SortedBy {
  readonly expressions: Readonly<Record<(typeof computed)[number], unknown>>;
  /** The sort fields, if the attribute is single-valued and has an index. */
  readonly order?: readonly string[];
  /** Marks the documents in the index. */
  readonly marker: string;
}

/** Undefined for the order by id, the default of all lists. */
export function sortedBy(layout: Layout, { keys }: Searchable<Doc>, by: SortKey): SortedBy | undefined {
  const value = valueAt(foldedPath(by).split('.'), '$match', 0);
  const unassigned = { $cond: [{ $eq: [{ $ifNull: [value, null] }, null] }, 1, 0] };
  const expressions = { unassigned, sortedBy: value };
  const key = Object.hasOwn(keys, by.text) ? keys[by.text] : undefined;
  if (key?.index === 'id') return undefined;
  const single = !by.attribute.multiValued && (by.keys.length === 1 || by.keys[0] === 'meta');
  if (!key || !single) return { expressions, marker: '' };
  const entry = layout.entry(key.index);
  return { expressions, order: orderOf(entry, 0), marker: entry.marker };
}

function valueAt(path: readonly string[], from: string, at: number): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return first(from, { $first: from });
  const held = `held${at}`;
  const preferred = { $first: { $filter: { input: from, cond: { $eq: ['$$this.primary', true] } } } };
  return {
    $let: {
      vars: { [held]: first(from, { $ifNull: [preferred, { $first: from }] }) },
      in: {
        $let: { vars: { [`value${at}`]: `$$${held}.${key}` }, in: valueAt(rest, `$$value${at}`, at + 1) },
      },
    },
  };
}

function first(value: string, ofSeveral: unknown): unknown {
  return { $cond: [{ $isArray: value }, ofSeveral, value] };
}
