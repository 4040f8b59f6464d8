import { all, type Collection, type Doc, type Range, type Reader } from '../../store/index.ts';

/** The number of documents to read at once, and of values to look up singly before reading all documents. */
const FEW = 50;

type Where = Pick<Range, 'index' | 'equal'>;

interface Sought<D extends Doc> {
  readonly from: Collection<D>;
  readonly scope: string;
  /** The range of all documents. `of` is the range of those with one value. */
  readonly all: Where;
  readonly of: (value: string) => Where;
  readonly keyOf: (doc: D) => string;
}

/** Documents by the value of one field. With many documents and few values, it reads only those that match. */
export class ByValue<D extends Doc> {
  readonly #reader: Reader;
  readonly #sought: Sought<D>;
  readonly isEmpty: boolean;
  readonly #asked = new Map<string, Promise<readonly D[]>>();
  #all: Promise<ReadonlyMap<string, readonly D[]>> | undefined;

  private constructor(
    reader: Reader,
    sought: Sought<D>,
    isEmpty: boolean,
    all: Promise<ReadonlyMap<string, readonly D[]>> | undefined,
  ) {
    this.#reader = reader;
    this.#sought = sought;
    this.isEmpty = isEmpty;
    this.#all = all;
  }

  static async read<D extends Doc>(reader: Reader, sought: Sought<D>): Promise<ByValue<D>> {
    const { items, next } = await reader.list(sought.from, sought.scope, { ...sought.all, limit: FEW });
    const all = next === undefined ? Promise.resolve(grouped(items, sought)) : undefined;
    return new ByValue(reader, sought, items.length === 0, all);
  }

  /** Whether all documents are read. */
  get isWhole(): boolean {
    return this.#all !== undefined;
  }

  async of(value: string): Promise<readonly D[]> {
    if (!this.#all && this.#asked.size >= FEW) this.#all = this.#readAll();
    if (this.#all) return (await this.#all).get(value) ?? [];
    const { from, scope, of } = this.#sought;
    const asked = this.#asked.get(value) ?? all(this.#reader, from, scope, of(value));
    this.#asked.set(value, asked);
    return asked;
  }

  async every(): Promise<D[]> {
    this.#all ??= this.#readAll();
    return [...(await this.#all).values()].flat();
  }

  async #readAll(): Promise<ReadonlyMap<string, readonly D[]>> {
    const { from, scope, all: where } = this.#sought;
    return grouped(await all(this.#reader, from, scope, where), this.#sought);
  }
}

function grouped<D extends Doc>(docs: readonly D[], { keyOf }: Sought<D>): Map<string, D[]> {
  const found = new Map<string, D[]>();
  for (const doc of docs) {
    const value = keyOf(doc);
    const held = found.get(value);
    if (held) held.push(doc);
    else found.set(value, [doc]);
  }
  return found;
}
