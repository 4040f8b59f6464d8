import { limits } from '../../config/limits.ts';
import { settleManager } from '../accounts/managing.ts';
import { accountEmails, accounts } from '../accounts/types.ts';
import { hasPassed, type Runtime } from '../kernel/runtime.ts';
import { type Collection, type Doc, PLATFORM, type Store, type Transaction } from '../store/port.ts';

/** A domain has come to a group or left it, and its accounts have yet to follow. The `id` is the domain. */
export interface DomainChange extends Doc {
  /** Another one with each change, so that who follows an older one does not end this. */
  readonly cause: string;
  /** All have followed once. */
  readonly isThrough: boolean;
  readonly touchedAt: number;
}

export const domainChanges: Collection<DomainChange> = {
  name: 'domain_changes',
  scope: 'platform',
  unique: {},
  indexes: { age: { fields: ['touchedAt'], global: true } },
};

interface Parts {
  readonly store: Store;
  readonly runtime: Runtime;
}

type Step = (tx: Transaction, after: string | undefined) => Promise<string | undefined>;

/** Notes, in the transaction of the change, that the accounts of the domain have to follow it. */
export async function noteChange(tx: Transaction, runtime: Runtime, domain: string): Promise<DomainChange> {
  const known = await tx.get(domainChanges, PLATFORM, domain);
  const change = { id: domain, cause: runtime.id(), isThrough: false, touchedAt: runtime.now() };
  return known ? tx.update(domainChanges, { ...change, v: known.v }) : tx.insert(domainChanges, change);
}

/** Lets the accounts of a domain follow a change, some in each transaction. */
export async function followChange(parts: Parts, change: DomainChange): Promise<void> {
  const { runtime } = parts;
  await inSteps(parts, change, async (tx, after) => {
    const range = { index: 'domain', equal: [change.id], ...pageFrom(after) };
    const page = await tx.list(accountEmails, PLATFORM, range);
    for (const { accountId, primary } of page.items) if (primary) await settleManager(tx, runtime, accountId);
    return page.next;
  });
  await inSteps(parts, change, async (tx, after) => {
    const range = { index: 'managedDomain', equal: [change.id], ...pageFrom(after) };
    const page = await tx.list(accounts, PLATFORM, range);
    for (const { id } of page.items) await settleManager(tx, runtime, id);
    return page.next;
  });
  await parts.store.transaction(async (tx) => {
    const present = await tx.get(domainChanges, PLATFORM, change.id);
    if (present?.cause !== change.cause) return;
    tx.update(domainChanges, { ...present, isThrough: true, touchedAt: runtime.now() });
  });
}

/**
 * Goes on with what a stopped process has left. A change that is through is followed once more, for the addresses that
 * were confirmed meanwhile by who had not seen it yet.
 */
export async function finishChanges(parts: Parts): Promise<void> {
  const { items } = await parts.store.sweep(domainChanges, { index: 'age', limit: limits.managedAtOnce });
  const now = parts.runtime.now();
  for (const change of items) {
    if (!hasPassed(change.touchedAt, limits.managingGrace, now)) continue;
    await followChange(parts, change);
    if (change.isThrough) await parts.store.transaction((tx) => forget(tx, change));
  }
}

async function inSteps({ store, runtime }: Parts, change: DomainChange, step: Step): Promise<void> {
  const take = (after: string | undefined) =>
    store.transaction(async (tx) => {
      const next = await step(tx, after);
      const present = await tx.get(domainChanges, PLATFORM, change.id);
      if (present) tx.update(domainChanges, { ...present, touchedAt: runtime.now() });
      return next;
    });
  for (let next = await take(undefined); next !== undefined; ) next = await take(next);
}

async function forget(tx: Transaction, { id, cause }: DomainChange): Promise<void> {
  const present = await tx.get(domainChanges, PLATFORM, id);
  if (present?.cause === cause) tx.remove(domainChanges, present);
}

function pageFrom(after: string | undefined) {
  return { limit: limits.managedAtOnce, ...(after === undefined ? {} : { after }) };
}
