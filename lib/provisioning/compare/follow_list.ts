import { limits } from '../../../config/limits.ts';
import type { Actor, Unit } from '../../audit/index.ts';
import { memberOf } from '../../groups/index.ts';
import { type Integration, integrations, refuseEnding, refusePaused } from '../../integrations/index.ts';
import { beginOnce, type Kind, type Step, type Work } from '../../jobs/index.ts';
import { RuleError } from '../../kernel/index.ts';
import { identities } from '../collections.ts';
import { mayCount, RemovalsPaused, unguarded } from '../removal_guard/guard.ts';
import type { Identity } from '../types.ts';
import { LiveEffects } from '../users/effects.ts';
import { isActive, personOf } from '../users/identity.ts';
import { type Loss, lossOf } from '../users/membership.ts';
import type { People } from '../users/people.ts';

interface State {
  /** The users who are still to be deactivated. */
  readonly left: readonly string[];
  /** The number of users who have been deactivated. */
  readonly people: number;
  /** The userNames of those whom a rule keeps: the last owner. */
  readonly kept: readonly string[];
}

type ListFollowing = Work<State>;

interface Wish {
  readonly listed: number;
  /** The ids of the active users whom the list does not name. */
  readonly userIds: readonly string[];
  /** Whether the guard against mass removals counts these people. Nobody counts whom the actor has counted. */
  readonly isCounted: boolean;
}

const kind = 'integration.follow_list';

/**
 * Begins to deactivate users whom a list does not name, as the identity provider would, or returns the work that has
 * begun. Throws `RuleError`: `not_found`, `integration_ending`, `integration_in_preview`, `removals_paused`,
 * `mass_removal`.
 */
export async function beginFollowingList(
  unit: Unit,
  people: Pick<People, 'countLosses'>,
  { id, rootId }: Integration,
  actor: Actor,
  { listed, userIds, isCounted }: Wish,
): Promise<ListFollowing> {
  const integration = await unit.get(integrations, rootId, id);
  if (!integration) throw new RuleError('not_found', 'The integration no longer exists.');
  checkFollowable(integration);
  const cause = unit.id();
  const work = await beginOnce<State>(unit, {
    ...{ kind, rootId, subject: id, cause, actor, total: userIds.length },
    state: { left: userIds, people: 0, kept: [] },
  });
  if (work.cause !== cause) return work;
  if (isCounted) await countAll(unit, people, integration, userIds);
  unit.record({
    ...{ rootId, actor, action: 'integration.list_followed', requestId: cause },
    target: { kind: 'integration', id },
    detail: { name: integration.name, listed, people: userIds.length },
  });
  return work;
}

/** Throws `RuleError` where no list is followed now: `integration_ending`, `integration_in_preview`, `removals_paused`. */
export function checkFollowable(integration: Integration): void {
  refuseEnding(integration);
  refusePaused(integration);
  if (integration.preview)
    throw new RuleError(
      'integration_in_preview',
      `${integration.name} is in preview, so nobody loses access by it yet. Go live first.`,
    );
}

/** Refuses too many people. `needed` says how to repeat the number. */
export function massRemoval({ name }: Integration, people: number, needed: string): RuleError {
  return new RuleError(
    'mass_removal',
    `Following this list takes the access of ${people} users of ${name}, more than the guard against mass removals allows, ` +
      `or the list names none of the people here. Nothing was changed. Look at the list; if it is right, ${needed}.`,
  );
}

async function countAll(
  unit: Unit,
  people: Pick<People, 'countLosses'>,
  integration: Integration,
  userIds: readonly string[],
): Promise<void> {
  const losses: Loss[] = [];
  for (const user of await unit.getMany(identities, integration.id, userIds)) {
    const member = user?.accountId && (await memberOf(unit, integration.rootId, user.accountId));
    const loss = member && lossOf(member, integration);
    if (loss && mayCount(unit.now(), integration, loss)) losses.push(loss);
  }
  try {
    await people.countLosses(unit, integration, losses);
  } catch (error) {
    if (!(error instanceof RemovalsPaused)) throw error;
    throw massRemoval(integration, userIds.length, 'compare again and repeat the number of people');
  }
}

/** Deactivates the users of a plan, one per step. Skips users who are inactive or gone meanwhile. */
export function followingList(people: People): Kind<State> {
  const live = new LiveEffects(people);
  return {
    name: kind,
    async step(unit, { rootId, subject, state, cause, actor = { kind: 'system' } }) {
      const integration = await unit.get(integrations, rootId, subject);
      const [id] = state.left;
      if (!integration || integration.ending || id === undefined) return { state, next: 'end' };
      const user = await unit.get(identities, subject, id);
      if (!user || !isActive(user)) return passed(state, {});
      try {
        await deactivate(unit, live, integration, user, { actor, cause });
      } catch (error) {
        if (error instanceof RuleError && error.code === 'last_owner') throw new Kept(user, error);
        throw error;
      }
      return passed(state, { people: state.people + 1 });
    },
    async instead(_unit, { state }, error) {
      if (!(error instanceof Kept)) throw error;
      return passed(state, { kept: [...state.kept, error.userName].slice(0, limits.shownOutcomes) });
    },
  };
}

/** Thrown for a user whom a rule keeps, so that the step writes nothing. */
class Kept extends Error {
  readonly userName: string;

  constructor({ resource }: Identity, cause: RuleError) {
    super(cause.message, { cause });
    this.userName = personOf(resource).userName;
  }
}

function passed({ left, ...state }: State, more: Partial<State>): Step<State> {
  const rest = left.slice(1);
  return {
    state: { ...state, ...more, left: rest },
    done: 1,
    next: rest.length === 0 ? 'end' : 'step',
  };
}

async function deactivate(
  unit: Unit,
  live: LiveEffects,
  integration: Integration,
  present: Identity,
  { actor, cause }: { readonly actor: Actor; readonly cause: string },
): Promise<void> {
  const { id, accountId, uniqueValues = [] } = present;
  const resource = { ...present.resource, active: false };
  const by = { integration: unguarded(integration), request: { requestId: cause } };
  const { changes = [] } = await live.update(unit, by, { present, resource, uniqueValues });
  unit.record({
    rootId: integration.rootId,
    actor,
    action: 'user.deactivated',
    target: { kind: 'user', id },
    detail: {
      userName: personOf(resource).userName,
      ...(accountId === undefined ? {} : { accountId }),
      changed: ['active', ...changes.map(({ what }) => what)],
    },
    requestId: cause,
  });
}
