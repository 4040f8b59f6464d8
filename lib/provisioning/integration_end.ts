import { isDeepStrictEqual } from 'node:util';
import { limits } from '../../config/limits.ts';
import { record } from '../audit/record.ts';
import type { Actor } from '../audit/types.ts';
import {
  type AccessChange,
  deprovision,
  handedOver,
  hasByIntegration,
  memberOf,
  saveMember,
  withoutIntegration,
} from '../groups/members.ts';
import { type Member, members } from '../groups/types.ts';
import { type Integration, integrations, tokenUses } from '../integrations/types.ts';
import { RuleError } from '../kernel/errors.ts';
import { hasPassed, type Runtime } from '../kernel/runtime.ts';
import type { Registry } from '../scim/schema/registry.ts';
import { all } from '../store/every.ts';
import type { Collection, Doc, Page, Run, Store, Transaction } from '../store/port.ts';
import {
  attentions,
  customResources,
  directoryGroups,
  endings,
  identities,
  plannedRemovals,
  removalWindows,
} from './collections.ts';
import { directoryMembers, groupLinks, recalculations } from './directory/collections.ts';
import { finishNote } from './directory/recalculate.ts';
import { withTakenByLinks } from './links/grants.ts';
import { placeOf } from './resources/custom_resources.ts';
import type { Ending, Identity } from './types.ts';
import { formerNames } from './users/former_names.ts';
import { isActive } from './users/identity.ts';
import { heldByAnother } from './users/membership.ts';
import { samlMismatches } from './users/saml_mismatches.ts';

export interface EndingParts {
  readonly store: Store;
  readonly runtime: Runtime;
  readonly registry: Registry;
}

interface Step {
  /** Where the next step begins; absent after the last one. */
  readonly next?: string | undefined;
  /** Whose memberships were kept or taken. */
  readonly people?: number;
}

type Work = (tx: Transaction, after: string | undefined) => Promise<Step>;

/**
 * Removes an integration and all that is its own; the log and the audit entries stay. Whom it holds up keep their roles
 * as if given by hand, or lose them as if it had deactivated them, but for the last owner. Gives the number of these
 * people. A removal that was stopped goes on. `run` runs the transaction that begins it. Throws `RuleError` where it was begun with the other choice.
 */
export async function endIntegration(
  parts: EndingParts,
  integration: Integration,
  choice: Ending['members'],
  actor: Actor,
  run: Run = (work) => parts.store.transaction(work),
): Promise<number> {
  const ending = await run((tx) => begin(tx, parts.runtime, integration, choice, actor));
  return finishEnding(parts, ending);
}

/**
 * Goes on with the removals that a stopped process has left. One that is through is gone over once more, for what
 * requests under way have written meanwhile.
 */
export async function finishEndings(parts: EndingParts): Promise<void> {
  const { items } = await parts.store.sweep(endings, { index: 'age', limit: limits.endedAtOnce });
  for (const ending of items) {
    if (!hasPassed(ending.touchedAt, limits.endingGrace, parts.runtime.now())) continue;
    await finishEnding(parts, ending);
    if (ending.isThrough) await parts.store.transaction((tx) => forget(tx, ending));
  }
}

async function begin(
  tx: Transaction,
  runtime: Runtime,
  { id, rootId }: Integration,
  choice: Ending['members'],
  actor: Actor,
): Promise<Ending> {
  const [integration, ending] = await Promise.all([
    tx.get(integrations, rootId, id),
    tx.get(endings, rootId, id),
  ]);
  if (!integration) throw new RuleError('not_found', 'The integration does not exist any more.');
  const { name } = integration;
  if (ending && ending.members !== choice)
    throw new RuleError(
      'removal_begun',
      `The removal of ${name} has begun with ${ending.members} as the choice for members. Run it again with that choice.`,
    );
  if (ending) return ending;
  const now = runtime.now();
  const { paused: _paused, ...open } = integration;
  tx.update(integrations, {
    ...open,
    enabled: false,
    ending: choice,
    tokens: integration.tokens.map((token) => ({ ...token, revokedAt: token.revokedAt ?? now })),
    digests: [],
  });
  const cause = runtime.id();
  record(tx, runtime, {
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
  return tx.insert(endings, plan);
}

async function finishEnding(parts: EndingParts, ending: Ending): Promise<number> {
  const { store, runtime, registry } = parts;
  const { id, rootId } = ending;
  if (ending.members === 'keep')
    for (const note of await all(store, recalculations, id))
      await finishNote({ store, runtime, userType: registry.userType }, note);
  await inSteps(parts, ending, (tx, after) => endPeople(tx, parts, ending, after));
  await inSteps(parts, ending, (tx) => endNextPerson(tx, parts, ending));
  await inSteps(parts, ending, (tx) => endNextPlanned(tx, parts, ending));
  await inSteps(parts, ending, (tx, after) => endOthers(tx, parts, ending, after));
  await clear(parts, ending, groupLinks, id);
  await clear(parts, ending, recalculations, id);
  await clear(parts, ending, directoryMembers, id);
  await clear(parts, ending, directoryGroups, id);
  await clear(parts, ending, formerNames, id);
  await clear(parts, ending, attentions, id);
  await clear(parts, ending, samlMismatches, id);
  await clear(parts, ending, tokenUses, id);
  for (const { name } of registry.types) await clear(parts, ending, customResources, placeOf(id, name));
  return store.transaction(async (tx) => {
    const [present, integration, window] = await Promise.all([
      tx.get(endings, rootId, id),
      tx.get(integrations, rootId, id),
      tx.get(removalWindows, rootId, id),
    ]);
    if (window) tx.remove(removalWindows, window);
    const people = present?.people ?? ending.people;
    if (!integration) return people;
    tx.remove(integrations, integration);
    if (present) tx.update(endings, { ...present, isThrough: true, touchedAt: runtime.now() });
    const { name, members, actor, cause } = ending;
    record(tx, runtime, {
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

/** One transaction a step. Whoever else works at the same removal meets it at its document. */
async function inSteps({ store, runtime }: EndingParts, { id, rootId }: Ending, work: Work): Promise<void> {
  const take = (after: string | undefined) =>
    store.transaction(async (tx) => {
      const { next, people = 0 } = await work(tx, after);
      const present = await tx.get(endings, rootId, id);
      if (present)
        tx.update(endings, { ...present, people: present.people + people, touchedAt: runtime.now() });
      return next;
    });
  for (let next = await take(undefined); next !== undefined; ) next = await take(next);
}

async function endPeople(
  tx: Transaction,
  parts: EndingParts,
  ending: Ending,
  after: string | undefined,
): Promise<Step> {
  const page = await tx.list(identities, ending.id, pageFrom(after));
  const ended = await Promise.all(
    page.items.map(async (identity) => {
      const member = await memberBehind(tx, identity);
      if (member?.ownerOf.includes(ending.rootId)) return false;
      tx.remove(identities, identity);
      return endOne(tx, parts, ending, standingOf(identity), member);
    }),
  );
  return { next: page.next, people: ended.filter(Boolean).length };
}

/** For owners, who have to be counted one after the other, and for who has come behind the steps. */
async function endNextPerson(tx: Transaction, parts: EndingParts, ending: Ending): Promise<Step> {
  const page = await tx.list(identities, ending.id, { limit: 1 });
  const [identity] = page.items;
  if (!identity) return {};
  tx.remove(identities, identity);
  const ended = await endOne(tx, parts, ending, standingOf(identity), await memberBehind(tx, identity));
  return { next: page.next, people: ended ? 1 : 0 };
}

/** Who was deleted during a preview still has what the integration gave. */
async function endNextPlanned(tx: Transaction, parts: EndingParts, ending: Ending): Promise<Step> {
  const page = await tx.list(plannedRemovals, ending.id, { limit: 1 });
  const [planned] = page.items;
  if (!planned) return {};
  tx.remove(plannedRemovals, planned);
  const standing = { userName: planned.userName, active: true };
  const ended = await endOne(tx, parts, ending, standing, await memberBehind(tx, planned));
  return { next: page.next, people: ended ? 1 : 0 };
}

/** Ends what the integration gave to people who are not its users: deleted ones whose removal was discarded. */
async function endOthers(
  tx: Transaction,
  parts: EndingParts,
  ending: Ending,
  after: string | undefined,
): Promise<Step> {
  const page = await tx.list(members, ending.rootId, pageFrom(after));
  const held = page.items.filter((member) => hasByIntegration(member, ending.id));
  await Promise.all(held.map((member) => endOne(tx, parts, ending, { active: false }, member)));
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
  tx: Transaction,
  { rootId, accountId }: Pick<Identity, 'rootId' | 'accountId'>,
): Promise<Member | undefined> {
  return accountId === undefined ? undefined : memberOf(tx, rootId, accountId);
}

/** Whether the person's memberships have changed. */
async function endOne(
  tx: Transaction,
  { runtime }: EndingParts,
  ending: Ending,
  { userName, active, identity }: Standing,
  before: Member | undefined,
): Promise<boolean> {
  if (!before) return false;
  const { id: integrationId, rootId, actor, cause, members: choice } = ending;
  const exact = async (member: Member) =>
    identity ? withTakenByLinks(tx, runtime.now(), cause, identity, member) : member;
  const access =
    choice === 'keep'
      ? await saveMember(tx, before, handedOver(await exact(before), integrationId, cause))
      : await revoke(tx, runtime, ending, active, before);
  const after = await memberOf(tx, rootId, before.accountId);
  if (isDeepStrictEqual(after?.memberships, before.memberships)) return false;
  record(tx, runtime, {
    rootId,
    actor,
    action: choice === 'keep' ? 'member.kept' : 'member.revoked',
    target: { kind: 'account', id: before.accountId },
    detail: { integrationId, ...(userName === undefined ? {} : { userName }), access },
    requestId: cause,
  });
  return true;
}

async function revoke(
  tx: Transaction,
  runtime: Runtime,
  ending: Ending,
  active: boolean,
  before: Member,
): Promise<AccessChange[]> {
  const rest = withoutIntegration(before, ending.id);
  if (!active || (await heldByAnother(tx, ending, before))) return saveMember(tx, before, rest);
  try {
    return await saveMember(tx, before, deprovision(before, runtime.now(), ending.id, ending.cause));
  } catch (error) {
    if (error instanceof RuleError && error.code === 'last_owner') return saveMember(tx, before, rest);
    throw error;
  }
}

function clear<D extends Doc>(
  parts: EndingParts,
  ending: Ending,
  from: Collection<D>,
  scope: string,
): Promise<void> {
  return inSteps(parts, ending, async (tx, after) => {
    const page: Page<D> = await tx.list(from, scope, pageFrom(after));
    for (const doc of page.items) tx.remove(from, doc);
    return { next: page.next };
  });
}

async function forget(tx: Transaction, { id, rootId }: Ending): Promise<void> {
  const present = await tx.get(endings, rootId, id);
  if (present) tx.remove(endings, present);
}

function pageFrom(after: string | undefined) {
  return { limit: limits.endedAtOnce, ...(after === undefined ? {} : { after }) };
}
