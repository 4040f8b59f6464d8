import type { mongo } from 'mongoose';
import type { Page } from '../port.ts';
import { cursorOf, type Position } from './position.ts';

export interface ReadOptions {
  /** Milliseconds that one query may take. */
  readonly maxTimeMS: number;
  /** Absent when the session has it. */
  readonly readConcern?: mongo.ReadConcernLike;
  readonly session?: mongo.ClientSession;
}

/** The page out of `limit` + 1 rows, and where the next one starts. */
export function paged<R>(rows: readonly R[], limit: number, positionOfRow: (row: R) => Position): Page<R> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined
    ? { items, next: cursorOf(positionOfRow(last)) }
    : { items };
}
