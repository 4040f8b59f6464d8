import type { View } from '../audit/index.ts';

/** Worked on at once; between two steps others have their turn. */
const STEP = 20;

/** What work makes of each, in their order. */
export async function inTurns<T, R>(
  { breathe }: Pick<View, 'breathe'>,
  all: readonly T[],
  work: (one: T) => Promise<R>,
): Promise<R[]> {
  const made: R[] = [];
  for (let at = 0; at < all.length; at += STEP) {
    made.push(...(await Promise.all(all.slice(at, at + STEP).map(work))));
    await breathe();
  }
  return made;
}
