import { limits } from '../../../config/limits.ts';
import { record } from '../../audit/record.ts';
import { type AccessChange, memberOf } from '../../groups/members.ts';
import { type Integration, integrations } from '../../integrations/types.ts';
import { RuleError } from '../../kernel/errors.ts';
import type { Runtime } from '../../kernel/runtime.ts';
import type { ResourceType } from '../../scim/schema/types.ts';
import type { Store, Transaction } from '../../store/port.ts';
import { identities } from '../collections.ts';
import { recalculations } from '../directory/collections.ts';
import type { Recalculation } from '../directory/types.ts';
import { isPreview } from '../preview/is_preview.ts';
import type { Identity } from '../types.ts';
import { isActive } from '../users/identity.ts';
import { reviseRoles } from '../users/membership.ts';
import { attributeRoles } from './attribute_roles.ts';

export interface RoleParts {
  readonly store: Store;
  readonly runtime: Runtime;
  readonly userType: ResourceType;
}

/** Works out, some users a transaction, what attributes give now in the groups of a note. In a preview it stays noted. */
export async function finishRoles(parts: RoleParts, note: Recalculation): Promise<void> {
  const takeStep = async (tx: Transaction): Promise<boolean> => {
    const present = await tx.get(recalculations, note.integrationId, note.id);
    return present !== undefined && step(tx, parts, present);
  };
  while (await parts.store.transaction(takeStep));
}

/** Whether there is more to do. */
async function step(tx: Transaction, parts: RoleParts, note: Recalculation): Promise<boolean> {
  const integration = await tx.get(integrations, note.rootId, note.integrationId);
  if (!integration) {
    tx.remove(recalculations, note);
    return false;
  }
  if (integration.preview && (await isPreview(tx, integration))) {
    tx.update(recalculations, { ...note, createdAt: parts.runtime.now() + limits.recalculationWait });
    return false;
  }
  const page = await tx.list(identities, note.integrationId, {
    limit: limits.recalculatedAtOnce,
    ...(note.after === undefined ? {} : { after: note.after }),
  });
  await Promise.all(page.items.map((identity) => revise(tx, parts, integration, note, identity)));
  if (page.next === undefined) tx.remove(recalculations, note);
  else tx.update(recalculations, { ...note, after: page.next });
  return page.next !== undefined;
}

async function revise(
  tx: Transaction,
  { runtime, userType }: RoleParts,
  integration: Integration,
  { roleGroups = [], cause }: Recalculation,
  identity: Identity,
): Promise<void> {
  const { accountId, rootId, resource } = identity;
  if (accountId === undefined) return;
  const isGone = !isActive(identity) && !(await memberOf(tx, rootId, accountId))?.deprovisioned;
  if (isGone) return;
  const none = roleGroups.map((groupId) => [groupId, undefined] as const);
  const roles = new Map([...none, ...attributeRoles(userType, integration, resource)]);
  const access = await passingOver(() =>
    reviseRoles(tx, integration, accountId, { now: runtime.now(), cause, roles }),
  );
  if (access.length > 0)
    record(tx, runtime, {
      rootId,
      actor: { kind: 'system', integrationId: integration.id },
      action: 'member.changed_by_role_attributes',
      target: { kind: 'account', id: accountId },
      detail: { access },
      requestId: cause,
    });
}

/** One person who has too many memberships keeps nobody else from a role. */
async function passingOver(work: () => Promise<AccessChange[]>): Promise<AccessChange[]> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RuleError && error.code === 'too_many_memberships') return [];
    throw error;
  }
}
