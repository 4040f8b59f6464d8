import { limits } from '../../../config/limits.ts';
import type { Unit, UnitStore } from '../../audit/index.ts';
import type { Integration } from '../../integrations/index.ts';
import type { Runner } from '../../jobs/index.ts';
import { RuleError, unhurried } from '../../kernel/index.ts';
import {
  applyPatch,
  fold,
  NoTarget,
  type PatchOperation,
  type Registry,
  type Resource,
  type ResourceType,
} from '../../scim/index.ts';
import { all, begun, type Matches, type Search } from '../../store/index.ts';
import { directoryGroups, identities } from '../collections.ts';
import { linkEffects } from '../links/effects.ts';
import { changesBetween } from '../log.ts';
import {
  attributesIn,
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
import { foreseeMoves, type Moves, membersAmong, moveMembers, peopleOf } from './edges.ts';
import { forgetGone, forgetMember } from './gone.ts';
import { groupDocument } from './group_document.ts';
import { type ByHand, logGroupChange, movesText, nameOf, withMembers } from './group_log.ts';
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
import {
  beginLinkEnd,
  beginRecalculation,
  beginRecalculations,
  type Recalculation,
  reachesLinks,
} from './recalculate.ts';
import { refuseCircle, touchBelow } from './touch.ts';
import type { DirectoryGroup, DirectoryMember, MemberKind } from './types.ts';
import { wholeGroup } from './whole_group.ts';

interface Parts {
  readonly store: UnitStore;
  readonly registry: Registry;
  readonly runner: Runner;
  readonly people: Pick<People, 'guarded' | 'countLosses'>;
}

/** The state of one change of members: deferred recalculations, added members, and the check of its size. */
interface Course {
  readonly recalculations: Recalculation[];
  readonly joined: DirectoryMember[];
  readonly weigh: Weigh;
  /** The most accounts that may lose access; absent when only the settings limit it. */
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

/** The SCIM Groups of all integrations. Each member is a document, so the cost of a change depends on its size only. */
export class DirectoryGroups implements ResourceService<DirectoryGroup> {
  readonly #store: UnitStore;
  readonly #runner: Runner;
  readonly #type: ResourceType;
  readonly #unique: UniqueValues<DirectoryGroup>;
  readonly #people: Parts['people'];

  constructor({ store, registry, runner, people }: Parts) {
    this.#runner = runner;
    this.#people = people;
    this.#store = store;
    this.#type = registry.groupType;
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

  foresee({ id: integrationId }: Pick<Integration, 'id'>, _method: string, id: string | undefined) {
    const ahead = id === undefined ? undefined : this.#store.ahead();
    if (!ahead || id === undefined) return undefined;
    const group = ahead.get(directoryGroups, integrationId, id);
    // A new link writes the group too, so what is read after the group is no older than the version that is checked.
    begun([group, group.then(() => new Directory(ahead, integrationId).hasLinks())]);
    return ahead;
  }

  /** A group and its members, in a stable order. */
  whole({ id, integrationId }: DirectoryGroup): Promise<Whole<Shown> | undefined> {
    return wholeGroup(this.#store, integrationId, id);
  }

  /** Throws `RuleError`: `display_name_taken`, `unique_value_taken`, `unknown_member`, and those of `#refuseNesting`. */
  async create(caller: Caller | ByHand, resource: Resource): Promise<DirectoryGroup> {
    const { members, ...attributes } = resource;
    const edits = members === undefined ? UNCHANGED : await this.#wholeSet(caller, members);
    return this.#inTransaction(caller, undefined, async (unit, course) => {
      const { id: integrationId, rootId } = caller.integration;
      const id = unit.id();
      const uniqueValues = await this.#claim(unit, caller.integration, id, attributes);
      const place = { id, integrationId, rootId, uniqueValues };
      const moves = members === undefined ? NO_MOVES : await this.#move(unit, caller, place, edits, course);
      const group = unit.insert(
        directoryGroups,
        groupDocument(unit.now(), attributes, place, moves.joined.length),
      );
      logGroupChange(unit, caller, group, 'directory_group.created', {
        status: 201,
        outcome: `Created the directory group ${nameOf(group)}${withMembers(moves.joined.length)}.`,
      });
      return group;
    });
  }

  /** Like `Users.replace`. Members that `edit` omits stay. Throws `RuleError` as `create` does, and `not_found`. */
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
    const edits = await unhurried(this.#store, membersAfter(onMembers ?? [], options));
    return this.#change(caller, id, expect, status, async (present) => ({
      attributes: await unhurried(
        this.#store,
        applyPatch(this.#type, present, others ?? [], noticeOf(caller)),
      ),
      edits,
    }));
  }

  /**
   * Adds one member, or removes one, like a PATCH of the group. Returns whether that changed anything. Throws `RuleError`
   * as `patch` does.
   */
  async changeMember(caller: Caller, id: string, how: 'add' | 'remove', memberId: string): Promise<boolean> {
    const one = new Set([memberId]);
    const edits = how === 'add' ? { ...UNCHANGED, wanted: one } : { ...UNCHANGED, unwanted: one };
    let before: number | undefined;
    const note = (version: number) => {
      before = version;
    };
    const status = how === 'add' ? 201 : 204;
    const after = await this.#change(caller, id, note, status, async (attributes) => ({ attributes, edits }));
    return after.v !== before;
  }

  /** Deletes a group, and ends the roles that its links gave. Throws `RuleError` `not_found`. */
  async remove(caller: Caller | ByHand, id: string, expect: Expect): Promise<void> {
    const { integration, request } = caller;
    await this.#inTransaction(caller, id, async (unit, course) => {
      const present = await this.#present(unit, integration, id);
      expect(present.v);
      const { left } = await this.#move(unit, caller, present, NOBODY, course);
      await this.forget(unit, present);
      const links = await all(unit, groupLinks, integration.id, { index: 'link', equal: [id] });
      for (const link of links) {
        unit.remove(groupLinks, link);
        course.recalculations.push(beginLinkEnd(unit, link, request.requestId));
      }
      unit.remove(directoryGroups, present);
      logGroupChange(unit, caller, present, 'directory_group.deleted', {
        status: 204,
        outcome: `Deleted the directory group ${nameOf(present)}${withMembers(left.length)}.`,
      });
    });
  }

  #change(
    caller: Caller,
    id: string,
    expect: Expect,
    status: number,
    ask: (present: Resource) => Promise<{ readonly attributes: Resource; readonly edits: MemberEdits }>,
  ): Promise<DirectoryGroup> {
    return this.#inTransaction(caller, id, async (unit, course) => {
      const present = await this.#present(unit, caller.integration, id);
      expect(present.v);
      const { attributes, edits } = await ask(present.resource);
      const changes = changesBetween(present.resource, attributes);
      foreseeMoves(unit, present, edits);
      await this.#refuseAbsent(unit, present, edits);
      const moves = await this.#move(unit, caller, present, edits, { ...course, most: mostLosses(edits) });
      if (changes.length === 0 && moves.joined.length + moves.left.length === 0) return present;
      const uniqueValues = await this.#claim(unit, caller.integration, id, attributes, present.resource);
      const size = present.size + moves.joined.length - moves.left.length;
      const changed = groupDocument(unit.now(), attributes, { ...present, uniqueValues }, size);
      const group = unit.update(directoryGroups, { ...changed, v: present.v });
      const warning =
        edits.isWhole && size < present.size
          ? ` Warning: the request replaced the whole list, which shrank from ${present.size} to ${size}.`
          : '';
      const outcome = `Changed the directory group ${nameOf(group)}${movesText(moves, ': ')}.${warning}`;
      const happened = { status, outcome, changes };
      const hasMoves = moves.joined.length + moves.left.length > 0;
      const names = [...attributesIn(changes), ...(hasMoves ? ['members'] : [])];
      logGroupChange(unit, caller, group, 'directory_group.changed', happened, names);
      return group;
    });
  }

  /**
   * Moves members and updates the roles of the accounts: at once, or later when there are too many. Counts the accounts
   * that lose access before it stores anything. Throws `RemovalsPaused`.
   */
  async #move(
    unit: Unit,
    caller: Caller | ByHand,
    group: Pick<DirectoryGroup, 'id' | 'integrationId'> & Partial<Pick<DirectoryGroup, 'size'>>,
    edits: MemberEdits,
    { recalculations, joined, weigh, most }: Course,
  ): Promise<Moves> {
    const { integration, request } = caller;
    weigh(edits.wanted.size + edits.unwanted.size + (edits.isWhole ? (group.size ?? 0) : 0));
    const moves = await moveMembers(unit, group, edits);
    for (const edge of moves.joined) joined.push(edge);
    const [nested, users] = [idsOf(moves, 'Group'), idsOf(moves, 'User')];
    const cause = { integration, id: request.requestId };
    const isAtOnce = users.length <= limits.recalculatedAtOnce;
    const isSmall = nested.length === 0 && isAtOnce;
    const found = new Directory(unit, integration.id);
    const isLinked = !isSmall && (await reachesLinks(unit, found, group, integration.rootId));
    await this.#refuseNesting(unit, group, moves);
    if (isLinked) await touchBelow(unit, integration.id, nested);
    const directory = nested.length > 0 ? found.afresh() : found;
    const effects = await linkEffects(unit, directory, integration);
    const lost: Loss[] = [];
    const onLoss = (loss: Loss) => lost.push(loss);
    if (isAtOnce) await effects.settle(unit, directory, { onLoss }, cause.id, await peopleOf(unit, moves));
    else if (isLinked) recalculations.push(...beginRecalculations(unit, cause, users));
    if (isLinked)
      for (const groupId of nested) recalculations.push(beginRecalculation(unit, cause, { groupId }));
    const later = moves.left.filter(({ kind }) => kind === 'Group' || !isAtOnce);
    lost.push(...(await effects.losses(unit, this.#store, directory, integration, group, later)));
    await this.#people.countLosses(unit, integration, lost, most);
    return moves;
  }

  /** Throws `RuleError`: `circular_membership`, `too_many_nested_groups`. */
  async #refuseNesting(
    unit: Unit,
    group: Pick<DirectoryGroup, 'id' | 'integrationId'>,
    { joined, left }: Moves,
  ): Promise<void> {
    const inner = joined.filter(isNesting).map(({ memberId }) => memberId);
    if (inner.length === 0) return;
    await refuseCircle(unit, group, inner);
    const present = await this.#store.count(directoryMembers, group.integrationId, { index: 'nested' });
    if (present + inner.length - left.filter(isNesting).length > limits.nestedGroups)
      throw new RuleError(
        'too_many_nested_groups',
        `An integration nests at most ${limits.nestedGroups} groups. Remove another nested group first.`,
      );
  }

  #wholeSet(caller: Caller | ByHand, members: unknown): Promise<MemberEdits> {
    const notice = 'actor' in caller ? () => undefined : noticeOf(caller);
    return unhurried(this.#store, wholeSet(members, notice));
  }

  /** Removes a deleted user or group from all its groups. */
  forget(unit: Unit, member: { readonly id: string; readonly integrationId: string }): Promise<void> {
    return forgetMember(unit, member);
  }

  /** The kind of an id never changes, so this needs no transaction. */
  async #kindsOf({ id }: Integration, memberIds: readonly string[]): Promise<Map<string, MemberKind>> {
    const people = await Promise.all(memberIds.map((each) => this.#store.get(identities, id, each)));
    return new Map(memberIds.map((each, at) => [each, people[at] ? 'User' : 'Group']));
  }

  /** Replacing a member that is not in the group is `noTarget` (RFC 7644 section 3.5.2.3). */
  async #refuseAbsent(unit: Unit, group: DirectoryGroup, { replaced }: MemberEdits): Promise<void> {
    const there = await membersAmong(unit, group, [...replaced]);
    for (const id of replaced) if (!there.has(id)) throw new NoTarget(`${id} is not a member of the group.`);
  }

  async #present(unit: Unit, integration: Integration, id: string): Promise<DirectoryGroup> {
    const present = await unit.get(directoryGroups, integration.id, id);
    if (!present) throw new RuleError('not_found', `There is no group ${id}.`);
    return present;
  }

  /** Claims the unique values of the group, except its name. Throws when another group has one. */
  async #claim(
    unit: Unit,
    { id: scope }: Integration,
    id: string,
    resource: Resource,
    present: Resource = {},
  ): Promise<string[]> {
    const name = String(resource.displayName);
    const stays = fold(name) === fold(String(present.displayName));
    const holder = stays ? undefined : await unit.find(directoryGroups, scope, 'name', fold(name));
    if (holder && holder.id !== id)
      throw new RuleError('display_name_taken', `The displayName ${name} is taken by another group.`);
    return this.#unique.claim(unit, { id, scope, resource, present });
  }

  /** Changes one group, then runs the recalculations that the change recorded. */
  async #inTransaction<T>(
    caller: Caller | ByHand,
    lane: string | undefined,
    work: (unit: Unit, course: Course) => Promise<T>,
  ): Promise<T> {
    let recalculations: Recalculation[] = [];
    let joined: DirectoryMember[] = [];
    const run = <R>(change: (unit: Unit) => Promise<R>, at: string | undefined): Promise<R> =>
      'actor' in caller ? caller.run(change) : this.#people.guarded(caller, at, change);
    const begin = (unit: Unit, weigh: Weigh) => {
      [recalculations, joined] = [[], []];
      return work(unit, { recalculations, joined, weigh });
    };
    const result = await inTurn(run, begin, lane);
    for (const work of recalculations) await this.#runner.finish(work);
    await forgetGone(this.#store, joined);
    return result;
  }
}

function isNesting({ kind }: DirectoryMember): boolean {
  return kind === 'Group';
}

function idsOf({ joined, left }: Moves, kind: MemberKind): string[] {
  return [...joined, ...left].filter((edge) => edge.kind === kind).map(({ memberId }) => memberId);
}
