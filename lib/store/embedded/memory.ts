import { limits } from '../../../config/limits.ts';
import type { Doc } from '../port.ts';
import type { Changes } from './changes.ts';
import { END } from './keys.ts';
import { Recent } from './recent.ts';
import { parsed } from './stored.ts';

/** A commit with more changes than this makes everything be read anew. */
const MANY = 20_000;
/** More keys without a value than units of work look at while one runs. */
const ABSENT = 1_000;

/**
 * What the only process that has the store open has read lately, as it is on the disk: parsed documents, which nobody
 * can change, the entries of unique keys, and short lists.
 */
export class Memory {
  readonly #documents = new Recent<Doc>(limits.rememberedDocuments);
  readonly #entries = new Recent<string>(limits.rememberedEntries);
  /** Keys without a value: the commit looks at those that its work has looked at. */
  readonly #absent = new Recent<true>(ABSENT);
  readonly #lists = new Recent<readonly string[]>(limits.rememberedLists);
  /** Whether a space was without any key when it was looked at, and had none since. */
  readonly #isEmpty = new Map<string, boolean>();
  /** What is being read, by the beginning of its keys; gone as soon as one of them changes. */
  readonly #looks = new Recent<symbol>(limits.rememberedLists);
  /** The spaces that lists, and what is being read, belong to: changes of others need no look at them. */
  readonly #spaces = new Set<string>();

  document(key: string, read: (key: string) => string | undefined): Doc | undefined {
    const known = this.#documents.get(key);
    if (known) return known;
    const text = this.#value(key, read);
    if (text === undefined) return undefined;
    const doc = frozen(parsed<Doc>(text));
    if (text.length <= limits.rememberedChars) this.#documents.set(key, doc);
    return doc;
  }

  entry(key: string, read: (key: string) => string | undefined): string | undefined {
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const value = this.#value(key, read);
    if (value !== undefined) this.#entries.set(key, value);
    return value;
  }

  #value(key: string, read: (key: string) => string | undefined): string | undefined {
    if (this.#absent.get(key)) return undefined;
    const value = read(key);
    if (value === undefined) this.#absent.set(key, true);
    return value;
  }

  /** The values of all keys with this prefix, if they were read since the last change of one. */
  list(prefix: string): readonly string[] | undefined {
    return this.#lists.get(prefix);
  }

  /** Begins reading a list of what is on the disk, in a space. Call the result with all that was found, once. */
  listing(prefix: string, space: string): (values: readonly string[]) => void {
    const isUnchanged = this.#look(prefix, space);
    return (values) => {
      if (isUnchanged() && values.length <= limits.rememberedListLength) this.#lists.set(prefix, values);
    };
  }

  /** Whether a space has no key; undefined where that is not known. */
  isEmpty(space: string): boolean | undefined {
    return this.#isEmpty.get(space);
  }

  /** Begins looking whether a space has keys. Call the result with the answer, once. */
  looking(space: string): (isEmpty: boolean) => void {
    const isUnchanged = this.#look(space, space);
    return (isEmpty) => {
      if (!isUnchanged()) return;
      if (this.#isEmpty.size >= limits.rememberedLists) this.#isEmpty.clear();
      this.#isEmpty.set(space, isEmpty);
    };
  }

  /** Call it for each commit when it is accepted: a list may not be older. */
  accepted(changes: Changes): void {
    for (const { space, value } of changes.values())
      if (value !== null && this.#isEmpty.get(space) === true) this.#isEmpty.delete(space);
    if (changes.size > MANY) this.#clearLists();
    else
      for (const [key, { space }] of changes)
        if (this.#spaces.has(space)) this.#forgetLists(key, space.length);
  }

  /** Call it for each commit when it is on the disk. */
  settled(changes: Changes): void {
    if (changes.size > MANY) {
      this.#documents.clear();
      this.#entries.clear();
      this.#absent.clear();
      return;
    }
    for (const [key, { value }] of changes) {
      this.#documents.delete(key);
      if (value === null) this.#entries.delete(key);
      else {
        this.#entries.replace(key, value);
        this.#absent.delete(key);
      }
    }
  }

  /** A list is named by the parts that its keys begin with; that of a whole index by the space. */
  #forgetLists(key: string, spaceLength: number): void {
    for (let end = spaceLength - 1; end >= 0; end = key.indexOf(END, end + 1)) {
      const prefix = key.slice(0, end + 1);
      this.#lists.delete(prefix);
      this.#looks.delete(prefix);
    }
  }

  #clearLists(): void {
    this.#lists.clear();
    this.#looks.clear();
    this.#spaces.clear();
  }

  /** Begins reading keys of a space. The result tells whether none of them has changed since. */
  #look(prefix: string, space: string): () => boolean {
    if (this.#spaces.size >= limits.rememberedLists) this.#clearLists();
    this.#spaces.add(space);
    const look = Symbol('look');
    this.#looks.set(prefix, look);
    return () => this.#looks.get(prefix) === look;
  }
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}
