import { setImmediate } from 'node:timers/promises';
import type { Doc, Matches } from '../port.ts';
import { parsed } from './stored.ts';
import type { View } from './view.ts';

/** The characters of documents that a page loads at once; it reads the others on demand. */
export const HELD_CHARS = 262_144;
/** Documents in the first step, the most in one step, and the wanted characters of a step. */
const FIRST = 16;
const MOST = 48;
const STEP_CHARS = 262_144;

/** A document, or its key in the view. */
export type Item<D> = D | string;

/** A page of documents from a view. The page closes the view. */
export async function pageIn<D extends Doc>(
  view: View,
  items: readonly Item<D>[],
  place: Pick<Matches<D>, 'total' | 'next'>,
): Promise<Matches<D>> {
  const close = () => view.close();
  if (items.every((item) => typeof item !== 'string')) await close();
  return { ...place, count: items.length, steps: stepsOf(view, items), close };
}

/**
 * Stored documents by their keys, a few at a time; skips removed keys. Other requests run after each step: a view reads
 * a few keys without a pause.
 */
export async function* textsOf(view: View, keys: readonly string[]): AsyncGenerator<string[]> {
  let size = FIRST;
  for (let at = 0; at < keys.length; ) {
    const found = await view.all(keys.slice(at, at + size));
    const texts = found.filter((text) => text !== undefined);
    yield texts;
    at += size;
    if (at < keys.length) await setImmediate();
    const chars = texts.reduce((sum, { length }) => sum + length, 1);
    size = Math.max(1, Math.min(MOST, Math.floor((size * STEP_CHARS) / chars)));
  }
}

async function* stepsOf<D extends Doc>(view: View, items: readonly Item<D>[]): AsyncGenerator<D[]> {
  let held: D[] = [];
  let keys: string[] = [];
  for (const item of items) {
    if (typeof item === 'string') {
      if (held.length > 0) yield held;
      held = [];
      keys.push(item);
    } else {
      if (keys.length > 0) yield* documentsOf<D>(view, keys);
      keys = [];
      held.push(item);
    }
  }
  if (held.length > 0) yield held;
  if (keys.length > 0) yield* documentsOf<D>(view, keys);
}

async function* documentsOf<D>(view: View, keys: readonly string[]): AsyncGenerator<D[]> {
  for await (const texts of textsOf(view, keys)) yield texts.map((text) => parsed<D>(text));
}
