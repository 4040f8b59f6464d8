import type { Attribute } from '../schema/types.ts';
import type { Comparison, Literal } from './types.ts';

/** Normalizes a text for comparisons that ignore letter case. */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/**
 * Prepares a value for comparison: folds text unless `caseExact`, turns dates into milliseconds. Returns undefined for a
 * value that cannot be compared.
 */
export function comparable(
  value: unknown,
  { type, caseExact }: Attribute,
): string | number | boolean | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'string' || value === '') return undefined;
  if (type === 'dateTime') return dateOf(value);
  return caseExact ? value : fold(value);
}

const DATE = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/i;

/** An xsd:dateTime as milliseconds since the epoch, UTC by default; undefined when it is not a date. */
export function dateOf(text: string): number | undefined {
  if (!DATE.test(text)) return undefined;
  const zoned = /T.*(?:Z|[+-]\d\d:\d\d)$/i.test(text) || !/T/i.test(text) ? text : `${text}Z`;
  const at = Date.parse(zoned.replace(/(\.\d{3})\d+/, '$1'));
  return Number.isNaN(at) ? undefined : at;
}

/** Compares by UTF-8 bytes, as both stores do; JavaScript's own order differs for characters beyond U+FFFF. */
export function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (x !== y) return byCodePoint(x) - byCodePoint(y);
  }
  return a.length - b.length;
}

/** Surrogates sort after all other characters. */
function byCodePoint(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** Whether one comparable value passes. Callers evaluate `ne` as `not eq`. */
export function passes(
  op: Exclude<Comparison, 'ne'>,
  value: string | number | boolean,
  literal: Literal,
): boolean {
  switch (op) {
    case 'eq':
      return value === literal;
    case 'co':
      return typeof value === 'string' && typeof literal === 'string' && value.includes(literal);
    case 'sw':
      return typeof value === 'string' && typeof literal === 'string' && value.startsWith(literal);
    case 'ew':
      return typeof value === 'string' && typeof literal === 'string' && value.endsWith(literal);
    case 'gt':
      return order(value, literal) > 0;
    case 'ge':
      return order(value, literal) >= 0;
    case 'lt':
      return order(value, literal) < 0;
    case 'le':
      return order(value, literal) <= 0;
  }
}

/** Returns NaN, which fails every comparison, for values of different types. */
function order(value: string | number | boolean, literal: Literal): number {
  if (typeof value === 'number' && typeof literal === 'number') return value - literal;
  if (typeof value === 'string' && typeof literal === 'string') return compareTexts(value, literal);
  return Number.NaN;
}
