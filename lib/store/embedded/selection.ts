import { compareTexts } from '../../scim/filter/compare.ts';
import { compareSortValues, type SortValue } from '../../scim/filter/sort.ts';
import { InvalidCursor } from '../errors.ts';
import type { Search } from '../port.ts';

/** Where a match stands in the order that is asked for. */
export interface Place {
  readonly id: string;
  readonly by: SortValue;
}

/** Matches beyond this number are read again for their page rather than held. */
const HELD = 100;

/** Collects matches: counts all, holds little more than the page that is asked for. Throws `InvalidCursor`. */
export class Selection<D extends { readonly id: string }> {
  readonly #search: Search;
  readonly #after: Place | undefined;
  readonly #order: (a: Place, b: Place) => number;
  /** How many of the first matches the page needs, and one more. */
  readonly #wanted: number;
  #places: (Place & { readonly doc: D | undefined })[] = [];
  #total = 0;

  constructor(search: Search) {
    const { from, limit, sort } = search;
    this.#search = search;
    this.#after = 'after' in from ? placeOf(from.after, sort !== undefined) : undefined;
    this.#order = orderOf(sort?.descending === true);
    this.#wanted = ('offset' in from ? from.offset : 0) + limit + 1;
  }

  get total(): number {
    return this.#total;
  }

  add(doc: D, by: SortValue): void {
    this.#total += 1;
    const place = { id: doc.id, by, doc: this.#wanted > HELD ? undefined : doc };
    if (this.#search.limit <= 0 || (this.#after && this.#order(place, this.#after) <= 0)) return;
    this.#places.push(place);
    if (this.#places.length >= 2 * this.#wanted + HELD) this.#settle();
  }

  /** The matches of the page, those that were not held by their ids, and where the next page starts. */
  page(): { readonly items: (D | string)[]; readonly next?: string } {
    this.#settle();
    const { from, limit, sort } = this.#search;
    const start = 'offset' in from ? from.offset : 0;
    const page = this.#places.slice(start, start + limit);
    const items = page.map(({ id, doc }) => doc ?? id);
    const last = page.at(-1);
    if (!last || this.#places.length <= start + limit) return { items };
    return { items, next: cursorOf(last, sort !== undefined) };
  }

  #settle(): void {
    this.#places.sort(this.#order);
    this.#places.length = Math.min(this.#places.length, this.#wanted);
  }
}

/** Matches of one value stand by their ids; descending is ascending turned round. */
function orderOf(descending: boolean): (a: Place, b: Place) => number {
  const sign = descending ? -1 : 1;
  return (a, b) => sign * (compareSortValues(a.by, b.by) || compareTexts(a.id, b.id));
}

/** Holds the value too, so that the place is found even when that match is gone. */
export function cursorOf({ id, by }: Place, isSorted: boolean): string {
  return Buffer.from(JSON.stringify(isSorted ? [by ?? null, id] : [id])).toString('base64url');
}

export function placeOf(cursor: string, isSorted: boolean): Place {
  const place = decoded(cursor);
  if (!Array.isArray(place) || place.length !== (isSorted ? 2 : 1))
    throw new InvalidCursor('the cursor is not one of this list');
  const [id, by] = (place as readonly unknown[]).toReversed();
  const isValue = by === undefined || by === null || ['string', 'number', 'boolean'].includes(typeof by);
  if (typeof id !== 'string' || !isValue) throw new InvalidCursor('the cursor is not one of this list');
  return { id, by: (by ?? undefined) as SortValue };
}

function decoded(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}
