import type { mongo } from 'mongoose';
import { limits } from '../../../config/limits.ts';
import type { Snapshot } from '../port.ts';
import type { Table } from './models.ts';
import { Reads } from './reads.ts';

/** Reads in a transaction that writes nothing: its first read fixes the state of all of them. */
export async function openSnapshot(
  client: mongo.MongoClient,
  table: (name: string) => Table,
  maxTimeMS: number,
): Promise<Snapshot> {
  const session = client.startSession({ causalConsistency: false });
  session.startTransaction({ readConcern: { level: 'snapshot' }, readPreference: 'primary' });
  return new MongoSnapshot(session, table, maxTimeMS);
}

class MongoSnapshot extends Reads implements Snapshot {
  readonly #session: mongo.ClientSession;
  readonly #end: NodeJS.Timeout;

  constructor(session: mongo.ClientSession, table: (name: string) => Table, maxTimeMS: number) {
    super(table, { maxTimeMS, session });
    this.#session = session;
    this.#end = setTimeout(() => void this.close(), limits.snapshotMs).unref();
  }

  /** Also ends the transaction. */
  async close(): Promise<void> {
    clearTimeout(this.#end);
    await this.#session.endSession().catch(() => undefined);
  }
}
