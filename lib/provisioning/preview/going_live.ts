import { limits } from '../../../config/limits.ts';
import type { Actor, Unit } from '../../audit/index.ts';
import { type Integration, integrations } from '../../integrations/index.ts';
import { beginOnce, type Kind, type Runner, type Step, type Work } from '../../jobs/index.ts';
import { RuleError } from '../../kernel/index.ts';
import { identities, plannedRemovals } from '../collections.ts';
import { advanceNext } from '../recalculations.ts';
import { unguarded } from '../removal_guard/guard.ts';
import { EmailExists, needsAttention } from '../users/attention.ts';
import { personOf } from '../users/identity.ts';
import type { People } from '../users/people.ts';
import { carryOut, carryOutRemoval, type Planned, recordPreview, refused } from './carry_out.ts';

interface State {
  /** First the users deleted during the preview, then all others, then roles of attributes that have changed. */
  readonly phase: 'removals' | 'users' | 'roles';
  readonly after?: string;
  readonly people: number;
  /** The outcomes of the first people. */
  readonly first: readonly Planned[];
}

type GoingLive = Work<State>;

const kind = 'integration.go_live';

/**
 * Ends a preview and begins to carry out the stored writes, or returns the work that has begun. Throws `RuleError`
 * `already_live` without a preview.
 */
export async function goLive(unit: Unit, { id, rootId }: Integration, actor: Actor): Promise<GoingLive> {
  const present = await unit.get(integrations, rootId, id);
  if (!present?.preview && !present?.starting)
    throw new RuleError('already_live', 'The integration is live already.');
  const work = await beginOnce<State>(unit, {
    ...{ kind, rootId, subject: id, cause: unit.id(), actor },
    state: { phase: 'removals', people: 0, first: [] },
  });
  if (!present.preview) return work;
  const { preview: _over, ...live } = present;
  recordPreview(unit, present, actor, 'integration.preview_ended', work.cause);
  unit.update(integrations, { ...live, starting: true });
  return work;
}

/**
 * Carries out the writes that a preview has stored, one user per step. Skips the removal of the last owner, which stays
 * planned: the removal of the integration or a new preview handles it.
 */
export function goingLive(people: People, runner: Runner): Kind<State> {
  const phases: Readonly<
    Record<State['phase'], (unit: Unit, work: GoingLive, live: Integration) => Promise<Step<State>>>
  > = {
    removals: (unit, work, live) => takeRemoval(unit, people, work, live),
    users: (unit, work, live) => takeUser(unit, people, work, live),
    roles: (unit, work, live) => takeRoles(unit, runner, work, live),
  };
  return {
    name: kind,
    async count(store, { subject }) {
      const [left, others] = await Promise.all([
        store.count(plannedRemovals, subject),
        store.count(identities, subject),
      ]);
      return left + others;
    },
    async step(unit, work) {
      const integration = await unit.get(integrations, work.rootId, work.subject);
      if (!integration || integration.ending || integration.preview)
        return { state: work.state, next: 'end' };
      return phases[work.state.phase](unit, work, unguarded(integration));
    },
    async instead(unit, { rootId, subject, state }, error) {
      if (!(error instanceof NotCarriedOut)) throw error;
      const integration = await unit.get(integrations, rootId, subject);
      const { userName } = error.planned;
      if (integration && error.cause instanceof EmailExists)
        await needsAttention(unit, integration, { identityId: error.id, userName }, error.cause);
      return stepOf(state, error.planned, error.next);
    },
  };
}

async function takeRemoval(
  unit: Unit,
  people: People,
  work: GoingLive,
  live: Integration,
): Promise<Step<State>> {
  const page = await unit.list(plannedRemovals, live.id, one(work.state));
  const [removal] = page.items;
  if (!removal) return turnTo(work.state, 'users');
  const planned = await orRefused(removal.id, removal.userName, page.next, () => {
    unit.remove(plannedRemovals, removal);
    return carryOutRemoval(unit, people, live, removal, work.cause);
  });
  return stepOf(work.state, planned, page.next);
}

async function takeUser(
  unit: Unit,
  people: People,
  work: GoingLive,
  live: Integration,
): Promise<Step<State>> {
  const page = await unit.list(identities, live.id, one(work.state));
  const [identity] = page.items;
  if (!identity) return turnTo(work.state, 'roles');
  const planned = await orRefused(identity.id, personOf(identity.resource).userName, page.next, () =>
    carryOut(unit, people, live, identity, work.cause),
  );
  return stepOf(work.state, planned, page.next);
}

async function takeRoles(
  unit: Unit,
  runner: Runner,
  work: GoingLive,
  live: Integration,
): Promise<Step<State>> {
  const { next } = await advanceNext(unit, runner, work, work.state.after);
  if (next !== undefined) return { state: { ...work.state, after: next }, next: 'step' };
  const present = await unit.get(integrations, live.rootId, live.id);
  if (present) {
    const { starting: _done, ...started } = present;
    unit.update(integrations, started);
    recordPreview(unit, present, work.actor ?? { kind: 'system' }, 'integration.went_live');
  }
  return { state: work.state, next: 'end' };
}

function one({ after }: State) {
  return { limit: 1, ...(after === undefined ? {} : { after }) };
}

function turnTo({ after: _after, ...state }: State, phase: State['phase']): Step<State> {
  return { state: { ...state, phase }, next: 'step' };
}

/** The state after one more user, and the next phase after the last one. */
function stepOf({ after: _after, ...state }: State, planned: Planned, next: string | undefined): Step<State> {
  const access = planned.access.slice(0, limits.shownOutcomeGroups);
  const first =
    state.first.length < limits.shownOutcomes ? [...state.first, { ...planned, access }] : state.first;
  const phase = state.phase === 'removals' ? 'users' : 'roles';
  const place = next === undefined ? ({ phase } as const) : { after: next };
  return { state: { ...state, people: state.people + 1, first, ...place }, done: 1, next: 'step' };
}

/** Thrown for a user whom a rule refuses, so that the step writes nothing. */
class NotCarriedOut extends Error {
  readonly id: string;
  readonly planned: Planned;
  readonly next: string | undefined;

  constructor(id: string, planned: Planned, next: string | undefined, cause: unknown) {
    super(planned.reason, { cause });
    this.id = id;
    this.planned = planned;
    this.next = next;
  }
}

async function orRefused(
  id: string,
  userName: string,
  next: string | undefined,
  work: () => Promise<Planned>,
): Promise<Planned> {
  try {
    return await work();
  } catch (error) {
    throw new NotCarriedOut(id, refused(userName, error), next, error);
  }
}
