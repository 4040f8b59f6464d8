import { limits } from '../../../config/limits.ts';
import type { View } from '../../audit/index.ts';
import {
  emptyMember,
  type Group,
  type Member,
  memberOf,
  type Role,
  roles,
  withLinkGrants,
} from '../../groups/index.ts';
import { every } from '../../store/index.ts';
import { identities } from '../collections.ts';
import { directoryMembers } from '../directory/collections.ts';
import { Directory } from '../directory/directory.ts';
import type { DirectoryGroup, GroupLink, LinkRole } from '../directory/types.ts';
import type { Identity } from '../types.ts';
import { givenBy, grantsOf, linksApply } from './grants.ts';

/** A person whose role in the target changes. `from` or `to` is absent for no role. */
export interface RoleMove {
  readonly accountId: string;
  readonly from?: Role;
  readonly to?: Role;
}

interface LinkPlan {
  readonly gains: readonly RoleMove[];
  readonly loses: readonly RoleMove[];
  /** The number of people whose role stays, because another origin or link gives the same or more. */
  readonly unchanged: number;
  /** Whether the group has more people than the plan includes. */
  readonly isPartial: boolean;
}

/**
 * Plans a link: which people gain or lose a role in `target` if the directory group gives `role` there, or no role.
 * Includes at most `limits.plannedPeople` people. Writes nothing.
 */
export async function planLink(
  view: View,
  group: DirectoryGroup,
  target: Group,
  role: LinkRole | undefined,
): Promise<LinkPlan> {
  const directory = new Directory(view, group.integrationId);
  const { ids, isPartial } = await peopleOf(view, directory, group);
  const people = await view.getMany(identities, group.integrationId, ids);
  const changed = (links: readonly GroupLink[]) => linksAfter(links, group, target, role);
  const moves = await Promise.all(
    people.map(async (person) => {
      const linked = person && (await linkedOf(view, directory, person, changed));
      if (!linked) return undefined;
      const { before, after } = linked;
      return moveOf(before.accountId, roleIn(before, target), roleIn(after, target));
    }),
  );
  const known = moves.filter((move) => move !== undefined);
  const rises = ({ from, to }: RoleMove) => rank(to) > rank(from);
  const falls = ({ from, to }: RoleMove) => rank(to) < rank(from);
  return {
    gains: known.filter(rises),
    loses: known.filter(falls),
    unchanged: known.filter((move) => !rises(move) && !falls(move)).length,
    isPartial,
  };
}

/**
 * The memberships of a user now, and with the roles that links give: the current links, or those that `changed` returns.
 * Undefined where links do not apply to the user.
 */
export async function linkedOf(
  view: View,
  directory: Directory,
  person: Identity,
  changed: (links: GroupLink[]) => readonly GroupLink[] = (links) => links,
): Promise<{ readonly before: Member; readonly after: Member } | undefined> {
  const { accountId, rootId, integrationId } = person;
  if (accountId === undefined) return undefined;
  const member = await memberOf(view, rootId, accountId);
  if (!linksApply(person, member) || member?.deprovisioned) return undefined;
  const before = member ?? { ...emptyMember(rootId, accountId), v: 0 };
  const links = changed(await grantsOf(view, directory, person));
  const grants = links.map((link) => givenBy(link, view.now(), ''));
  return { before, after: withLinkGrants(before, integrationId, grants) };
}

async function peopleOf(
  view: View,
  directory: Directory,
  { id: groupId, integrationId }: DirectoryGroup,
): Promise<{ readonly ids: string[]; readonly isPartial: boolean }> {
  const found = new Set<string>();
  for (const id of await directory.below([groupId]))
    for await (const edge of every(view, directoryMembers, integrationId, { index: 'group', equal: [id] })) {
      if (edge.kind !== 'User' || found.has(edge.memberId)) continue;
      if (found.size >= limits.plannedPeople) return { ids: [...found], isPartial: true };
      found.add(edge.memberId);
    }
  return { ids: [...found], isPartial: false };
}

/** The links of a person after the change. Everybody in the plan belongs to the group, directly or nested. */
function linksAfter(
  links: readonly GroupLink[],
  { id: directoryGroupId, integrationId, rootId }: DirectoryGroup,
  { id: targetId }: Group,
  role: LinkRole | undefined,
): GroupLink[] {
  const known = links.find(
    (link) => link.directoryGroupId === directoryGroupId && link.targetId === targetId,
  );
  const others = links.filter((link) => link !== known);
  if (role === undefined) return others;
  const planned = { id: known?.id ?? 'planned', v: 0, integrationId, rootId, directoryGroupId, targetId };
  return [...others, { ...planned, role, createdAt: known?.createdAt ?? 0 }];
}

export function roleIn(
  { memberships }: Pick<Member, 'memberships'>,
  { id }: Pick<Group, 'id'>,
): Role | undefined {
  return memberships.find(({ groupId }) => groupId === id)?.role;
}

export function moveOf(accountId: string, from: Role | undefined, to: Role | undefined): RoleMove {
  return { accountId, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function rank(role: Role | undefined): number {
  return role === undefined ? -1 : roles.indexOf(role);
}
