import { createAccount, type NewAccount } from '../../lib/accounts/accounts.ts';
import { hashPassword } from '../../lib/accounts/password.ts';
import type { Account } from '../../lib/accounts/types.ts';
import type { Rollcall } from '../helper.ts';

export const PASSWORD = 'three words of mine';
let people = 0;

/** An account with a password and a confirmed address of its own. */
export async function person(
  { services: { store, runtime } }: Rollcall,
  more: Partial<NewAccount> = {},
): Promise<Account & { email: string }> {
  const username = `person${++people}`;
  const email = `${username}@people.test`;
  const passwordHash = await hashPassword(PASSWORD);
  const account = await store.transaction(async (tx) =>
    createAccount(tx, runtime, { username, name: username, email, confirmed: true, passwordHash, ...more }),
  );
  return { ...account, email: account.email ?? email };
}
