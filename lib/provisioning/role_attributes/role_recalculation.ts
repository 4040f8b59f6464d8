import { limits } from '../../../config/limits.ts';
import type { Unit } from '../../audit/index.ts';
import { type AccessChange, memberOf } from '../../groups/index.ts';
import { type Integration, integrations } from '../../integrations/index.ts';
import { begin, type Kind, openWork, type Step, type Work } from '../../jobs/index.ts';
import { RuleError } from '../../kernel/index.ts';
import type { ResourceType } from '../../scim/index.ts';
import type { Reader } from '../../store/index.ts';
import { identities } from '../collections.ts';
import { effectsIn } from '../preview/effects.ts';
import type { Identity } from '../types.ts';
import { isActive } from '../users/identity.ts';
import { recordAccess, reviseRoles } from '../users/membership.ts';
import { attributeRoles } from './attribute_roles.ts';

interface State {
  /** The groups where the attributes that give roles have changed. */
  readonly roleGroups: readonly string[];
  readonly after?: string;
}

const kind = 'role_attributes';

/** Begins a recalculation of the roles in a group, in the transaction that changes the attributes. */
export function beginRoleRecalculation(
  unit: Unit,
  place: Pick<Work, 'rootId' | 'subject' | 'cause' | 'actor'>,
  groupId: string,
) {
  return begin<State>(unit, { kind, ...place, state: { roleGroups: [groupId] } });
}

/** The groups with a change of attributes whose recalculation has not ended. */
export async function pendingRoleGroups(reader: Reader, { id, rootId }: Integration): Promise<string[]> {
  const left = await openWork(reader, rootId, id);
  return left.flatMap((work) => (isRoleRecalculation(work) ? work.state.roleGroups : []));
}

export function isRoleRecalculation(work: Work): work is Work<State> {
  return work.kind === kind;
}

/** Recalculates the roles that attributes give in some groups, a few users per step. Waits during a preview. */
export function roleRecalculation(userType: ResourceType): Kind<State> {
  return {
    name: kind,
    count: (store, { subject }) => store.count(identities, subject),
    async step(unit, work) {
      const { state, rootId, subject } = work;
      const integration = await unit.get(integrations, rootId, subject);
      if (!integration) return { state, next: 'end' };
      const takeStep = await effectsIn<() => Promise<Step<State>>>(
        unit,
        integration,
        () => revisePage(unit, userType, integration, work),
        (touch) => async () => {
          touch();
          return { state, next: { wait: limits.workWait } };
        },
      );
      return takeStep();
    },
  };
}

async function revisePage(
  unit: Unit,
  userType: ResourceType,
  integration: Integration,
  work: Work<State>,
): Promise<Step<State>> {
  const { state } = work;
  const page = await unit.list(identities, work.subject, {
    limit: limits.recalculatedAtOnce,
    ...(state.after === undefined ? {} : { after: state.after }),
  });
  await Promise.all(page.items.map((identity) => revise(unit, userType, integration, work, identity)));
  const done = page.items.length;
  return page.next === undefined
    ? { state, done, next: 'end' }
    : { state: { ...state, after: page.next }, done, next: 'step' };
}

async function revise(
  unit: Unit,
  userType: ResourceType,
  integration: Integration,
  { state: { roleGroups }, cause }: Work<State>,
  identity: Identity,
): Promise<void> {
  const { accountId, rootId, resource } = identity;
  if (accountId === undefined) return;
  const isGone = !isActive(identity) && !(await memberOf(unit, rootId, accountId))?.deprovisioned;
  if (isGone) return;
  const none = roleGroups.map((groupId) => [groupId, undefined] as const);
  const roles = new Map([...none, ...attributeRoles(userType, integration, resource)]);
  const access = await skippingFull(() =>
    reviseRoles(unit, integration, accountId, { now: unit.now(), cause, roles }),
  );
  const place = { rootId, integrationId: integration.id, accountId };
  recordAccess(unit, 'member.changed_by_role_attributes', place, access, cause);
}

/** Skips an account with too many memberships, so that it does not stop the others. */
async function skippingFull(work: () => Promise<AccessChange[]>): Promise<AccessChange[]> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RuleError && error.code === 'too_many_memberships') return [];
    throw error;
  }
}
