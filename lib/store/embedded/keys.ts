import { compareTexts } from '../../scim/index.ts';
import type { KeyValue } from '../port.ts';

export interface Span {
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
}

/** Ends a part of a key. No part contains it, and it sorts before any other character. */
export const END = '\u0000';

/** A part of a key. Texts sort by UTF-8 bytes, as LevelDB sorts keys. */
export function part(text: string): string {
  return escaped(text) + END;
}

/** The start of a part. Text that is not well-formed Unicode has no bytes of its own. */
export function escaped(text: string): string {
  const formed = text.isWellFormed() ? text : text.toWellFormed();
  if (!formed.includes('\u0000') && !formed.includes('\u0001')) return formed;
  return formed.replaceAll('\u0001', '\u0001\u0002').replaceAll('\u0000', '\u0001\u0001');
}

/**
 * A value as a part of a key: booleans before numbers before texts, each in their own order. Throws `TypeError` for
 * other values.
 */
export function encoded(value: KeyValue): string {
  if (typeof value === 'string') return part(`s${value}`);
  if (typeof value === 'boolean') return part(value ? 'b1' : 'b0');
  if (typeof value === 'number' && Number.isFinite(value)) return part(`n${orderedNumber(value)}`);
  throw new TypeError('a key is a text, a finite number or a truth value');
}

/** The start of a text as a part of a key. */
export function begun(text: string): string {
  return `s${escaped(text)}`;
}

/** All keys that begin with `prefix`. */
export function spanOf(prefix: string): Span {
  return { from: prefix, to: behind(prefix) };
}

/** Returns a test whether a key is in a span. It skips the common prefix of both ends. */
export function insideOf({ from, to }: Span): (key: string) => boolean {
  let common = 0;
  while (common < to.length && from[common] === to[common]) common += 1;
  const prefix = from.slice(0, common);
  return (key) => key.startsWith(prefix) && compareTexts(key, from) >= 0 && compareTexts(key, to) < 0;
}

/** The first text after all texts with this prefix, by UTF-8 bytes. */
function behind(prefix: string): string {
  for (let end = prefix.length; end > 0; ) {
    const start = end - (isSecondHalf(prefix.charCodeAt(end - 1)) ? 2 : 1);
    const point = prefix.codePointAt(start) ?? 0;
    if (point < 0x10ffff)
      return prefix.slice(0, start) + String.fromCodePoint(point === 0xd7ff ? 0xe000 : point + 1);
    end = start;
  }
  throw new RangeError('nothing comes after such a key');
}

function isSecondHalf(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

const bits = new DataView(new ArrayBuffer(8));

/** The bits of a double, changed so that they sort like the numbers. */
function orderedNumber(value: number): string {
  bits.setFloat64(0, value === 0 ? 0 : value);
  const [high, low] = [bits.getUint32(0), bits.getUint32(4)];
  const isNegative = high >= 0x80000000;
  const turned = isNegative ? [~high >>> 0, ~low >>> 0] : [(high | 0x80000000) >>> 0, low];
  return turned.map((word) => word.toString(16).padStart(8, '0')).join('');
}
