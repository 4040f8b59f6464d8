import type { mongo } from 'mongoose';
import { connect, type MongoPlace } from './connection.ts';
import { translated } from './failures.ts';
import { unsuitable } from './server_check.ts';

/** What a MongoDB says of itself. */
export interface MongoState {
  readonly version: string;
  /** Why it cannot hold the data, in a sentence. */
  readonly unsuitable?: string;
  /** How many members of the replica set hold the data; undefined for a sharded cluster. */
  readonly members?: number;
  /** Milliseconds until a majority has acknowledged a write. */
  readonly majorityMs: number;
  /** By how many milliseconds its clock is ahead of this one. */
  readonly ahead: number;
  /** Bytes of the file system with the data, where the user may ask. */
  readonly disk?: { readonly free: number; readonly size: number };
}

/** Asks a MongoDB for its state, and changes nothing. Throws `Unavailable`, or MongoDB's error. */
export async function mongoState(
  place: MongoPlace,
  { now, collection, ms }: { now(): number; readonly collection: string; readonly ms: number },
): Promise<MongoState> {
  const connection = await connect(place, { mongoSelectMs: ms });
  try {
    if (!connection.db) throw new TypeError('the connection is not open');
    const { db } = connection;
    const askedAt = now();
    const hello = await db.command({ hello: 1 });
    const ahead = Number(hello.localTime) - (askedAt + now()) / 2;
    const version = String((await db.command({ buildInfo: 1 })).version);
    const reason = unsuitable(hello, version);
    const hosts = hello.msg === 'isdbgrid' ? undefined : dataBearing(hello);
    return {
      ...{ version, ahead },
      ...(reason === undefined ? {} : { unsuitable: reason }),
      ...(hosts === undefined ? {} : { members: hosts }),
      majorityMs: reason === undefined ? await majorityMs(db, collection, ms) : 0,
      ...(await diskOf(db)),
    };
  } catch (error) {
    throw translated(error);
  } finally {
    await connection.close(true);
  }
}

function dataBearing({ hosts = [], passives = [] }: { hosts?: unknown[]; passives?: unknown[] }): number {
  return hosts.length + passives.length;
}

/** An update that matches nothing waits for a majority like any other. */
async function majorityMs(db: mongo.Db, collection: string, ms: number): Promise<number> {
  const began = performance.now();
  await db
    .collection<{ _id: string }>(collection)
    .updateOne({ _id: 'nobody' }, { $set: { v: 1 } }, { writeConcern: { w: 'majority', wtimeoutMS: ms } });
  return performance.now() - began;
}

async function diskOf(db: mongo.Db): Promise<Pick<MongoState, 'disk'>> {
  const { fsTotalSize, fsUsedSize } = await db.command({ dbStats: 1 }).catch((): mongo.Document => ({}));
  const size = Number(fsTotalSize);
  return size > 0 ? { disk: { size, free: size - Number(fsUsedSize) } } : {};
}
