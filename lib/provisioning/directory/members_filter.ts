import { limits } from '../../../config/limits.ts';
import { InvalidFilter, TooMany } from '../../scim/errors.ts';
import type { Filter } from '../../scim/filter/types.ts';
import { all, every } from '../../store/every.ts';
import type { Reader } from '../../store/port.ts';
import { directoryGroups } from '../collections.ts';
import { directoryMembers } from './collections.ts';
import { type Choice, choicesIn, fits } from './member_choice.ts';
import { Nesting } from './nesting.ts';
import { resolveRelation } from './related_filter.ts';

/**
 * A filter on groups with its terms on `members` answered: `members.value eq "x"`, `members eq "x"` and
 * `members[value eq "x" and type eq "User"]`. Throws `InvalidFilter` for other terms on members.
 */
export function resolveMembers(reader: Reader, integrationId: string, filter: Filter): Promise<Filter> {
  const find = async (term: Filter) => {
    const found = await Promise.all(choicesIn(term).map((choice) => groupsOf(reader, integrationId, choice)));
    return found.flat();
  };
  return resolveRelation({ name: 'members', find }, filter);
}

/** A filter on users with its terms on `groups` answered, nested groups too. Throws `InvalidFilter`, `TooMany`. */
export function resolveGroups(reader: Reader, integrationId: string, filter: Filter): Promise<Filter> {
  const find = async (term: Filter) => {
    const found = await Promise.all(valuesIn(term).map((id) => peopleIn(reader, integrationId, id)));
    return found.flat();
  };
  return resolveRelation({ name: 'groups', find }, filter);
}

/** The ids of the groups that have a member as it is asked for. */
async function groupsOf(reader: Reader, integrationId: string, choice: Choice): Promise<string[]> {
  const edges = await all(reader, directoryMembers, integrationId, { index: 'member', equal: [choice.id] });
  return edges.filter(({ kind }) => fits(choice, kind)).map(({ groupId }) => groupId);
}

/** The groups that a term asks for; one of them is enough. */
function valuesIn(term: Filter): string[] {
  if (term.op === 'or') return term.filters.flatMap(valuesIn);
  if (term.op === 'eq' && term.target.attribute.name === 'value' && typeof term.raw === 'string')
    return [term.raw];
  throw new InvalidFilter('Users are found by their groups with eq on the value only: groups.value eq "…".');
}

async function peopleIn(reader: Reader, integrationId: string, groupId: string): Promise<string[]> {
  const nesting = await Nesting.read(reader, integrationId);
  const within = [...nesting.below([groupId])];
  const people = new Set<string>();
  const refuseBeyondLimit = (count: number): void => {
    if (count > limits.filteredMembers)
      throw new TooMany(
        `The group has more than ${limits.filteredMembers} members. Read them at /Groups/${groupId}.`,
      );
  };
  for (const group of await reader.getMany(directoryGroups, integrationId, within))
    if (group) refuseBeyondLimit(group.size - nesting.inside(group.id).length);
  for (const id of within)
    for await (const { memberId, kind } of every(reader, directoryMembers, integrationId, {
      index: 'group',
      equal: [id],
    })) {
      if (kind === 'User') people.add(memberId);
      refuseBeyondLimit(people.size);
    }
  return [...people];
}
