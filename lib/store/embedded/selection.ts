import { limits } from '../../../config/limits.ts';
import { compareSortValues, compareTexts, type SortValue } from '../../scim/index.ts';
import { InvalidCursor, TooLongToSort } from '../errors.ts';
import type { Search } from '../port.ts';
import { HELD_CHARS, type Item } from './page.ts';

/** The position of a match in the requested order. */
export interface Place {
  readonly id: string;
  readonly by: SortValue;
}

/** Above this number of matches, a page reads its documents again instead of keeping them. */
const HELD = 100;

/**
 * Collects matches: counts all, and keeps little more than the positions of the requested page, and few documents.
 * Throws `InvalidCursor`, `TooLongToSort`.
 */
export class Selection<D extends { readonly id: string }> {
  readonly #search: Search;
  readonly #after: Place | undefined;
  readonly #order: (a: Place, b: Place) => number;
  /** The number of first matches that the page needs, plus one. */
  readonly #wanted: number;
  #places: (Place & { readonly doc: D | undefined })[] = [];
  #total = 0;
  /** Characters of the kept documents, and of the kept sort values. */
  #docChars = 0;
  #valueChars = 0;

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

  /** `chars` is the length of the document. */
  add(doc: D, by: SortValue, chars: number): void {
    this.#total += 1;
    const place = { id: doc.id, by };
    if (this.#search.limit <= 0 || (this.#after && this.#order(place, this.#after) <= 0)) return;
    this.#docChars += chars;
    this.#valueChars += charsOf(by);
    const isHeld = this.#wanted <= HELD && this.#docChars <= HELD_CHARS;
    this.#places.push({ ...place, doc: isHeld ? doc : undefined });
    const isFull = this.#places.length >= 2 * this.#wanted + HELD;
    if (isFull || this.#valueChars > 2 * limits.sortedChars) this.#settle();
  }

  /** The matches of the page (by id if they were not kept), and where the next page starts. */
  page(): { readonly items: Item<D>[]; readonly next?: string } {
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
    this.#valueChars = this.#places.reduce((sum, { by }) => sum + charsOf(by), 0);
    if (this.#valueChars > limits.sortedChars) throw new TooLongToSort(limits.sortedChars);
  }
}

function charsOf(by: SortValue): number {
  return typeof by === 'string' ? by.length : 0;
}

/** Equal values are ordered by id; descending is the exact reverse of ascending. */
function orderOf(descending: boolean): (a: Place, b: Place) => number {
  const sign = descending ? -1 : 1;
  return (a, b) => sign * (compareSortValues(a.by, b.by) || compareTexts(a.id, b.id));
}

/** Contains the value too, so that the position is found even if that match is gone. */
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
