import { compileFilter } from '../../scim/filter/match.ts';
import { sortValue } from '../../scim/filter/sort.ts';
import type { SortKey } from '../../scim/filter/types.ts';
import type { Collection, Doc, Found, Search } from '../port.ts';
import { candidates } from './candidates.ts';
import type { KeySpace } from './key_space.ts';
import type { Layouts } from './layout.ts';
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

/** Answers a SCIM query. Throws `TooManyMatches`, `InvalidCursor`, `Unavailable`. */
export async function search<D extends Doc>(
  parts: SearchParts,
  from: Collection<D>,
  scope: string,
  wanted: Search,
): Promise<Found<D>> {
  const index = wanted.filter ? undefined : indexOf(from, wanted.sort?.by);
  const found = index === undefined ? undefined : await walk(parts, from, scope, wanted, index);
  return found ?? select(parts, from, scope, wanted);
}

/** The index of an order that is kept on disk: `id`, or that of an attribute that has one value at most. */
function indexOf<D extends Doc>({ search: declared }: Collection<D>, by?: SortKey): string | undefined {
  if (!by) return 'id';
  const { keys, text, attribute } = by;
  const isSingle = !attribute.multiValued && (keys.length === 1 || keys[0] === 'meta');
  return isSingle && Object.hasOwn(declared?.keys ?? {}, text) ? declared?.keys[text]?.index : undefined;
}

/** Looks at every document that may match. */
async function select<D extends Doc>(
  { keys, layouts, scannedDocuments }: SearchParts,
  from: Collection<D>,
  scope: string,
  wanted: Search,
): Promise<Found<D>> {
  const resourceOf = from.search?.resource ?? ((doc: D) => doc as unknown as Record<string, unknown>);
  const matches = wanted.filter ? compileFilter(wanted.filter) : () => true;
  const by = wanted.sort?.by;
  const layout = layouts.of(from);
  const selection = new Selection<D>(wanted);
  const view = keys.view(false);
  try {
    for await (const docs of candidates(view, layout, from, scope, wanted, scannedDocuments))
      for (const doc of docs) {
        const resource = resourceOf(doc);
        if (matches(resource)) selection.add(doc, by && sortValue(resource, by));
      }
    const { items, ...rest } = selection.page();
    const total = selection.total;
    const read = (id: string): D[] => {
      const text = view.get(layout.document(scope, id));
      return text === undefined ? [] : [parsed<D>(text)];
    };
    return { items: items.flatMap((item) => (typeof item === 'string' ? read(item) : item)), total, ...rest };
  } finally {
    await view.close();
  }
}
