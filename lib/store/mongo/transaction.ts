import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { mongo } from 'mongoose';
import { isTransient, isUnknownCommit } from './failures.ts';

/** Acknowledged by a majority, so that no fail-over takes it back. */
export const majority = { w: 'majority', wtimeoutMS: 10_000 } as const;

/**
 * Runs `work` in a transaction and commits it; throws what `work` throws, and nothing is written then. The driver's
 * `withTransaction` does the same, but goes on for two minutes, repeats a commit without a pause, and does not see that
 * an error of a client-level `bulkWrite` is transient.
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

/** Up to 2, 4, 8 … `longest` ms, by chance, so that two who met do not meet again. */
export async function pause(attempt: number, longest = 500): Promise<void> {
  await setTimeout(randomInt(Math.min(2 ** Math.min(attempt, 20), longest)) + 1);
}
