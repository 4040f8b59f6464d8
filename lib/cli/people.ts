import type { AccountRef } from '../operations/index.ts';

/** The number of names before the rest is counted. */
const SHOWN = 20;

/** The end of a sentence about people: `: ann, bob and 3 more.`, or only the full stop. */
export function namesAfter(people: readonly AccountRef[]): string {
  if (people.length === 0) return '.';
  const names = people.slice(0, SHOWN).map(({ username }) => username);
  const rest = people.length - names.length;
  return `: ${names.join(', ')}${rest === 0 ? '' : ` and ${rest} more`}.`;
}
