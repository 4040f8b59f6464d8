import { InvalidFilter } from '../errors.ts';
import type { Leniency } from '../ingress/leniencies.ts';
import type { Kind, Token } from './mistake.ts';
import { endOfString, stringOf } from './quoted.ts';

export interface FilterLimits {
  readonly filterChars: number;
  readonly filterTokens: number;
  readonly filterDepth: number;
}

/**
 * A filter without the client's text: names are `p0`, `p1` …, literals `"0"`, `"1"` …, so that the parser sees only
 * generated words. `emails[type eq "work"].value eq "x"`, which Entra sends although the grammar does not allow it,
 * becomes `emails[(type eq "work") and value eq "x"]`.
 */
export interface Lexed {
  readonly text: string;
  readonly names: readonly string[];
  readonly literals: readonly (string | number | boolean | null)[];
  readonly tokens: readonly Token[];
  /** Accepted deviations from the grammar. */
  readonly leniencies: ReadonlySet<Leniency>;
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
/** A value without quotes, as in `userName eq bob`. */
const BARE = /[^\s\p{Cc}\p{Cs}"'\\()[\]]+(?=[\s)\]]|$)/uy;
/** The sub-attribute after a value path: `emails[type eq "work"].value`. */
const SUB = /\.([A-Za-z$][\w$-]*)/y;

/** Splits a filter into tokens in one pass. Throws `InvalidFilter`, never with the client's text in the message. */
export function lex(source: string, limits: FilterLimits): Lexed {
  if (source.length > limits.filterChars)
    throw new InvalidFilter(`The filter has more than ${limits.filterChars} characters. Send a shorter one.`);
  const names: string[] = [];
  const literals: (string | number | boolean | null)[] = [];
  const tokens: Token[] = [];
  let [text, at, start, depth] = ['', 0, 0, 0];
  const leniencies = new Set<Leniency>();
  /** True between `].sub` and the end of its comparison, which moves into the brackets. */
  let inValuePath = false;

  function taken(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match) at += match[0].length;
    return match;
  }

  function token(kind: Kind): void {
    tokens.push({ kind, at: start });
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
        `The filter has more than ${limits.filterTokens} names, operators, values and brackets. Send a shorter one.`,
      );
    start = at;
    if (char === '"') {
      token('value');
      const end = endOfString(source, at);
      literal(stringOf(source.slice(at, end), at + 1));
      at = end;
    } else if (char === '(' || char === '[') {
      if (++depth > limits.filterDepth)
        throw new InvalidFilter(
          `The filter nests deeper than ${limits.filterDepth} levels. Send a flatter one.`,
        );
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
      const isValue = tokens.at(-1)?.kind === 'operator';
      const word = taken(isValue ? BARE : WORD)?.[0];
      if (word === undefined)
        throw new InvalidFilter(
          isValue
            ? `Put double quotes around the value at character ${start + 1}.`
            : `The filter has an invalid character at ${start + 1}. Put texts in double quotes.`,
        );
      const folded = word.toLowerCase();
      const constant = LITERALS.get(folded);
      const kind = KEYWORDS.get(folded) ?? (isValue || constant !== undefined ? 'value' : 'name');
      token(kind);
      if (constant !== undefined) {
        if (word !== folded) leniencies.add('filter.boolean-case');
        literal(constant);
      } else if (kind === 'value') {
        leniencies.add('filter.value-bare');
        literal(word);
      } else text += kind === 'name' ? `p${names.push(word) - 1}` : folded;
      if (folded === 'pr') closeValuePath();
      if (folded === 'not' && !/^\s{0,9}\(/.test(source.slice(at, at + 10)))
        throw new InvalidFilter(
          `The "not" at character ${start + 1} needs an expression in parentheses after it.`,
        );
    }
  }
  return { text, names, literals, tokens, leniencies };
}
