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

/** The bytes of one batch; the rest goes into the next one. */
const BATCH_BYTES = 4_194_304;

/**
 * Group commit: one batch is written at a time, and later changes gather for the next, so that many share one sync.
 * After the first failure it writes nothing more, because later changes may depend on lost ones.
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

  /** Resolves when `content` and everything added before is written. Throws `Unavailable`. */
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

  /** What is not written yet, newest first. */
  waiting(): readonly T[] {
    if (this.#broken) return [];
    const batches = this.#current ? [this.#current, ...this.#batches] : this.#batches;
    return batches.flatMap(({ items }) => items.map(({ content }) => content)).reverse();
  }

  /** Runs `step` while no write is in progress. */
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
    throw new Unavailable(
      `The store takes no more writes until it is restarted: ${message}. Check the disk of DATA_DIR first.`,
      {
        cause: this.#broken,
      },
    );
  }

  /** Accepts nothing more; resolves when everything is written. */
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
    // Changes from the same turn of the event loop share the first sync.
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
        failed(
          new Unavailable(
            `The store could not keep a write: ${message}. Check the disk of DATA_DIR, and restart.`,
            {
              cause: this.#broken,
            },
          ),
        );
    }
  }
}

function rootOf(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  return error.cause instanceof Error ? rootOf(error.cause) : error;
}
