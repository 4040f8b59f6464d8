import { isDeepStrictEqual } from 'node:util';
import { limits } from '../../config/limits.ts';
import type { Actor, Unit } from '../audit/index.ts';
import {
  type AccessChange,
  asManual,
  deprovision,
  hasByIntegration,
  type Member,
  memberOf,
  members,
  saveMember,
  withoutIntegration,
} from '../groups/index.ts';
import {
  assertionsSeen,
  type Integration,
  integrationFirsts,
  integrations,
  keySets,
  tokenUses,
  withoutCredentials,
} from '../integrations/index.ts';
import { beginOnce, type Kind, type Runner, type Step, type Work, works } from '../jobs/index.ts';
import { RuleError } from '../kernel/index.ts';
import type { Registry } from '../scim/index.ts';
import { type Collection, type Doc, type Page, PLATFORM } from '../store/index.ts';
import {
  attentions,
  customResources,
  directoryGroups,
  identities,
  plannedRemovals,
  removalWindows,
} from './collections.ts';
import { directoryMembers, groupLinks } from './directory/collections.ts';
import { discoveries, unprovisioned } from './discovery/collections.ts';
import { withTakenByLinks } from './links/grants.ts';
import { advanceNext } from './recalculations.ts';
import { placeOf } from './resources/custom_resources.ts';
import type { Identity } from './types.ts';
import { formerNames } from './users/former_names.ts';
import { isActive } from './users/identity.ts';
import { heldByAnother } from './users/membership.ts';
import { samlMismatches } from './users/saml_mismatches.ts';

interface State {
  readonly name: string;
  /** Whether members keep the roles of the integration as manual ones, or lose them. */
  readonly members: 'keep' | 'revoke';
  /** The number of people who kept or lost memberships. */
  readonly people: number;
  readonly phase: number;
  readonly after?: string;
  readonly isAgain?: true;
}

type Removal = Work<State>;

interface Part {
  /** The start of the next step of the phase; absent after the last one. */
  readonly next?: string | undefined;
  readonly seen: number;
  /** The number of people who kept or lost memberships. */
  readonly people?: number;
}

type Phase = (unit: Unit, removal: Removal, after: string | undefined) => Promise<Part>;

const kind = 'integration.removal';

/**
 * Begins the removal of an integration, or returns the one that has begun. Throws `RuleError` when it has begun with
 * the other choice.
 */
export async function beginRemoval(
  unit: Unit,
  { id, rootId }: Integration,
  choice: State['members'],
  actor: Actor,
): Promise<Removal> {
  const integration = await unit.get(integrations, rootId, id);
  if (!integration) throw new RuleError('not_found', 'The integration no longer exists.');
  const { name, ending } = integration;
  if (ending && ending !== choice)
    throw new RuleError(
      'removal_begun',
      `The removal of ${name} has begun with ${ending} as the choice for members. Run it again with that choice.`,
    );
  const removal = await beginOnce<State>(unit, {
    ...{ kind, rootId, subject: id, cause: unit.id(), actor },
    state: { name, members: choice, people: 0, phase: 0 },
  });
  if (ending) return removal;
  const { paused: _paused, ...open } = integration;
  const now = unit.now();
  unit.update(integrations, {
    ...withoutCredentials(open, now),
    enabled: false,
    ending: choice,
  });
  unit.record({
    rootId,
    actor,
    action: 'integration.removal_started',
    target: { kind: 'integration', id },
    detail: { name, members: choice },
    requestId: removal.cause,
  });
  return removal;
}

/**
 * Removes an integration and its data; the log and the audit entries stay. Its members keep their roles as if given by
 * hand, or lose them as if deprovisioned, except the last owner. Then runs once more, to include what concurrent
 * requests have written.
 */
export function integrationRemoval(registry: Registry, runner: Runner): Kind<State> {
  const phases: readonly Phase[] = [
    async (unit, removal, after) =>
      removal.state.members === 'keep'
        ? { ...(await advanceNext(unit, runner, removal, after)), seen: 0 }
        : NOTHING,
    endPeople,
    endNextPerson,
    endNextPlanned,
    endOthers,
    clear(groupLinks),
    clear(works, 'open'),
    clear(directoryMembers),
    clear(directoryGroups),
    clear(formerNames),
    clear(attentions),
    clear(samlMismatches),
    clear(tokenUses),
    clear(keySets),
    clear(assertionsSeen),
    clear(integrationFirsts),
    clear(unprovisioned),
    ...registry.types.map(({ name }) => clear(customResources, undefined, (id) => placeOf(id, name))),
  ];
  return {
    name: kind,
    async count(store, { rootId, subject }) {
      const counts = await Promise.all([
        store.count(identities, subject),
        store.count(members, rootId),
        store.count(directoryMembers, subject),
        store.count(directoryGroups, subject),
      ]);
      return counts.reduce((sum, count) => sum + count);
    },
    async step(unit, removal) {
      for (let { state } = removal; ; ) {
        const { after, ...place } = state;
        const phase = phases[place.phase];
        if (!phase) return endRemoval(unit, { ...removal, state: place });
        const { next, seen, people = 0 } = await phase(unit, removal, after);
        const counted = { ...place, people: place.people + people };
        state = next === undefined ? { ...counted, phase: place.phase + 1 } : { ...counted, after: next };
        if (next !== undefined || seen > 0) return { state, done: seen, next: 'step' };
      }
    },
  };
}

const NOTHING: Part = { seen: 0 };

async function endRemoval(
  unit: Unit,
  { rootId, subject: id, state, ...removal }: Removal,
): Promise<Step<State>> {
  const [integration, window] = await Promise.all([
    unit.get(integrations, rootId, id),
    unit.get(removalWindows, rootId, id),
  ]);
  if (window) unit.remove(removalWindows, window);
  const discovery = await unit.get(discoveries, PLATFORM, id);
  if (discovery) unit.remove(discoveries, discovery);
  if (integration) {
    unit.remove(integrations, integration);
    const { name, members: choice, people } = state;
    unit.record({
      rootId,
      actor: actorOf(removal),
      action: 'integration.removed',
      target: { kind: 'integration', id },
      detail: { name, members: choice, people },
      requestId: removal.cause,
    });
  }
  if (state.isAgain) return { state, next: 'end' };
  const again = { ...state, phase: 0, isAgain: true } as const;
  return { state: again, next: { wait: limits.workGrace, isThrough: true } };
}

function actorOf({ actor }: Pick<Removal, 'actor'>): Actor {
  return actor ?? { kind: 'system' };
}

async function endPeople(unit: Unit, removal: Removal, after: string | undefined): Promise<Part> {
  const page = await unit.list(identities, removal.subject, pageFrom(after));
  const ended = await Promise.all(
    page.items.map(async (identity) => {
      const member = await memberBehind(unit, identity);
      if (member?.ownerOf.includes(removal.rootId)) return undefined;
      unit.remove(identities, identity);
      return endOne(unit, removal, endedUserOf(identity), member);
    }),
  );
  const seen = ended.filter((one) => one !== undefined).length;
  return { next: page.next, seen, people: ended.filter(Boolean).length };
}

/** Handles owners, who must be counted one after the other, and users who were added behind the cursor. */
async function endNextPerson(unit: Unit, removal: Removal): Promise<Part> {
  const page = await unit.list(identities, removal.subject, { limit: 1 });
  const [identity] = page.items;
  if (!identity) return NOTHING;
  unit.remove(identities, identity);
  const ended = await endOne(unit, removal, endedUserOf(identity), await memberBehind(unit, identity));
  return { next: page.next, seen: 1, people: ended ? 1 : 0 };
}

/** Handles users who were deleted during a preview, and so still have the memberships of the integration. */
async function endNextPlanned(unit: Unit, removal: Removal): Promise<Part> {
  const page = await unit.list(plannedRemovals, removal.subject, { limit: 1 });
  const [planned] = page.items;
  if (!planned) return NOTHING;
  unit.remove(plannedRemovals, planned);
  const user = { userName: planned.userName, active: true };
  const ended = await endOne(unit, removal, user, await memberBehind(unit, planned));
  return { next: page.next, seen: 1, people: ended ? 1 : 0 };
}

/** Handles people who are not users of the integration any more: deleted users whose removal was discarded. */
async function endOthers(unit: Unit, removal: Removal, after: string | undefined): Promise<Part> {
  const page = await unit.list(members, removal.rootId, pageFrom(after));
  const held = page.items.filter((member) => hasByIntegration(member, removal.subject));
  await Promise.all(held.map((member) => endOne(unit, removal, { active: false }, member)));
  return { next: page.next, seen: page.items.length, people: held.length };
}

interface EndedUser {
  readonly userName?: string;
  readonly active: boolean;
  readonly identity?: Identity;
}

function endedUserOf(identity: Identity): EndedUser {
  return { userName: String(identity.resource.userName), active: isActive(identity), identity };
}

async function memberBehind(
  unit: Unit,
  { rootId, accountId }: Pick<Identity, 'rootId' | 'accountId'>,
): Promise<Member | undefined> {
  return accountId === undefined ? undefined : memberOf(unit, rootId, accountId);
}

/** Keeps or revokes the memberships of one account. Returns whether they have changed. */
async function endOne(
  unit: Unit,
  removal: Removal,
  { userName, active, identity }: EndedUser,
  before: Member | undefined,
): Promise<boolean> {
  if (!before) return false;
  const { subject: integrationId, rootId, cause } = removal;
  const choice = removal.state.members;
  const exact = async (member: Member) =>
    identity ? withTakenByLinks(unit, unit.now(), cause, identity, member) : member;
  const access =
    choice === 'keep'
      ? await saveMember(unit, before, asManual(await exact(before), integrationId, cause))
      : await revoke(unit, removal, active, before);
  const after = await memberOf(unit, rootId, before.accountId);
  if (isDeepStrictEqual(after?.memberships, before.memberships)) return false;
  unit.record({
    rootId,
    actor: actorOf(removal),
    action: choice === 'keep' ? 'member.kept' : 'member.revoked',
    target: { kind: 'account', id: before.accountId },
    detail: { integrationId, ...(userName === undefined ? {} : { userName }), access },
    requestId: cause,
  });
  return true;
}

async function revoke(
  unit: Unit,
  { rootId, subject, cause }: Removal,
  active: boolean,
  before: Member,
): Promise<AccessChange[]> {
  const rest = withoutIntegration(before, subject);
  if (!active || (await heldByAnother(unit, { id: subject, rootId }, before)))
    return saveMember(unit, before, rest);
  try {
    return await saveMember(unit, before, deprovision(before, unit.now(), subject, cause));
  } catch (error) {
    if (error instanceof RuleError && error.code === 'last_owner') return saveMember(unit, before, rest);
    throw error;
  }
}

/** The phase that removes the documents of a scope; by default the scope is the integration. */
function clear<D extends Doc>(
  from: Collection<D>,
  index?: string,
  scopeOf: (integrationId: string) => string = (id) => id,
): Phase {
  return async (unit, { id, rootId, subject }, after) => {
    const range = index === undefined ? {} : { index, equal: [subject] };
    const scope = index === undefined ? scopeOf(subject) : rootId;
    const page: Page<D> = await unit.list(from, scope, { ...range, ...pageFrom(after) });
    const others = page.items.filter((doc) => doc.id !== id);
    for (const doc of others) unit.remove(from, doc);
    return { next: page.next, seen: others.length };
  };
}

function pageFrom(after: string | undefined) {
  return { limit: limits.endedAtOnce, ...(after === undefined ? {} : { after }) };
}
