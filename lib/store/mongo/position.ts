import { InvalidCursor } from '../errors.ts';
import type { KeyValue } from '../port.ts';

/** Where a page ended: the values of the fields that it is sorted by, null where there was none; the last is the id. */
export type Position = readonly (KeyValue | null)[];

/** The text of a cursor. Whoever hands it to strangers signs it; what comes back is checked for its shape only. */
export function cursorOf(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** Reads a cursor of `length` values. Throws `InvalidCursor`. */
export function positionOf(cursor: string, length: number): Position {
  let position: unknown;
  try {
    position = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw new InvalidCursor('the cursor cannot be read');
  }
  if (!Array.isArray(position) || position.length !== length || !position.every(isValue)) {
    throw new InvalidCursor('the cursor belongs to another list');
  }
  return position;
}

function isValue(value: unknown): value is KeyValue | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
