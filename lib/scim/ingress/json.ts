import { parse } from '@hapi/bourne';
import { InvalidSyntax, InvalidValue } from '../errors.ts';
import { type JsonBounds, type Large, malformed, scanJson } from './json_scan.ts';

/** The parser's message for a key that would change the prototype of an object. */
const FORBIDDEN_KEY = 'Object contains forbidden prototype property';

/** An escaped surrogate. It may also be part of a pair. */
const HALF = /\\u[dD]/;

/**
 * Parses the UTF-8 of a JSON text, and yields after every step. Checks the bounds first. Throws `InvalidSyntax`, and
 * `InvalidValue` for a string that is not well-formed Unicode.
 */
export function* parseJson(bytes: Buffer, bounds: JsonBounds): Generator<void, unknown> {
  const large = yield* scanJson(bytes, bounds);
  return large ? yield* joined(bytes, large) : parsed(bytes.toString());
}

function* joined(bytes: Buffer, { isArray, parts }: Large): Generator<void, unknown> {
  const all: unknown[] = [];
  const whole: Record<string, unknown> = {};
  for (const { from, to, large } of parts) {
    const text = bytes.toString('utf8', from, to) + (large ? 'null' : '');
    const some = parsed(isArray ? `[${text}]` : `{${text}}`) as Record<string, unknown>;
    if (large) for (const key of Object.keys(some)) some[key] = yield* joined(bytes, large);
    if (isArray) all.push(...Object.values(some));
    else Object.assign(whole, some);
    yield;
  }
  return isArray ? all : whole;
}

function parsed(text: string): unknown {
  const value: unknown = parsedSafely(text);
  if (HALF.test(text)) checkTexts(value);
  return value;
}

function parsedSafely(text: string): unknown {
  try {
    return parse(text, { protoAction: 'error' });
  } catch (error) {
    if (error instanceof SyntaxError && error.message === FORBIDDEN_KEY)
      throw new InvalidSyntax('The body has the forbidden key "__proto__". Remove it.');
    throw malformed();
  }
}

function checkTexts(value: unknown): void {
  if (typeof value === 'string' && !value.isWellFormed())
    throw new InvalidValue('A text of the body is not well-formed Unicode.');
  if (value !== null && typeof value === 'object') Object.values(value).forEach(checkTexts);
}
