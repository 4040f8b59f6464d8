import { limits } from '../../config/limits.ts';
import { type SortValue, sortValue } from '../scim/index.ts';
import type { Collection, Doc, Matches, Reader, Search } from './port.ts';

/**
 * Queries an adapter and keeps its cursors short. A cursor is a place (the sort values, the id last) as JSON in
 * base64url; of a long text it holds only the start, and the document has the rest. If the document is gone or has
 * another text now, the list continues at that start: an entry may appear twice, but none is lost.
 */
export async function withShortCursors<D extends Doc>(
  reader: Reader,
  from: Collection<D>,
  scope: string,
  asked: Search,
  ask: (asked: Search) => Promise<Matches<D>>,
): Promise<Matches<D>> {
  const { next, ...found } = await ask(await lengthened(reader, from, scope, asked));
  return next === undefined ? found : { ...found, next: shortened(next) };
}

function shortened(cursor: string): string {
  return encoded(decoded(cursor).map((value) => (typeof value === 'string' ? beginningOf(value) : value)));
}

async function lengthened<D extends Doc>(
  reader: Reader,
  from: Collection<D>,
  scope: string,
  asked: Search,
): Promise<Search> {
  if (!asked.sort || !('after' in asked.from)) return asked;
  const { by, descending } = asked.sort;
  const place = decoded(asked.from.after);
  const id = place.at(-1);
  const values = place.slice(0, -1);
  if (typeof id !== 'string' || !values.some(isBeginning)) return asked;
  const doc = await reader.get(from, scope, id);
  const held = doc && sortValue(from.search?.resource(doc), by);
  const whole = values.map((value) => (isBeginning(value) ? wholeOf(value, held, descending) : value));
  return { ...asked, from: { after: encoded([...whole, id]) } };
}

/** Never splits a character: it would be stored and compared as a different one. */
function beginningOf(text: string): string {
  return text.slice(0, limits.cursorValueChars).replace(/[\ud800-\udbff]$/, '');
}

function isBeginning(value: unknown): value is string {
  return typeof value === 'string' && value.length >= limits.cursorValueChars - 1;
}

/** The stored text with this start; otherwise the first place with it, in the order of the list. */
function wholeOf(beginning: string, held: SortValue, descending: boolean): string {
  if (typeof held === 'string' && held.startsWith(beginning)) return held;
  return descending ? `${beginning}\u{10ffff}` : beginning;
}

function encoded(place: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** Empty for an invalid place, which the adapter refuses. */
function decoded(cursor: string): readonly unknown[] {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(place) ? place : [];
  } catch {
    return [];
  }
}
