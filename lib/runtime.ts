import { randomBytes, randomUUID } from 'node:crypto';

/** Milliseconds. */
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Time and chance, passed in so that tests may hold them. */
export interface Runtime {
  /** Milliseconds since the epoch. */
  now(): number;
  random(bytes: number): Buffer;
  /** A new id whose order follows time (UUID version 7, RFC 9562). */
  id(): string;
}

/** The real clock and the real randomness. Ids made in one process strictly follow each other. */
export function systemRuntime(): Runtime {
  return { now: () => Date.now(), random: randomBytes, id: ids(() => Date.now()) };
}

/** UUID version 7 (RFC 9562 section 5.7); within one millisecond a counter (method 1) keeps the order. */
export function ids(now: () => number): () => string {
  let last = 0;
  let counter = 0;
  return () => {
    const at = Math.max(now(), last);
    counter = at === last ? counter + 1 : 0;
    last = counter > 0xfff ? at + 1 : at;
    if (counter > 0xfff) counter = 0;
    const time = last.toString(16).padStart(12, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}${randomUUID().slice(18)}`;
  };
}
