import { limits } from '../../../config/limits.ts';
import type { Unit, UnitStore } from '../../audit/index.ts';
import { type AccessChange, memberOf } from '../../groups/index.ts';
import { type Integration, integrations } from '../../integrations/index.ts';
import { RuleError } from '../../kernel/index.ts';
import type { ResourceType } from '../../scim/index.ts';
import { identities } from '../collections.ts';
import { recalculations } from '../directory/collections.ts';
import type { Recalculation } from '../directory/types.ts';
import { isPreview } from '../preview/is_preview.ts';
import type { Identity } from '../types.ts';
import { isActive } from '../users/identity.ts';
import { reviseRoles } from '../users/membership.ts';
import { attributeRoles } from './attribute_roles.ts';

export interface RoleParts {
  readonly store: UnitStore;
  readonly userType: ResourceType;
}

/**
 * Recalculates what attributes give in the groups of a note, a few users per transaction. During a preview the note
 * stays.
 */
export async function finishRoles(parts: RoleParts, note: Recalculation): Promise<void> {
  const takeStep = async (unit: Unit): Promise<boolean> => {
    const present = await unit.get(recalculations, note.integrationId, note.id);
    return present !== undefined && step(unit, parts, present);
  };
  while (await parts.store.transaction(takeStep));
}

/** Whether more is left to do. */
async function step(unit: Unit, parts: RoleParts, note: Recalculation): Promise<boolean> {
  const integration = await unit.get(integrations, note.rootId, note.integrationId);
  if (!integration) {
    unit.remove(recalculations, note);
    return false;
  }
  if (integration.preview && (await isPreview(unit, integration))) {
    unit.update(recalculations, { ...note, createdAt: unit.now() + limits.recalculationWait });
    return false;
  }
  const page = await unit.list(identities, note.integrationId, {
    limit: limits.recalculatedAtOnce,
    ...(note.after === undefined ? {} : { after: note.after }),
  });
  await Promise.all(page.items.map((identity) => revise(unit, parts, integration, note, identity)));
  if (page.next === undefined) unit.remove(recalculations, note);
  else unit.update(recalculations, { ...note, after: page.next });
  return page.next !== undefined;
}

async function revise(
  unit: Unit,
  { userType }: RoleParts,
  integration: Integration,
  { roleGroups = [], cause }: Recalculation,
  identity: Identity,
): Promise<void> {
  const { accountId, rootId, resource } = identity;
  if (accountId === undefined) return;
  const isGone = !isActive(identity) && !(await memberOf(unit, rootId, accountId))?.deprovisioned;
  if (isGone) return;
  const none = roleGroups.map((groupId) => [groupId, undefined] as const);
  const roles = new Map([...none, ...attributeRoles(userType, integration, resource)]);
  const access = await passingOver(() =>
    reviseRoles(unit, integration, accountId, { now: unit.now(), cause, roles }),
  );
  if (access.length > 0)
    unit.record({
      rootId,
      actor: { kind: 'system', integrationId: integration.id },
      action: 'member.changed_by_role_attributes',
      target: { kind: 'account', id: accountId },
      detail: { access },
      requestId: cause,
    });
}

/** An account with too many memberships does not stop the others. */
async function passingOver(work: () => Promise<AccessChange[]>): Promise<AccessChange[]> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RuleError && error.code === 'too_many_memberships') return [];
    throw error;
  }
}
