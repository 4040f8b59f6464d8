import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { mongoUri } from './available.ts';

/** A database of its own on the server that MONGODB_URI names; undefined when it names none. */
export function testDatabase(server: string | undefined = mongoUri): string | undefined {
  if (server === undefined) return undefined;
  const uri = new URL(server);
  uri.pathname = `/rollcall_${randomUUID().replaceAll('-', '')}`;
  return uri.toString();
}

/** Removes what `testDatabase` named; on a server that is thrown away itself it may stay. */
export async function dropDatabase(uri: string | undefined): Promise<void> {
  if (uri === undefined || process.env.MONGODB_THROWN_AWAY !== undefined) return;
  const connection = await mongoose.createConnection(uri).asPromise();
  await connection.dropDatabase();
  await connection.close();
}
