/** Ids that are looked up at once; between two steps others have their turn. */
const STEP = 500;

/** So many at once that others have their turn in between. */
export function* steps<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += STEP) yield all.slice(at, at + STEP);
}
