import type { Collection, Doc, Reader, Store } from '../store/index.ts';

type New<D> = Omit<D, 'v'>;

/** The most that may wait, and the most that one step writes, in units of `weightOf`. */
export interface Bounds<E> {
  readonly most: number;
  readonly batch: number;
  weightOf(entry: E): number;
}

interface InGroup extends Doc {
  readonly rootId: string;
}

/** Documents that wait to be written. Beyond the bounds the oldest are dropped and counted. */
export class Waiting<D extends InGroup> {
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
