import type { Collection, Doc, Range, Reader } from './port.ts';

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
