import { createHmac, timingSafeEqual } from 'node:crypto';
import { limits } from '../../../config/limits.ts';
import { ExpiredCursor, InvalidCursor } from '../errors.ts';

interface Cursor {
  /** The cursor of the store. */
  readonly after: string;
  /** A digest of the query: a cursor works for the same query only. */
  readonly digest: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

const MAC_CHARS = 22;

/** Encodes a cursor for clients (RFC 9865 section 2): opaque, URL-safe and signed. */
export function sealCursor({ after, digest, expires }: Cursor, key: Buffer): string {
  const content = Buffer.from(JSON.stringify([after, digest, expires])).toString('base64url');
  return `${macOf(content, key)}${content}`;
}

/** The position of a cursor that one of the keys has signed. Throws `InvalidCursor`, and `ExpiredCursor` for one that was valid before. */
export function openCursor(text: string, digest: string, now: number, keys: readonly Buffer[]): string {
  const invalid = new InvalidCursor('The cursor does not belong to this list. Start the list again.');
  if (text.length > limits.cursorChars) throw invalid;
  const [mac, content] = [text.slice(0, MAC_CHARS), text.slice(MAC_CHARS)];
  if (!keys.some((key) => sameMac(Buffer.from(mac), Buffer.from(macOf(content, key))))) throw invalid;
  const [after, of, expires] = JSON.parse(Buffer.from(content, 'base64url').toString()) as [
    string,
    string,
    number,
  ];
  if (of !== digest) throw invalid;
  if (expires <= now) throw new ExpiredCursor('The cursor is too old. Start the list again.');
  return after;
}

function sameMac(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function macOf(content: string, key: Buffer): string {
  return createHmac('sha256', key).update(content).digest('base64url').slice(0, MAC_CHARS);
}
