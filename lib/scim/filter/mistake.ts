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

const due: Readonly<Record<State, string>> = {
  term: 'an attribute, not or an opening parenthesis',
  group: 'an opening parenthesis',
  operator: 'an operator such as eq, pr or an opening bracket',
  comparison: 'an operator such as eq, or pr',
  value: 'a text in double quotes, a number, true, false or null',
  end: 'and, or, or the end of what is in brackets or of the filter',
};

/** Where a filter first leaves the grammar, and what is expected there; undefined when it is correct. */
export function mistakeIn(tokens: readonly Token[]): string | undefined {
  const open: Token[] = [];
  let state: State = 'term';
  for (const { kind, at } of tokens) {
    const next: State | undefined = grammar[state][kind];
    if (next === undefined) return `The filter is malformed at ${at + 1}: ${due[state]} is due there.`;
    if (kind === '(' || kind === '[') open.push({ kind, at });
    else if (state === 'end' && kind !== 'joint' && open.pop()?.kind !== opening(kind))
      return `The filter is malformed at ${at + 1}: nothing that is open is closed there.`;
    state = next;
  }
  if (state !== 'end') return `The filter ends too early: ${due[state]} is due.`;
  const last = open.at(-1);
  return last && `The filter is malformed at ${last.at + 1}: what is opened there is not closed.`;
}

function opening(closing: Kind): Kind {
  return closing === ')' ? '(' : '[';
}
