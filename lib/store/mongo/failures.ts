import { mongo } from 'mongoose';
import { StoreError, Unavailable } from '../errors.ts';

/** `MaxTimeMSExpired` */
const timeLimit = 50;
export const duplicate = 11_000;

/**
 * Codes of a server that cannot answer now: unreachable, stepping down, shutting down, not primary, interrupted,
 * without a majority, without disk; of a snapshot that is gone (SnapshotTooOld, SnapshotUnavailable); and of work that
 * lost a conflict (LockTimeout, WriteConflict, NoSuchTransaction).
 */
const passing = new Set([
  6, 7, 24, 64, 79, 89, 91, 100, 112, 134, 189, 202, 239, 244, 246, 251, 262, 290, 9_001, 10_107, 11_600,
  11_602, 13_435, 13_436, 14_031,
]);

const passingLabels = [
  'TransientTransactionError',
  'UnknownTransactionCommitResult',
  'RetryableWriteError',
  'RetryableError',
  'SystemOverloadedError',
];

/** Errors of the driver itself without a connection. */
const passingNames = new Set([
  'MongoServerSelectionError',
  'MongooseServerSelectionError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoClientClosedError',
  'MongoServerClosedError',
  'MongoPoolClosedError',
  'MongoWaitQueueTimeoutError',
  'MongoExpiredSessionError',
]);

/** Codes of a command to a connection that the server has just ended: the driver passes Node's error on. */
const endedConnection = new Set([
  'EPIPE',
  'ECONNRESET',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
]);

/** The server's error: the driver wraps an error of a client-level `bulkWrite` and hides its labels. */
function rootOf(error: unknown): unknown {
  return error instanceof mongo.MongoClientBulkWriteError && error.cause instanceof mongo.MongoError
    ? error.cause
    : error;
}

/** Whether nothing was written and the same transaction may be tried again. */
export function isTransient(error: unknown): boolean {
  const root = rootOf(error);
  return root instanceof mongo.MongoError && root.hasErrorLabel('TransientTransactionError');
}

/** Whether the commit may have happened; repeating it is safe. */
export function isUnknownCommit(error: unknown): boolean {
  return error instanceof mongo.MongoError && error.hasErrorLabel('UnknownTransactionCommitResult');
}

export function isTimeLimit(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === timeLimit;
}

/** The error to throw: `Unavailable` when MongoDB cannot answer now, else the error itself. */
export function translated(error: unknown): unknown {
  if (error instanceof StoreError || !(error instanceof Error)) return error;
  const root = rootOf(error);
  return isPassing(root) || isTimeLimit(root)
    ? new Unavailable('MongoDB does not answer now. Try again, and see its log if that lasts.', {
        cause: root,
      })
    : error;
}

/** Whether a read that has failed was lost with its server, so that another one may answer it. */
export function isLostRead(error: unknown): boolean {
  return error instanceof Error && !passingNames.has(error.name) && isPassing(error);
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (passingNames.has(error.name) || error instanceof mongo.MongoNetworkError) return true;
  if (!(error instanceof mongo.MongoError)) return 'code' in error && endedConnection.has(String(error.code));
  return passing.has(Number(error.code)) || passingLabels.some((label) => error.hasErrorLabel(label));
}

/** Runs `work` and translates its errors. */
export async function answered<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translated(error);
  }
}
