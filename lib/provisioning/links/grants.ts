import type { Unit } from '../../audit/index.ts';
import {
  type AccessChange,
  emptyMember,
  type Grant,
  type Member,
  memberOf,
  saveMember,
  withLinkGrants,
  withTaken,
} from '../../groups/index.ts';
import type { Integration } from '../../integrations/index.ts';
import { all, type Reader } from '../../store/index.ts';
import { identities } from '../collections.ts';
import { directoryMembers } from '../directory/collections.ts';
import { Directory } from '../directory/directory.ts';
import { edgeId } from '../directory/edges.ts';
import type { DirectoryMember, GroupLink } from '../directory/types.ts';
import type { Identity } from '../types.ts';
import { isActive } from '../users/identity.ts';
import { hasScimMembership, isLoss, type Loss, lossOf, recordAccess } from '../users/membership.ts';

/** Up to so many groups with links, their members are read by id, many at once, which costs less than a list for each. */
const NAMED_GROUPS = 8;

export interface Cause {
  readonly integration: Pick<Integration, 'id' | 'rootId'>;
  /** The id of the request or command. */
  readonly id: string;
}

interface Parts {
  /** Called for every account that loses a membership. */
  readonly onLoss?: (lost: Loss) => void;
  /** Whether a concurrent reactivation must conflict, even if no link is left. */
  readonly conflictsWithReactivation?: boolean;
}

/**
 * Gives people the roles of their group links, and takes those that no link gives any more. Calculates from scratch, so
 * the order of changes does not matter. Writes the member document even without a difference, so that two changes that
 * depend on each other's membership conflict and one runs again.
 */
export async function settleGrants(
  unit: Unit,
  directory: Directory,
  parts: Parts,
  cause: string,
  people: readonly Identity[],
): Promise<AccessChange[][]> {
  const edges = await edgesOf(unit, directory, people);
  return Promise.all(
    people.map((person, at) => settleOne(unit, parts, directory, cause, person, edges[at] ?? [])),
  );
}

/** The roles that links give to a user who gets access. */
export async function linkGrants(
  unit: Unit,
  directory: Directory,
  cause: string,
  person: Identity,
): Promise<Grant[]> {
  const links = await grantsOf(unit, directory, person);
  return links.map((link) => givenBy(link, unit.now(), cause));
}

/**
 * Whether links apply to a user. They apply to active users, and to inactive ones who are still members, such as the
 * last owner or a user whose removal was discarded.
 */
export function linksApply(person: Identity, member: Member | undefined): boolean {
  return isActive(person) || (member !== undefined && hasScimMembership(member, person.integrationId));
}

/** The member document of an inactive user with the roles that links would give on reactivation now. */
export async function withTakenByLinks(
  reader: Reader,
  now: number,
  cause: string,
  person: Identity,
  member: Member,
): Promise<Member> {
  if (!member.deprovisioned) return member;
  const { integrationId } = person;
  const links = await grantsOf(reader, new Directory(reader, integrationId), person);
  const grants = links.map((link) => givenBy(link, now, cause));
  return withTaken(member, (taken) => withLinkGrants(taken, integrationId, grants));
}

export function givenBy(
  { id, integrationId, targetId, role }: GroupLink,
  since: number,
  cause: string,
): Grant {
  const origin = { kind: 'directory_group', source: id, via: integrationId, role, since, cause } as const;
  return { groupId: targetId, origin };
}

async function settleOne(
  unit: Unit,
  { onLoss, conflictsWithReactivation }: Parts,
  directory: Directory,
  cause: string,
  person: Identity,
  edges: readonly DirectoryMember[],
): Promise<AccessChange[]> {
  const { accountId, rootId, integrationId } = person;
  const before = accountId === undefined ? undefined : await memberOf(unit, rootId, accountId);
  if (accountId === undefined || !linksApply(person, before)) {
    if (conflictsWithReactivation || (await directory.hasLinks())) unit.touch(identities, person);
    return [];
  }
  const grants = before?.deprovisioned ? [] : await linksBy(directory, edges);
  const hasLinked = before?.memberships.some(({ origins }) =>
    origins.some(({ kind, via }) => kind === 'directory_group' && via === integrationId),
  );
  if (grants.length === 0 && !hasLinked && (!before || !(await directory.hasLinks()))) return [];
  const start = before ?? { ...emptyMember(rootId, accountId), v: 0 };
  const given = grants.map((link) => givenBy(link, unit.now(), cause));
  const access = await saveMember(unit, before, withLinkGrants(start, integrationId, given));
  if (before && isLoss(access)) onLoss?.(lossOf(before, { id: integrationId, rootId }));
  recordAccess(unit, 'member.changed_by_group_links', { rootId, integrationId, accountId }, access, cause);
  return access;
}

/** The links of one integration that give an account a role now. */
export async function linksHolding(
  reader: Reader,
  { via, rootId, accountId }: { readonly via: string; readonly rootId: string; readonly accountId: string },
): Promise<GroupLink[]> {
  const [person, member] = await Promise.all([
    reader.find(identities, via, 'account', accountId),
    memberOf(reader, rootId, accountId),
  ]);
  if (!person || !linksApply(person, member)) return [];
  return grantsOf(reader, new Directory(reader, via), person);
}

/** The links of the directory groups that contain a user, directly or nested, by the edges that `counts` accepts. */
export async function grantsOf(
  reader: Reader,
  directory: Directory,
  person: Pick<Identity, 'id' | 'integrationId'>,
  counts: (edge: DirectoryMember) => boolean = () => true,
): Promise<GroupLink[]> {
  const [edges = []] = await edgesOf(reader, directory, [person]);
  return linksBy(directory, edges.filter(counts));
}

/** The edges of users by which links may concern them, of each in order. */
async function edgesOf(
  reader: Reader,
  directory: Directory,
  people: readonly Pick<Identity, 'id' | 'integrationId'>[],
): Promise<DirectoryMember[][]> {
  const [first] = people;
  if (!first || !(await directory.hasLinks())) return people.map(() => []);
  const groups = await directory.linkedGroups(NAMED_GROUPS);
  if (!groups)
    return Promise.all(
      people.map(({ id, integrationId }) =>
        all(reader, directoryMembers, integrationId, { index: 'member', equal: [id] }),
      ),
    );
  const ids = people.flatMap(({ id }) => groups.map((groupId) => edgeId(groupId, id)));
  const found = await reader.getMany(directoryMembers, first.integrationId, ids);
  return people.map((_, at) =>
    found.slice(at * groups.length, (at + 1) * groups.length).filter((edge) => edge !== undefined),
  );
}

function linksBy(directory: Directory, edges: readonly DirectoryMember[]): Promise<GroupLink[]> {
  return directory.linksOf(edges.map(({ groupId }) => groupId));
}
