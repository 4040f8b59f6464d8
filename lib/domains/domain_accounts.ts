import { limits } from '../../config/limits.ts';
import { accountEmails, accounts, settleManager } from '../accounts/index.ts';
import type { Unit, UnitStore } from '../audit/index.ts';
import { hasPassed } from '../kernel/index.ts';
import { type Collection, type Doc, PLATFORM } from '../store/index.ts';

/** A group has gained or lost a domain, and the accounts of the domain must be updated. The `id` is the domain. */
export interface DomainChange extends Doc {
  /** New with each change, so that a process that finishes an older change does not end this one. */
  readonly cause: string;
  /** Whether all accounts have been updated once. */
  readonly isThrough: boolean;
  readonly touchedAt: number;
}

export const domainChanges: Collection<DomainChange> = {
  name: 'domain_changes',
  scope: 'platform',
  unique: {},
  indexes: { age: { fields: ['touchedAt'], global: true } },
};

type Step = (unit: Unit, after: string | undefined) => Promise<string | undefined>;

/** Records, in the transaction of the change, that the accounts of the domain must be updated. */
export async function noteChange(unit: Unit, domain: string): Promise<DomainChange> {
  const known = await unit.get(domainChanges, PLATFORM, domain);
  const change = { id: domain, cause: unit.id(), isThrough: false, touchedAt: unit.now() };
  return known ? unit.update(domainChanges, { ...change, v: known.v }) : unit.insert(domainChanges, change);
}

/** Updates the accounts of a domain after a change, a few per transaction. */
export async function followChange(store: UnitStore, change: DomainChange): Promise<void> {
  await inSteps(store, change, async (unit, after) => {
    const range = { index: 'domain', equal: [change.id], ...pageFrom(after) };
    const page = await unit.list(accountEmails, PLATFORM, range);
    for (const { accountId, primary } of page.items) if (primary) await settleManager(unit, accountId);
    return page.next;
  });
  await inSteps(store, change, async (unit, after) => {
    const range = { index: 'managedDomain', equal: [change.id], ...pageFrom(after) };
    const page = await unit.list(accounts, PLATFORM, range);
    for (const { id } of page.items) await settleManager(unit, id);
    return page.next;
  });
  await store.transaction(async (unit) => {
    const present = await unit.get(domainChanges, PLATFORM, change.id);
    if (present?.cause !== change.cause) return;
    unit.update(domainChanges, { ...present, isThrough: true, touchedAt: unit.now() });
  });
}

/**
 * Finishes the changes that a stopped process left. Runs a finished change once more, for addresses that concurrent
 * transactions confirmed before they saw it.
 */
export async function finishChanges(store: UnitStore): Promise<void> {
  const { items } = await store.sweep(domainChanges, { index: 'age', limit: limits.managedAtOnce });
  const now = store.now();
  for (const change of items) {
    if (!hasPassed(change.touchedAt, limits.managingGrace, now)) continue;
    await followChange(store, change);
    if (change.isThrough) await store.transaction((unit) => forget(unit, change));
  }
}

async function inSteps(store: UnitStore, change: DomainChange, step: Step): Promise<void> {
  const take = (after: string | undefined) =>
    store.transaction(async (unit) => {
      const next = await step(unit, after);
      const present = await unit.get(domainChanges, PLATFORM, change.id);
      if (present) unit.update(domainChanges, { ...present, touchedAt: unit.now() });
      return next;
    });
  for (let next = await take(undefined); next !== undefined; ) next = await take(next);
}

async function forget(unit: Unit, { id, cause }: DomainChange): Promise<void> {
  const present = await unit.get(domainChanges, PLATFORM, id);
  if (present?.cause === cause) unit.remove(domainChanges, present);
}

function pageFrom(after: string | undefined) {
  return { limit: limits.managedAtOnce, ...(after === undefined ? {} : { after }) };
}
