import { limits } from '../../config/limits.ts';
import type { Collection, Doc, Reader, Store } from '../store/index.ts';
import { logBodies } from './collections.ts';
import { WaitingEntries } from './log_batches.ts';
import { LogDays } from './log_days.ts';
import type { LogBodies, LogEntry } from './types.ts';

type Entry = Omit<LogEntry, 'v'>;
type Bodies = Omit<LogBodies, 'v'>;

const bodyBounds: Bounds<Bodies> = {
  most: limits.waitingLogBodyChars,
  batch: limits.logBodyBatchChars,
  weightOf: ({ request, answer }) => (request?.text.length ?? 0) + (answer?.text.length ?? 0) + 1,
};

/**
 * Collects the entries of reads and refusals, and the bodies of all requests, so that no request waits for their write.
 * The owner of the log calls `flush` every second and before the process ends.
 */
export class LogBook {
  readonly #entries: WaitingEntries;
  readonly #bodies: Waiting<LogBodies>;
  readonly #days: LogDays;
  #writing: Promise<void> = Promise.resolve();

  constructor(store: Store) {
    this.#entries = new WaitingEntries(store);
    this.#bodies = new Waiting(store, logBodies, bodyBounds);
    this.#days = new LogDays(store);
  }

  /** The number of entries that were dropped for lack of room. */
  get dropped(): number {
    return this.#entries.dropped;
  }

  /** The number of entries that wait to be written. */
  get waiting(): number {
    return this.#entries.waiting;
  }

  add(entry: Entry, bodies?: Bodies): void {
    this.#entries.add(entry, bodies);
    this.#days.note(entry);
  }

  /** Counts a change, which has written its entry already, and adds its bodies. */
  addChange(logged: Pick<Entry, 'rootId' | 'at' | 'status'>, bodies?: Bodies): void {
    this.#days.note(logged);
    if (bodies) this.#bodies.add(bodies);
  }

  /** Writes everything that waits. After a failure, the next call tries again. */
  flush(): Promise<void> {
    this.#writing = this.#writing
      .catch(() => undefined)
      .then(() => this.#entries.write())
      .then(() => this.#bodies.write())
      .then(() => this.#days.write());
    return this.#writing;
  }
}

type New<D> = Omit<D, 'v'>;

/** The most that may wait, and the most that one step writes, in units of `weightOf`. */
interface Bounds<E> {
  readonly most: number;
  readonly batch: number;
  weightOf(entry: E): number;
}

interface InGroup extends Doc {
  readonly rootId: string;
}

/** Documents that wait to be written. Beyond the bounds the oldest are dropped and counted. */
class Waiting<D extends InGroup> {
  readonly #store: Store;
  readonly #collection: Collection<D>;
  readonly #bounds: Bounds<New<D>>;
  #waiting: New<D>[] = [];
  #weight = 0;
  /** Whether some documents may be written already, because the last attempt got no answer. */
  #isUnsure = false;
  dropped = 0;

  constructor(store: Store, collection: Collection<D>, bounds: Bounds<New<D>>) {
    this.#store = store;
    this.#collection = collection;
    this.#bounds = bounds;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  add(doc: New<D>): void {
    this.#waiting.push(doc);
    this.#weight += this.#bounds.weightOf(doc);
    while (this.#weight > this.#bounds.most && this.#waiting.length > 1) this.#drop();
  }

  async write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#batch();
      await this.#store.transaction(async (unit) => {
        const present = this.#isUnsure ? await this.#presentOf(unit, batch) : new Set();
        this.#isUnsure = true;
        for (const doc of batch) if (!present.has(doc.id)) unit.insert(this.#collection, doc);
      });
      this.#isUnsure = false;
      this.#remove(new Set(batch));
    }
  }

  #drop(): void {
    const oldest = this.#waiting.shift();
    if (oldest) this.#weight -= this.#bounds.weightOf(oldest);
    this.dropped += 1;
  }

  #batch(): New<D>[] {
    let weight = 0;
    const end = this.#waiting.findIndex((doc) => {
      weight += this.#bounds.weightOf(doc);
      return weight > this.#bounds.batch;
    });
    return this.#waiting.slice(0, end < 0 ? undefined : Math.max(1, end));
  }

  #remove(written: ReadonlySet<New<D>>): void {
    const left = this.#waiting.filter((doc) => !written.has(doc));
    this.#waiting = left;
    this.#weight = left.reduce((sum, doc) => sum + this.#bounds.weightOf(doc), 0);
  }

  async #presentOf(reader: Reader, batch: readonly New<D>[]): Promise<Set<string>> {
    const found = await Promise.all(batch.map(({ rootId, id }) => reader.get(this.#collection, rootId, id)));
    return new Set(found.flatMap((doc) => (doc === undefined ? [] : [doc.id])));
  }
}
