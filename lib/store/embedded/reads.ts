import { InvalidCursor } from '../errors.ts';
import type { Doc, KeyValue, Page, Range, Reader } from '../port.ts';
import type { KeySpace } from './key_space.ts';
import { insideOf, type Span, spanOf } from './keys.ts';
import type { Layouts } from './layout.ts';
import { parsed } from './stored.ts';
import type { View } from './view.ts';

interface Named {
  readonly name: string;
}

/** The source of values. */
export interface Source {
  get(key: string): string | undefined;
  /** The value of the key that is stored under `key`. */
  getThrough(key: string): string | undefined;
  /** Reads a view of one moment. */
  look<T>(at: (view: View) => Promise<T>): Promise<T>;
}

/** Reads what is durable, or (`ahead`) what a unit of work may depend on. */
export function sourceIn(keys: KeySpace, ahead: boolean): Source {
  return {
    get: (key) => (ahead ? keys.getAhead(key) : keys.get(key)),
    getThrough: (key) => (ahead ? keys.getThroughAhead(key) : keys.getThrough(key)),
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
    return maybe<D>(this.#source.get(key));
  }

  async getMany<D extends Doc>(from: Named, scope: string, ids: readonly string[]) {
    const layout = this.#layouts.of(from);
    const keys = ids.map((id) => layout.document(scope, id));
    return this.#source.look(async (view) => (await view.all(keys)).map((text) => maybe<D>(text)));
  }

  async find<D extends Doc>(from: Named, scope: string, key: string, ...values: KeyValue[]) {
    return this.#holder<D>(this.#layouts.of(from).unique(key, scope, values));
  }

  async locate<D extends Doc>(from: Named, key: string, ...values: KeyValue[]) {
    return this.#holder<D>(this.#layouts.of(from).unique(key, undefined, values));
  }

  async list<D extends Doc>(from: Named, scope: string, range: Range): Promise<Page<D>> {
    const { index, equal } = range;
    const layout = this.#layouts.of(from);
    if (index === undefined) return this.#page(spanOf(layout.documents(scope)), range, false);
    return this.#page(spanOf(layout.entries(index, scope, equal)), range, true);
  }

  async sweep<D extends Doc>(from: Named, range: Range & { index: string }): Promise<Page<D>> {
    const { index, equal } = range;
    return this.#page(spanOf(this.#layouts.of(from).entries(index, undefined, equal)), range, true);
  }

  async #page<D>(whole: Span, range: Range, areEntries: boolean): Promise<Page<D>> {
    const { limit, descending } = range;
    const rest = resumed(whole, range);
    return this.#source.look(async (view) => {
      const pairs = await view.list(rest, limit + 1, descending);
      const page = pairs.slice(0, limit);
      const values = page.map(([, value]) => value);
      const texts = areEntries ? await view.all(values) : values;
      const items = texts.flatMap((text) => (text === undefined ? [] : [parsed<D>(text)]));
      const last = page.at(-1);
      return pairs.length > limit && last ? { items, next: cursorOf(last[0]) } : { items };
    });
  }

  #holder<D>(key: string): D | undefined {
    return maybe(this.#source.getThrough(key));
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
