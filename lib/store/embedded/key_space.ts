import { setImmediate } from 'node:timers/promises';
import type { ClassicLevel } from 'classic-level';
import type { Doc } from '../port.ts';
import { Ahead, LARGE } from './ahead.ts';
import type { Change, Changes } from './changes.ts';
import { spanOf } from './keys.ts';
import { Memory } from './memory.ts';
import { spacesOf } from './spaces.ts';
import { parsed } from './stored.ts';
import { SyncQueue } from './sync_queue.ts';
import { answering, reading, View } from './view.ts';

/** Keys to pass to LevelDB without a pause. */
const STEP = 2_000;

/** What others have accepted since the watch began. */
export interface Watch {
  readonly accepted: readonly Changes[];
  end(): void;
}

/**
 * Ordered keys and values on LevelDB. Accepted changes are visible at once to reads with `ahead`; they are
 * acknowledged, and visible to all, when they are synced to disk.
 */
export class KeySpace {
  readonly #level: ClassicLevel;
  readonly #queue: SyncQueue<Changes>;
  readonly #ahead = new Ahead();
  readonly #memory = new Memory();
  readonly #read = (key: string) => reading(() => this.#level.getSync(key));
  readonly #kept: (changes: Changes) => void;
  readonly #watches = new Set<Changes[]>();

  /** Calls `kept` first with each commit when it is durable. */
  constructor(level: ClassicLevel, kept: (changes: Changes) => void) {
    this.#level = level;
    this.#kept = kept;
    this.#queue = new SyncQueue((batch) => this.#sync(batch));
  }

  /** The durable document under a key. */
  document(key: string): Doc | undefined {
    return this.#memory.document(key, this.#read);
  }

  /** The accepted document under a key. */
  documentAhead(key: string): Doc | undefined {
    const change = this.#ahead.get(key);
    if (!change) return this.document(key);
    return change.value === null ? undefined : parsed<Doc>(change.value);
  }

  /** The accepted entry of a unique key: the key of its document. */
  entryAhead(key: string): string | undefined {
    const change = this.#ahead.get(key);
    return change ? (change.value ?? undefined) : this.#memory.entry(key, this.#read);
  }

  /** The durable document whose key is stored under `key`. */
  through(key: string): Doc | undefined {
    const holder = this.#isPending(key) ? undefined : this.#memory.entry(key, this.#read);
    if (holder !== undefined && !this.#isPending(holder)) return this.document(holder);
    return this.#throughDisk(key);
  }

  /** Like `through`, for accepted values. */
  throughAhead(key: string): Doc | undefined {
    const holder = this.entryAhead(key);
    return holder === undefined ? undefined : this.documentAhead(holder);
  }

  /** The durable documents under some keys, of one moment; undefined when a view must read them. */
  documents(keys: readonly string[]): (Doc | undefined)[] | undefined {
    if (keys.some((key) => this.#isPending(key))) return undefined;
    return keys.map((key) => this.document(key));
  }

  /** The values of all keys of a space with a prefix, accepted and durable; undefined when a view must read them. */
  list(prefix: string, space: string): readonly string[] | undefined {
    return this.#memory.isEmpty(space) === true ? [] : this.#memory.list(prefix);
  }

  /** Looks once whether a space is empty: many short lists of an empty space need no look at the disk then. */
  async noteEmpty(space: string): Promise<void> {
    if (this.#memory.isEmpty(space) !== undefined || this.#ahead.touches(space)) return;
    const note = this.#memory.looking(space);
    const { from, to } = spanOf(space);
    const found = await answering(this.#level.keys({ gte: from, lt: to, limit: 1 }).all());
    note(found.length === 0);
  }

  /** Takes all values under a prefix that a view, made right now, is about to read; they may be remembered. */
  listing(prefix: string, space: string): (values: readonly string[]) => void {
    return this.#ahead.touches(prefix) ? () => undefined : this.#memory.listing(prefix, space);
  }

  /** A view of the present state, durable or (`ahead`) accepted. The caller must close it. */
  view(ahead: boolean): View {
    return reading(() => new View(this.#level, ahead ? this.#queue.waiting() : []));
  }

  /** A view with exactly the changes that `kept` received before `begin` runs. */
  settledView(begin: () => void): Promise<View> {
    return this.#queue.between(() => {
      begin();
      return this.view(false);
    });
  }

  /** Accepts changes, all or none; resolves when they are durable. Throws `Unavailable`. */
  accept(changes: Changes): Promise<void> {
    const durable = this.#queue.add(changes, sizeOf(changes));
    this.#ahead.add(changes);
    this.#memory.accepted(changes);
    if (changes.size > 0) for (const accepted of this.#watches) accepted.push(changes);
    return durable;
  }

  /** Collects what is accepted from now on. */
  watch(): Watch {
    const accepted: Changes[] = [];
    this.#watches.add(accepted);
    return { accepted, end: () => void this.#watches.delete(accepted) };
  }

  /**
   * Compacts a range after many removals: until LevelDB does so itself, a read of the empty range, or near it, would
   * skip each removed key.
   */
  async tidy(changes: Changes): Promise<void> {
    for (const [space, { gone }] of spacesOf(changes)) {
      const { from, to } = spanOf(space);
      // If this fails, LevelDB compacts later itself.
      if (gone > STEP) await this.#level.compactRange(from, to).catch(() => undefined);
    }
  }

  /** Resolves when everything accepted so far is durable. Throws `Unavailable` when that is impossible. */
  async caughtUp(): Promise<void> {
    if (!this.#ahead.isEmpty) await this.accept(new Map());
  }

  /** Throws `Unavailable` when a write has failed since the store was opened. */
  assertWritable(): void {
    this.#queue.assertGoing();
  }

  /** Accepts no more changes; resolves when everything is durable. */
  async end(): Promise<void> {
    await this.#queue.end();
  }

  async #sync(batch: readonly Changes[]): Promise<void> {
    try {
      if (batch.every(({ size }) => size === 0)) return;
      const operations = this.#level.batch();
      await stepwise(batch, (key, { value }) => {
        if (value === null) operations.del(key);
        else operations.put(key, value);
      });
      await operations.write({ sync: true });
    } catch (error) {
      this.#ahead.clear();
      throw error;
    }
    for (const changes of batch) {
      this.#kept(changes);
      this.#ahead.settle(changes);
      this.#memory.settled(changes);
    }
  }

  /** Whether an accepted change of a key may be on the disk or not. */
  #isPending(key: string): boolean {
    return this.#ahead.get(key) !== undefined;
  }

  #throughDisk(key: string): Doc | undefined {
    const holder = this.#read(key);
    const text = holder === undefined ? undefined : this.#read(holder);
    // LevelDB may have applied a batch between the two reads.
    if (this.#queue.isWriting && this.#read(key) !== holder) return this.#throughDisk(key);
    return text === undefined ? undefined : parsed<Doc>(text);
  }
}

/** Approximate bytes. A large commit fills a batch alone. */
function sizeOf(changes: Changes): number {
  if (changes.size > LARGE) return Number.POSITIVE_INFINITY;
  let bytes = 0;
  for (const [key, { value }] of changes) bytes += key.length + (value?.length ?? 0);
  return bytes;
}

/** Processes every key; for a large commit, other requests run between steps. */
async function stepwise(
  batch: readonly Changes[],
  act: (key: string, change: Change) => void,
): Promise<void> {
  let done = 0;
  for (const changes of batch)
    for (const [key, change] of changes) {
      act(key, change);
      done += 1;
      if (done % STEP === 0) await setImmediate();
    }
}
