import { limits } from '../../config/limits.ts';
import type { Store } from '../store/index.ts';
import { logBodies } from './collections.ts';
import { WaitingEntries } from './log_batches.ts';
import { LogDays } from './log_days.ts';
import type { LogBodies, LogEntry } from './types.ts';
import { type Bounds, Waiting } from './waiting.ts';

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
