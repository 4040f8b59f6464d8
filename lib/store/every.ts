import type { Collection, Doc, Range, Reader, Store } from './port.ts';

const STEP = 500;

type Whole = Omit<Range, 'limit' | 'after'>;

/** Every document of a range, read page by page. */
export async function* every<D extends Doc>(
  reader: Reader,
  from: Collection<D>,
  scope: string,
  range: Whole = {},
): AsyncGenerator<D> {
  for (let after: string | undefined; ; ) {
    const page = await reader.list(from, scope, stepOf(range, after));
    yield* page.items;
    if (page.next === undefined) return;
    after = page.next;
  }
}

/** Like `every`, all at once: for small ranges. */
export async function all<D extends Doc>(
  reader: Reader,
  from: Collection<D>,
  scope: string,
  range: Whole = {},
): Promise<D[]> {
  const found: D[] = [];
  for (let after: string | undefined; ; ) {
    const page = await reader.list(from, scope, stepOf(range, after));
    found.push(...page.items);
    if (page.next === undefined) return found;
    after = page.next;
  }
}

function stepOf(range: Whole, after: string | undefined): Range {
  return { ...range, limit: STEP, ...(after === undefined ? {} : { after }) };
}

/**
 * The documents at the far end of a global time index that `isWrong` selects: a clock that was ahead wrote them, and
 * they would wait until the right clock gets there.
 */
export async function farthest<D extends Doc>(
  store: Pick<Store, 'sweep'>,
  from: Collection<D>,
  range: { readonly index: string; readonly limit: number },
  isWrong: (doc: D) => boolean,
): Promise<D[]> {
  const { items } = await store.sweep(from, { ...range, descending: true });
  return items.filter(isWrong);
}

/**
 * Documents of all scopes along a global index, `limit` at a time. Reads each batch when the caller has processed the
 * one before, from where that ended: a queue is not scanned again for each batch removed from it.
 */
export async function* batches<D extends Doc>(
  store: Pick<Store, 'sweep'>,
  from: Collection<D>,
  range: Omit<Range, 'after'> & { readonly index: string },
): AsyncGenerator<readonly D[]> {
  for (let after: string | undefined; ; ) {
    const page = await store.sweep(from, { ...range, ...(after === undefined ? {} : { after }) });
    if (page.items.length > 0) yield page.items;
    if (page.next === undefined) return;
    after = page.next;
  }
}
