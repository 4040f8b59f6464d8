import mongoose, { type Connection } from 'mongoose';
import { Unavailable } from '../errors.ts';
import { translated } from './failures.ts';

export interface MongoPlace {
  /** A connection string; the default database is `rollcall`. */
  readonly uri: string;
  /** The name of this process in the server's log. */
  readonly appName?: string;
  /** Milliseconds for any answer, even to a write; without it, as for the building of indexes, no answer is too late. */
  readonly answerMs?: number;
}

/** A separate connection, never mongoose's global one. Throws `Unavailable` when no server answers. */
export async function connect(
  { uri, appName = 'rollcall', answerMs = 0 }: MongoPlace,
  limits: { readonly mongoSelectMs: number },
): Promise<Connection> {
  try {
    return await mongoose
      .createConnection(uri, {
        appName,
        ...(/^[^/]+\/\/[^/]+\/[^?]/.test(uri) ? {} : { dbName: 'rollcall' }),
        readPreference: 'primary',
        retryReads: true,
        retryWrites: true,
        serverSelectionTimeoutMS: limits.mongoSelectMs,
        connectTimeoutMS: limits.mongoSelectMs,
        waitQueueTimeoutMS: limits.mongoSelectMs,
        socketTimeoutMS: answerMs,
        bufferCommands: false,
        autoIndex: false,
        autoCreate: false,
        sanitizeFilter: true,
      })
      .asPromise();
  } catch (error) {
    const reason = translated(error);
    if (!(reason instanceof Unavailable) || !(error instanceof Error)) throw reason;
    throw new Unavailable(
      `No MongoDB answers where MONGODB_URI says: ${error.message}. Start it, correct MONGODB_URI, or let this machine through its firewall.`,
      { cause: error },
    );
  }
}
