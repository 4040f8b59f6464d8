import type { Unit } from '../audit/index.ts';
import { createAccount, refuseTakenEmail } from './accounts.ts';
import { settleManager } from './managing.ts';
import { noteAccount } from './note.ts';
import type { Account } from './types.ts';
import { freeUsername, usernameBase } from './username.ts';

/** A person who proved an address by opening the link mailed there. */
export interface Newcomer {
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
}

/** Creates the account of a newcomer. Throws `RuleError` `email_exists` when an account has the address. */
export async function joinByMail(unit: Unit, { email, name, passwordHash }: Newcomer): Promise<Account> {
  await refuseTakenEmail(unit, email);
  const username = await freeUsername(unit, usernameBase(email));
  const account = createAccount(unit, { username, name, email, confirmed: true, passwordHash });
  await settleManager(unit, account.id);
  noteAccount(unit, account.id, { action: 'account.created_by_invitation', detail: { username } });
  return account;
}
