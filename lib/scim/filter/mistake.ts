/** A token of a filter, with its position counted from 0. */
export interface Token {
  readonly kind: Kind;
  readonly at: number;
}

/** `].` closes a value path that continues with a sub-attribute. */
export type Kind = 'name' | 'operator' | 'pr' | 'joint' | 'not' | 'value' | '(' | ')' | '[' | ']' | '].';

type State = 'term' | 'group' | 'operator' | 'comparison' | 'value' | 'end';

/** The next state for each kind of token (RFC 7644 figure 1). */
const grammar: Readonly<Record<State, Readonly<Partial<Record<Kind, State>>>>> = {
  term: { name: 'operator', not: 'group', '(': 'term' },
  group: { '(': 'term' },
  operator: { operator: 'value', pr: 'end', '[': 'term' },
  comparison: { operator: 'value', pr: 'end' },
  value: { value: 'end' },
  end: { joint: 'term', ')': 'end', ']': 'end', '].': 'comparison' },
};

const expected: Readonly<Record<State, string>> = {
  term: 'an attribute name, "not" or "("',
  group: '"("',
  operator: 'an operator (eq, pr, …) or "["',
  comparison: 'an operator (eq, pr, …)',
  value: 'a text in double quotes, a number, true, false or null',
  end: '"and", "or", a closing bracket or the end of the filter',
};

/** Describes the first error in the grammar of a filter, and what was expected; undefined for a correct filter. */
export function mistakeIn(tokens: readonly Token[]): string | undefined {
  const open: Token[] = [];
  let state: State = 'term';
  for (const { kind, at } of tokens) {
    const next: State | undefined = grammar[state][kind];
    if (next === undefined) return `Invalid filter at character ${at + 1}: expected ${expected[state]}.`;
    if (kind === '(' || kind === '[') open.push({ kind, at });
    else if (state === 'end' && kind !== 'joint' && open.pop()?.kind !== opening(kind))
      return `Invalid filter at character ${at + 1}: this bracket closes nothing.`;
    state = next;
  }
  if (state !== 'end') return `The filter ends too early: expected ${expected[state]}.`;
  const last = open.at(-1);
  return last && `Invalid filter at character ${last.at + 1}: this bracket is never closed.`;
}

function opening(closing: Kind): Kind {
  return closing === ')' ? '(' : '[';
}
