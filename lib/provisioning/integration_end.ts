import { isDeepStrictEqual } from 'node:util';
import { limits } from '../../config/limits.ts';
import type { Actor, Run, Unit, UnitStore } from '../audit/index.ts';
import {
  type AccessChange,
  deprovision,
  handedOver,
  hasByIntegration,
  type Member,
  memberOf,
  members,
  saveMember,
  withoutIntegration,
} from '../groups/index.ts';
import { type Integration, integrations, tokenUses, withoutCredentials } from '../integrations/index.ts';
import { openWork, type Runner, works } from '../jobs/index.ts';
import { hasPassed, RuleError } from '../kernel/index.ts';
import type { Registry } from '../scim/index.ts';
import type { Collection, Doc, Page, Range } from '../store/index.ts';
import {
  attentions,
  customResources,
  directoryGroups,
  endings,
  identities,
  plannedRemovals,
  removalWindows,
} from './collections.ts';
import { directoryMembers, groupLinks } from './directory/collections.ts';
import { withTakenByLinks } from './links/grants.ts';
import { placeOf } from './resources/custom_resources.ts';
import type { Ending, Identity } from './types.ts';
import { formerNames } from './users/former_names.ts';
import { isActive } from './users/identity.ts';
import { heldByAnother } from './users/membership.ts';
import { samlMismatches } from './users/saml_mismatches.ts';

export interface EndingParts {
  readonly store: UnitStore;
  readonly registry: Registry;
  readonly runner: Runner;
}

interface Step {
  /** Where the next step starts; absent after the last one. */
  readonly next?: string | undefined;
  /** How many people kept or lost their memberships. */
  readonly people?: number;
}

type Work = (unit: Unit, after: string | undefined) => Promise<Step>;

/**
 * Removes an integration and its data; the log and the audit entries stay. Its members keep their roles as if given by
 * hand, or lose them as if deprovisioned, except the last owner. Returns the number of these people. Resumes a removal
 * that was stopped. `run` runs the first transaction. Throws `RuleError` when the removal was started with the other
 * choice.
 */
export async function endIntegration(
  parts: EndingParts,
  integration: Integration,
  choice: Ending['members'],
  actor: Actor,
  run: Run = (work) => parts.store.transaction(work),
): Promise<number> {
  const ending = await run((unit) => begin(unit, integration, choice, actor));
  return finishEnding(parts, ending);
}

/**
 * Resumes the removals that a stopped process left. Runs a finished one once more, to include what concurrent requests
 * have written.
 */
export async function finishEndings(parts: EndingParts): Promise<void> {
  const { items } = await parts.store.sweep(endings, { index: 'age', limit: limits.endedAtOnce });
  for (const ending of items) {
    if (!hasPassed(ending.touchedAt, limits.endingGrace, parts.store.now())) continue;
    await finishEnding(parts, ending);
    if (ending.isThrough) await parts.store.transaction((unit) => forget(unit, ending));
  }
}

async function begin(
  unit: Unit,
  { id, rootId }: Integration,
  choice: Ending['members'],
  actor: Actor,
): Promise<Ending> {
  const [integration, ending] = await Promise.all([
    unit.get(integrations, rootId, id),
    unit.get(endings, rootId, id),
  ]);
  if (!integration) throw new RuleError('not_found', 'The integration does not exist any more.');
  const { name } = integration;
  if (ending && ending.members !== choice)
    throw new RuleError(
      'removal_begun',
      `The removal of ${name} has begun with ${ending.members} as the choice for members. Run it again with that choice.`,
    );
  if (ending) return ending;
  const now = unit.now();
  const { paused: _paused, ...open } = integration;
  unit.update(integrations, {
    ...withoutCredentials(open, now),
    enabled: false,
    ending: choice,
  });
  const cause = unit.id();
  unit.record({
    rootId,
    actor,
    action: 'integration.removal_started',
    target: { kind: 'integration', id },
    detail: { name, members: choice },
    requestId: cause,
  });
  const plan = {
    id,
    rootId,
    name,
    members: choice,
    actor,
    cause,
    people: 0,
    isThrough: false,
    touchedAt: now,
  };
  return unit.insert(endings, plan);
}

async function finishEnding(parts: EndingParts, ending: Ending): Promise<number> {
  const { store, registry, runner } = parts;
  const { id, rootId } = ending;
  if (ending.members === 'keep')
    for (const work of await openWork(store, rootId, id)) await runner.finish(work);
  await inSteps(store, ending, (unit, after) => endPeople(unit, ending, after));
  await inSteps(store, ending, (unit) => endNextPerson(unit, ending));
  await inSteps(store, ending, (unit) => endNextPlanned(unit, ending));
  await inSteps(store, ending, (unit, after) => endOthers(unit, ending, after));
  await clear(store, ending, groupLinks, id);
  await clear(store, ending, works, rootId, { index: 'open', equal: [id] });
  await clear(store, ending, directoryMembers, id);
  await clear(store, ending, directoryGroups, id);
  await clear(store, ending, formerNames, id);
  await clear(store, ending, attentions, id);
  await clear(store, ending, samlMismatches, id);
  await clear(store, ending, tokenUses, id);
  for (const { name } of registry.types) await clear(store, ending, customResources, placeOf(id, name));
  return store.transaction(async (unit) => {
    const [present, integration, window] = await Promise.all([
      unit.get(endings, rootId, id),
      unit.get(integrations, rootId, id),
      unit.get(removalWindows, rootId, id),
    ]);
    if (window) unit.remove(removalWindows, window);
    const people = present?.people ?? ending.people;
    if (!integration) return people;
    unit.remove(integrations, integration);
    if (present) unit.update(endings, { ...present, isThrough: true, touchedAt: unit.now() });
    const { name, members, actor, cause } = ending;
    unit.record({
      rootId,
      actor,
      action: 'integration.removed',
      target: { kind: 'integration', id },
      detail: { name, members, people },
      requestId: cause,
    });
    return people;
  });
}

/** One transaction per step. Two processes that work on the same removal conflict at its document. */
async function inSteps(store: UnitStore, { id, rootId }: Ending, work: Work): Promise<void> {
  const take = (after: string | undefined) =>
    store.transaction(async (unit) => {
      const { next, people = 0 } = await work(unit, after);
      const present = await unit.get(endings, rootId, id);
      if (present)
        unit.update(endings, { ...present, people: present.people + people, touchedAt: unit.now() });
      return next;
    });
  for (let next = await take(undefined); next !== undefined; ) next = await take(next);
}

async function endPeople(unit: Unit, ending: Ending, after: string | undefined): Promise<Step> {
  const page = await unit.list(identities, ending.id, pageFrom(after));
  const ended = await Promise.all(
    page.items.map(async (identity) => {
      const member = await memberBehind(unit, identity);
      if (member?.ownerOf.includes(ending.rootId)) return false;
      unit.remove(identities, identity);
      return endOne(unit, ending, standingOf(identity), member);
    }),
  );
  return { next: page.next, people: ended.filter(Boolean).length };
}

/** For owners, who must be counted one after the other, and for users who were added behind the cursor. */
async function endNextPerson(unit: Unit, ending: Ending): Promise<Step> {
  const page = await unit.list(identities, ending.id, { limit: 1 });
  const [identity] = page.items;
  if (!identity) return {};
  unit.remove(identities, identity);
  const ended = await endOne(unit, ending, standingOf(identity), await memberBehind(unit, identity));
  return { next: page.next, people: ended ? 1 : 0 };
}

/** A user who was deleted during a preview still has what the integration gave. */
async function endNextPlanned(unit: Unit, ending: Ending): Promise<Step> {
  const page = await unit.list(plannedRemovals, ending.id, { limit: 1 });
  const [planned] = page.items;
  if (!planned) return {};
  unit.remove(plannedRemovals, planned);
  const standing = { userName: planned.userName, active: true };
  const ended = await endOne(unit, ending, standing, await memberBehind(unit, planned));
  return { next: page.next, people: ended ? 1 : 0 };
}

/** Ends the memberships of people who are no users of the integration: deleted users whose removal was discarded. */
async function endOthers(unit: Unit, ending: Ending, after: string | undefined): Promise<Step> {
  const page = await unit.list(members, ending.rootId, pageFrom(after));
  const held = page.items.filter((member) => hasByIntegration(member, ending.id));
  await Promise.all(held.map((member) => endOne(unit, ending, { active: false }, member)));
  return { next: page.next, people: held.length };
}

interface Standing {
  readonly userName?: string;
  readonly active: boolean;
  readonly identity?: Identity;
}

function standingOf(identity: Identity): Standing {
  return { userName: String(identity.resource.userName), active: isActive(identity), identity };
}

async function memberBehind(
  unit: Unit,
  { rootId, accountId }: Pick<Identity, 'rootId' | 'accountId'>,
): Promise<Member | undefined> {
  return accountId === undefined ? undefined : memberOf(unit, rootId, accountId);
}

/** Whether the memberships of the account have changed. */
async function endOne(
  unit: Unit,
  ending: Ending,
  { userName, active, identity }: Standing,
  before: Member | undefined,
): Promise<boolean> {
  if (!before) return false;
  const { id: integrationId, rootId, actor, cause, members: choice } = ending;
  const exact = async (member: Member) =>
    identity ? withTakenByLinks(unit, unit.now(), cause, identity, member) : member;
  const access =
    choice === 'keep'
      ? await saveMember(unit, before, handedOver(await exact(before), integrationId, cause))
      : await revoke(unit, ending, active, before);
  const after = await memberOf(unit, rootId, before.accountId);
  if (isDeepStrictEqual(after?.memberships, before.memberships)) return false;
  unit.record({
    rootId,
    actor,
    action: choice === 'keep' ? 'member.kept' : 'member.revoked',
    target: { kind: 'account', id: before.accountId },
    detail: { integrationId, ...(userName === undefined ? {} : { userName }), access },
    requestId: cause,
  });
  return true;
}

async function revoke(unit: Unit, ending: Ending, active: boolean, before: Member): Promise<AccessChange[]> {
  const rest = withoutIntegration(before, ending.id);
  if (!active || (await heldByAnother(unit, ending, before))) return saveMember(unit, before, rest);
  try {
    return await saveMember(unit, before, deprovision(before, unit.now(), ending.id, ending.cause));
  } catch (error) {
    if (error instanceof RuleError && error.code === 'last_owner') return saveMember(unit, before, rest);
    throw error;
  }
}

function clear<D extends Doc>(
  store: UnitStore,
  ending: Ending,
  from: Collection<D>,
  scope: string,
  range: Omit<Range, 'limit'> = {},
): Promise<void> {
  return inSteps(store, ending, async (unit, after) => {
    const page: Page<D> = await unit.list(from, scope, { ...range, ...pageFrom(after) });
    for (const doc of page.items) unit.remove(from, doc);
    return { next: page.next };
  });
}

async function forget(unit: Unit, { id, rootId }: Ending): Promise<void> {
  const present = await unit.get(endings, rootId, id);
  if (present) unit.remove(endings, present);
}

function pageFrom(after: string | undefined) {
  return { limit: limits.endedAtOnce, ...(after === undefined ? {} : { after }) };
}
