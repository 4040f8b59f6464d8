import type { mongo } from 'mongoose';

const oldest = 8;

/** Throws a sentence with a remedy when this server has no transactions or no client-level `bulkWrite`. */
export async function assertSuitable(db: mongo.Db): Promise<void> {
  const hello = await db.command({ hello: 1 });
  const { version } = await db.command({ buildInfo: 1 });
  const reason = unsuitable(hello, String(version));
  if (reason !== undefined) throw new Error(reason);
}

/** Why a server with this reply cannot hold the data; undefined when it can. */
export function unsuitable(hello: mongo.Document, version: string): string | undefined {
  if (Number.parseInt(version, 10) < oldest) {
    return `MongoDB ${oldest}.0 or newer is needed, and this server is ${version}: upgrade it, or leave MONGODB_URI out to use the embedded store.`;
  }
  if (hello.setName === undefined && hello.msg !== 'isdbgrid') {
    return (
      'This MongoDB runs as a standalone server, which has no transactions. ' +
      'Make it a replica set of one node: start mongod with --replSet rs0 (replication.replSetName in mongod.conf), ' +
      'then run rs.initiate() once in mongosh.'
    );
  }
  return undefined;
}
