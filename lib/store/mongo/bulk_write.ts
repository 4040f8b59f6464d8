import { mongo } from 'mongoose';
import type { Condition, Stored } from './layout.ts';

/** One write of the command `bulkWrite`. */
export type Operation = { readonly namespace: string } & (
  | { readonly insert: Stored }
  | {
      readonly filter: Condition;
      readonly replace: Stored | { readonly $unset: Readonly<Record<string, ''>> };
    }
  | { readonly filter: Condition; readonly remove: true }
);

/** How many documents each write has found or inserted, up to the first that failed. */
export interface Written {
  readonly counts: readonly number[];
  /** The write that failed, and why. */
  readonly failed?: { readonly at: number; readonly code: number; readonly message: string };
}

interface Answer {
  readonly cursor?: { readonly id?: unknown; readonly firstBatch?: readonly Reply[] };
}

interface Reply {
  readonly ok: number;
  readonly idx: number;
  readonly n?: number;
  readonly code?: number;
  readonly errmsg?: string;
}

/**
 * Sends the writes of a transaction in order, as one command, and reads what became of each. The driver has the same as
 * `bulkWrite`, at more than twice the processor time. Throws an error of the server that concerns all of them, and when
 * the answer does not tell about each.
 */
export async function bulkWrite(
  client: mongo.MongoClient,
  session: mongo.ClientSession,
  operations: readonly Operation[],
): Promise<Written> {
  const namespaces = [...new Set(operations.map(({ namespace }) => namespace))];
  const answer: Answer = await client.db('admin').command(
    {
      bulkWrite: 1,
      ops: operations.map((operation) => opOf(operation, namespaces.indexOf(operation.namespace))),
      nsInfo: namespaces.map((ns) => ({ ns })),
      ordered: true,
      errorsOnly: false,
    },
    { session },
  );
  return writtenIn(answer, operations.length);
}

export function writtenIn({ cursor }: Answer, expected: number): Written {
  const counts: number[] = [];
  for (const { ok, idx, n, code = 0, errmsg = '' } of cursor?.firstBatch ?? []) {
    if (idx !== counts.length) throw incomplete();
    if (ok !== 1) return { counts, failed: { at: idx, code, message: errmsg } };
    if (typeof n !== 'number') throw incomplete();
    counts.push(n);
  }
  if (counts.length !== expected) throw incomplete();
  return { counts };
}

function incomplete(): mongo.MongoRuntimeError {
  return new mongo.MongoRuntimeError('MongoDB did not tell what became of each write of a transaction');
}

function opOf(operation: Operation, at: number): mongo.Document {
  if ('insert' in operation) return { insert: at, document: operation.insert };
  const { filter } = operation;
  return 'remove' in operation
    ? { delete: at, filter, multi: false }
    : { update: at, filter, updateMods: operation.replace, multi: false };
}
