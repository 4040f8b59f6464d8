/** Ids to look up at once. Other requests run between two steps. */
const STEP = 500;

/** Splits a list into steps, so that other requests run in between. */
export function* steps<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += STEP) yield all.slice(at, at + STEP);
}
