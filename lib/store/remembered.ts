import type { Ahead, Collection, Doc, KeyValue, Page, Range, Reader } from './port.ts';

/** Reads through another reader, and each thing once: also while it is being read. */
export class Remembered implements Ahead {
  readonly begunAt = performance.now();
  readonly #reader: Reader;
  readonly #known = new Map<string, Promise<unknown>>();

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  get<D extends Doc>(from: Collection<D>, scope: string, id: string): Promise<D | undefined> {
    return this.#once(['get', from.name, scope, id], () => this.#reader.get(from, scope, id));
  }

  getMany<D extends Doc>(from: Collection<D>, scope: string, ids: readonly string[]) {
    return this.#once(['getMany', from.name, scope, ...ids], () => this.#reader.getMany(from, scope, ids));
  }

  find<D extends Doc>(
    from: Collection<D>,
    scope: string,
    key: string,
    ...values: KeyValue[]
  ): Promise<D | undefined> {
    return this.#once(['find', from.name, scope, key, ...values], () =>
      this.#reader.find(from, scope, key, ...values),
    );
  }

  locate<D extends Doc>(from: Collection<D>, key: string, ...values: KeyValue[]): Promise<D | undefined> {
    return this.#once(['locate', from.name, key, ...values], () => this.#reader.locate(from, key, ...values));
  }

  list<D extends Doc>(from: Collection<D>, scope: string, range: Range): Promise<Page<D>> {
    const { index, equal, prefix, after, limit, descending } = range;
    const asked = [index, equal, prefix, after, limit, descending];
    return this.#once(['list', from.name, scope, asked], () => this.#reader.list(from, scope, range));
  }

  #once<T>(question: readonly unknown[], read: () => Promise<T>): Promise<T> {
    const key = JSON.stringify(question);
    const known = this.#known.get(key) as Promise<T> | undefined;
    if (known) return known;
    const asked = read();
    this.#known.set(key, asked);
    return asked;
  }
}

/** Starts reads that may never be awaited: a failure reaches only those who await them. */
export function begun(reads: readonly Promise<unknown>[]): void {
  for (const read of reads) read.catch(() => undefined);
}
