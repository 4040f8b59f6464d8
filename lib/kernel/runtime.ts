import { generateKeyPair, randomBytes, randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';

/** In milliseconds. */
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Bytes. */
const RANDOM_POOL = 4_096;

/** PEM: PKCS #8 and SPKI. */
export interface KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** Whether this many milliseconds have passed. A time in the future comes from a wrong clock and counts as long ago. */
export function hasPassed(since: number, ms: number, now: number): boolean {
  return since > now || now - since >= ms;
}

/** Time and randomness, passed in so that tests can control them. */
export interface Runtime {
  /** Milliseconds since the epoch. */
  now(): number;
  random(bytes: number): Buffer;
  /** A new id that sorts by time (UUID version 7, RFC 9562). */
  id(): string;
  /** New RSA keys of 2,048 bits. */
  keyPair(): Promise<KeyPair>;
  /** Lets other waiting work run. */
  breathe(): Promise<void>;
}

/** Starts a clock that tells the seconds since. */
export function stopwatch(): () => number {
  const began = performance.now();
  return () => (performance.now() - began) / 1_000;
}

/** Runs work that yields after each step; other requests run in between. */
export async function unhurried<T>(
  { breathe }: Pick<Runtime, 'breathe'>,
  work: Generator<void, T>,
): Promise<T> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await breathe();
  }
}

/** The real clock and randomness. Ids from one process always increase. */
export function systemRuntime(): Runtime {
  return {
    now: () => Date.now(),
    random: pooledRandom(),
    id: ids(() => Date.now()),
    keyPair,
    breathe: () => setImmediate(),
  };
}

/** Takes random bytes for many uses at once: asking the system for a few costs as much as for thousands. */
function pooledRandom(): (bytes: number) => Buffer {
  let pool = Buffer.alloc(0);
  return (bytes) => {
    if (bytes > pool.length) pool = randomBytes(Math.max(bytes, RANDOM_POOL));
    const taken = Buffer.from(pool.subarray(0, bytes));
    pool = pool.fill(0, 0, bytes).subarray(bytes);
    return taken;
  };
}

function keyPair(): Promise<KeyPair> {
  return promisify(generateKeyPair)('rsa', {
    modulusLength: 2_048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}

function timeText(at: number): string {
  const time = at.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}`;
}

/** UUID version 7 (RFC 9562 section 5.7). A counter (method 1) keeps the order within a millisecond. */
function ids(now: () => number): () => string {
  let last = 0;
  let counter = 0;
  let written = { at: -1, text: '' };
  return () => {
    const at = Math.max(now(), last);
    counter = at === last ? counter + 1 : 0;
    last = counter > 0xfff ? at + 1 : at;
    if (counter > 0xfff) counter = 0;
    if (written.at !== last) written = { at: last, text: timeText(last) };
    return `${written.text}-7${counter.toString(16).padStart(3, '0')}${randomUUID().slice(18)}`;
  };
}
