import type { UnitStore } from '../../audit/index.ts';
import { RuleError } from '../../kernel/index.ts';
import {
  digestOf,
  groupMembershipSchema,
  InvalidPath,
  InvalidValue,
  MethodNotAllowed,
  type Resource,
} from '../../scim/index.ts';
import { every, type Matches, type Page, type Search } from '../../store/index.ts';
import { directoryGroups, identities } from '../collections.ts';
import type { Expect, ResourceService, Shown, Stored } from '../resources/resources.ts';
import type { Caller } from '../types.ts';
import { personOf } from '../users/identity.ts';
import { directoryMembers } from './collections.ts';
import type { DirectoryGroups } from './directory_groups.ts';
import { nameOf } from './group_log.ts';
import { indexFor, isWanted, type Wanted, wantedIn } from './membership_filter.ts';
import type { DirectoryMember } from './types.ts';

/** Memberships to pass over in one step on the way to a page. */
const STEP = 1_000;

type ShownMembership = Stored & Shown;

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
    if (!made) throw new RuleError('not_found', 'The membership has ended.');
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

  /** Throws `InvalidFilter` for a filter of another kind than `wantedIn` reads; `InvalidPath` for a sort. */
  async query(
    integrationId: string,
    { filter, sort, from, limit }: Search,
  ): Promise<Matches<ShownMembership>> {
    if (sort) throw new InvalidPath('The memberships of groups cannot be sorted.');
    const wanted = filter ? wantedIn(filter) : {};
    if (wanted.group !== undefined && wanted.member !== undefined)
      return this.#one(integrationId, wanted, limit, from);
    const total = await this.#total(integrationId, wanted);
    const page =
      Math.min(limit, total) > 0 ? await this.#page(integrationId, wanted, from, limit) : { items: [] };
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
    wanted: Wanted,
    limit: number,
    from: Search['from'],
  ): Promise<Matches<ShownMembership>> {
    const id = `${wanted.group}:${wanted.member}`;
    const held = await this.#store.get(directoryMembers, integrationId, id);
    const edge = held && isWanted(wanted, held) ? held : undefined;
    const items = edge && limit > 0 && 'offset' in from && from.offset === 0 ? [edge] : [];
    return {
      total: edge ? 1 : 0,
      count: items.length,
      steps: this.#steps(integrationId, items),
      close: async () => undefined,
    };
  }

  async #total(integrationId: string, wanted: Wanted): Promise<number> {
    const { member, type } = wanted;
    if (type === undefined) return this.#size(integrationId, wanted);
    if (member !== undefined) {
      const range = { ...indexFor(wanted), limit: 1 };
      const [edge] = (await this.#store.list(directoryMembers, integrationId, range)).items;
      return edge && isWanted(wanted, edge) ? this.#size(integrationId, wanted) : 0;
    }
    if (type === 'group') return this.#nestedIn(integrationId, wanted);
    if (type !== 'user') return 0;
    const [all, nested] = await Promise.all([
      this.#size(integrationId, wanted),
      this.#nestedIn(integrationId, wanted),
    ]);
    return all - nested;
  }

  /** The number of memberships of any type. A group knows its size. */
  async #size(integrationId: string, { group, member }: Wanted): Promise<number> {
    if (group !== undefined) return (await this.#store.get(directoryGroups, integrationId, group))?.size ?? 0;
    const range = member === undefined ? {} : indexFor({ member });
    return this.#store.count(directoryMembers, integrationId, range);
  }

  /** The number of groups in a group, or in all groups. */
  async #nestedIn(integrationId: string, { group }: Wanted): Promise<number> {
    if (group === undefined) return this.#store.count(directoryMembers, integrationId, { index: 'nested' });
    let count = 0;
    for await (const edge of every(this.#store, directoryMembers, integrationId, { index: 'nested' }))
      if (edge.groupId === group) count += 1;
    return count;
  }

  async #page(
    integrationId: string,
    wanted: Wanted,
    from: Search['from'],
    limit: number,
  ): Promise<Page<DirectoryMember>> {
    let [left, after] = 'after' in from ? [0, from.after] : [from.offset, undefined];
    const items: DirectoryMember[] = [];
    do {
      const page = await this.#store.list(directoryMembers, integrationId, {
        ...indexFor(wanted),
        limit: left > 0 ? Math.min(left, STEP) : limit - items.length,
        ...(after === undefined ? {} : { after }),
      });
      const found = page.items.filter((edge) => isWanted(wanted, edge));
      if (left > 0) left -= found.length;
      else items.push(...found);
      after = page.next;
    } while (after !== undefined && items.length < limit);
    return { items, ...(after === undefined ? {} : { next: after }) };
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
  { id, v, integrationId, groupId, memberId, kind, createdAt }: DirectoryMember,
  names: ReadonlyMap<string, string>,
): ShownMembership {
  const named = (value: string) => ({ value, ...(names.has(value) ? { display: names.get(value) } : {}) });
  const group = named(groupId);
  const member = { ...named(memberId), type: kind };
  const beside = digestOf([group, member]);
  const created = createdAt === undefined ? undefined : new Date(createdAt).toISOString();
  const resource = {
    schemas: [groupMembershipSchema.id],
    ...{ id, group, member },
    meta: {
      resourceType: 'GroupMembership',
      ...(created === undefined ? {} : { created, lastModified: created }),
    },
  };
  return { id, v, integrationId, resource, ...(beside === undefined ? {} : { beside }) };
}
