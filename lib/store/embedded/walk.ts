import { sortValue } from '../../scim/index.ts';
import type { Collection, Doc, Matches, Search } from '../port.ts';
import type { KeySpace } from './key_space.ts';
import { encoded, part, type Span, spanOf } from './keys.ts';
import type { Layout, Layouts } from './layout.ts';
import { HELD_CHARS, type Item, pageIn } from './page.ts';
import type { RankIndex } from './rank_index.ts';
import type { Ranked, Ranks } from './ranks.ts';
import { cursorOf, type Place, placeOf } from './selection.ts';
import { parsed } from './stored.ts';
import type { View } from './view.ts';

interface Parts {
  readonly keys: KeySpace;
  readonly layouts: Layouts;
  readonly ranks: RankIndex;
}

/**
 * A page of all documents of a scope along an index or (`id`) the primary order, at a cost independent of their number.
 * Undefined if that is impossible because some documents are not in the index. Throws `InvalidCursor`.
 */
export async function walk<D extends Doc>(
  { keys, layouts, ranks }: Parts,
  from: Collection<D>,
  scope: string,
  wanted: Search,
  index: string,
): Promise<Matches<D> | undefined> {
  const { limit, sort } = wanted;
  const layout = layouts.of(from);
  const documents = layout.documents(scope);
  const space = index === 'id' ? documents : layout.entries(index, scope);
  const all = await ranks.of(documents);
  const along = await ranks.of(space);
  if (all.total !== along.total) return undefined;
  const view = keys.view(false);
  try {
    if (limit <= 0) return await pageIn<D>(view, [], { total: all.total });
    const descending = sort?.descending === true;
    const after = 'after' in wanted.from ? placeOf(wanted.from.after, sort !== undefined) : undefined;
    const offset = 'offset' in wanted.from ? wanted.from.offset : 0;
    const last = after && keyOf(layout, space, index, after);
    if (after && last === undefined) {
      await view.close();
      return undefined;
    }
    const way = { view, isPrimary: index === 'id', descending };
    const found =
      last === undefined
        ? await numbered<D>(way, spanOf(space), along, offset, limit + 1)
        : await itemsIn<D>(way, behind(spanOf(space), last, descending), limit + 1);
    const items = found.slice(0, limit);
    const total = items.length === 0 ? all.total : Math.max(all.total, offset + items.length);
    const end = found.length > limit ? documentOf(view, items.at(-1)) : undefined;
    if (!end) return await pageIn(view, items, { total });
    const by = sort && sortValue(from.search?.resource(end), sort.by);
    return await pageIn(view, items, { total, next: cursorOf({ id: end.id, by }, sort !== undefined) });
  } catch (error) {
    await view.close();
    throw error;
  }
}

/** The key of a place; undefined when the place has no value for the index. */
function keyOf(layout: Layout, space: string, index: string, { id, by }: Place): string | undefined {
  if (index === 'id') return space + part(id);
  if (by === undefined) return undefined;
  return space + encoded(by) + (layout.isUnique(index) ? '' : part(id));
}

function behind({ from, to }: Span, last: string, descending: boolean): Span {
  return descending ? { from, to: last } : { from: `${last}\u0000`, to };
}

/** Documents that a page passes over at most; of more than that, it reads the keys first. */
const SKIPPED = 64;

interface Way {
  readonly view: View;
  /** Along the primary order, whose values are the documents. */
  readonly isPrimary: boolean;
  readonly descending: boolean;
}

/** `count` items from position `offset`, counted from the end when `descending`. */
async function numbered<D>(
  way: Way,
  span: Span,
  ranks: Ranks,
  offset: number,
  count: number,
): Promise<Item<D>[]> {
  const end = ranks.total - offset;
  const first = way.descending ? Math.max(0, end - count) : offset;
  const place = ranks.locate(first);
  if (!place || end <= 0) return [];
  const near = place.skip <= SKIPPED ? place : await passed(way.view, place, span);
  if (!near) return [];
  const rest = { from: near.from, to: span.to };
  if (!way.descending) return itemsIn(way, rest, count, near.skip);
  return (await keysIn({ ...way, descending: false }, rest, Math.min(count, end), near.skip)).reverse();
}

/** The place itself, from which nothing is left to skip. */
async function passed(view: View, { from, skip }: Ranked, { to }: Span): Promise<Ranked | undefined> {
  const key = await view.keyAt({ from, to }, skip);
  return key === undefined ? undefined : { from: key, skip: 0 };
}

/** The items behind the first `skip`: documents for an ascending primary order, otherwise their keys. */
async function itemsIn<D>(way: Way, span: Span, count: number, skip = 0): Promise<Item<D>[]> {
  if (!way.isPrimary || way.descending) return keysIn(way, span, count, skip);
  const pairs = await way.view.first(span, skip + count, HELD_CHARS);
  const held = pairs.slice(skip).map(([, text]) => parsed<D>(text));
  const last = pairs.at(-1);
  if (!last || held.length === count) return held;
  const missing = { count: count - held.length, skip: Math.max(0, skip - pairs.length) };
  return [...held, ...(await keysIn(way, behind(span, last[0], false), missing.count, missing.skip))];
}

/** The keys of documents. */
async function keysIn(
  { view, isPrimary, descending }: Way,
  span: Span,
  count: number,
  skip = 0,
): Promise<string[]> {
  const most = skip + count;
  const steps = isPrimary ? view.keys(span, most, descending) : view.values(span, most, descending);
  return (await taken(steps, most)).slice(skip);
}

async function taken(steps: AsyncIterable<readonly string[]>, count: number): Promise<string[]> {
  const found: string[] = [];
  for await (const step of steps) {
    found.push(...step.slice(0, count - found.length));
    if (found.length >= count) break;
  }
  return found;
}

function documentOf<D>(view: View, item: Item<D> | undefined): D | undefined {
  if (typeof item !== 'string') return item;
  const text = view.get(item);
  return text === undefined ? undefined : parsed<D>(text);
}
