import type { ClassicLevel } from 'classic-level';
import { limits as defaults } from '../../../config/limits.ts';
import { Unavailable } from '../errors.ts';
import type {
  Collection,
  Counted,
  Doc,
  Matches,
  Search,
  Snapshot,
  Still,
  Store,
  Transaction,
} from '../port.ts';
import { withShortCursors } from '../short_cursors.ts';
import type { Retry } from '../unit_of_work.ts';
import { KeySpace } from './key_space.ts';
import { encoded, type Span, spanOf } from './keys.ts';
import { Layouts } from './layout.ts';
import { openLevel } from './level.ts';
import { RankIndex } from './rank_index.ts';
import { Reads, sourceIn } from './reads.ts';
import { search } from './search.ts';
import { EmbeddedSnapshot } from './snapshot.ts';
import { parsed } from './stored.ts';
import { Units } from './units.ts';
import type { View } from './view.ts';

export interface EmbeddedOptions {
  /** Created if missing, for its owner only. */
  readonly directory: string;
  readonly collections: readonly Collection<Doc>[];
  readonly limits?: { readonly scannedDocuments: number };
  readonly retry?: Retry;
}

/** Documents per step of a scan, and per commit of a purge. */
const STEP = 500;

/**
 * Opens the embedded store. Throws `Unavailable` with a sentence for the operator when another process has the
 * directory, another version of Rollcall wrote it, or it cannot be read.
 */
export async function openEmbeddedStore(options: EmbeddedOptions): Promise<EmbeddedStore> {
  return storeOn(await openLevel(options.directory), options);
}

/** The store on an open LevelDB; closing the store closes it. */
export function storeOn(level: ClassicLevel, options: Omit<EmbeddedOptions, 'directory'>): EmbeddedStore {
  const layouts = new Layouts(options.collections);
  const ranks: RankIndex = new RankIndex((begin) => keys.settledView(begin));
  const keys = new KeySpace(level, (changes) => ranks.follow(changes));
  return new EmbeddedStore({ level, layouts, keys, ranks }, options);
}

interface Purged {
  readonly count: number;
  /** The last key, if more may follow. */
  readonly last: string | undefined;
}

interface Parts {
  readonly level: ClassicLevel;
  readonly layouts: Layouts;
  readonly keys: KeySpace;
  readonly ranks: RankIndex;
}

export class EmbeddedStore extends Reads implements Store {
  readonly #parts: Parts;
  readonly #units: Units;
  readonly #scannedDocuments: number;
  #closed: Promise<void> | undefined;

  constructor(parts: Parts, { retry, limits = defaults }: Omit<EmbeddedOptions, 'directory'>) {
    super(sourceIn(parts.keys, false), parts.layouts);
    this.#parts = parts;
    this.#units = new Units(parts.keys, parts.layouts, retry);
    this.#scannedDocuments = limits.scannedDocuments;
  }

  transaction<T>(work: (tx: Transaction) => Promise<T>, lane?: string): Promise<T> {
    return this.#units.run(work, lane);
  }

  ahead(): undefined {
    return undefined;
  }

  async snapshot(): Promise<Snapshot> {
    const { keys, layouts } = this.#parts;
    return new EmbeddedSnapshot(keys.view(false), layouts);
  }

  query<D extends Doc>(from: Collection<D>, scope: string, wanted: Search): Promise<Matches<D>> {
    const parts = { ...this.#parts, scannedDocuments: this.#scannedDocuments };
    return withShortCursors(this, from, scope, wanted, (asked) => search(parts, from, scope, asked));
  }

  async count<D extends Doc>(
    from: Collection<D>,
    scope: string,
    { index, equal = [], limit = Number.POSITIVE_INFINITY }: Counted = {},
  ): Promise<number> {
    const { layouts, ranks, keys } = this.#parts;
    const layout = layouts.of(from);
    const space = index === undefined ? layout.documents(scope) : layout.entries(index, scope, equal);
    if (equal.length === 0) return Math.min((await ranks.of(space)).total, limit);
    const view = keys.view(false);
    try {
      let count = 0;
      for await (const step of view.keys(spanOf(space), STEP)) {
        count += step.length;
        if (count >= limit) return limit;
      }
      return count;
    } finally {
      await view.close();
    }
  }

  async *scan<D extends Doc>(from: Collection<D>): AsyncIterable<D> {
    const view = this.#parts.keys.view(false);
    try {
      yield* this.#scanIn(view, from);
    } finally {
      await view.close();
    }
  }

  async still(): Promise<Still> {
    const view = this.#parts.keys.view(false);
    return { scan: (from) => this.#scanIn(view, from), close: () => view.close() };
  }

  async *#scanIn<D extends Doc>(view: View, from: Collection<D>): AsyncIterable<D> {
    const all = spanOf(this.#parts.layouts.of(from).documents());
    for await (const step of view.pairs(all, STEP)) for (const [, text] of step) yield parsed<D>(text);
  }

  async purge(now: number): Promise<number> {
    let purged = 0;
    for (const { collection, expiry } of this.#parts.layouts.all()) {
      if (expiry === undefined) continue;
      const due = { from: expiry, to: expiry + encoded(now) };
      for (let rest: Span | undefined = due; rest; ) {
        const { count, last }: Purged = await this.#purgeSome(collection, rest);
        purged += count;
        rest = last === undefined ? undefined : { from: last, to: due.to };
      }
    }
    return purged;
  }

  async ready(): Promise<void> {
    if (this.#closed) throw new Unavailable('The store is closed.');
    this.#parts.keys.assertWritable();
  }

  /** Waits for accepted changes. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    await this.#parts.keys.end();
    await this.#parts.level.close();
  }

  /** Removes the first documents of a span of expiry. */
  #purgeSome(collection: Collection<Doc>, span: Span): Promise<Purged> {
    const { keys } = this.#parts;
    return this.transaction(async (tx) => {
      const view = keys.view(true);
      try {
        const due = await view.list(span, STEP);
        const texts = await view.all(due.map(([, holder]) => holder));
        for (const text of texts) if (text !== undefined) tx.remove(collection, parsed<Doc>(text));
        return { count: due.length, last: due.length < STEP ? undefined : due.at(-1)?.[0] };
      } finally {
        await view.close();
      }
    });
  }
}
