import { limits } from '../../config/limits.ts';
import type { Unit } from '../audit/index.ts';
import { RuleError } from '../kernel/index.ts';
import type { Reader } from '../store/index.ts';
import { settleSeat } from './seats.ts';
import { groups, highest, type Member, type Membership, members, type Origin, type Role } from './types.ts';

/** The effect of a change on an account's role in one group, for the logs. */
export interface AccessChange {
  readonly groupId: string;
  readonly from?: Role;
  readonly to?: Role;
}

type OriginRef = Pick<Origin, 'kind'> & { readonly source?: string };

/**
 * Adds an origin to a membership, and creates the membership if it is the first one. The same origin again replaces the
 * former, with its role. Throws `RuleError` `too_many_memberships` at the limit.
 */
export function grant(member: Member, groupId: string, origin: Origin): Member {
  const held = member.memberships.find((membership) => membership.groupId === groupId);
  const origins = [...(held?.origins ?? []).filter((other) => !sameOrigin(other, origin)), origin];
  const memberships = member.memberships.filter((membership) => membership.groupId !== groupId);
  if (memberships.length >= limits.membershipsPerPerson)
    throw new RuleError(
      'too_many_memberships',
      `One person has at most ${limits.membershipsPerPerson} memberships. Remove one first.`,
    );
  return withMemberships(member, [...memberships, membershipOf(groupId, origins)]);
}

/** Like `grant`, but returns the member unchanged at the limit. For memberships that a rule gives. */
export function grantWithin(member: Member, groupId: string, origin: Origin): Member {
  return isFull(member) && !member.groupIds.includes(groupId) ? member : grant(member, groupId, origin);
}

export function isFull({ memberships }: Member): boolean {
  return memberships.length >= limits.membershipsPerPerson;
}

/** Removes an origin from one membership, or from all. A membership ends with its last origin. */
export function withdraw(member: Member, origin: OriginRef, groupId?: string): Member {
  const memberships = member.memberships.flatMap((membership) => {
    if (groupId !== undefined && membership.groupId !== groupId) return [membership];
    const origins = membership.origins.filter((other) => !sameOrigin(other, origin));
    return origins.length === 0 ? [] : [membershipOf(membership.groupId, origins)];
  });
  return withMemberships(member, memberships);
}

/** A role that a link gives in a group. */
export interface Grant {
  readonly groupId: string;
  readonly origin: Origin & { readonly source: string };
}

/** The member with exactly these roles by the links of one integration. Unchanged memberships keep their dates. */
export function withLinkGrants(member: Member, via: string, grants: readonly Grant[]): Member {
  return withGrants(member, { kind: 'directory_group', via }, grants);
}

/**
 * The member with exactly these roles of one kind by one integration or provider. Unchanged memberships keep their
 * dates.
 */
export function withGrants(
  member: Member,
  { kind, via }: Pick<Origin, 'kind'> & { readonly via: string },
  grants: readonly Grant[],
): Member {
  const isMine = (origin: Origin) => origin.kind === kind && origin.via === via;
  const known = new Map(
    member.memberships.flatMap(({ groupId, origins }) =>
      origins.filter(isMine).map((origin) => [`${groupId} ${origin.source}`, origin] as const),
    ),
  );
  const rest = withoutOrigins(member, isMine);
  const held = new Set(member.groupIds);
  const heldFirst = [
    ...grants.filter(({ groupId }) => held.has(groupId)),
    ...grants.filter(({ groupId }) => !held.has(groupId)),
  ];
  return heldFirst.reduce((next, { groupId, origin }) => {
    const before = known.get(`${groupId} ${origin.source}`);
    return grantWithin(next, groupId, before?.role === origin.role ? before : origin);
  }, rest);
}

/** The member without the memberships that one integration or its links gave. */
export function withoutIntegration(member: Member, integrationId: string): Member {
  return withoutOrigins(member, (origin) => isBy(origin, integrationId));
}

/** The member with the memberships that one integration or its links gave turned into manual ones. */
export function asManual(member: Member, integrationId: string, cause: string): Member {
  const byHand = (held: Member) => withMemberships(held, inHands(held.memberships, integrationId, cause));
  return withTaken(byHand(member), byHand);
}

/** Applies an edit to the memberships that `deprovision` took; returns other members unchanged. */
export function withTaken(member: Member, edit: (taken: Member) => Member): Member {
  const { deprovisioned } = member;
  if (!deprovisioned) return member;
  const { memberships: taken } = edit(withMemberships(member, deprovisioned.taken));
  return { ...member, deprovisioned: { ...deprovisioned, taken } };
}

/** Takes every membership, whatever its origins, and keeps it for `restore`. `cause` is the id of the request. */
export function deprovision(member: Member, now: number, integrationId: string, cause?: string): Member {
  const taken = member.memberships.length > 0 ? member.memberships : (member.deprovisioned?.taken ?? []);
  const why = { at: now, by: integrationId, ...(cause === undefined ? {} : { cause }) };
  return { ...withMemberships(member, []), deprovisioned: { ...why, taken } };
}

/**
 * Gives back the memberships that `deprovision` took, in groups that still exist: manual ones, and those of the
 * integration that reactivates the user. Every other integration restores its own memberships.
 */
export async function restore(reader: Reader, member: Member, integrationId: string): Promise<Member> {
  const isBack = ({ kind, source, via }: Origin) =>
    kind === 'scim' ? source === integrationId : via === undefined || via === integrationId;
  const taken = (member.deprovisioned?.taken ?? []).map(({ origins, ...membership }) => ({
    ...membership,
    origins: origins.filter(isBack),
  }));
  const present = await Promise.all(taken.map(({ groupId }) => reader.get(groups, member.rootId, groupId)));
  const restored = taken.filter((_membership, at) => present[at] !== undefined);
  return restored.reduce(
    (back, membership) =>
      membership.origins.reduce((now, origin) => grantWithin(now, membership.groupId, origin), back),
    withoutDeprovisioning(member),
  );
}

/** The member without the mark of deprovisioning. */
export function withoutDeprovisioning(member: Member): Member {
  const { deprovisioned: _gone, ...rest } = member;
  return rest;
}

/**
 * Stores a changed member, and returns the changes of its access. Throws `RuleError` `no_free_seat`, and
 * `last_owner` when the top-level group would lose its last owner. This check reads the group before the owners and touches it, so that two owners who
 * leave at once conflict.
 */
export async function saveMember(
  unit: Unit,
  before: Member | undefined,
  after: Member,
): Promise<AccessChange[]> {
  const { rootId } = after;
  await settleSeat(unit, before, after);
  if (before?.ownerOf.includes(rootId) && !after.ownerOf.includes(rootId)) await leaveOwnership(unit, before);
  if (before) unit.update(members, after);
  else unit.insert(members, after);
  const held = before?.memberships ?? [];
  unit.tell({ rootId, accountId: after.accountId, before: held, after: after.memberships });
  return accessChanges(held, after.memberships);
}

async function leaveOwnership(unit: Unit, leaving: Member): Promise<void> {
  const { rootId } = leaving;
  const root = await unit.get(groups, rootId, rootId);
  const owners = await unit.list(members, rootId, { index: 'owner', equal: [rootId], limit: 2 });
  if (!owners.items.some((owner) => owner.id !== leaving.id))
    throw new RuleError(
      'last_owner',
      'This person is the last owner of the group. Make another person an owner first, then try again.',
    );
  if (root) unit.touch(groups, root);
}

function accessChanges(before: readonly Membership[], after: readonly Membership[]): AccessChange[] {
  const was = new Map(before.map((membership) => [membership.groupId, membership.role]));
  const is = new Map(after.map((membership) => [membership.groupId, membership.role]));
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((groupId) => was.get(groupId) !== is.get(groupId))
    .map((groupId) => {
      const [from, to] = [was.get(groupId), is.get(groupId)];
      return { groupId, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    });
}

function withoutOrigins(member: Member, isGone: (origin: Origin) => boolean): Member {
  const memberships = member.memberships.flatMap((membership) => {
    const origins = membership.origins.filter((origin) => !isGone(origin));
    return origins.length === 0 ? [] : [membershipOf(membership.groupId, origins)];
  });
  return withMemberships(member, memberships);
}

function inHands(memberships: readonly Membership[], integrationId: string, cause: string): Membership[] {
  return memberships.map(({ groupId, origins }) => membershipOf(groupId, origins.reduce(handOver, [])));

  function handOver(others: readonly Origin[], origin: Origin): Origin[] {
    const { role, since } = origin;
    const next: Origin = isBy(origin, integrationId) ? { kind: 'manual', role, since, cause } : origin;
    const same = others.find((other) => sameOrigin(other, next));
    if (!same) return [...others, next];
    const stronger = highest([same.role, next.role]) === same.role ? same : next;
    return others.map((other) => (other === same ? stronger : other));
  }
}

/** Whether one integration or its links gave any membership. */
export function hasByIntegration({ memberships }: Member, integrationId: string): boolean {
  return memberships.some(({ origins }) => origins.some((origin) => isBy(origin, integrationId)));
}

function isBy({ kind, source, via }: Origin, integrationId: string): boolean {
  return (kind === 'scim' && source === integrationId) || via === integrationId;
}

function withMemberships(member: Member, memberships: readonly Membership[]): Member {
  return {
    ...member,
    memberships,
    groupIds: memberships.map((membership) => membership.groupId),
    ownerOf: memberships
      .filter((membership) => membership.role === 'owner')
      .map((membership) => membership.groupId),
  };
}

function membershipOf(groupId: string, origins: readonly Origin[]): Membership {
  return { groupId, role: highest(origins.map((origin) => origin.role)), origins };
}

function sameOrigin(a: OriginRef, b: OriginRef): boolean {
  return a.kind === b.kind && a.source === b.source;
}
