import type { Unit } from '../audit/index.ts';
import { givenName, RuleError } from '../kernel/index.ts';
import { rename } from './accounts.ts';
import { refuseTakenUsername } from './administer.ts';
import { mailOwner, noteAccount } from './note.ts';
import { type Account, accounts } from './types.ts';

/** What a person calls themselves. */
interface OwnNames {
  readonly name?: string;
  readonly username?: string;
}

/**
 * Changes the name and the username of one's own account. Throws `RuleError`: `profile_managed` when a group manages
 * the account, `invalid_name`, `account_username_taken`.
 */
export async function changeOwnNames(unit: Unit, account: Account, wish: OwnNames): Promise<Account> {
  const { id, managedBy } = account;
  if (managedBy !== undefined)
    throw new RuleError('profile_managed', 'Your organisation manages your name and username.');
  const { name: wanted = account.name } = wish;
  const name = wanted === account.name ? wanted : givenName(wanted);
  const username = wish.username ?? account.username;
  if (username !== account.username) {
    await refuseTakenUsername(unit, username, account);
    mailOwner(unit, account, `Its username is now ${username}.`);
    noteAccount(unit, id, {
      action: 'account.renamed',
      detail: { from: account.username, to: username },
    });
  }
  if (name !== account.name)
    noteAccount(unit, id, { action: 'account.name_changed', detail: { from: account.name, to: name } });
  if (username === account.username)
    return name === account.name ? account : unit.update(accounts, { ...account, name });
  return rename(unit, { ...account, name }, username);
}
