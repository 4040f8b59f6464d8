import { compileFilter, indexable, type SortKey, sortValue } from '../../scim/index.ts';
import type { Collection, Doc, Matches, Search } from '../port.ts';
import { candidates } from './candidates.ts';
import type { KeySpace } from './key_space.ts';
import type { Layouts } from './layout.ts';
import { pageIn } from './page.ts';
import type { RankIndex } from './rank_index.ts';
import { Selection } from './selection.ts';
import { parsed } from './stored.ts';
import { walk } from './walk.ts';

export interface SearchParts {
  readonly keys: KeySpace;
  readonly layouts: Layouts;
  readonly ranks: RankIndex;
  readonly scannedDocuments: number;
}

/** Answers a SCIM query. Throws `TooManyMatches`, `TooLongToSort`, `InvalidCursor`, `Unavailable`. */
export async function search<D extends Doc>(
  parts: SearchParts,
  from: Collection<D>,
  scope: string,
  wanted: Search,
): Promise<Matches<D>> {
  const index = wanted.filter ? undefined : indexOf(from, wanted.sort?.by);
  const found = index === undefined ? undefined : await walk(parts, from, scope, wanted, index);
  return found ?? only(parts, from, scope, wanted) ?? select(parts, from, scope, wanted);
}

/** Tests the only document that may match, where the filter has a value of a unique key. */
function only<D extends Doc>(
  { keys, layouts }: SearchParts,
  from: Collection<D>,
  scope: string,
  { filter, from: place, limit }: Search,
): Matches<D> | undefined {
  const declared = from.search;
  const term = filter && declared && indexable(filter, declared.keys);
  const index = term?.op === 'eq' ? declared?.keys[term.text]?.index : undefined;
  const layout = layouts.of(from);
  const isFirst = 'offset' in place && place.offset === 0 && limit > 0;
  if (!isFirst || !term || index === undefined || !layout.isUnique(index)) return undefined;
  const doc = keys.through(layout.unique(index, scope, [term.value])) as D | undefined;
  const found = doc && compileFilter(filter)(declared.resource(doc)) ? [doc] : [];
  return { total: found.length, count: found.length, steps: once(found), close: async () => undefined };
}

async function* once<D>(docs: readonly D[]): AsyncGenerator<readonly D[]> {
  if (docs.length > 0) yield docs;
}

/** The index of an order on disk: `id`, or that of a single-valued attribute. */
function indexOf<D extends Doc>({ search: declared }: Collection<D>, by?: SortKey): string | undefined {
  if (!by) return 'id';
  const { keys, text, attribute } = by;
  const isSingle = !attribute.multiValued && (keys.length === 1 || keys[0] === 'meta');
  return isSingle && Object.hasOwn(declared?.keys ?? {}, text) ? declared?.keys[text]?.index : undefined;
}

/** Tests every document that may match. */
async function select<D extends Doc>(
  { keys, layouts, scannedDocuments }: SearchParts,
  from: Collection<D>,
  scope: string,
  wanted: Search,
): Promise<Matches<D>> {
  const resourceOf = from.search?.resource ?? ((doc: D) => doc as unknown as Record<string, unknown>);
  const matches = wanted.filter ? compileFilter(wanted.filter) : () => true;
  const by = wanted.sort?.by;
  const layout = layouts.of(from);
  const selection = new Selection<D>(wanted);
  const view = keys.view(false);
  try {
    for await (const texts of candidates(view, layout, from, scope, wanted, scannedDocuments))
      for (const text of texts) {
        const doc = parsed<D>(text);
        const resource = resourceOf(doc);
        if (matches(resource)) selection.add(doc, by && sortValue(resource, by), text.length);
      }
    const { items, ...rest } = selection.page();
    const { total } = selection;
    const keyed = items.map((item) => (typeof item === 'string' ? layout.document(scope, item) : item));
    return await pageIn(view, keyed, { total, ...rest });
  } catch (error) {
    await view.close();
    throw error;
  }
}
