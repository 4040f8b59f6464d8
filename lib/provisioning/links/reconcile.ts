import { limits } from '../../../config/limits.ts';
import type { Actor, Unit } from '../../audit/index.ts';
import { type Integration, integrations, refuseEnding } from '../../integrations/index.ts';
import { beginOnce, type Kind, type Work } from '../../jobs/index.ts';
import { RuleError } from '../../kernel/index.ts';
import { identities } from '../collections.ts';
import { Directory } from '../directory/directory.ts';
import { linkEffects } from './effects.ts';

interface State {
  /** The number of people whose roles have changed so far. */
  readonly people: number;
  readonly after?: string;
}

type Reconciliation = Work<State>;

const kind = 'integration.reconcile';

/**
 * Begins to set the roles of all users to those that the links of an integration give now, or returns the work that has
 * begun. Throws `RuleError`: `not_found`, `integration_ending`, `integration_in_preview`.
 */
export async function beginReconciliation(
  unit: Unit,
  { id, rootId }: Integration,
  actor: Actor,
): Promise<Reconciliation> {
  const integration = await unit.get(integrations, rootId, id);
  if (!integration) throw new RuleError('not_found', 'The integration no longer exists.');
  checkReconcilable(integration);
  const cause = unit.id();
  const work = await beginOnce<State>(unit, {
    ...{ kind, rootId, subject: id, cause, actor },
    state: { people: 0 },
  });
  if (work.cause === cause)
    unit.record({
      ...{ rootId, actor, action: 'integration.reconcile_started', requestId: cause },
      target: { kind: 'integration', id },
      detail: { name: integration.name },
    });
  return work;
}

/** Throws `RuleError` if links give no roles now: `integration_ending`, `integration_in_preview`. */
export function checkReconcilable(integration: Integration): void {
  refuseEnding(integration);
  if (integration.preview)
    throw new RuleError(
      'integration_in_preview',
      `${integration.name} is in preview, so its directory groups give no roles yet. Go live first.`,
    );
}

/** Recalculates the roles that links give to all users, a few users per step. */
export const reconciliation: Kind<State> = {
  name: kind,
  count: (store, { subject }) => store.count(identities, subject),
  async step(unit, { state, rootId, subject, cause }) {
    const integration = await unit.get(integrations, rootId, subject);
    if (!integration || integration.ending) return { state, next: 'end' };
    const page = await unit.list(identities, subject, {
      limit: limits.recalculatedAtOnce,
      ...(state.after === undefined ? {} : { after: state.after }),
    });
    const directory = new Directory(unit, subject);
    const effects = await linkEffects(unit, directory, integration);
    const changes = await effects.settle(
      unit,
      directory,
      { conflictsWithReactivation: true },
      cause,
      page.items,
    );
    const people = state.people + changes.filter(({ length }) => length > 0).length;
    const done = page.items.length;
    return page.next === undefined
      ? { state: { people }, done, next: 'end' }
      : { state: { people, after: page.next }, done, next: 'step' };
  },
};
