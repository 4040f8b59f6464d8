import { type AccountEmail, accounts, dropEmail, ownsDomain } from '../../accounts/index.ts';
import type { Unit } from '../../audit/index.ts';
import { PLATFORM, type Reader } from '../../store/index.ts';

/**
 * Whether an account has an address of this group's verified domain only because the identity provider of another group
 * sent it: nobody has proved to read it. Such an account does not keep the address from this group.
 */
export async function isUnproved(reader: Reader, rootId: string, held: AccountEmail): Promise<boolean> {
  if (held.confirmedAt !== undefined || !(await ownsDomain(reader, rootId, held.id))) return false;
  const holder = await reader.get(accounts, PLATFORM, held.accountId);
  return holder?.managedBy !== undefined && holder.managedBy !== rootId;
}

/** Removes such an address from its account, so that the group's own user can have it. */
export async function takeUnproved(unit: Unit, rootId: string, held: AccountEmail): Promise<void> {
  const holder = await unit.get(accounts, PLATFORM, held.accountId);
  await dropEmail(unit, held);
  for (const chain of [rootId, holder?.managedBy])
    if (chain !== undefined)
      unit.record({
        rootId: chain,
        actor: { kind: 'system' },
        action: 'account.unproved_email_removed',
        target: { kind: 'account', id: held.accountId },
        detail: { email: held.email, domain: held.domain },
      });
}
