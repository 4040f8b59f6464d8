import { limits } from '../../config/limits.ts';
import { type Account, accounts } from '../accounts/index.ts';
import type { Unit } from '../audit/index.ts';
import { type Letter, queueMail } from '../outbox/index.ts';
import { PLATFORM, type Reader } from '../store/index.ts';
import { groups, memberOf, members, type Origin } from './types.ts';

/**
 * Queues a mail to every owner of a top-level group who has an address, `except` one account. Calls `letterOf` with the
 * name of the group.
 */
export async function mailOwners(
  unit: Unit,
  rootId: string,
  letterOf: (group: string) => Letter,
  except?: string,
): Promise<void> {
  const group = await unit.get(groups, rootId, rootId);
  if (!group) return;
  for (const { id, email } of await ownersOf(unit, rootId))
    if (email !== undefined && id !== except) queueMail(unit, email, letterOf(group.name));
}

/** The accounts of the owners of a top-level group. */
export async function ownersOf(reader: Reader, rootId: string): Promise<Account[]> {
  const owners = await reader.list(members, rootId, {
    index: 'owner',
    equal: [rootId],
    limit: limits.maxPageSize,
  });
  const found = await Promise.all(
    owners.items.map(({ accountId }) => reader.get(accounts, PLATFORM, accountId)),
  );
  return found.filter((account) => account !== undefined);
}

/** Whether an account is an owner of a top-level group now. What only owners may give ends when its giver is none. */
export async function isOwner(reader: Reader, rootId: string, accountId: string): Promise<boolean> {
  const member = await memberOf(reader, rootId, accountId);
  return member !== undefined && !member.deprovisioned && member.ownerOf.includes(rootId);
}

/** Whether a person gave the membership, and no directory. */
export function isByHand({ kind }: Pick<Origin, 'kind'>): boolean {
  return kind === 'manual' || kind === 'invite';
}
