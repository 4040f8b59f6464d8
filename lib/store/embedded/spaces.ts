import type { Change, Changes } from './changes.ts';

/** The changes of one space. */
export interface Space {
  readonly pairs: (readonly [key: string, change: Change])[];
  /** The number of removed keys. */
  gone: number;
}

export type Spaces = ReadonlyMap<string, Space>;

/** Changes to sort without a pause. */
const STEP = 5_000;

const known = new WeakMap<Changes, Spaces>();

/** The changes by space, sorted once. */
export function spacesOf(changes: Changes): Spaces {
  const sorting = sortedSpaces(changes);
  for (;;) {
    const { done, value } = sorting.next();
    if (done) return value;
  }
}

/** Like `spacesOf`, and yields after every step. */
export function* sortedSpaces(changes: Changes): Generator<void, Spaces> {
  const ready = known.get(changes);
  if (ready) return ready;
  const spaces = new Map<string, Space>();
  let done = 0;
  for (const pair of changes) {
    const [, { space, value }] = pair;
    const held = spaces.get(space) ?? { pairs: [], gone: 0 };
    held.pairs.push(pair);
    if (value === null) held.gone += 1;
    spaces.set(space, held);
    if (++done % STEP === 0) yield;
  }
  known.set(changes, spaces);
  return spaces;
}
