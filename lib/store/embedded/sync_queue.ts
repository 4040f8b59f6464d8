import { Unavailable } from '../errors.ts';

interface Item<T> {
  readonly content: T;
  done(): void;
  failed(error: Error): void;
}

interface Batch<T> {
  readonly items: Item<T>[];
  bytes: number;
}

/** Bytes of one batch: what waits beyond them goes into the next. */
const BATCH_BYTES = 4_194_304;

/**
 * Group commit: one batch is written at a time, and what comes meanwhile gathers for the next, so that many share one
 * sync. After the first failure nothing is written any more, for it could rest on what was lost.
 */
export class SyncQueue<T> {
  readonly #write: (batch: readonly T[]) => Promise<void>;
  #current: Batch<T> | undefined;
  #batches: Batch<T>[] = [];
  #working: Promise<void> | undefined;
  #broken: Error | undefined;
  #isEnded = false;
  #turns: (() => void)[] = [];

  constructor(write: (batch: readonly T[]) => Promise<void>) {
    this.#write = write;
  }

  /** Resolves when `content` is written, with all that was added before. Throws `Unavailable`. */
  add(content: T, bytes: number): Promise<void> {
    this.assertGoing();
    const batch = this.#gathering();
    batch.bytes += bytes;
    const written = new Promise<void>((done, failed) => batch.items.push({ content, done, failed }));
    this.#working ??= this.#work();
    return written;
  }

  get isWriting(): boolean {
    return this.#current !== undefined;
  }

  /** What was added and is not written yet, the newest first. */
  waiting(): readonly T[] {
    if (this.#broken) return [];
    const batches = this.#current ? [this.#current, ...this.#batches] : this.#batches;
    return batches.flatMap(({ items }) => items.map(({ content }) => content)).reverse();
  }

  /** Runs `step` at a moment when nothing is being written. */
  between<R>(step: () => R): Promise<R> {
    const run = (): Promise<R> => new Promise((resolve) => resolve(step()));
    if (!this.#current) return run();
    return new Promise((resolve) => this.#turns.push(() => resolve(run())));
  }

  /** Throws `Unavailable` after a failure or the end. */
  assertGoing(): void {
    if (this.#isEnded) throw new Unavailable('The store is closed.');
    if (!this.#broken) return;
    const { message } = this.#broken;
    throw new Unavailable(`The store takes no more writes until it is restarted: ${message}`, {
      cause: this.#broken,
    });
  }

  /** Takes nothing more; resolves when all that was added is written. */
  async end(): Promise<void> {
    this.#isEnded = true;
    await this.#working;
  }

  #gathering(): Batch<T> {
    const last = this.#batches.at(-1);
    if (last && last.bytes < BATCH_BYTES) return last;
    const next = { items: [], bytes: 0 };
    this.#batches.push(next);
    return next;
  }

  async #work(): Promise<void> {
    // What is added in the same turn of the event loop shares the first sync.
    await new Promise((resolve) => setImmediate(resolve));
    for (let batch = this.#batches.shift(); batch; batch = this.#batches.shift()) {
      this.#current = batch;
      await this.#settle(batch);
      for (const turn of this.#turns.splice(0)) turn();
    }
    this.#working = undefined;
  }

  async #settle({ items }: Batch<T>): Promise<void> {
    try {
      if (this.#broken) throw this.#broken;
      await this.#write(items.map(({ content }) => content));
      this.#current = undefined;
      for (const { done } of items) done();
    } catch (error) {
      this.#current = undefined;
      this.#broken ??= rootOf(error);
      const { message } = this.#broken;
      for (const { failed } of items)
        failed(new Unavailable(`The store could not keep a write: ${message}`, { cause: this.#broken }));
    }
  }
}

function rootOf(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  return error.cause instanceof Error ? rootOf(error.cause) : error;
}
