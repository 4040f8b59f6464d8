import { InvalidFilter } from '../errors.ts';
import type { Kind, Token } from './mistake.ts';

export interface FilterLimits {
  readonly filterChars: number;
  readonly filterTokens: number;
  readonly filterDepth: number;
}

/**
 * A filter with everything that the client wrote cut out: names are `p0`, `p1` …, literals `"0"`, `"1"` …, so that the
 * parser sees only words of ours. `emails[type eq "work"].value eq "x"`, which the grammar does not have and Entra
 * sends, becomes `emails[(type eq "work") and value eq "x"]`.
 */
export interface Lexed {
  readonly text: string;
  readonly names: readonly string[];
  readonly literals: readonly (string | number | boolean | null)[];
  readonly tokens: readonly Token[];
  /** Whether a literal was written as a bare `True` or `False`. */
  readonly oddBooleans: boolean;
}

const OPERATORS = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];
const KEYWORDS = new Map<string, Kind>([
  ['and', 'joint'],
  ['or', 'joint'],
  ['not', 'not'],
  ['pr', 'pr'],
  ...OPERATORS.map((operator) => [operator, 'operator'] as const),
]);
const LITERALS = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const WORD = /[A-Za-z$][\w$.:-]*/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?=[\s()\]]|$)/y;
/** The sub-attribute after a value path: `emails[type eq "work"].value`. */
const SUB = /\.([A-Za-z$][\w$-]*)/y;

/** Cuts a filter into its parts in one pass. Throws `InvalidFilter`, never with the client's text in the message. */
export function lex(source: string, limits: FilterLimits): Lexed {
  if (source.length > limits.filterChars)
    throw new InvalidFilter(`A filter has at most ${limits.filterChars} characters.`);
  const names: string[] = [];
  const literals: (string | number | boolean | null)[] = [];
  const tokens: Token[] = [];
  let [text, at, depth] = ['', 0, 0];
  let oddBooleans = false;
  /** Between `].sub` and the end of its comparison, which is moved into the brackets. */
  let inValuePath = false;

  function taken(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match) at += match[0].length;
    return match;
  }

  function literal(value: string | number | boolean | null): void {
    text += `"${literals.push(value) - 1}"`;
    closeValuePath();
  }

  function closeValuePath(): void {
    if (inValuePath) text += ']';
    inValuePath = false;
  }

  while (at < source.length) {
    const char = source[at] ?? '';
    if (char === ' ' || char === '\t') {
      text += ' ';
      at++;
      continue;
    }
    if (tokens.length >= limits.filterTokens)
      throw new InvalidFilter(
        `A filter has at most ${limits.filterTokens} names, operators, values and brackets.`,
      );
    const start = at;
    const token = (kind: Kind) => tokens.push({ kind, at: start });
    if (char === '"') {
      token('value');
      const end = endOfString(source, at);
      literal(stringOf(source.slice(at, end), at));
      at = end;
    } else if (char === '(' || char === '[') {
      if (++depth > limits.filterDepth)
        throw new InvalidFilter(`A filter nests at most ${limits.filterDepth} deep.`);
      token(char);
      text += char === '[' ? '[(' : '(';
      at++;
    } else if (char === ')') {
      depth--;
      token(char);
      text += ')';
      at++;
    } else if (char === ']') {
      depth--;
      at++;
      const sub = taken(SUB)?.[1];
      token(sub === undefined ? ']' : '].');
      text += sub === undefined ? ')]' : `) and p${names.push(sub) - 1}`;
      inValuePath = sub !== undefined;
    } else {
      const number = taken(NUMBER)?.[0];
      if (number !== undefined) {
        token('value');
        literal(Number(number));
        continue;
      }
      const word = taken(WORD)?.[0];
      if (word === undefined)
        throw new InvalidFilter(`The filter has a character that it cannot have, at ${start + 1}.`);
      const folded = word.toLowerCase();
      const constant = LITERALS.get(folded);
      token(constant === undefined ? (KEYWORDS.get(folded) ?? 'name') : 'value');
      if (constant !== undefined) {
        oddBooleans ||= word !== folded;
        literal(constant);
      } else text += KEYWORDS.has(folded) ? folded : `p${names.push(word) - 1}`;
      if (folded === 'pr') closeValuePath();
      if (folded === 'not' && !/^\s{0,9}\(/.test(source.slice(at, at + 10)))
        throw new InvalidFilter(`After not, at ${start + 1}, comes an expression in parentheses.`);
    }
  }
  return { text, names, literals, tokens, oddBooleans };
}

function endOfString(source: string, start: number): number {
  let end = start + 1;
  while (end < source.length && source[end] !== '"') end += source[end] === '\\' ? 2 : 1;
  if (end >= source.length) throw new InvalidFilter(`The text that begins at ${start + 1} does not end.`);
  return end + 1;
}

function stringOf(quoted: string, start: number): string {
  const text = parsed(quoted);
  if (text === undefined) throw new InvalidFilter(`The text that begins at ${start + 1} is no JSON string.`);
  if (!text.isWellFormed())
    throw new InvalidFilter(`The text that begins at ${start + 1} is not well-formed Unicode.`);
  return text;
}

function parsed(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}
