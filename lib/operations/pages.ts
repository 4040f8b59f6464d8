import { limits } from '../../config/limits.ts';
import type { Page } from '../store/index.ts';
import { pageOf } from './arguments.ts';

type ListPage<D> = (range: { readonly limit: number; readonly after?: string }) => Promise<Page<D>>;

/**
 * The next `limit` matching documents, page by page. Stops after `limits.scannedDocuments`; `next` is where to
 * continue.
 */
export async function fitting<D>(
  list: ListPage<D>,
  fits: (doc: D) => boolean,
  { limit, after: from }: { readonly limit: number; readonly after?: string },
): Promise<Page<D>> {
  const items: D[] = [];
  let looked = 0;
  for (let after = from; ; ) {
    const page = await list(
      pageOf({ limit: limit - items.length, ...(after === undefined ? {} : { after }) }),
    );
    items.push(...page.items.filter(fits));
    looked += page.items.length;
    after = page.next;
    if (after === undefined) return { items };
    if (items.length >= limit || looked >= limits.scannedDocuments) return { items, next: after };
  }
}

/** Ends a list before the first document for which `isBeyond` is true; by its order, it is true for all that follow. */
export function until<D>(list: ListPage<D>, isBeyond: (doc: D) => boolean): ListPage<D> {
  return async (range) => {
    const page = await list(range);
    const end = page.items.findIndex(isBeyond);
    return end < 0 ? page : { items: page.items.slice(0, end) };
  };
}
