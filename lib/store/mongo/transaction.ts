import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { mongo } from 'mongoose';
import { isTransient, isUnknownCommit } from './failures.ts';

/** Acknowledged by a majority, so that no fail-over undoes it. */
export const majority = { w: 'majority', wtimeoutMS: 10_000 } as const;

/**
 * Runs `work` in a transaction and commits it. Throws what `work` throws, and then writes nothing. Unlike the driver's
 * `withTransaction`, it does not retry for two minutes, pauses between commits, and knows that an error of a
 * client-level `bulkWrite` can be transient.
 */
export async function inTransaction(
  client: mongo.MongoClient,
  patience: number,
  work: (session: mongo.ClientSession) => Promise<void>,
): Promise<void> {
  const deadline = performance.now() + patience;
  const session = client.startSession({ causalConsistency: false });
  try {
    for (let attempt = 1; ; attempt++) {
      session.startTransaction({ writeConcern: majority, readPreference: 'primary' });
      try {
        await work(session);
        await commit(session, deadline);
        return;
      } catch (error) {
        await session.abortTransaction().catch(() => undefined);
        if (!isTransient(error) || performance.now() > deadline) throw error;
      }
      await pause(attempt);
    }
  } finally {
    await session.endSession();
  }
}

async function commit(session: mongo.ClientSession, deadline: number): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await session.commitTransaction();
      return;
    } catch (error) {
      if (!isUnknownCommit(error) || performance.now() > deadline) throw error;
    }
    await pause(attempt);
  }
}

/** Random back-off up to 2, 4, 8 … `longest` ms, so that colliding transactions do not collide again. */
export async function pause(attempt: number, longest = 500): Promise<void> {
  await setTimeout(randomInt(Math.min(2 ** Math.min(attempt, 20), longest)) + 1);
}
