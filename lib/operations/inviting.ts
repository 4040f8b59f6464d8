import { type Account, accounts, emailKey, invitationMails, spend } from '../accounts/index.ts';
import type { Actor } from '../audit/index.ts';
import type { Group } from '../groups/index.ts';
import { RuleError } from '../kernel/index.ts';
import { PLATFORM, type Reader } from '../store/index.ts';
import type { Services } from './services.ts';

/** Counts the mail of an invitation. Throws `RuleError` `too_many_attempts`. */
export async function spendMail(
  { store }: Services,
  { rootId }: Pick<Group, 'rootId'>,
  email: string,
): Promise<void> {
  const waitMs = await spend(store, invitationMails(rootId, emailKey(email) ?? email));
  if (waitMs !== undefined)
    throw new RuleError(
      'too_many_attempts',
      'Too many invitations were sent in a day, by this group or to this address. Try again tomorrow.',
    );
}

/** The account that acts; undefined for the operator. */
export async function accountOfActor(reader: Reader, { accountId }: Actor): Promise<Account | undefined> {
  return accountId === undefined ? undefined : reader.get(accounts, PLATFORM, accountId);
}
