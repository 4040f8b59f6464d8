import { limits } from '../../../config/limits.ts';
import type { Actor, Run, Unit, UnitStore } from '../../audit/index.ts';
import { memberOf } from '../../groups/index.ts';
import { type Integration, integrations, type Pause, withoutAccessTokens } from '../../integrations/index.ts';
import { RuleError } from '../../kernel/index.ts';
import type { Reader } from '../../store/index.ts';
import type { People } from '../users/people.ts';
import { saveWindow, windowLength, windowOf } from './guard.ts';

interface Parts {
  readonly store: UnitStore;
  readonly people: Pick<People, 'giveBack'>;
}

/** The accounts that lost access before the integration was paused, oldest first. */
export async function concerned(reader: Reader, integration: Integration): Promise<string[]> {
  if (!integration.paused) return [];
  const window = await windowOf(reader, integration);
  return (window?.removals ?? []).map(({ accountId }) => accountId);
}

/**
 * Resumes a paused integration. For one window its removals are not counted. Returns the time when counting starts
 * again. Throws `RuleError` when it is not paused.
 */
export async function resumeRemovals(unit: Unit, integration: Integration, actor: Actor): Promise<number> {
  const { id, rootId } = integration;
  const { paused, ...open } = pausedOne(integration);
  const offUntil = unit.now() + windowLength(integration);
  saveWindow(unit, integration, await windowOf(unit, integration), { offUntil });
  unit.update(integrations, open);
  const detail = { removals: paused.removals, guardOffUntil: new Date(offUntil).toISOString() };
  const target = { kind: 'integration', id } as const;
  unit.record({ rootId, actor, action: 'integration.resumed', target, detail });
  return offUntil;
}

/**
 * Gives back what a paused integration has taken, and disables it. Returns the accounts that have access again, without
 * those that had it already. Throws `RuleError` when it is not paused.
 */
export async function discardRemovals(
  parts: Parts,
  integration: Integration,
  actor: Actor,
  run: Run = (work) => parts.store.transaction(work),
): Promise<string[]> {
  const cause = parts.store.id();
  const restored: string[] = [];
  for (;;) {
    const step = await run((unit) => discardSome(unit, parts, integration, actor, cause));
    restored.push(...step.restored);
    if (step.isLast) return restored;
  }
}

async function discardSome(
  unit: Unit,
  parts: Parts,
  { id, rootId }: Integration,
  actor: Actor,
  cause: string,
) {
  const present = await unit.get(integrations, rootId, id);
  const { paused, ...open } = pausedOne(present);
  const window = await windowOf(unit, open);
  const removals = window?.removals ?? [];
  const step = removals.slice(0, limits.restoreBatch).map(({ accountId }) => accountId);
  const rest = removals.slice(step.length);
  const back = await Promise.all(
    step.map((accountId) => giveBack(unit, parts, open, accountId, actor, cause)),
  );
  const isLast = rest.length === 0;
  saveWindow(unit, open, window, { removals: rest, closed: !isLast });
  if (isLast) {
    unit.update(integrations, withoutAccessTokens({ ...open, enabled: false }, unit.now()));
    unit.record({
      rootId,
      actor,
      action: 'integration.removals_discarded',
      target: { kind: 'integration', id },
      detail: { removals: paused.removals },
    });
  }
  return { isLast, restored: step.filter((_accountId, at) => back[at]) };
}

async function giveBack(
  unit: Unit,
  { people }: Parts,
  integration: Integration,
  accountId: string,
  actor: Actor,
  cause: string,
): Promise<boolean> {
  const { id, rootId } = integration;
  const before = await memberOf(unit, rootId, accountId);
  if (!before?.deprovisioned) return false;
  const access = await people.giveBack(unit, integration, accountId, cause);
  const detail = { integrationId: id, roles: access };
  unit.record({
    rootId,
    actor,
    action: 'member.restored',
    target: { kind: 'account', id: accountId },
    detail,
    requestId: cause,
  });
  return true;
}

function pausedOne(integration: Integration | undefined): Integration & { readonly paused: Pause } {
  if (!integration) throw new RuleError('not_found', 'The integration does not exist any more.');
  const { paused, name } = integration;
  if (!paused) throw new RuleError('not_paused', `The integration ${name} is not paused.`);
  return { ...integration, paused };
}
