import { limits } from '../../../config/limits.ts';
import type { Integration } from '../../integrations/types.ts';
import { RuleError } from '../../kernel/errors.ts';
import { type Runtime, unhurried } from '../../kernel/runtime.ts';
import { NoTarget } from '../../scim/errors.ts';
import { fold } from '../../scim/filter/compare.ts';
import { applyPatch } from '../../scim/patch/apply_patch.ts';
import type { PatchOperation } from '../../scim/patch/parse_patch.ts';
import type { Registry } from '../../scim/schema/registry.ts';
import type { Resource, ResourceType } from '../../scim/schema/types.ts';
import { all } from '../../store/every.ts';
import type { Matches, Search, Store, Transaction } from '../../store/port.ts';
import { directoryGroups, identities } from '../collections.ts';
import { settleGrants } from '../links/grants.ts';
import { lossesBy } from '../links/losses.ts';
import { changesBetween } from '../log.ts';
import {
  type Edit,
  type Expect,
  noticeOf,
  type ResourceService,
  type Shown,
  type Whole,
} from '../resources/resources.ts';
import type { Caller } from '../types.ts';
import type { Loss } from '../users/membership.ts';
import type { People } from '../users/people.ts';
import { UniqueValues } from '../users/unique_values.ts';
import { directoryMembers, groupLinks } from './collections.ts';
import { Directory } from './directory.ts';
import { type Moves, membersAmong, moveMembers, peopleOf } from './edges.ts';
import { followLink } from './follow_link.ts';
import { forgetGone, forgetMember } from './gone.ts';
import { groupDocument } from './group_document.ts';
import { type ByHand, nameOf, tellGroup, told } from './group_log.ts';
import { inTurn, type Weigh } from './large_changes.ts';
import {
  chosenByType,
  type MemberEdits,
  membersAfter,
  mostLosses,
  NOBODY,
  wholeSet,
} from './member_edits.ts';
import { resolveMembers } from './members_filter.ts';
import { finish, finishLeft, notePeople, noteRecalculation, reachesLinks } from './recalculate.ts';
import { refuseCircle, touchBelow } from './touch.ts';
import type { DirectoryGroup, DirectoryMember, MemberKind, Recalculation } from './types.ts';
import { wholeGroup } from './whole_group.ts';

interface Parts {
  readonly store: Store;
  readonly runtime: Runtime;
  readonly registry: Registry;
  readonly people: Pick<People, 'guarded' | 'lose'>;
}

/** What a change of members notes for later, whom it brings in, and what it has to say beforehand. */
interface Course {
  readonly notes: Recalculation[];
  readonly joined: DirectoryMember[];
  readonly weigh: Weigh;
  /** How many may lose access by it; absent where only the settings say. */
  readonly most?: number;
}

const UNCHANGED: MemberEdits = {
  isWhole: false,
  isBlank: false,
  wanted: new Set(),
  unwanted: new Set(),
  replaced: new Set(),
};
const NO_MOVES: Moves = { joined: [], left: [] };

/** The SCIM Groups of all integrations. Their members are a set of documents: a change costs what it changes. */
export class DirectoryGroups implements ResourceService<DirectoryGroup> {
  readonly #store: Store;
  readonly #runtime: Runtime;
  readonly #type: ResourceType;
  readonly #userType: ResourceType;
  readonly #unique: UniqueValues<DirectoryGroup>;
  readonly #people: Parts['people'];

  constructor({ store, runtime, registry, people }: Parts) {
    this.#people = people;
    this.#store = store;
    this.#runtime = runtime;
    this.#type = registry.groupType;
    this.#userType = registry.userType;
    this.#unique = new UniqueValues(directoryGroups, this.#type);
  }

  get(integrationId: string, id: string): Promise<DirectoryGroup | undefined> {
    return this.#store.get(directoryGroups, integrationId, id);
  }

  async query(integrationId: string, search: Search): Promise<Matches<DirectoryGroup>> {
    const { filter, ...rest } = search;
    if (!filter) return this.#store.query(directoryGroups, integrationId, search);
    const resolved = await resolveMembers(this.#store, integrationId, filter);
    return this.#store.query(directoryGroups, integrationId, { ...rest, filter: resolved });
  }

  /** A group and its members, in one fixed order. */
  whole({ id, integrationId }: DirectoryGroup): Promise<Whole<Shown> | undefined> {
    return wholeGroup(this.#store, integrationId, id);
  }

  /** Throws `RuleError`: `display_name_taken`, `unique_value_taken`, `unknown_member`, and those of `#refuseNesting`. */
  async create(caller: Caller | ByHand, resource: Resource): Promise<DirectoryGroup> {
    const { members, ...attributes } = resource;
    const edits = members === undefined ? UNCHANGED : await this.#wholeSet(caller, members);
    return this.#inTransaction(caller, undefined, async (tx, course) => {
      const { id: integrationId, rootId } = caller.integration;
      const id = this.#runtime.id();
      const uniqueValues = await this.#claim(tx, caller.integration, id, attributes);
      const place = { id, integrationId, rootId, uniqueValues };
      const moves = members === undefined ? NO_MOVES : await this.#move(tx, caller, place, edits, course);
      const group = tx.insert(
        directoryGroups,
        groupDocument(this.#runtime.now(), attributes, place, moves.joined.length),
      );
      tellGroup(tx, this.#runtime, caller, group, 'directory_group.created', {
        status: 201,
        outcome: `Created the directory group ${nameOf(group)}${told(moves, ' with ')}.`,
      });
      return group;
    });
  }

  /** As `Users.replace`; members that `edit` leaves out stay. Throws `RuleError` as `create`, and `not_found`. */
  replace(caller: Caller, id: string, edit: Edit, expect: Expect): Promise<DirectoryGroup> {
    return this.#change(caller, id, expect, 200, async (present) => {
      const { members, ...attributes } = await edit(present);
      const edits = members === undefined ? UNCHANGED : await this.#wholeSet(caller, members);
      return { attributes, edits };
    });
  }

  async patch(
    caller: Caller,
    id: string,
    operations: readonly PatchOperation[],
    expect: Expect,
    status = 200,
  ): Promise<DirectoryGroup> {
    const { singleReplaceAdds } = caller.integration.settings;
    const [onMembers, others] = [true, false].map((wanted) =>
      operations.filter(({ path }) => (path.attribute === this.#type.apart) === wanted),
    );
    const kinds = await this.#kindsOf(caller.integration, chosenByType(onMembers ?? []));
    const options = { singleReplaceAdds, kinds, notice: noticeOf(caller) };
    const edits = await unhurried(this.#runtime, membersAfter(onMembers ?? [], options));
    return this.#change(caller, id, expect, status, async (present) => ({
      attributes: await unhurried(
        this.#runtime,
        applyPatch(this.#type, present, others ?? [], noticeOf(caller)),
      ),
      edits,
    }));
  }

  /** Forgets a group; what its links gave ends. Throws `RuleError` `not_found`. */
  async remove(caller: Caller | ByHand, id: string, expect: Expect): Promise<void> {
    const { integration, request } = caller;
    const ended = await this.#inTransaction(caller, id, async (tx, course) => {
      const present = await this.#present(tx, integration, id);
      expect(present.v);
      const { left } = await this.#move(tx, caller, present, NOBODY, course);
      await this.forget(tx, present);
      const links = await all(tx, groupLinks, integration.id, { index: 'link', equal: [id] });
      for (const link of links) tx.remove(groupLinks, link);
      tx.remove(directoryGroups, present);
      tellGroup(tx, this.#runtime, caller, present, 'directory_group.deleted', {
        status: 204,
        outcome: `Deleted the directory group ${nameOf(present)}${told({ joined: [], left }, ' with ')}.`,
      });
      return links;
    });
    const parts = { store: this.#store, runtime: this.#runtime };
    for (const link of ended) await followLink(parts, link, undefined, request.requestId);
  }

  /** Works out what a stopped process has left undone. */
  finishLeft(): Promise<void> {
    return finishLeft({ ...this.#parts(), userType: this.#userType });
  }

  #change(
    caller: Caller,
    id: string,
    expect: Expect,
    status: number,
    ask: (present: Resource) => Promise<{ readonly attributes: Resource; readonly edits: MemberEdits }>,
  ): Promise<DirectoryGroup> {
    return this.#inTransaction(caller, id, async (tx, course) => {
      const present = await this.#present(tx, caller.integration, id);
      expect(present.v);
      const { attributes, edits } = await ask(present.resource);
      const changes = changesBetween(present.resource, attributes);
      await this.#refuseAbsent(tx, present, edits);
      const moves = await this.#move(tx, caller, present, edits, { ...course, most: mostLosses(edits) });
      if (changes.length === 0 && moves.joined.length + moves.left.length === 0) return present;
      const uniqueValues = await this.#claim(tx, caller.integration, id, attributes, present.resource);
      const size = present.size + moves.joined.length - moves.left.length;
      const changed = groupDocument(this.#runtime.now(), attributes, { ...present, uniqueValues }, size);
      const group = tx.update(directoryGroups, { ...changed, v: present.v });
      const warning =
        edits.isWhole && size < present.size
          ? ` Warning: the request replaced the whole list, which shrank from ${present.size} to ${size}.`
          : '';
      tellGroup(tx, this.#runtime, caller, group, 'directory_group.changed', {
        status,
        outcome: `Changed the directory group ${nameOf(group)}${told(moves, ': ')}.${warning}`,
        changes,
      });
      return group;
    });
  }

  /**
   * Moves members, and settles what that gives and takes: at once, or noted where it concerns too many. Who loses access is
   * counted in any case before anything is stored. Throws `RemovalsPaused`.
   */
  async #move(
    tx: Transaction,
    caller: Caller | ByHand,
    group: Pick<DirectoryGroup, 'id' | 'integrationId'> & Partial<Pick<DirectoryGroup, 'size'>>,
    edits: MemberEdits,
    { notes, joined, weigh, most }: Course,
  ): Promise<Moves> {
    const { integration, request } = caller;
    weigh(edits.wanted.size + edits.unwanted.size + (edits.isWhole ? (group.size ?? 0) : 0));
    const moves = await moveMembers(tx, this.#runtime, group, edits);
    for (const edge of moves.joined) joined.push(edge);
    const [nested, users] = [idsOf(moves, 'Group'), idsOf(moves, 'User')];
    const cause = { integration, id: request.requestId };
    const directory = await Directory.read(tx, integration.id);
    const isAtOnce = users.length <= limits.recalculatedAtOnce;
    const isSmall = nested.length === 0 && isAtOnce;
    const isLinked = !isSmall && (await reachesLinks(tx, directory, group));
    await this.#refuseNesting(tx, group, moves);
    if (isLinked) await touchBelow(tx, integration.id, nested);
    const lost: Loss[] = [];
    const parts = { ...this.#parts(), onLoss: (loss: Loss) => lost.push(loss) };
    if (isAtOnce) await settleGrants(tx, parts, cause, await peopleOf(tx, moves));
    else if (isLinked) notes.push(...notePeople(tx, this.#runtime, cause, users));
    if (isLinked)
      for (const groupId of nested) notes.push(noteRecalculation(tx, this.#runtime, cause, { groupId }));
    const later = moves.left.filter(({ kind }) => kind === 'Group' || !isAtOnce);
    lost.push(...(await lossesBy(tx, this.#parts(), integration, group, later)));
    await this.#people.lose(tx, integration, lost, most);
    return moves;
  }

  /** Throws `RuleError`: `circular_membership`, `too_many_nested_groups`. */
  async #refuseNesting(
    tx: Transaction,
    group: Pick<DirectoryGroup, 'id' | 'integrationId'>,
    { joined, left }: Moves,
  ): Promise<void> {
    const inner = joined.filter(isNesting).map(({ memberId }) => memberId);
    if (inner.length === 0) return;
    await refuseCircle(tx, group, inner);
    const present = await this.#store.count(directoryMembers, group.integrationId, { index: 'nested' });
    if (present + inner.length - left.filter(isNesting).length > limits.nestedGroups)
      throw new RuleError(
        'too_many_nested_groups',
        `An integration nests at most ${limits.nestedGroups} groups.`,
      );
  }

  #wholeSet(caller: Caller | ByHand, members: unknown): Promise<MemberEdits> {
    const notice = 'actor' in caller ? () => undefined : noticeOf(caller);
    return unhurried(this.#runtime, wholeSet(members, notice));
  }

  /** Takes a user, or a group, that is deleted out of all its groups. */
  forget(tx: Transaction, member: { readonly id: string; readonly integrationId: string }): Promise<void> {
    return forgetMember(tx, this.#runtime, member);
  }

  /** What an id is, it stays: this needs no transaction. */
  async #kindsOf({ id }: Integration, memberIds: readonly string[]): Promise<Map<string, MemberKind>> {
    const people = await Promise.all(memberIds.map((each) => this.#store.get(identities, id, each)));
    return new Map(memberIds.map((each, at) => [each, people[at] ? 'User' : 'Group']));
  }

  /** Nobody comes in the place of somebody who is not there (RFC 7644 section 3.5.2.3). */
  async #refuseAbsent(tx: Transaction, group: DirectoryGroup, { replaced }: MemberEdits): Promise<void> {
    const there = await membersAmong(tx, group, [...replaced]);
    for (const id of replaced) if (!there.has(id)) throw new NoTarget(`${id} is no member of the group.`);
  }

  async #present(tx: Transaction, integration: Integration, id: string): Promise<DirectoryGroup> {
    const present = await tx.get(directoryGroups, integration.id, id);
    if (!present) throw new RuleError('not_found', `There is no group ${id}.`);
    return present;
  }

  /** What the group alone may hold, besides its name. Throws where another one has it. */
  async #claim(
    tx: Transaction,
    { id: scope }: Integration,
    id: string,
    resource: Resource,
    present: Resource = {},
  ): Promise<string[]> {
    const name = String(resource.displayName);
    const holder = await tx.find(directoryGroups, scope, 'name', fold(name));
    if (holder && holder.id !== id)
      throw new RuleError('display_name_taken', `The displayName ${name} is taken by another group.`);
    return this.#unique.claim(tx, { id, scope, resource, present });
  }

  /** Runs a change of one group, and then what it has noted. */
  async #inTransaction<T>(
    caller: Caller | ByHand,
    lane: string | undefined,
    work: (tx: Transaction, course: Course) => Promise<T>,
  ): Promise<T> {
    let notes: Recalculation[] = [];
    let joined: DirectoryMember[] = [];
    const run = <R>(unit: (tx: Transaction) => Promise<R>, at: string | undefined): Promise<R> =>
      'actor' in caller ? caller.run(unit) : this.#people.guarded(caller, at, unit);
    const begin = (tx: Transaction, weigh: Weigh) => {
      [notes, joined] = [[], []];
      return work(tx, { notes, joined, weigh });
    };
    const result = await inTurn(run, begin, lane);
    for (const note of notes) await finish(this.#parts(), note);
    await forgetGone(this.#parts(), joined);
    return result;
  }

  #parts() {
    return { store: this.#store, runtime: this.#runtime };
  }
}

function isNesting({ kind }: DirectoryMember): boolean {
  return kind === 'Group';
}

function idsOf({ joined, left }: Moves, kind: MemberKind): string[] {
  return [...joined, ...left].filter((edge) => edge.kind === kind).map(({ memberId }) => memberId);
}
