import { limits } from '../../../config/limits.ts';
import type { Actor, Unit } from '../../audit/index.ts';
import { memberOf } from '../../groups/index.ts';
import { type Integration, integrations, type Pause, withoutAccessTokens } from '../../integrations/index.ts';
import { beginOnce, type Kind, type Work } from '../../jobs/index.ts';
import { RuleError } from '../../kernel/index.ts';
import type { Reader } from '../../store/index.ts';
import type { People } from '../users/people.ts';
import { saveWindow, windowLength, windowOf } from './guard.ts';

interface State {
  /** The accounts that got access again, without those that had access already. */
  readonly restored: readonly string[];
}

type Discard = Work<State>;

const kind = 'integration.discard';

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
 * Begins to give back the access that a paused integration has taken, or returns the work that has begun. Throws
 * `RuleError` when the integration is not paused.
 */
export async function beginDiscard(unit: Unit, { id, rootId }: Integration, actor: Actor): Promise<Discard> {
  const integration = pausedOne(await unit.get(integrations, rootId, id));
  const work = { kind, rootId, subject: id, cause: unit.id(), actor, state: { restored: [] } };
  return beginOnce<State>(unit, { ...work, total: (await concerned(unit, integration)).length });
}

/** Gives back the access that a paused integration has taken, some accounts per step, and disables it at the end. */
export function removalDiscard(people: Pick<People, 'restoreAccess'>): Kind<State> {
  return {
    name: kind,
    async step(unit, { rootId, subject, state, cause, actor = { kind: 'system' } }) {
      const present = await unit.get(integrations, rootId, subject);
      if (!present?.paused || present.ending) return { state, next: 'end' };
      const { paused, ...open } = present;
      const window = await windowOf(unit, open);
      const removals = window?.removals ?? [];
      const step = removals.slice(0, limits.restoreBatch).map(({ accountId }) => accountId);
      const rest = removals.slice(step.length);
      const back = await Promise.all(
        step.map((accountId) => giveBack(unit, people, open, accountId, actor, cause)),
      );
      const isLast = rest.length === 0;
      saveWindow(unit, open, window, { removals: rest, closed: !isLast });
      if (isLast) {
        unit.update(integrations, withoutAccessTokens({ ...open, enabled: false }, unit.now()));
        unit.record({
          rootId,
          actor,
          action: 'integration.removals_discarded',
          target: { kind: 'integration', id: subject },
          detail: { removals: paused.removals },
        });
      }
      const restored = [...state.restored, ...step.filter((_accountId, at) => back[at])];
      return { state: { restored }, done: step.length, next: isLast ? 'end' : 'step' };
    },
  };
}

async function giveBack(
  unit: Unit,
  people: Pick<People, 'restoreAccess'>,
  integration: Integration,
  accountId: string,
  actor: Actor,
  cause: string,
): Promise<boolean> {
  const { id, rootId } = integration;
  const before = await memberOf(unit, rootId, accountId);
  if (!before?.deprovisioned) return false;
  const access = await people.restoreAccess(unit, integration, accountId, cause);
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
  if (!integration) throw new RuleError('not_found', 'The integration no longer exists.');
  const { paused, name } = integration;
  if (!paused) throw new RuleError('not_paused', `The integration ${name} is not paused.`);
  return { ...integration, paused };
}
