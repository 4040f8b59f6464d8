import type { Collection, Doc, Transaction } from '../store/index.ts';

/** Documents that follow from others, brought up to date at the end of each unit of work. */
export interface Derivation<U extends Transaction> {
  /** Whether to follow the documents of a collection. */
  readonly concerns: (collection: string) => boolean;
  /** Gets all written and removed documents that concern it, in the same transaction. */
  readonly follow: (unit: U, written: readonly Doc[]) => Promise<void>;
}

/** Runs a unit of work, and then what is derived from its writes. */
export async function deriving<U extends Transaction, T>(
  unit: U,
  { concerns, follow }: Derivation<U>,
  work: (unit: U) => Promise<T>,
): Promise<T> {
  const written: Doc[] = [];
  const note = <D extends Doc>({ name }: Collection<D>, doc: D): D => {
    if (concerns(name)) written.push(doc);
    return doc;
  };
  const insert = unit.insert.bind(unit);
  const update = unit.update.bind(unit);
  const remove = unit.remove.bind(unit);
  Object.assign(unit, {
    insert: <D extends Doc>(into: Collection<D>, doc: Omit<D, 'v'>) => note(into, insert(into, doc)),
    update: <D extends Doc>(into: Collection<D>, doc: D) => note(into, update(into, doc)),
    remove: <D extends Doc>(from: Collection<D>, doc: D) => remove(from, note(from, doc)),
  });
  const result = await work(unit);
  if (written.length > 0) await follow(unit, written);
  return result;
}
