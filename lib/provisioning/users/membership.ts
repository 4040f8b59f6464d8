import { closeSessions } from '../../accounts/index.ts';
import type { Unit } from '../../audit/index.ts';
import {
  type AccessChange,
  deprovision,
  emptyMember,
  type Grant,
  grant,
  grantWithin,
  type Member,
  memberOf,
  type Origin,
  type Role,
  restore,
  saveMember,
  withdraw,
  withLinkGrants,
  withoutDeprovisioning,
  withoutIntegration,
  withTaken,
} from '../../groups/index.ts';
import { type Integration, integrations, listIntegrations } from '../../integrations/index.ts';
import type { Reader } from '../../store/index.ts';
import { identities } from '../collections.ts';
import type { AttributeRoles } from '../role_attributes/attribute_roles.ts';
import type { Identity } from '../types.ts';

/** The source and the time of a membership change. */
export interface RoleSource {
  readonly now: number;
  /** The id of the request or command. */
  readonly cause: string;
  /** The roles that the attributes of the user give. */
  readonly roles: AttributeRoles;
}

/** The roles for a new or reactivated user. */
interface Admission extends RoleSource {
  /** The roles that links give now. They replace those from before a deprovisioning. */
  readonly grants: readonly Grant[];
  /** The account was made in this unit of work, so that it is nowhere a member. */
  readonly isNewAccount?: boolean;
}

/** Gives an account the memberships of this integration, and those that an earlier deprovisioning took. */
export async function admit(
  unit: Unit,
  integration: Integration,
  accountId: string,
  { grants, isNewAccount = false, ...roleSource }: Admission,
): Promise<AccessChange[]> {
  const before = isNewAccount ? undefined : await memberOf(unit, integration.rootId, accountId);
  const start = before ?? { ...emptyMember(integration.rootId, accountId), v: 0 };
  const back =
    integration.settings.onReturn === 'restore'
      ? await restore(unit, start, integration.id)
      : withoutDeprovisioning(start);
  const held = withScimRoles(back, integration, roleSource);
  return saveMember(unit, before, withLinkGrants(held, integration.id, grants));
}

/** Updates the roles of a member to the attributes that give them. `onLoss` as for `deprovisionUser`. */
export async function followRoles(
  unit: Unit,
  integration: Integration,
  accountId: string,
  roleSource: RoleSource,
  onLoss?: OnLoss,
): Promise<AccessChange[]> {
  if (roleSource.roles.size === 0) return [];
  const before = await memberOf(unit, integration.rootId, accountId);
  if (!before || before.deprovisioned) return [];
  const access = await saveMember(unit, before, withScimRoles(before, integration, roleSource));
  if (onLoss && isLoss(access)) await onLoss(lossOf(before, integration));
  return access;
}

/**
 * Like `followRoles`, after a change of the integration itself: a deprovisioned member gets the new roles when
 * reactivated.
 */
export async function reviseRoles(
  unit: Unit,
  integration: Integration,
  accountId: string,
  roleSource: RoleSource,
): Promise<AccessChange[]> {
  const before = await memberOf(unit, integration.rootId, accountId);
  if (!before?.deprovisioned) return followRoles(unit, integration, accountId, roleSource);
  return saveMember(
    unit,
    before,
    withTaken(before, (taken) => withScimRoles(taken, integration, roleSource)),
  );
}

/** Records the changes that the rules of an integration have made to the access of a member. */
export function recordAccess(
  unit: Unit,
  action: 'member.changed_by_group_links' | 'member.changed_by_role_attributes',
  {
    rootId,
    integrationId,
    accountId,
  }: Pick<Identity, 'rootId' | 'integrationId'> & { readonly accountId: string },
  access: readonly AccessChange[],
  requestId: string,
): void {
  if (access.length === 0) return;
  unit.record({
    rootId,
    actor: { kind: 'system', integrationId },
    action,
    target: { kind: 'account', id: accountId },
    detail: { access },
    requestId,
  });
}

/** An account that loses access, and the time since which the integration gave it access. */
export interface Loss {
  readonly accountId: string;
  readonly since: number;
}

type OnLoss = (lost: Loss) => Promise<void>;

/** Whether a change ends the last origin of a membership. A new role in the same group is no loss. */
export function isLoss(access: readonly AccessChange[]): boolean {
  return access.some(({ to }) => to === undefined);
}

export function lossOf(before: Member, integration: Pick<Integration, 'id' | 'rootId'>): Loss {
  return { accountId: before.accountId, since: sinceBy(before, integration) };
}

/** The cause of a deprovisioning. */
export interface Deprovisioning extends Pick<RoleSource, 'now' | 'cause'> {
  /** For a deleted user, the groups where attributes give roles: these roles are not restored later. */
  readonly deleted?: AttributeRoles;
}

/**
 * Ends every membership under the top-level group, and the SAML sessions of the group. If another enabled integration
 * still has the user as active, ends only the memberships of this one. Calls `onLoss` for an account that loses access,
 * which may throw. Throws `RuleError` `last_owner`. Succeeds when there is nothing to end.
 */
export async function deprovisionUser(
  unit: Unit,
  integration: Integration,
  accountId: string,
  { now, cause, deleted }: Deprovisioning,
  onLoss: OnLoss,
): Promise<AccessChange[]> {
  const { rootId } = integration;
  const before = await memberOf(unit, rootId, accountId);
  const held = before !== undefined && (await heldByAnother(unit, integration, before));
  if (!held) await endSamlSessions(unit, rootId, accountId);
  if (!before) return [];
  const after = held
    ? withoutIntegration(before, integration.id)
    : deprovision(before, now, integration.id, cause);
  const left = deleted
    ? withTaken(after, (taken) => withoutUser(taken, integration, { now, cause, roles: deleted }))
    : after;
  const access = await saveMember(unit, before, left);
  if (isLoss(access)) await onLoss(lossOf(before, integration));
  return access;
}

/** Whether an integration gives a membership. */
export function hasScimMembership({ memberships }: Member, integrationId: string): boolean {
  return memberships.some(({ origins }) =>
    origins.some(({ kind, source }) => kind === 'scim' && source === integrationId),
  );
}

/** The member without the roles by groups and attributes of a deleted user, so with at most the default role. */
function withoutUser(member: Member, integration: Integration, roleSource: RoleSource): Member {
  const { rootId, settings } = integration;
  const byAttribute = roleSource.roles.has(rootId) && roleBy(member, integration, rootId) !== undefined;
  const roles: [string, Role | undefined][] = groupsBelow(member, integration).map((id) => [id, undefined]);
  if (byAttribute) roles.push([rootId, settings.defaultRole]);
  return withLinkGrants(withRoles(member, integration, roles, roleSource), integration.id, []);
}

function withScimRoles(member: Member, integration: Integration, roleSource: RoleSource): Member {
  const { rootId, settings } = integration;
  const { roles } = roleSource;
  const present = roleBy(member, integration, rootId);
  const top = roles.has(rootId)
    ? (roles.get(rootId) ?? settings.defaultRole)
    : (present ?? settings.defaultRole);
  const below = [...roles].filter(([groupId]) => groupId !== rootId);
  const stale = groupsBelow(member, integration).filter((groupId) => !roles.has(groupId));
  const ended = stale.map((groupId) => [groupId, undefined] as const);
  return withRoles(member, integration, [...ended, [rootId, top], ...below], roleSource);
}

/** The groups below the top-level one where attributes have given roles. */
function groupsBelow({ memberships }: Member, { id, rootId }: Integration): string[] {
  const isBy = ({ kind, source }: Origin) => kind === 'scim' && source === id;
  const held = memberships.filter(({ groupId, origins }) => groupId !== rootId && origins.some(isBy));
  return held.map(({ groupId }) => groupId);
}

function withRoles(
  member: Member,
  integration: Integration,
  roles: readonly (readonly [string, Role | undefined])[],
  roleSource: RoleSource,
): Member {
  return roles.reduce(
    (next, [groupId, role]) => withRole(next, integration, groupId, role, roleSource),
    member,
  );
}

function withRole(
  member: Member,
  integration: Integration,
  groupId: string,
  role: Role | undefined,
  { now, cause }: RoleSource,
): Member {
  const origin = originOf(integration);
  if (role === undefined) return withdraw(member, origin, groupId);
  if (roleBy(member, integration, groupId) === role) return member;
  const give = groupId === integration.rootId ? grant : grantWithin;
  return give(member, groupId, { ...origin, role, since: now, cause });
}

function sinceBy(member: Member, { id, rootId }: Pick<Integration, 'id' | 'rootId'>): number {
  const origins = member.memberships.find(({ groupId }) => groupId === rootId)?.origins ?? [];
  return origins.find(({ kind, source }) => kind === 'scim' && source === id)?.since ?? 0;
}

function roleBy(member: Member, integration: Integration, groupId: string): Role | undefined {
  const origins = member.memberships.find((membership) => membership.groupId === groupId)?.origins ?? [];
  return origins.find(({ kind, source }) => kind === 'scim' && source === integration.id)?.role;
}

/** Whether another enabled integration has the user as active. */
export async function heldByAnother(
  reader: Reader,
  integration: Pick<Integration, 'id' | 'rootId'>,
  member: Member,
): Promise<boolean> {
  const sources = member.memberships
    .flatMap((membership) => membership.origins)
    .filter((origin) => origin.kind === 'scim' && origin.source !== integration.id)
    .map((origin) => origin.source ?? '');
  const others = await Promise.all(
    [...new Set(sources)].map((id) => reader.get(integrations, integration.rootId, id)),
  );
  return others.some((other) => other?.enabled === true);
}

async function endSamlSessions(unit: Unit, rootId: string, accountId: string): Promise<void> {
  await closeSessions(unit, accountId, ({ madeBy }) => madeBy.kind === 'saml' && madeBy.rootId === rootId);
}

function originOf(integration: Integration) {
  return { kind: 'scim' as const, source: integration.id };
}

/**
 * Whether a deprovisioning is still in force. It lapses when the integration that caused it is removed and no other
 * integration of the group knows the person.
 */
export async function isDeprovisioningInForce(
  reader: Reader,
  { rootId, accountId, deprovisioned }: Member,
): Promise<boolean> {
  const all = await listIntegrations(reader, rootId);
  if (all.some(({ id }) => id === (deprovisioned?.by ?? id))) return true;
  const found = await Promise.all(all.map(({ id }) => reader.find(identities, id, 'account', accountId)));
  return found.some((identity) => identity !== undefined);
}
