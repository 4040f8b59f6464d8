import type { mongo } from 'mongoose';
import { isLostRead } from './failures.ts';
import type { Condition, Stored } from './layout.ts';
import type { Table } from './models.ts';
import type { ReadOptions } from './paging.ts';

export const textOnly = { _id: 0, doc: 1 } as const;

/**
 * The text of the first document that a filter finds. It sends the command itself, which costs less than the driver's
 * `findOne`. Where the server is lost it asks the driver, which waits for the next one.
 */
export async function textOf(
  { db, native }: Table,
  filter: Condition,
  { session, ...options }: ReadOptions,
): Promise<string | undefined> {
  const command = {
    ...{ find: native.collectionName, filter, projection: textOnly, limit: 1, singleBatch: true },
    ...options,
  };
  try {
    const { cursor }: Answer = await db.command(command, session ? { session } : {});
    if (!cursor?.firstBatch) throw new TypeError('MongoDB answered a find without a batch.');
    return cursor.firstBatch[0]?.doc;
  } catch (error) {
    if (session || !isLostRead(error)) throw error;
    const stored = await native.findOne(filter, { ...options, projection: textOnly });
    return stored?.doc;
  }
}

interface Answer extends mongo.Document {
  readonly cursor?: { readonly firstBatch?: readonly Pick<Stored, 'doc'>[] };
}
