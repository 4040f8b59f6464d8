import { type AccountEmail, accounts, dropEmail, ownsDomain } from '../../accounts/index.ts';
import type { Unit } from '../../audit/index.ts';
import { PLATFORM, type Reader } from '../../store/index.ts';

/**
 * Whether somebody holds an address of this group's verified domain only because another group's identity provider has
 * sent it: nobody has ever shown to read it. Such a holder does not keep it from the group.
 */
export async function isUnproved(reader: Reader, rootId: string, held: AccountEmail): Promise<boolean> {
  if (held.confirmedAt !== undefined || !(await ownsDomain(reader, rootId, held.id))) return false;
  const holder = await reader.get(accounts, PLATFORM, held.accountId);
  return holder?.managedBy !== undefined && holder.managedBy !== rootId;
}

/** Takes such an address off its account, so that the group's own person can have it. */
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
