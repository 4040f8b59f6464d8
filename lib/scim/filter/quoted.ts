import { InvalidFilter } from '../errors.ts';

const VALID_ESCAPE = /^(["\\/bfnrt]|u.{4})$/;

/** The end of the quoted text that begins at `start`. Throws `InvalidFilter` without a closing quote. */
export function endOfString(source: string, start: number): number {
  let end = start + 1;
  while (end < source.length && source[end] !== '"') end += source[end] === '\\' ? 2 : 1;
  if (end >= source.length)
    throw new InvalidFilter(`The text that begins at character ${start + 1} has no closing quote.`);
  return end + 1;
}

/**
 * Returns the content of a quoted text. `place` is its start, counted from 1. Throws `InvalidFilter` when it is not a
 * JSON string.
 */
export function stringOf(quoted: string, place: number): string {
  const text = parsed(quoted);
  if (text === undefined) throw new InvalidFilter(mistakeIn(quoted, place));
  if (!text.isWellFormed())
    throw new InvalidFilter(`The text that begins at character ${place} is not well-formed Unicode.`);
  return text;
}

function parsed(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}

/** Why a text is not a JSON string (RFC 8259 section 7). Shows one character of the client's text at most. */
function mistakeIn(quoted: string, place: number): string {
  const escapes = quoted.matchAll(/\\(u[\da-fA-F]{4}|.)/gsu);
  const wrong = [...escapes].find(([, escaped = '']) => !VALID_ESCAPE.test(escaped));
  const at = place + (wrong?.index ?? quoted.search(/\p{Cc}/u));
  if (!wrong) return `The filter has a control character at ${at}. Escape it as in JSON, such as \\n.`;
  const [sequence] = wrong;
  const shown = /[\p{Cc}\p{Cs}\s]/u.test(sequence) ? 'a backslash before a character' : sequence;
  return `The filter has ${shown} at ${at}, which is not an escape of JSON. Double each backslash in a text: \\\\.`;
}
