import type { Account } from '../accounts/index.ts';
import type { Actor, EventBody, Unit } from '../audit/index.ts';
import {
  type AccessChange,
  emptyMember,
  type Group,
  grant,
  isByHand,
  type Member,
  type Membership,
  memberOf,
  type Origin,
  pathOf,
  type Role,
  saveMember,
  withdraw,
  withoutDeprovisioning,
} from '../groups/index.ts';
import { RuleError } from '../kernel/index.ts';
import type { ResourceType } from '../scim/index.ts';
import type { Reader } from '../store/index.ts';
import { orphanedOrigins } from './orphans.ts';
import { isDeprovisioningInForce } from './users/membership.ts';

/** The account and the group of a membership that an actor changes by hand. */
interface ByHand {
  readonly group: Group;
  readonly account: Account;
  readonly actor: Actor;
}

/**
 * Gives a role by hand, or by an invitation if `origin` is one. Throws `RuleError`: `last_owner`, and `deprovisioned`
 * while an identity provider reports the user as inactive.
 */
export async function addByHand(
  unit: Unit,
  { group, account, actor }: ByHand,
  role: Role,
  origin: Pick<Origin, 'kind' | 'source'> = { kind: 'manual' },
): Promise<{ readonly role: Role; readonly formerRole?: Role }> {
  const before = await memberOf(unit, group.rootId, account.id);
  if (before?.deprovisioned && (await isDeprovisioningInForce(unit, before)))
    throw await deprovisioned(unit, group, account, before.deprovisioned.at);
  const start = before ? withoutDeprovisioning(before) : { ...emptyMember(group.rootId, account.id), v: 0 };
  const cause = unit.id();
  const after = grant(start, group.id, { ...origin, role, since: unit.now(), cause });
  const [change] = await saveMember(unit, before, after);
  const held = membershipIn(after, group)?.role ?? role;
  note(unit, { group, account, actor }, change ?? { groupId: group.id, from: held, to: held }, cause);
  return { role: held, ...(change?.from === undefined ? {} : { formerRole: change.from }) };
}

/**
 * Ends the origins given by hand or by invitation, and those that have lost their cause. Returns the membership that
 * remains. Throws `RuleError`: `not_a_member`, `membership_not_by_hand` when there is nothing to end, `last_owner`.
 */
export async function removeByHand(
  unit: Unit,
  userType: ResourceType,
  { group, account, actor }: ByHand,
): Promise<Membership | undefined> {
  const { before, membership } = await heldBy(unit, group, account);
  const orphans = await orphanedOrigins(unit, userType, before, membership);
  const removable = [...membership.origins.filter(isByHand), ...orphans];
  if (removable.length === 0) throw await heldByOthers(unit, group, account, membership.origins);
  const after = without(before, removable, group);
  const [change] = await saveMember(unit, before, after);
  if (change) note(unit, { group, account, actor }, change);
  return membershipIn(after, group);
}

/** The origins that remain: those of group links, or all of them and a manual one. */
type Decider = 'directory-groups' | 'manual';

interface Converted {
  readonly formerRole: Role;
  readonly changed: boolean;
  /** Undefined when no origin is left. */
  readonly membership: Membership | undefined;
}

/**
 * Lets only the group links decide a membership, or keeps its role by hand. Ends origins that have lost their cause.
 * Throws `RuleError`: `not_a_member`, `no_linked_group` when no link would give the membership.
 */
export async function convert(
  unit: Unit,
  userType: ResourceType,
  { group, account, actor }: ByHand,
  to: Decider,
): Promise<Converted> {
  const { before, membership } = await heldBy(unit, group, account);
  const orphans = await orphanedOrigins(unit, userType, before, membership);
  if (to === 'directory-groups' && !isByLinks(membership, orphans)) throw await noLink(unit, group, account);
  const cause = unit.id();
  const converted =
    to === 'manual'
      ? keptByHand(before, membership, { since: unit.now(), cause })
      : without(before, membership.origins.filter(isByHand), group);
  const after = without(converted, orphans, group);
  const now = membershipIn(after, group);
  if (after !== before) {
    await saveMember(unit, before, after);
    unit.record({
      rootId: group.rootId,
      actor,
      action: 'member.converted',
      target: { kind: 'account', id: account.id },
      detail: { groupId: group.id, to, from: membership.role, ...(now ? { role: now.role } : {}) },
      requestId: cause,
    });
  }
  return { formerRole: membership.role, changed: after !== before, membership: now };
}

async function heldBy(
  reader: Reader,
  group: Group,
  { id, username }: Account,
): Promise<{ readonly before: Member; readonly membership: Membership }> {
  const before = await memberOf(reader, group.rootId, id);
  const membership = before && membershipIn(before, group);
  if (!before || !membership)
    throw new RuleError(
      'not_a_member',
      `${username} is not a member of ${await pathOf(reader, group)}. Check both names.`,
    );
  return { before, membership };
}

function membershipIn({ memberships }: Member, group: Group): Membership | undefined {
  return memberships.find(({ groupId }) => groupId === group.id);
}

function without(member: Member, origins: readonly Origin[], { id }: Group): Member {
  return origins.reduce((rest, origin) => withdraw(rest, origin, id), member);
}

/** Whether only links give the membership, or nothing does. */
function isByLinks({ origins }: Membership, orphans: readonly Origin[]): boolean {
  const isLinked = origins.some((origin) => origin.kind === 'directory_group' && !orphans.includes(origin));
  return isLinked || orphans.length === origins.length;
}

/** Gives the current role by hand too, so that it stays when the links end. */
function keptByHand(
  member: Member,
  { groupId, role, origins }: Membership,
  by: { readonly since: number; readonly cause: string },
): Member {
  if (origins.some((origin) => origin.kind === 'manual' && origin.role === role)) return member;
  return grant(member, groupId, { kind: 'manual', role, ...by });
}

function note(unit: Unit, { group, account, actor }: ByHand, change: AccessChange, cause?: string): void {
  unit.record({
    rootId: group.rootId,
    actor,
    target: { kind: 'account', id: account.id },
    ...eventOf(group.id, change),
    ...(cause === undefined ? {} : { requestId: cause }),
  });
}

function eventOf(
  groupId: string,
  { from, to }: AccessChange,
): EventBody<'member.added' | 'member.changed' | 'member.removed'> {
  if (to === undefined)
    return { action: 'member.removed', detail: { groupId, ...(from === undefined ? {} : { from }) } };
  if (from === undefined) return { action: 'member.added', detail: { groupId, to } };
  return { action: 'member.changed', detail: { groupId, from, to } };
}

async function deprovisioned(
  reader: Reader,
  group: Group,
  { username }: Account,
  at: number,
): Promise<RuleError> {
  const [root] = (await pathOf(reader, group)).split('/');
  return new RuleError(
    'deprovisioned',
    `${username} cannot be added: the identity provider of ${root} reports this person as inactive since ${new Date(at).toISOString()}. ` +
      'Activate the user there; that gives the former memberships back.',
  );
}

async function heldByOthers(
  reader: Reader,
  group: Group,
  { username }: Account,
  origins: readonly Origin[],
): Promise<RuleError> {
  const kinds = [...new Set(origins.map(({ kind }) => kind))].join(', ');
  return new RuleError(
    'membership_not_by_hand',
    `${username} is a member of ${await pathOf(reader, group)} by ${kinds}, not by hand. Remove the person there; in ` +
      'the identity provider, deactivate the user.',
  );
}

async function noLink(reader: Reader, group: Group, { username }: Account): Promise<RuleError> {
  return new RuleError(
    'no_linked_group',
    `${username} is in no directory group that is linked to ${await pathOf(reader, group)}, so no link can give the membership. ` +
      'Link a directory group first, or remove the member.',
  );
}
