import { compareTexts } from '../../scim/index.ts';
import type { Collection, Doc, Key, KeyValue } from '../port.ts';
import { begun, END, encoded, part } from './keys.ts';

/** A unique key, an index, or the order in which documents expire. */
interface Line {
  readonly name: string;
  readonly fields: readonly string[];
  readonly kind: 'unique' | 'index' | 'expiry';
  readonly global: boolean;
  /** The prefix of its entry keys, before the scope. */
  readonly base: string;
}

type Fields = Readonly<Record<string, KeyValue | readonly KeyValue[] | null | undefined>>;

export interface Changed {
  readonly gone: readonly Entry[];
  readonly fresh: readonly Entry[];
}

/** One entry of a line; its value is the key of the document. */
export interface Entry {
  readonly line: Pick<Line, 'name' | 'kind'>;
  /** The prefix of all entry keys of this line and scope. */
  readonly space: string;
  /** For a unique key the values only; otherwise followed by the id. */
  readonly key: string;
  readonly values: readonly KeyValue[];
}

/**
 * The keys of the documents of one collection, and of their entries: `d` collection, scope, id -> the document; `i`
 * collection, line, scope unless global, values, id unless unique, and `x` collection, time, scope, id -> the key of
 * the document. Throws `TypeError` for undeclared indexes.
 */
export class Layout {
  readonly collection: Collection<Doc>;
  readonly #documents: string;
  readonly #lines = new Map<string, Line>();
  readonly #expiry: Line | undefined;
  readonly #all: readonly Line[];

  constructor(collection: Collection<Doc>) {
    this.collection = collection;
    this.#documents = `d${END}${collection.name}${END}`;
    for (const [name, key] of Object.entries(collection.unique)) this.#declare(name, key, 'unique');
    for (const [name, key] of Object.entries(collection.indexes)) this.#declare(name, key, 'index');
    if (collection.expires !== undefined) {
      const base = `x${END}${collection.name}${END}`;
      this.#expiry = { name: 'expires', fields: [collection.expires], kind: 'expiry', global: true, base };
    }
    this.#all = [...this.#lines.values(), ...(this.#expiry ? [this.#expiry] : [])];
  }

  /** The key prefix of all documents, or of those of one scope. */
  documents(scope?: string): string {
    return scope === undefined ? this.#documents : this.#documents + part(scope);
  }

  document(scope: string, id: string): string {
    return this.#documents + part(scope) + part(id);
  }

  /** The key prefix of entries with these first values. A global line has no scope, any other has one. */
  entries(name: string, scope: string | undefined, values: readonly KeyValue[] = []): string {
    const line = this.#line(name, scope);
    if (values.length > line.fields.length) throw this.#misuse(`${name} has fewer values`);
    return space(line, part(scope ?? '')) + values.map(encoded).join('');
  }

  /** The key prefix of entries with these first values, and then a text that begins like this. */
  beginning(name: string, scope: string, values: readonly KeyValue[], text: string): string {
    if (values.length >= this.#line(name, scope).fields.length)
      throw this.#misuse(`${name} has no more values`);
    return this.entries(name, scope, values) + begun(text);
  }

  /** The first key of a document's entries with a key prefix. */
  firstEntry(scope: string, doc: Doc, prefix: string): string | undefined {
    const keys = this.entriesOf(scope, doc).map(({ key }) => key);
    return keys.filter((key) => key.startsWith(prefix)).sort(compareTexts)[0];
  }

  /** The key prefix of all entries of a line in a scope. */
  space(name: string, scope: string | undefined): string {
    return this.entries(name, scope);
  }

  /** The key of the only entry with these values. */
  unique(name: string, scope: string | undefined, values: readonly KeyValue[]): string {
    const { kind, fields } = this.#line(name, scope);
    if (kind !== 'unique' || values.length !== fields.length)
      throw this.#misuse(`${name} is not a unique key of ${values.length} values`);
    return this.entries(name, scope, values);
  }

  isUnique(name: string): boolean {
    return this.#lines.get(name)?.kind === 'unique';
  }

  /** The key prefix of the expiry entries. */
  get expiry(): string | undefined {
    return this.#expiry?.base;
  }

  /** One entry for each element of an array field; none when a field is unassigned. */
  entriesOf(scope: string, doc: Doc): Entry[] {
    const place = { scope: part(scope), id: part(doc.id) };
    return this.#all.flatMap((line) => entriesIn(line, place, doc));
  }

  /**
   * The entries that a document loses when it changes, and those that it gains. One of the two is undefined where it is
   * inserted or removed.
   */
  changes(scope: string, before: Doc | undefined, after: Doc | undefined): Changed {
    const gone: Entry[] = [];
    const fresh: Entry[] = [];
    const place = { scope: part(scope), id: part((after ?? before)?.id ?? '') };
    for (const line of this.#all) {
      if (before && after && areSame(line.fields, before, after)) continue;
      const had = before ? entriesIn(line, place, before) : [];
      const has = after ? entriesIn(line, place, after) : [];
      gone.push(...without(had, has));
      fresh.push(...without(has, had));
    }
    return { gone, fresh };
  }

  #declare(name: string, { fields, global }: Key, kind: 'unique' | 'index'): void {
    const base = `i${END}${this.collection.name}${END}${name}${END}`;
    this.#lines.set(name, { name, fields, kind, global: global === true, base });
  }

  #line(name: string, scope: string | undefined): Line {
    const line = this.#lines.get(name);
    if (!line) throw this.#misuse(`there is no ${name}`);
    if (line.global !== (scope === undefined))
      throw this.#misuse(`${name} is ${line.global ? 'global' : 'not global'}`);
    return line;
  }

  #misuse(what: string): TypeError {
    return new TypeError(`${this.collection.name}: ${what}`);
  }
}

/** The layouts of all collections that the store was opened with. */
export class Layouts {
  readonly #layouts: ReadonlyMap<string, Layout>;

  constructor(collections: readonly Collection<Doc>[]) {
    this.#layouts = new Map(collections.map((collection) => [collection.name, new Layout(collection)]));
  }

  of({ name }: { readonly name: string }): Layout {
    const layout = this.#layouts.get(name);
    if (!layout) throw new TypeError(`the collection ${name} was not declared when the store was opened`);
    return layout;
  }

  all(): Iterable<Layout> {
    return this.#layouts.values();
  }
}

/** Parts of keys. */
interface Place {
  readonly scope: string;
  readonly id: string;
}

function space({ base, global }: Line, scope: string): string {
  return global ? base : base + scope;
}

function entriesIn(line: Line, { scope, id }: Place, doc: Doc): Entry[] {
  const prefix = space(line, scope);
  return combinations(line.fields, doc).map((values) => {
    let key = prefix;
    for (const value of values) key += encoded(value);
    if (line.kind !== 'unique') key += line.global ? scope + id : id;
    return { line, space: prefix, key, values };
  });
}

function without(entries: readonly Entry[], others: readonly Entry[]): readonly Entry[] {
  if (entries.length === 0 || others.length === 0) return entries;
  const keys = new Set(others.map(({ key }) => key));
  return entries.filter(({ key }) => !keys.has(key));
}

/** Whether two documents have the same plain values in all these fields. */
function areSame(names: readonly string[], one: Doc, other: Doc): boolean {
  return names.every((name) => isSame(fieldOf(one, name), fieldOf(other, name)));
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
  return one.every((value, at) => value === other[at]);
}

function fieldOf(doc: Doc, name: string): KeyValue | readonly KeyValue[] | null | undefined {
  return (doc as unknown as Fields)[name];
}

/** The values of each entry that a document has for some fields. */
function combinations(fields: readonly string[], doc: Doc): KeyValue[][] {
  const values = fields.map((field) => fieldOf(doc, field));
  if (values.some((value) => value === undefined || value === null)) return [];
  const at = values.findIndex((value) => Array.isArray(value));
  if (at < 0) return [values as KeyValue[]];
  return [...new Set(values[at] as readonly KeyValue[])].map((each) => values.with(at, each) as KeyValue[]);
}
