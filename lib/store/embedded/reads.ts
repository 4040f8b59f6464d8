import { InvalidCursor } from '../errors.ts';
import type { Doc, KeyValue, Page, Range, Reader } from '../port.ts';
import type { KeySpace } from './key_space.ts';
import { insideOf, type Span, spanOf } from './keys.ts';
import type { Layout, Layouts } from './layout.ts';
import { parsed } from './stored.ts';
import type { View } from './view.ts';

/** Takes the values of a list that was read. */
type Listing = (values: readonly string[]) => void;

interface Named {
  readonly name: string;
}

/** Where documents come from. Those of one moment are undefined where only a view has them. */
export interface Source {
  get(key: string): Doc | undefined;
  /** The document whose key is stored under `key`. */
  through(key: string): Doc | undefined;
  /** A few documents of one moment. */
  several(keys: readonly string[]): (Doc | undefined)[] | undefined;
  /** The keys of all documents of a short list. */
  list(prefix: string, space: string): readonly string[] | undefined;
  listing(prefix: string, space: string): Listing;
  /** Takes it that a list of a space was empty: others of it may be, too. */
  noteEmpty(space: string): Promise<void>;
  /** Reads a view of one moment. */
  look<T>(at: (view: View) => Promise<T>): Promise<T>;
}

/** More documents than this are read by a view. */
const SEVERAL = 8;

/** Reads what is durable, or (`ahead`) what a unit of work may depend on. */
export function sourceIn(keys: KeySpace, ahead: boolean): Source {
  return {
    get: (key) => (ahead ? keys.documentAhead(key) : keys.document(key)),
    through: (key) => (ahead ? keys.throughAhead(key) : keys.through(key)),
    several(wanted) {
      if (wanted.length > SEVERAL) return undefined;
      return ahead ? wanted.map((key) => keys.documentAhead(key)) : keys.documents(wanted);
    },
    list: (prefix, space) => keys.list(prefix, space),
    listing: (prefix, space) => keys.listing(prefix, space),
    noteEmpty: (space) => keys.noteEmpty(space),
    async look(at) {
      const view = keys.view(ahead);
      try {
        return await at(view);
      } finally {
        await view.close();
      }
    },
  };
}

export class Reads implements Reader {
  readonly #source: Source;
  readonly #layouts: Layouts;

  constructor(source: Source, layouts: Layouts) {
    this.#source = source;
    this.#layouts = layouts;
  }

  async get<D extends Doc>(from: Named, scope: string, id: string): Promise<D | undefined> {
    const key = this.#layouts.of(from).document(scope, id);
    return this.#source.get(key) as D | undefined;
  }

  async getMany<D extends Doc>(from: Named, scope: string, ids: readonly string[]) {
    const layout = this.#layouts.of(from);
    const keys = ids.map((id) => layout.document(scope, id));
    const known = this.#source.several(keys) as (D | undefined)[] | undefined;
    return known ?? this.#source.look(async (view) => (await view.all(keys)).map((text) => maybe<D>(text)));
  }

  async find<D extends Doc>(from: Named, scope: string, key: string, ...values: KeyValue[]) {
    return this.#source.through(this.#layouts.of(from).unique(key, scope, values)) as D | undefined;
  }

  async locate<D extends Doc>(from: Named, key: string, ...values: KeyValue[]) {
    return this.#source.through(this.#layouts.of(from).unique(key, undefined, values)) as D | undefined;
  }

  async list<D extends Doc>(from: Named, scope: string, range: Range): Promise<Page<D>> {
    const { index, equal, prefix: text } = range;
    const layout = this.#layouts.of(from);
    if (index !== undefined && text !== undefined)
      return this.#firstOnes<D>(layout, scope, layout.beginning(index, scope, equal ?? [], text), range);
    const isIndex = index !== undefined;
    const space = isIndex ? layout.space(index, scope) : layout.documents(scope);
    const prefix = isIndex ? layout.entries(index, scope, equal) : space;
    const known = this.#shortList<D>(prefix, space, range);
    if (known) return known;
    const listing = isIndex ? () => this.#source.listing(prefix, space) : undefined;
    const page = await this.#page<D>(spanOf(prefix), range, isIndex, listing);
    if (page.items.length === 0) await this.#source.noteEmpty(space);
    return page;
  }

  async sweep<D extends Doc>(from: Named, range: Range & { index: string }): Promise<Page<D>> {
    const { index, equal } = range;
    return this.#page(spanOf(this.#layouts.of(from).entries(index, undefined, equal)), range, true);
  }

  /** The documents whose first entry with a prefix is on the page. */
  async #firstOnes<D extends Doc>(layout: Layout, scope: string, prefix: string, range: Range) {
    const rest = resumed(spanOf(prefix), range);
    return this.#source.look(async (view): Promise<Page<D>> => {
      const pairs = await view.list(rest, range.limit + 1, range.descending);
      const page = pairs.slice(0, range.limit);
      const texts = await view.all(page.map(([, value]) => value));
      const items = texts.flatMap((text, at) => {
        const doc = text === undefined ? undefined : parsed<D>(text);
        return doc && layout.firstEntry(scope, doc, prefix) === page[at]?.[0] ? [doc] : [];
      });
      return pairs.length > range.limit ? { items, next: cursorOf(page.at(-1)?.[0] ?? '') } : { items };
    });
  }

  /** A whole list, if it is remembered. */
  #shortList<D>(prefix: string, space: string, { after, limit, descending }: Range): Page<D> | undefined {
    const keys = after === undefined ? this.#source.list(prefix, space) : undefined;
    if (!keys || keys.length > limit) return undefined;
    const found = this.#source.several(keys) as (D | undefined)[] | undefined;
    const items = found?.flatMap((doc) => doc ?? []);
    return items && { items: descending === true ? items.reverse() : items };
  }

  /** `listing` takes the values of the whole span, if the page has all of them. */
  async #page<D>(whole: Span, range: Range, areEntries: boolean, listing?: () => Listing): Promise<Page<D>> {
    const { after, limit, descending } = range;
    const rest = resumed(whole, range);
    return this.#source.look(async (view) => {
      const remember = after === undefined ? listing?.() : undefined;
      const pairs = await view.list(rest, limit + 1, descending);
      if (remember && pairs.length <= limit) {
        const values = pairs.map(([, value]) => value);
        remember(descending === true ? values.toReversed() : values);
      }
      const page = pairs.slice(0, limit);
      const values = page.map(([, value]) => value);
      const texts = areEntries ? await view.all(values) : values;
      const items = texts.flatMap((text) => (text === undefined ? [] : [parsed<D>(text)]));
      const last = page.at(-1);
      return pairs.length > limit && last ? { items, next: cursorOf(last[0]) } : { items };
    });
  }
}

function maybe<D>(text: string | undefined): D | undefined {
  return text === undefined ? undefined : parsed<D>(text);
}

/** The rest of a span after a cursor. Throws `InvalidCursor` when the cursor is outside the span. */
function resumed(whole: Span, { after, descending }: Range): Span {
  if (after === undefined) return whole;
  const key = Buffer.from(after, 'base64url').toString();
  if (!insideOf(whole)(key) || cursorOf(key) !== after)
    throw new InvalidCursor('the cursor is not one of this list');
  return descending === true ? { from: whole.from, to: key } : { from: `${key}\u0000`, to: whole.to };
}

function cursorOf(key: string): string {
  return Buffer.from(key).toString('base64url');
}
