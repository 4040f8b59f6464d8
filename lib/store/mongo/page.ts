import type { Doc, Matches } from '../port.ts';
import { answered } from './failures.ts';
import { trusted } from './layout.ts';
import type { Table } from './models.ts';
import type { ReadOptions } from './paging.ts';

/** The largest document that is read with its page, and how many larger ones are read at once. */
const SMALL_BYTES = 8_192;
const LARGE_AT_ONCE = 4;

/** Projects the text of small documents only. */
export const smallText = {
  $cond: [{ $lte: [{ $strLenBytes: '$doc' }, SMALL_BYTES] }, '$doc', '$$REMOVE'],
};

/** A document of a page. Without a text, it is read later. */
export interface Item {
  readonly id: string;
  readonly text: string | undefined;
}

/** A page of documents. Closing it ends the session of `options`, which fixes the state. */
export function pageIn<D extends Doc>(
  table: Table,
  options: ReadOptions,
  items: readonly Item[],
  place: Pick<Matches<D>, 'total' | 'next'>,
): Matches<D> {
  const close = async () => options.session?.endSession().catch(() => undefined);
  return { ...place, count: items.length, steps: stepsOf({ table, options }, items), close };
}

interface Parts {
  readonly table: Table;
  readonly options: ReadOptions;
}

async function* stepsOf<D extends Doc>(parts: Parts, items: readonly Item[]): AsyncGenerator<D[]> {
  let small: D[] = [];
  let large: string[] = [];
  for (const { id, text } of items) {
    const isFull = text === undefined ? large.length === LARGE_AT_ONCE : large.length > 0;
    if (isFull) {
      yield await largeOnes<D>(parts, large);
      large = [];
    }
    if (text !== undefined) small.push(JSON.parse(text) as D);
    else {
      if (small.length > 0) yield small;
      small = [];
      large.push(id);
    }
  }
  if (small.length > 0) yield small;
  if (large.length > 0) yield await largeOnes<D>(parts, large);
}

/** Documents by id, in order. */
async function largeOnes<D extends Doc>({ table, options }: Parts, ids: readonly string[]): Promise<D[]> {
  const filter = table.checked({ _id: trusted({ $in: ids }) });
  const found = await answered(() =>
    table.native.find(filter, { ...options, projection: { _id: 1, doc: 1 } }).toArray(),
  );
  const texts = new Map(found.map(({ _id, doc }) => [_id, doc]));
  return ids.flatMap((id) => {
    const text = texts.get(id);
    return text === undefined ? [] : [JSON.parse(text) as D];
  });
}
