import { InvalidCursor } from '../errors.ts';
import type { KeyValue } from '../port.ts';

/** The end of a page: the values of its sort fields, or null if a document has no value. The last one is the id. */
export type Position = readonly (KeyValue | null)[];

/** The text of a cursor. A caller that shows it to clients signs it; only its form is checked when it comes back. */
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
