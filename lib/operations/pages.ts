import { limits } from '../../config/limits.ts';
import type { Page } from '../store/index.ts';

interface Wanted {
  readonly limit: number;
  readonly after?: string;
}

type ListPage<D> = (range: { readonly limit: number; readonly after?: string }) => Promise<Page<D>>;

/** The next `limit` matching documents, page by page. Stops after `most` documents; `next` is where to continue. */
export function fitting<D>(
  list: ListPage<D>,
  fits: (doc: D) => boolean,
  page: Wanted,
  most: number = limits.scannedDocuments,
): Promise<Page<D>> {
  const pick = async (docs: readonly D[]) => docs.map((doc) => (fits(doc) ? doc : undefined));
  return picked(list, pick, page, most);
}

/**
 * The next `limit` results that `pick` makes of the documents of a list, undefined for those that do not match. Stops
 * after `most` documents; `next` is where to continue.
 */
export async function picked<D, R>(
  list: ListPage<D>,
  pick: (docs: readonly D[]) => Promise<readonly (R | undefined)[]>,
  { limit, after: from }: Wanted,
  most: number,
): Promise<Page<R>> {
  const items: R[] = [];
  let looked = 0;
  for (let after = from, size = limit; ; size = limits.maxPageSize) {
    const range = after === undefined ? {} : { after };
    const page = await list({ limit: size, ...range });
    const found = (await pick(page.items)).flatMap((item, at) => (item === undefined ? [] : [{ item, at }]));
    const fitting = found.slice(0, limit - items.length);
    items.push(...fitting.map(({ item }) => item));
    const last = fitting.at(-1);
    if (last && fitting.length < found.length) return { items, ...(await behind(list, last.at + 1, range)) };
    looked += page.items.length;
    after = page.next;
    if (after === undefined) return { items };
    if (items.length >= limit || looked >= most) return { items, next: after };
  }
}

/** The place after the first documents of a list. If the list leaves some out, a page may have fewer than asked for. */
async function behind<D>(list: ListPage<D>, count: number, range: { readonly after?: string }) {
  for (let limit = count; ; ) {
    const page = await list({ limit, ...range });
    if (page.items.length >= count || page.next === undefined) return nextOf(page);
    limit += count - page.items.length;
  }
}

function nextOf({ next }: Page<unknown>) {
  return next === undefined ? {} : { next };
}

/** Ends a list before the first document for which `isBeyond` is true; by its order, it is true for all that follow. */
export function until<D>(list: ListPage<D>, isBeyond: (doc: D) => boolean): ListPage<D> {
  return async (range) => {
    const page = await list(range);
    const end = page.items.findIndex(isBeyond);
    return end < 0 ? page : { items: page.items.slice(0, end) };
  };
}
