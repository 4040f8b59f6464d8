import { setImmediate } from 'node:timers/promises';
import { limits } from '../../../config/limits.ts';
import { VersionConflict } from '../errors.ts';
import type { Reader, Transaction } from '../port.ts';
import { type Retry, runUnitOfWork, type Write } from '../unit_of_work.ts';
import { changesOf, meets } from './commit.ts';
import type { KeySpace } from './key_space.ts';
import type { Layouts } from './layout.ts';
import { Reads, sourceIn } from './reads.ts';

/** More writes than this are checked step by step. */
const LARGE = 2_000;

interface Accepted {
  readonly durable: Promise<void>;
}

/** Runs units of work, one atomic commit each. */
export class Units {
  readonly #keys: KeySpace;
  readonly #layouts: Layouts;
  readonly #reader: Reader;
  readonly #retry: Retry | undefined;
  readonly #lanes = new Turns();
  readonly #conflicts = new Turns();

  constructor(keys: KeySpace, layouts: Layouts, retry: Retry | undefined) {
    this.#keys = keys;
    this.#layouts = layouts;
    this.#reader = new Reads(sourceIn(keys, true), layouts);
    this.#retry = retry;
  }

  /**
   * Repeats units that conflicted over one document or value one after the other, so that the second try usually
   * succeeds. A turn, and a lane, ends once the writes are accepted, so that they share a sync.
   */
  async run<T>(work: (tx: Transaction) => Promise<T>, lane?: string): Promise<T> {
    const endLane = lane === undefined ? undefined : await this.#lanes.take(lane);
    let endTurn: (() => void) | undefined;
    let conflict = '';
    let durable: Promise<void> | undefined;

    const backend = {
      reader: () => this.#reader,
      isRemote: false,
      commit: async (writes: readonly Write[]): Promise<void> => {
        try {
          const accepted = writes.length > LARGE ? await this.#acceptLarge(writes) : this.#accept(writes);
          durable = accepted.durable;
        } catch (error) {
          conflict = String(error);
          throw error;
        }
      },
    };
    const pause = async (): Promise<void> => {
      endTurn?.();
      endTurn = await this.#conflicts.take(conflict);
    };
    try {
      return await runUnitOfWork(
        backend,
        work,
        this.#retry ?? { attempts: limits.transactionAttempts, pause },
      );
    } finally {
      endTurn?.();
      endLane?.();
      // What the work has read must be durable before its result is returned.
      await (durable ?? this.#keys.caughtUp());
    }
  }

  #accept(writes: readonly Write[]): Accepted {
    this.#keys.assertWritable();
    const gathering = changesOf(this.#keys, this.#layouts, writes);
    for (;;) {
      const { done, value } = gathering.next();
      if (done) return { durable: this.#keys.accept(value) };
    }
  }

  /** Like `#accept`, in steps, so that other requests run in between. */
  async #acceptLarge(writes: readonly Write[]): Promise<Accepted> {
    this.#keys.assertWritable();
    const others = this.#keys.watch();
    try {
      const gathering = changesOf(this.#keys, this.#layouts, writes);
      for (;;) {
        const { done, value } = gathering.next();
        if (!done) await setImmediate();
        else if (meets(value, others.accepted)) throw new VersionConflict('a large commit', 'a document');
        else return { durable: this.#keys.accept(value).then(() => this.#keys.tidy(value)) };
      }
    } finally {
      others.end();
    }
  }
}

/** A queue for each thing: those that wait get it one after the other, in order of arrival. */
class Turns {
  readonly #last = new Map<string, Promise<void>>();

  /** Resolves when the turn begins; returns the function that ends it. */
  async take(thing: string): Promise<() => void> {
    const before = this.#last.get(thing);
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#last.set(thing, ended);
    await before;
    return () => {
      if (this.#last.get(thing) === ended) this.#last.delete(thing);
      end();
    };
  }
}
