import { limits } from '../../../config/limits.ts';
import { type Filter, InvalidFilter, TooMany } from '../../scim/index.ts';
import { every, type Reader } from '../../store/index.ts';
import { directoryGroups } from '../collections.ts';
import { directoryMembers } from './collections.ts';
import { Directory } from './directory.ts';
import { IdLists } from './id_lists.ts';
import { type Choice, choicesIn, fits } from './member_choice.ts';
import { resolveRelation } from './related_filter.ts';

/**
 * Resolves the terms on `members` in a filter on groups: `members.value eq "x"`, `members eq "x"` and `members[value eq
 * "x" and type eq "User"]`. Throws `InvalidFilter` for other terms on members, `TooMany`.
 */
export function resolveMembers(reader: Reader, integrationId: string, filter: Filter): Promise<Filter> {
  const lists = new IdLists(tooManyGroups);
  const find = async (term: Filter) => {
    const looks = choicesIn(term).map((choice) =>
      lists.of(JSON.stringify(choice), groupsOf(reader, integrationId, choice)),
    );
    return (await Promise.all(looks)).flat();
  };
  return resolveRelation({ name: 'members', find }, filter);
}

/** Resolves the terms on `groups` in a filter on users, nested groups included. Throws `InvalidFilter`, `TooMany`. */
export function resolveGroups(reader: Reader, integrationId: string, filter: Filter): Promise<Filter> {
  const lists = new IdLists(tooManyMembers);
  const directory = new Directory(reader, integrationId);
  const find = async (term: Filter) => {
    const looks = valuesIn(term).map((id) => lists.of(id, peopleIn(reader, integrationId, id, directory)));
    return (await Promise.all(looks)).flat();
  };
  return resolveRelation({ name: 'groups', find }, filter);
}

/** The ids of the groups with a member that matches the choice. */
async function* groupsOf(reader: Reader, integrationId: string, choice: Choice): AsyncGenerator<string> {
  const range = { index: 'member', equal: [choice.id] };
  for await (const { groupId, kind } of every(reader, directoryMembers, integrationId, range))
    if (fits(choice, kind)) yield groupId;
}

/** The groups that a term names. A user needs to be in only one of them. */
function valuesIn(term: Filter): string[] {
  if (term.op === 'or') return term.filters.flatMap(valuesIn);
  if (term.op === 'eq' && term.target.attribute.name === 'value' && typeof term.raw === 'string')
    return [term.raw];
  throw new InvalidFilter('Select users by their groups with eq on the value only: groups.value eq "…".');
}

/** The ids of the users in a group and in the groups below it. A user in several of them appears several times. */
async function* peopleIn(
  reader: Reader,
  integrationId: string,
  groupId: string,
  directory: Directory,
): AsyncGenerator<string> {
  const within = [...(await directory.below([groupId]))];
  for (const group of await reader.getMany(directoryGroups, integrationId, within))
    if (group && group.size - (await directory.inside(group.id)).length > limits.filteredMembers)
      throw tooManyMembers(groupId);
  for (const id of within) {
    const range = { index: 'group', equal: [id] };
    for await (const { memberId, kind } of every(reader, directoryMembers, integrationId, range))
      if (kind === 'User') yield memberId;
  }
}

function tooManyMembers(groupId: string): TooMany {
  return new TooMany(
    `The groups that the filter names have more than ${limits.filteredMembers} members together. Read them at /Groups/${groupId}.`,
  );
}

function tooManyGroups(): TooMany {
  return new TooMany(
    `The members that the filter names are in more than ${limits.filteredMembers} groups together. Name fewer members.`,
  );
}
