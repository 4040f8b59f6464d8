import type { Doc, Matches } from '../../lib/store/port.ts';

/** A whole page of matches. */
export interface Found<D> {
  readonly items: D[];
  readonly total: number;
  readonly next?: string;
}

/** Reads a page to its end, and closes it. */
export async function pageOf<D extends Doc>(asked: Promise<Matches<D>>): Promise<Found<D>> {
  const { count, steps, close, ...place } = await asked;
  const items: D[] = [];
  for await (const step of steps) items.push(...step);
  await close();
  if (items.length !== count) throw new Error(`the page says ${count} documents and has ${items.length}`);
  return { items, ...place };
}
