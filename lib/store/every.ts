import type { Collection, Doc, Range, Reader, Store } from './port.ts';

const STEP = 500;

/** Every document of a range, read page by page. */
export async function* every<D extends Doc>(
  reader: Reader,
  from: Collection<D>,
  scope: string,
  range: Omit<Range, 'limit' | 'after'> = {},
): AsyncGenerator<D> {
  for (let after: string | undefined; ; ) {
    const page = await reader.list(from, scope, {
      ...range,
      limit: STEP,
      ...(after === undefined ? {} : { after }),
    });
    yield* page.items;
    if (page.next === undefined) return;
    after = page.next;
  }
}

/** As `every`, all at once: for what is small. */
export async function all<D extends Doc>(
  reader: Reader,
  from: Collection<D>,
  scope: string,
  range: Omit<Range, 'limit' | 'after'> = {},
): Promise<D[]> {
  const found: D[] = [];
  for await (const doc of every(reader, from, scope, range)) found.push(doc);
  return found;
}

/**
 * The documents at the far end of a global index of times that `isWrong` finds: where a clock was ahead when they were
 * written, they would wait until the right clock gets there.
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
 * Documents of all scopes along a global index, `limit` at a time. What is behind a batch is read when that one is dealt
 * with, and from where it ended: a queue is not passed over again for each batch that was taken off it.
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
