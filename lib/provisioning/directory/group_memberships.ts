import type { UnitStore } from '../../audit/index.ts';
import { RuleError } from '../../kernel/index.ts';
import {
  digestOf,
  type Filter,
  groupMembershipSchema,
  InvalidFilter,
  InvalidPath,
  InvalidValue,
  MethodNotAllowed,
  type Resource,
} from '../../scim/index.ts';
import type { Matches, Page, Search } from '../../store/index.ts';
import { directoryGroups, identities } from '../collections.ts';
import type { Expect, ResourceService, Shown, Stored } from '../resources/resources.ts';
import type { Caller } from '../types.ts';
import { personOf } from '../users/person.ts';
import { directoryMembers } from './collections.ts';
import type { DirectoryGroups } from './directory_groups.ts';
import { nameOf } from './group_log.ts';
import type { DirectoryMember } from './types.ts';

/** Memberships to pass over in one step on the way to a page. */
const STEP = 1_000;

type ShownMembership = Stored & Shown;

/** What a filter asks for. */
interface Wanted {
  readonly group?: string;
  readonly member?: string;
}

/** The direct memberships of the directory groups of an integration, page by page along an index. */
export class GroupMemberships implements ResourceService<ShownMembership, ShownMembership> {
  readonly #store: UnitStore;
  readonly #groups: Pick<DirectoryGroups, 'changeMember'>;

  constructor(store: UnitStore, groups: Pick<DirectoryGroups, 'changeMember'>) {
    this.#store = store;
    this.#groups = groups;
  }

  /**
   * Adds a member to a group. Throws `InvalidValue` for a group that does not exist, `RuleError` `membership_exists`, and as
   * a PATCH of the group does.
   */
  async create(caller: Caller, resource: Resource): Promise<ShownMembership> {
    const { id: integrationId } = caller.integration;
    const [group, member] = [idIn(resource.group), idIn(resource.member)];
    if (group === undefined || member === undefined)
      throw new InvalidValue('A membership needs group.value and member.value, the ids of both.');
    if (!(await this.#store.get(directoryGroups, integrationId, group)))
      throw new InvalidValue(`There is no directory group ${group}.`);
    const isNew = await this.#groups.changeMember(caller, group, 'add', member);
    if (!isNew)
      throw new RuleError('membership_exists', `${member} is a member of the group ${group} already.`);
    const made = await this.get(integrationId, `${group}:${member}`);
    if (!made) throw new RuleError('not_found', 'The membership has ended meanwhile.');
    return made;
  }

  /** Throws `RuleError` `not_found`, and as a PATCH of the group does. */
  async remove(caller: Caller, id: string, expect: Expect): Promise<void> {
    const edge = await this.#store.get(directoryMembers, caller.integration.id, id);
    if (edge) expect(edge.v);
    const isDone = edge && (await this.#groups.changeMember(caller, edge.groupId, 'remove', edge.memberId));
    if (!isDone) throw new RuleError('not_found', `There is no membership ${id}.`);
  }

  async replace(): Promise<never> {
    throw unchangeable();
  }

  async patch(): Promise<never> {
    throw unchangeable();
  }

  async get(integrationId: string, id: string): Promise<ShownMembership | undefined> {
    const edge = await this.#store.get(directoryMembers, integrationId, id);
    return edge && (await this.#shown(integrationId, [edge]))[0];
  }

  /** Throws `InvalidFilter` for a filter that is not eq on `group.value` and `member.value`; `InvalidPath` for a sort. */
  async query(
    integrationId: string,
    { filter, sort, from, limit }: Search,
  ): Promise<Matches<ShownMembership>> {
    if (sort) throw new InvalidPath('The memberships of groups cannot be sorted.');
    const wanted = filter ? wantedIn(filter) : {};
    const { group, member } = wanted;
    if (group !== undefined && member !== undefined)
      return this.#one(integrationId, `${group}:${member}`, limit, from);
    const total = await this.#total(integrationId, wanted);
    const page = limit > 0 ? await this.#page(integrationId, wanted, from, limit) : { items: [] };
    return {
      total,
      count: page.items.length,
      ...(page.next === undefined ? {} : { next: page.next }),
      steps: this.#steps(integrationId, page.items),
      close: async () => undefined,
    };
  }

  async #one(
    integrationId: string,
    id: string,
    limit: number,
    from: Search['from'],
  ): Promise<Matches<ShownMembership>> {
    const edge = await this.#store.get(directoryMembers, integrationId, id);
    const items = edge && limit > 0 && 'offset' in from && from.offset === 0 ? [edge] : [];
    return {
      total: edge ? 1 : 0,
      count: items.length,
      steps: this.#steps(integrationId, items),
      close: async () => undefined,
    };
  }

  /** A group knows its size. */
  async #total(integrationId: string, { group, member }: Wanted): Promise<number> {
    if (group !== undefined) return (await this.#store.get(directoryGroups, integrationId, group))?.size ?? 0;
    return this.#store.count(
      directoryMembers,
      integrationId,
      member === undefined ? {} : { index: 'member', equal: [member] },
    );
  }

  async #page(
    integrationId: string,
    { group, member }: Wanted,
    from: Search['from'],
    limit: number,
  ): Promise<Page<DirectoryMember>> {
    const along =
      group !== undefined
        ? { index: 'group', equal: [group] }
        : member !== undefined
          ? { index: 'member', equal: [member] }
          : {};
    const list = (most: number, after?: string) =>
      this.#store.list(directoryMembers, integrationId, {
        ...along,
        limit: most,
        ...(after === undefined ? {} : { after }),
      });
    if ('after' in from) return list(limit, from.after);
    let after: string | undefined;
    for (let left = from.offset; left > 0; left -= STEP) {
      const { next } = await list(Math.min(left, STEP), after);
      if (next === undefined) return { items: [] };
      after = next;
    }
    return list(limit, after);
  }

  async *#steps(
    integrationId: string,
    edges: readonly DirectoryMember[],
  ): AsyncGenerator<readonly ShownMembership[]> {
    if (edges.length > 0) yield this.#shown(integrationId, edges);
  }

  async #shown(integrationId: string, edges: readonly DirectoryMember[]): Promise<ShownMembership[]> {
    const users = edges.filter(({ kind }) => kind === 'User').map(({ memberId }) => memberId);
    const inner = edges.filter(({ kind }) => kind === 'Group').map(({ memberId }) => memberId);
    const groups = [...new Set([...edges.map(({ groupId }) => groupId), ...inner])];
    const [people, directory] = await Promise.all([
      this.#store.getMany(identities, integrationId, users),
      this.#store.getMany(directoryGroups, integrationId, groups),
    ]);
    const names = new Map([
      ...people.flatMap((user) => (user ? [[user.id, personOf(user.resource).name] as const] : [])),
      ...directory.flatMap((group) => (group ? [[group.id, nameOf(group)] as const] : [])),
    ]);
    return edges.map((edge) => membershipOf(edge, names));
  }
}

function idIn(reference: unknown): string | undefined {
  const { value } = (reference ?? {}) as { readonly value?: unknown };
  return typeof value === 'string' ? value : undefined;
}

function unchangeable(): MethodNotAllowed {
  return new MethodNotAllowed('A membership does not change. Delete it and create another one.');
}

function membershipOf(
  { id, v, integrationId, groupId, memberId, kind }: DirectoryMember,
  names: ReadonlyMap<string, string>,
): ShownMembership {
  const named = (value: string) => ({ value, ...(names.has(value) ? { display: names.get(value) } : {}) });
  const group = named(groupId);
  const member = { ...named(memberId), type: kind };
  const beside = digestOf([group, member]);
  const resource = {
    schemas: [groupMembershipSchema.id],
    ...{ id, group, member },
    meta: { resourceType: 'GroupMembership' },
  };
  return { id, v, integrationId, resource, ...(beside === undefined ? {} : { beside }) };
}

function wantedIn(filter: Filter, prefix = ''): Wanted {
  if (filter.op === 'and' && filter.filters.length === 2) {
    const [one = {}, other = {}] = filter.filters.map((each) => wantedIn(each, prefix));
    if (Object.keys(one)[0] !== Object.keys(other)[0]) return { ...one, ...other };
  }
  if (filter.op === 'some') return wantedIn(filter.filter, `${filter.target.text}.`);
  if (filter.op === 'eq' && typeof filter.raw === 'string') {
    const text = prefix + filter.target.text;
    if (text === 'group.value') return { group: filter.raw };
    if (text === 'member.value') return { member: filter.raw };
  }
  throw new InvalidFilter(
    'Memberships are found by eq on group.value and member.value only, joined by and: group.value eq "…".',
  );
}
