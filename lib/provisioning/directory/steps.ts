/** The number of ids to look up at once. */
const STEP = 500;

/** Splits a list into steps, so that other requests run in between. */
export function* steps<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += STEP) yield all.slice(at, at + STEP);
}
