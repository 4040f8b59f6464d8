import { type Filter, InvalidFilter } from '../../scim/index.ts';
import type { DirectoryMember } from './types.ts';

/** What a filter of memberships asks for. */
export interface Wanted {
  readonly group?: string;
  readonly member?: string;
  /** The kind of the member, folded. */
  readonly type?: string;
}

/** Reads eq on `group.value`, `member.value` and `member.type`, each once. Throws `InvalidFilter` for all else. */
export function wantedIn(filter: Filter, prefix = ''): Wanted {
  if (filter.op === 'some') return wantedIn(filter.filter, `${filter.target.text}.`);
  if (filter.op === 'and') return filter.filters.map((each) => wantedIn(each, prefix)).reduce(both);
  if (filter.op === 'eq' && typeof filter.raw === 'string') {
    const text = prefix + filter.target.text;
    if (text === 'group.value') return { group: filter.raw };
    if (text === 'member.value') return { member: filter.raw };
    if (text === 'member.type') return { type: filter.raw.toLowerCase() };
  }
  throw refused();
}

function both(one: Wanted, other: Wanted): Wanted {
  if (Object.keys(one).some((key) => key in other)) throw refused();
  return { ...one, ...other };
}

function refused(): InvalidFilter {
  return new InvalidFilter(
    'Memberships are found by eq on group.value, member.value and member.type only, joined by and: group.value eq "…".',
  );
}

/** Whether a membership is of the wanted group and kind. */
export function isWanted({ group, type }: Wanted, { groupId, kind }: DirectoryMember): boolean {
  return (group === undefined || groupId === group) && (type === undefined || kind.toLowerCase() === type);
}

/** The index along which the fewest memberships are read. */
export function indexFor({ group, member, type }: Wanted): { index?: string; equal?: string[] } {
  if (member !== undefined) return { index: 'member', equal: [member] };
  if (type === 'group') return { index: 'nested' };
  return group === undefined ? {} : { index: 'group', equal: [group] };
}
