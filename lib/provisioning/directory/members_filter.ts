import { limits } from '../../../config/limits.ts';
import { commonAttributes, type Filter, InvalidFilter, type Target, TooMany } from '../../scim/index.ts';
import { every, type Reader } from '../../store/index.ts';
import { directoryGroups } from '../collections.ts';
import { directoryMembers } from './collections.ts';
import { Directory } from './directory.ts';
import { type Choice, choicesIn, fits } from './member_choice.ts';

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

/** The id lists of one filter. Reads each list once. One limit applies to all lists together. */
export class IdLists {
  readonly #refusal: (key: string) => TooMany;
  readonly #lists = new Map<string, Promise<readonly string[]>>();
  #count = 0;

  constructor(refusal: (key: string) => TooMany) {
    this.#refusal = refusal;
  }

  /** Reads `ids` at the first call only. Throws when all lists together hold more ids than the limit. */
  async of(key: string, ids: AsyncIterable<string>): Promise<readonly string[]> {
    const known = this.#lists.get(key);
    const list = known ?? this.#read(key, ids);
    this.#lists.set(key, list);
    const found = await list;
    if (known) this.#add(key, found.length);
    return found;
  }

  async #read(key: string, ids: AsyncIterable<string>): Promise<readonly string[]> {
    const found = new Set<string>();
    for await (const id of ids) {
      if (!found.has(id)) this.#add(key, 1);
      found.add(id);
    }
    return [...found];
  }

  #add(key: string, ids: number): void {
    this.#count += ids;
    if (this.#count > limits.filteredMembers) throw this.#refusal(key);
  }
}

/** An attribute that names related resources and is not stored with the resource. */
interface Relation {
  /** `members` */
  readonly name: string;
  /** The ids of the resources that match a term on the relation. Throws `InvalidFilter` for an unsupported term. */
  readonly find: (term: Filter) => Promise<readonly string[]>;
}

const ID = idTarget();

/**
 * Resolves the terms on a relation: `members.value eq "x"` and `members[value eq "x"]` become the ids of the matching
 * resources.
 */
export async function resolveRelation(relation: Relation, filter: Filter): Promise<Filter> {
  switch (filter.op) {
    case 'and':
    case 'or':
      return {
        op: filter.op,
        filters: await Promise.all(filter.filters.map((each) => resolveRelation(relation, each))),
      };
    case 'not':
      return { op: 'not', filter: await resolveRelation(relation, filter.filter) };
    default: {
      if (filter.target.keys[0] !== relation.name) return filter;
      const found = await relation.find(filter.op === 'some' ? filter.filter : filter);
      return { op: 'in', target: ID, values: [...new Set(found)] };
    }
  }
}

function idTarget(): Target {
  const attribute = commonAttributes.find(({ name }) => name === 'id');
  if (!attribute) throw new TypeError('The common attributes have no id.');
  return { keys: ['id'], text: 'id', attribute };
}
