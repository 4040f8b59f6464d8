import { type Account, emailKey, emailsOf, joinByMail, type Newcomer } from '../accounts/index.ts';
import type { Unit, UnitStore } from '../audit/index.ts';
import { type Group, groups, type Invitation, invitationOf, spendInvitation } from '../groups/index.ts';
import { RuleError } from '../kernel/index.ts';
import type { Reader } from '../store/index.ts';
import { addByHand } from './by_hand.ts';

/**
 * Gives the account the role of an invitation, and uses it up. Throws `RuleError`: `invitation_over`,
 * `invitation_for_another` when the account does not have the invited address, and what `addByHand` throws.
 */
export async function acceptInvitation(
  unit: Unit,
  account: Account,
  secret: string,
): Promise<{ readonly group: Group; readonly invitation: Invitation }> {
  const invitation = await invitationOf(unit, secret);
  const group = invitation && (await unit.get(groups, invitation.rootId, invitation.groupId));
  if (!invitation || !group)
    throw new RuleError('invitation_over', 'This invitation no longer works. Ask for a new one.');
  if (!(await isInvited(unit, invitation, account)))
    throw new RuleError(
      'invitation_for_another',
      `This invitation is for ${invitation.email}, which your account does not have.`,
    );
  const { role, invitedBy } = invitation;
  const actor = { kind: 'account', accountId: account.id } as const;
  const source = invitedBy === undefined ? {} : { source: invitedBy };
  await addByHand(unit, { group, account, actor }, role, { kind: 'invite', ...source });
  spendInvitation(unit, invitation, actor);
  return { group, invitation };
}

/** Whether the account has the invited address. The mailed link proves that the person reads mail at this address. */
export async function isInvited(
  reader: Reader,
  { emailKey: address }: Invitation,
  { id }: Account,
): Promise<boolean> {
  return (await emailsOf(reader, id)).some(({ email }) => emailKey(email) === address);
}

/** Creates an account for an invited person. Throws `RuleError`: `invitation_over`, `email_exists`. */
export function joinInvited(
  store: UnitStore,
  secret: string,
  { name, passwordHash }: Omit<Newcomer, 'email'>,
): Promise<Account> {
  return store.transaction(async (unit) => {
    const invitation = await invitationOf(unit, secret);
    if (!invitation)
      throw new RuleError('invitation_over', 'This invitation no longer works. Ask for a new one.');
    return joinByMail(unit, { email: invitation.email, name, passwordHash });
  });
}
