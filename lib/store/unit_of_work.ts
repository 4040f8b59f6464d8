import { DuplicateKey, isLostToRivals, VersionConflict } from './errors.ts';
import type { Collection, Doc, Key, KeyValue, Page, Range, Reader, Transaction } from './port.ts';
import { begun } from './remembered.ts';

/**
 * One collected write. `before` is absent for an insert, `after` for a removal. Only the version of `before` counts;
 * the rest may be changed.
 */
export interface Write {
  readonly collection: Collection<Doc>;
  readonly scope: string;
  readonly id: string;
  readonly before: Doc | undefined;
  readonly after: Doc | undefined;
  /** Its id is new, and cannot be taken. */
  readonly isMinted: boolean;
}

/** What an adapter provides: committed reads, and one atomic, durable step for the writes. */
interface Backend {
  /** Reads for one attempt of a unit of work; they must see everything that a later `commit` is checked against. */
  reader(): Reader;
  /** Whether a read waits, so that it is worth to begin it early. */
  readonly isRemote: boolean;
  /** Applies all writes or none. Throws `DuplicateKey`, `VersionConflict` or `Unavailable`. */
  commit(writes: readonly Write[]): Promise<void>;
}

export interface Retry {
  readonly attempts: number;
  /** Waits before attempt n + 1. */
  pause(attempt: number): Promise<void>;
}

export async function runUnitOfWork<T>(
  backend: Backend,
  work: (tx: Transaction) => Promise<T>,
  retry: Retry,
  ahead?: Reader,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const reader = (attempt === 1 ? ahead : undefined) ?? backend.reader();
      const unit = new UnitOfWork(reader, backend.isRemote);
      const result = await work(unit);
      const writes = unit.collected();
      if (writes.length > 0) await backend.commit(writes);
      return result;
    } catch (error) {
      if (!isLostToRivals(error) || attempt >= retry.attempts) throw error;
      await retry.pause(attempt);
    }
  }
}

class UnitOfWork implements Transaction {
  readonly #reader: Reader;
  readonly #isRemote: boolean;
  /** By collection name and id. */
  readonly #writes = new Map<string, Map<string, Write>>();

  constructor(reader: Reader, isRemote: boolean) {
    this.#reader = reader;
    this.#isRemote = isRemote;
  }

  foresee(begin: (reader: Reader) => readonly Promise<unknown>[]): void {
    if (this.#isRemote) begun(begin(this.#reader));
  }

  collected(): readonly Write[] {
    return [...this.#writes.values()].flatMap((writes) => [...writes.values()]);
  }

  get<D extends Doc>(from: Collection<D>, scope: string, id: string): Promise<D | undefined> {
    const written = this.#writes.get(from.name)?.get(id);
    return written ? Promise.resolve(inScope<D>(written, scope)) : this.#reader.get(from, scope, id);
  }

  getMany<D extends Doc>(from: Collection<D>, scope: string, ids: readonly string[]) {
    const writes = this.#writes.get(from.name);
    return writes ? this.#someOf(writes, from, scope, ids) : this.#reader.getMany(from, scope, ids);
  }

  async #someOf<D extends Doc>(
    writes: ReadonlyMap<string, Write>,
    from: Collection<D>,
    scope: string,
    ids: readonly string[],
  ): Promise<(D | undefined)[]> {
    const unwritten = ids.filter((id) => !writes.has(id));
    const found = (await this.#reader.getMany(from, scope, unwritten)).values();
    return ids.map((id) => {
      const written = writes.get(id);
      return written ? inScope<D>(written, scope) : found.next().value;
    });
  }

  async find<D extends Doc>(from: Collection<D>, scope: string, key: string, ...values: KeyValue[]) {
    const found = await this.#reader.find(from, scope, key, ...values);
    return this.#mine(
      from,
      found,
      (write, after) => write.scope === scope && holds(after, from.unique[key], values),
    );
  }

  async locate<D extends Doc>(from: Collection<D>, key: string, ...values: KeyValue[]) {
    const found = await this.#reader.locate(from, key, ...values);
    return this.#mine(from, found, (_write, after) => holds(after, from.unique[key], values));
  }

  /** Own inserts come after everything that was committed before. */
  async list<D extends Doc>(from: Collection<D>, scope: string, range: Range): Promise<Page<D>> {
    let page = await this.#reader.list(from, scope, range);
    const writes = this.#writes.get(from.name);
    if (!writes) return page;
    const isOthers = ({ id }: D) => writes.get(id)?.scope !== scope;
    const items = page.items.filter(isOthers);
    while (page.next !== undefined && items.length < range.limit) {
      const rest = { ...range, after: page.next, limit: range.limit - items.length };
      page = await this.#reader.list(from, scope, rest);
      items.push(...page.items.filter(isOthers));
    }
    if (page.next !== undefined) return { items, next: page.next };
    const key =
      range.index === undefined ? undefined : (from.unique[range.index] ?? from.indexes[range.index]);
    for (const write of writes.values()) {
      const doc = inScope<D>(write, scope);
      if (doc && hasEntry(doc, key) && holds(doc, key, range.equal ?? []) && begins(doc, key, range))
        items.push(doc);
    }
    return { items };
  }

  insert<D extends Doc>(into: Collection<D>, doc: Omit<D, 'v'>): D {
    return this.#insert(into, { ...doc, v: 1 } as D, into.minted);
  }

  restore<D extends Doc>(into: Collection<D>, doc: D): D {
    return this.#insert(into, doc);
  }

  update<D extends Doc>(into: Collection<D>, doc: D): D {
    const written = this.#of(into).get(doc.id);
    if (written && written.after?.v !== doc.v) throw new VersionConflict(into.name, doc.id);
    const before = written ? written.before : doc;
    const after = { ...doc, v: before ? before.v + 1 : 1 };
    this.#collect(into, doc, { before, after, isMinted: written?.isMinted ?? false });
    return after;
  }

  remove<D extends Doc>(from: Collection<D>, doc: D): void {
    const written = this.#of(from).get(doc.id);
    const before = written ? written.before : doc;
    if (before) this.#collect(from, doc, { before, after: undefined, isMinted: false });
    else this.#of(from).delete(doc.id);
  }

  #insert<D extends Doc>(into: Collection<D>, doc: D, isMinted = false): D {
    const written = this.#of(into).get(doc.id);
    if (written?.after) throw new DuplicateKey(into.name, 'id', doc.id);
    this.#collect(into, doc, { before: written?.before, after: doc, isMinted });
    return doc;
  }

  #of({ name }: { readonly name: string }): Map<string, Write> {
    const held = this.#writes.get(name) ?? new Map<string, Write>();
    this.#writes.set(name, held);
    return held;
  }

  #collect<D extends Doc>(
    into: Collection<D>,
    doc: D,
    { before, after, isMinted }: Pick<Write, 'before' | 'after' | 'isMinted'>,
  ): void {
    const scope = into.scope === 'platform' ? '' : String(doc[into.scope]);
    const collection = into as unknown as Collection<Doc>;
    this.#of(into).set(doc.id, { collection, scope, id: doc.id, before, after, isMinted });
  }

  #mine<D extends Doc>(
    from: Collection<D>,
    found: D | undefined,
    matches: (write: Write, after: D) => boolean,
  ): D | undefined {
    const writes = this.#writes.get(from.name);
    if (!writes) return found;
    for (const write of writes.values())
      if (write.after && matches(write, write.after as D)) return write.after as D;
    return found && writes.has(found.id) ? undefined : found;
  }
}

function inScope<D extends Doc>({ scope, after }: Write, wanted: string): D | undefined {
  return scope === wanted ? (after as D | undefined) : undefined;
}

function hasEntry(doc: object, key: Key | undefined): boolean {
  return (key?.fields ?? []).every((field) => {
    const held = (doc as Record<string, unknown>)[field] ?? [];
    return !Array.isArray(held) || held.length > 0;
  });
}

/** Whether the first fields of `key` have `values` in `doc`; an array field has each of its elements. */
function holds(doc: object, key: Key | undefined, values: readonly KeyValue[]): boolean {
  const fields = key?.fields ?? [];
  return values.every((value, at) => {
    const held = (doc as Record<string, unknown>)[fields[at] ?? ''];
    return Array.isArray(held) ? held.includes(value) : held === value;
  });
}

/** Whether the field after those with given values has a text with the prefix. */
function begins(doc: object, key: Key | undefined, { equal = [], prefix }: Range): boolean {
  if (prefix === undefined) return true;
  const held = (doc as Record<string, unknown>)[key?.fields[equal.length] ?? ''];
  const values: readonly unknown[] = Array.isArray(held) ? held : [held];
  return values.some((value) => typeof value === 'string' && value.startsWith(prefix));
}
