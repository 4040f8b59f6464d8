import type { Unit } from '../audit/index.ts';
import { type Collection, type Doc, PLATFORM, type Reader } from '../store/index.ts';
import { emailHolder } from './accounts.ts';
import { emailDomain, emailKey } from './email.ts';
import { type Account, accounts } from './types.ts';

/**
 * Makes the group that has verified the domain of the account's confirmed primary address its manager, and ends any
 * other management because of a domain. Call it after every change of either. Accounts that provisioning made stay as
 * they are.
 */
export async function settleManager(unit: Unit, accountId: string): Promise<void> {
  const account = await unit.get(accounts, PLATFORM, accountId);
  if (!account || (account.managedBy !== undefined && account.managedDomain === undefined)) return;
  const domain = await domainBehind(unit, account);
  if (domain?.rootId === account.managedBy && domain?.id === account.managedDomain) return;
  const { managedBy, managedSince, managedDomain, ...free } = account;
  const since = managedBy === domain?.rootId ? managedSince : unit.now();
  unit.update(
    accounts,
    domain
      ? { ...free, managedBy: domain.rootId, managedSince: since ?? unit.now(), managedDomain: domain.id }
      : free,
  );
  if (managedBy !== undefined && managedBy !== domain?.rootId)
    note(unit, 'account.released', account, { rootId: managedBy, id: managedDomain ?? '' });
  if (domain) note(unit, 'account.managed', account, domain);
}

/** The verified domain of the account's confirmed primary address. */
async function domainBehind(reader: Reader, account: Account): Promise<VerifiedDomain | undefined> {
  const key = account.email === undefined ? undefined : emailKey(account.email);
  const held = key === undefined ? undefined : await emailHolder(reader, key);
  if (held?.accountId !== account.id || held.confirmedAt === undefined) return undefined;
  return reader.get(verifiedDomains, PLATFORM, emailDomain(held.id));
}

function note(
  unit: Unit,
  action: 'account.managed' | 'account.released',
  { id, username }: Account,
  { rootId, id: domain }: Pick<VerifiedDomain, 'rootId' | 'id'>,
): void {
  const actor = { kind: 'system' } as const;
  unit.record({
    rootId,
    actor,
    action,
    target: { kind: 'account', id },
    detail: { username, domain },
  });
}

/**
 * An e-mail domain that belongs to one top-level group only. The `id` is the domain in ASCII. Without `checkAt` an
 * operator has vouched for it, and it is not checked again.
 */
export interface VerifiedDomain extends Doc {
  readonly rootId: string;
  readonly verifiedAt: number;
  /** The time of the next DNS check. */
  readonly checkAt?: number;
  /** The time of the last DNS check. */
  readonly checkedAt?: number;
  /** Why the last check did not find the record. */
  readonly problem?: string;
  /**
   * The number of successive checks in which DNS denied the record, and the time of the first. Failures of DNS do not
   * count.
   */
  readonly failures?: number;
  readonly failingSince?: number;
}

export const verifiedDomains: Collection<VerifiedDomain> = {
  name: 'verified_domains',
  scope: 'platform',
  unique: {},
  indexes: { root: { fields: ['rootId'] }, check: { fields: ['checkAt'], global: true } },
};

/** Whether a top-level group has verified the domain of an address. Takes an address key. */
export async function ownsDomain(reader: Reader, rootId: string, emailKey: string): Promise<boolean> {
  const domain = await reader.get(verifiedDomains, PLATFORM, emailDomain(emailKey));
  return domain?.rootId === rootId;
}
