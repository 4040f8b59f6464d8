import { sortValue } from '../../scim/filter/sort.ts';
import type { Collection, Doc, Found, Search } from '../port.ts';
import { encoded, part, type Span, spanOf } from './keys.ts';
import type { Layout } from './layout.ts';
import type { Ranks } from './ranks.ts';
import type { SearchParts } from './search.ts';
import { cursorOf, type Place, placeOf } from './selection.ts';
import { parsed } from './stored.ts';
import type { Pair, View } from './view.ts';

/**
 * A page of all documents of a scope along an index or (`id`) the primary order, at a cost that does not grow with their
 * number. Undefined where that is impossible, for some documents are not in the index. Throws `InvalidCursor`.
 */
export async function walk<D extends Doc>(
  { keys, layouts, ranks }: SearchParts,
  from: Collection<D>,
  scope: string,
  wanted: Search,
  index: string,
): Promise<Found<D> | undefined> {
  const { limit, sort } = wanted;
  const layout = layouts.of(from);
  const documents = layout.documents(scope);
  const space = index === 'id' ? documents : layout.entries(index, scope);
  const all = await ranks.of(documents);
  const along = await ranks.of(space);
  if (all.total !== along.total) return undefined;
  if (limit <= 0) return { items: [], total: all.total };

  const descending = sort?.descending === true;
  const after = 'after' in wanted.from ? placeOf(wanted.from.after, sort !== undefined) : undefined;
  const offset = 'offset' in wanted.from ? wanted.from.offset : 0;
  const last = after && keyOf(layout, space, index, after);
  if (after && last === undefined) return undefined;

  const view = keys.view(false);
  try {
    const found =
      last === undefined
        ? await numbered(view, spanOf(space), along, offset, limit + 1, descending)
        : await view.list(behind(spanOf(space), last, descending), limit + 1, descending);
    const values = found.slice(0, limit).map(([, value]) => value);
    const texts = index === 'id' ? values : await view.all(values);
    const items = texts.flatMap((text) => (text === undefined ? [] : [parsed<D>(text)]));
    const total = items.length === 0 ? all.total : Math.max(all.total, offset + items.length);
    const end = items.at(-1);
    if (!end || found.length <= limit) return { items, total };
    const resource = from.search?.resource(end);
    const by = sort && sortValue(resource, sort.by);
    return { items, total, next: cursorOf({ id: end.id, by }, sort !== undefined) };
  } finally {
    await view.close();
  }
}

/** The key that a place has; none where it has no value for the index. */
function keyOf(layout: Layout, space: string, index: string, { id, by }: Place): string | undefined {
  if (index === 'id') return space + part(id);
  if (by === undefined) return undefined;
  return space + encoded(by) + (layout.isUnique(index) ? '' : part(id));
}

function behind({ from, to }: Span, last: string, descending: boolean): Span {
  return descending ? { from, to: last } : { from: `${last}\u0000`, to };
}

/** `count` pairs from the one that has `offset` others before it, or behind it when `descending`. */
async function numbered(
  view: View,
  span: Span,
  ranks: Ranks,
  offset: number,
  count: number,
  descending: boolean,
): Promise<Pair[]> {
  const end = ranks.total - offset;
  const first = descending ? Math.max(0, end - count) : offset;
  const place = ranks.locate(first);
  if (!place || end <= 0) return [];
  const from = await view.keyAt({ from: place.from, to: span.to }, place.skip);
  if (from === undefined) return [];
  const pairs = await view.list({ from, to: span.to }, Math.min(count, end));
  return descending ? pairs.reverse() : pairs;
}
