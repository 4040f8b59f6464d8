import type { Table } from './models.ts';

/** Collections that are asked about at once: a request for a connection must not wait behind all others. */
const AT_ONCE = 8;

/** The declared indexes that are missing, as `collection.index`; one with another definition counts as missing. */
export async function missingIndexes(tables: Iterable<Table>): Promise<string[]> {
  const missing: string[] = [];
  await forEach(tables, async (table) => void missing.push(...(await missingOf(table))));
  return missing.sort();
}

/**
 * Builds missing indexes and rebuilds changed ones; keeps undeclared ones. Throws MongoDB's error when an index cannot
 * be built, for example because two documents share a unique value.
 */
export async function ensureIndexes(tables: Iterable<Table>): Promise<void> {
  await forEach(tables, async ({ model }) => {
    const differing: { readonly toDrop: readonly string[] } = await model.diffIndexes();
    const declared = new Set(model.schema.indexes().map(([, options]) => options.name));
    for (const name of differing.toDrop) if (declared.has(name)) await model.collection.dropIndex(name);
    await model.createIndexes();
  });
}

async function forEach(tables: Iterable<Table>, work: (table: Table) => Promise<void>): Promise<void> {
  const all = [...tables];
  for (let at = 0; at < all.length; at += AT_ONCE) await Promise.all(all.slice(at, at + AT_ONCE).map(work));
}

async function missingOf({ model }: Table): Promise<string[]> {
  const { toCreate } = await model.diffIndexes();
  const names = new Map(model.schema.indexes().map(([fields, { name }]) => [JSON.stringify(fields), name]));
  return toCreate.map((fields: unknown) => `${model.collection.name}.${names.get(JSON.stringify(fields))}`);
}
