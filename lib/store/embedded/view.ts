import type { ClassicLevel } from 'classic-level';
import { compareTexts } from '../../scim/index.ts';
import { Unavailable } from '../errors.ts';
import type { Change, Changes } from './changes.ts';
import { insideOf, type Span, spanOf } from './keys.ts';
import { spacesOf } from './spaces.ts';

export type Pair = [key: string, value: string];

/** More values than this are read by LevelDB's own threads. */
const SYNC_READS = 8;
/** Bytes that LevelDB returns in one step. */
const STEP_BYTES = 1_048_576;

/** The state at one moment: LevelDB, and on top of it commits that it does not have yet. */
export class View {
  readonly #level: ClassicLevel;
  readonly #snapshot: ReturnType<ClassicLevel['snapshot']>;
  /** Newest first. */
  readonly #over: readonly Changes[];

  constructor(level: ClassicLevel, over: readonly Changes[]) {
    this.#level = level;
    this.#snapshot = level.snapshot();
    this.#over = over;
  }

  get(key: string): string | undefined {
    const value = this.#valueOver(key);
    if (value !== undefined) return value ?? undefined;
    return reading(() => this.#level.getSync(key, { snapshot: this.#snapshot }));
  }

  async all(keys: readonly string[]): Promise<(string | undefined)[]> {
    if (keys.length <= SYNC_READS) return keys.map((key) => this.get(key));
    const over = this.#over.length === 0 ? [] : keys.map((key) => this.#valueOver(key));
    const missing = keys.filter((_, at) => over[at] === undefined);
    const found = await answering(this.#level.getMany(missing, { snapshot: this.#snapshot }));
    if (missing.length === keys.length) return found;
    let next = 0;
    return keys.map((_, at) => (over[at] === undefined ? found[next++] : (over[at] ?? undefined)));
  }

  /** At most `limit` pairs of a span, in ascending or descending order. */
  async list(span: Span, limit: number, reverse = false): Promise<Pair[]> {
    if (limit <= 0) return [];
    const over = this.#pairsOver(span);
    const pairs = await this.#take(span, limit + over.size, reverse);
    if (over.size === 0) return pairs;
    const merged = [...new Map<string, string | null>([...pairs, ...over])];
    return merged
      .filter((pair): pair is Pair => pair[1] !== null)
      .sort(([a], [b]) => compareTexts(a, b) * (reverse ? -1 : 1))
      .slice(0, limit);
  }

  /** The key at position `number` of the span, in LevelDB only. */
  async keyAt(span: Span, number: number): Promise<string | undefined> {
    let before = 0;
    for await (const keys of this.keys(span, number + 1)) {
      if (number < before + keys.length) return keys[number - before];
      before += keys.length;
    }
    return undefined;
  }

  /** The first pairs of a span in LevelDB: `size` of them, or fewer above `bytes` in total. */
  async first({ from, to }: Span, size: number, bytes: number): Promise<Pair[]> {
    const options = { gte: from, lt: to, highWaterMarkBytes: bytes };
    const iterator = reading(() => this.#level.iterator({ ...options, snapshot: this.#snapshot }));
    for await (const pairs of steps<Pair>(iterator, size, from)) return pairs;
    return [];
  }

  /** All pairs of a span in LevelDB, in order, up to `size` at a time; fewer when they are large. */
  async *pairs({ from, to }: Span, size: number): AsyncGenerator<Pair[]> {
    const iterator = reading(() =>
      this.#level.iterator({ gte: from, lt: to, snapshot: this.#snapshot, highWaterMarkBytes: STEP_BYTES }),
    );
    yield* steps<Pair>(iterator, size, from);
  }

  /** Like `pairs`, without the values. */
  async *keys({ from, to }: Span, size: number, reverse = false): AsyncGenerator<string[]> {
    const options = { gte: from, lt: to, reverse, highWaterMarkBytes: STEP_BYTES };
    const iterator = reading(() => this.#level.keys({ ...options, snapshot: this.#snapshot }));
    yield* steps<string>(iterator, size, reverse ? to : from);
  }

  /** Like `pairs`, without the keys. */
  async *values({ from, to }: Span, size: number, reverse = false): AsyncGenerator<string[]> {
    const options = { gte: from, lt: to, reverse, highWaterMarkBytes: STEP_BYTES };
    const iterator = reading(() => this.#level.values({ ...options, snapshot: this.#snapshot }));
    yield* steps<string>(iterator, size, reverse ? to : from);
  }

  /** Never throws. */
  async close(): Promise<void> {
    await this.#snapshot.close().catch(() => undefined);
  }

  async #take({ from, to }: Span, limit: number, reverse: boolean): Promise<Pair[]> {
    const options = { gte: from, lt: to, limit, reverse, highWaterMarkBytes: STEP_BYTES };
    const iterator = reading(() => this.#level.iterator({ ...options, snapshot: this.#snapshot }));
    return answering(iterator.all());
  }

  #valueOver(key: string): string | null | undefined {
    for (const changes of this.#over) {
      const change = changes.get(key);
      if (change) return change.value;
    }
    return undefined;
  }

  #pairsOver(span: Span): Map<string, string | null> {
    const found = new Map<string, string | null>();
    if (this.#over.length === 0) return found;
    const isInside = insideOf(span);
    for (const changes of this.#over)
      for (const [key, { value }] of near(changes, span))
        if (isInside(key) && !found.has(key)) found.set(key, value);
    return found;
  }
}

/** Changes with more keys than this are grouped by space, once. */
const MANY = 500;

/** The changes that may be in a span. */
function near(changes: Changes, { from, to }: Span): Iterable<readonly [string, Change]> {
  if (changes.size <= MANY) return changes;
  return [...spacesOf(changes)].flatMap(([space, { pairs }]) => {
    const whole = spanOf(space);
    return compareTexts(from, whole.to) < 0 && compareTexts(whole.from, to) < 0 ? pairs : [];
  });
}

interface Steps<T> {
  seek(key: string): void;
  nextv(size: number): Promise<T[]>;
  close(): Promise<void>;
}

/** A closed iterator keeps the entries of its last step until it is collected; more than this are replaced by one. */
const KEPT = 16;

async function* steps<T>(iterator: Steps<T>, size: number, from: string): AsyncGenerator<T[]> {
  let kept = 0;
  try {
    for (;;) {
      const step = await answering(iterator.nextv(size));
      if (step.length === 0) return;
      kept = step.length;
      yield step;
    }
  } finally {
    if (kept > KEPT) await forget(iterator, from);
    await iterator.close();
  }
}

async function forget(iterator: Steps<unknown>, from: string): Promise<void> {
  try {
    iterator.seek(from);
    await iterator.nextv(1);
  } catch {
    // It is closed anyway.
  }
}

/** Runs a read and turns LevelDB's errors into `Unavailable`. */
export function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw unreadable(error);
  }
}

export async function answering<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw unreadable(error);
  }
}

function unreadable(error: unknown): Unavailable {
  const message = error instanceof Error ? error.message : String(error);
  return new Unavailable(
    `The store cannot be read: ${message}. Check the disk of DATA_DIR, and restore a backup if this stays.`,
    { cause: error },
  );
}
