import { type Filter, fold, InvalidFilter } from '../../scim/index.ts';
import type { MemberKind } from './types.ts';

/** A member that a filter selects. */
export interface Choice {
  readonly id: string;
  /** The folded types of the filter. The member must have all of them. */
  readonly types: readonly string[];
}

/**
 * The members that a filter selects by value: `value eq "x"`, optionally with `type eq "User"`, or several of these
 * joined by `or`. Throws `InvalidFilter` for any other filter.
 */
export function choicesIn(filter: Filter): Choice[] {
  const id = textIn(filter, 'value');
  if (id !== undefined) return [{ id, types: [] }];
  if (filter.op === 'or') return filter.filters.flatMap(choicesIn);
  if (filter.op === 'and') return choicesOfType(filter.filters);
  throw refusal();
}

/** Whether a member of this kind matches the choice. */
export function fits({ types }: Choice, kind: MemberKind): boolean {
  return types.every((type) => type === fold(kind));
}

function choicesOfType(filters: readonly Filter[]): Choice[] {
  const types = filters.flatMap((each) => textIn(each, 'type') ?? []).map(fold);
  const [rest, ...others] = filters.filter((each) => textIn(each, 'type') === undefined);
  if (!rest || others.length > 0) throw refusal();
  return choicesIn(rest).map((choice) => ({ ...choice, types: [...choice.types, ...types] }));
}

function textIn(filter: Filter, name: 'value' | 'type'): string | undefined {
  if (filter.op !== 'eq' || filter.target.attribute.name !== name) return undefined;
  return typeof filter.raw === 'string' ? filter.raw : undefined;
}

function refusal(): InvalidFilter {
  return new InvalidFilter(
    'Select members by eq on their value, and optionally by eq on their type: members[value eq "…" and type eq "User"].',
  );
}
