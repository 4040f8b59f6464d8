import mongoose, { type mongo } from 'mongoose';
import { foldResource } from '../../scim/index.ts';
import type { Collection, Doc, Key, KeyValue, ResourceTypes, Searchable } from '../port.ts';

/**
 * A document in MongoDB: the whole of it as JSON text (several times faster to read than a deep BSON tree), and the
 * fields for searches.
 */
export interface Stored {
  _id: string;
  v: number;
  doc: string;
  /** The keys in which the document has an entry. */
  has: Record<string, true>;
  /** The folded SCIM resource. */
  match?: Readonly<Record<string, unknown>>;
  /** The time when MongoDB may remove it. */
  vanishAt?: Date;
  /** The fields of the keys, and the scope. */
  [field: string]: unknown;
}

export type Condition = mongo.Filter<Stored>;

/** One unique key or index of a collection in MongoDB. */
export interface Entry {
  readonly name: string;
  readonly unique: boolean;
  readonly global: boolean;
  /** The declared fields in order, by their stored names. */
  readonly fields: readonly string[];
  /** True in documents with an entry; the index holds only these. */
  readonly marker: string;
}

/** Names of indexes without a declared key. */
export const primaryIndex = 'primary';
export const expiryIndex = 'expiry';

const reserved = new Set(['v', 'doc', 'has', 'match', 'vanishAt', primaryIndex, expiryIndex]);
const legal = /^[A-Za-z][A-Za-z0-9_]*$/;

/** The field names of one collection's documents. Throws when the declaration cannot be stored. */
export class Layout {
  readonly collection: Collection<Doc>;
  readonly scope: string | undefined;
  readonly #entries = new Map<string, Entry>();
  readonly #fields: readonly string[];
  readonly #types: ResourceTypes;

  constructor(collection: Collection<Doc>, types: ResourceTypes) {
    this.collection = collection;
    this.#types = types;
    this.scope = collection.scope === 'platform' ? undefined : collection.scope;
    for (const unique of [true, false]) {
      const keys: Readonly<Record<string, Key>> = unique ? collection.unique : collection.indexes;
      for (const [name, key] of Object.entries(keys)) this.#entries.set(name, entry(name, key, unique));
    }
    const fields = [...this.#entries.values()].flatMap(({ fields }) => fields);
    this.#fields = [...new Set([...fields, ...(this.scope ? [this.scope] : [])])].filter(
      (name) => name !== '_id',
    );
    for (const name of [...this.#entries.keys(), ...this.#fields]) {
      if (legal.test(name) && !reserved.has(name)) continue;
      throw new TypeError(
        `${collection.name} cannot be stored: "${name}" is not a name for a field or a key`,
      );
    }
  }

  /** The top-level fields stored beside the text. */
  get fields(): readonly string[] {
    return this.#fields;
  }

  entries(): Iterable<Entry> {
    return this.#entries.values();
  }

  entry(name: string): Entry {
    const found = this.#entries.get(name);
    if (!found) throw new TypeError(`${this.collection.name} has no key "${name}"`);
    return found;
  }

  /** The fields of the MongoDB index of `entry`, in order; an index that is not unique ends with the id. */
  path({ fields, global, unique }: Entry): string[] {
    const scope = this.scope && !global ? [this.scope] : [];
    return [...new Set([...scope, ...fields, ...(unique ? [] : ['_id'])])];
  }

  store(doc: Doc): Stored {
    const source = doc as unknown as Readonly<Record<string, unknown>>;
    const { search, expires } = this.collection as Collection<Doc> & { readonly expires?: string };
    const stored: Stored = { _id: doc.id, v: doc.v, has: {}, doc: JSON.stringify(doc) };
    for (const field of this.#fields) {
      const value = source[field];
      if (present(value)) stored[field] = Array.isArray(value) ? [...new Set<unknown>(value)] : value;
    }
    for (const { name, fields } of this.#entries.values()) {
      if (fields.every((field) => field in stored)) stored.has[name] = true;
    }
    if (search) stored.match = this.#folded(search, doc);
    const end = expires === undefined ? undefined : source[expires];
    if (typeof end === 'number') stored.vanishAt = new Date(end);
    return stored;
  }

  /** A resource whose type is no longer declared has nothing to compare. */
  #folded({ type: typeOf, resource }: Searchable<Doc>, doc: Doc): Readonly<Record<string, unknown>> {
    const type = this.#types.byName(typeOf(doc));
    return type ? foldResource(type, resource(doc)) : {};
  }
}

function entry(name: string, key: Key, unique: boolean): Entry {
  const fields = key.fields.map((field) => (field === 'id' ? '_id' : field));
  return { name, unique, global: key.global === true, fields, marker: `has.${name}` };
}

function present(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

/** Refuses any value that is not plain, above all objects with keys that MongoDB would read as operators. */
export function plain(value: unknown): KeyValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw new TypeError('a key is a string, a number or a boolean');
}

/** Marks operators from our own code: everything else is treated as a value. */
export function trusted<T extends object>(operators: T): T {
  return mongoose.trusted<T>(operators);
}
