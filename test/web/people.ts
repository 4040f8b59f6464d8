import { hashSync } from '@node-rs/argon2';
import { createAccount, type NewAccount } from '../../lib/accounts/accounts.ts';
import { type Account, accounts } from '../../lib/accounts/types.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import type { Rollcall } from '../helper.ts';
import { Visitor } from './visitor.ts';

export const PASSWORD = 'three words of mine';
/** As cheap as argon2id can be: many tests sign in, and few are about passwords. */
const passwordHash = hashSync(PASSWORD, { memoryCost: 8, timeCost: 1, parallelism: 1 });
let people = 0;

/** An account with a password and a confirmed address of its own. */
export async function person(
  { services: { store } }: Rollcall,
  more: Partial<NewAccount> = {},
): Promise<Account & { email: string }> {
  const username = `person${++people}`;
  const email = `${username}@people.test`;
  const account = await store.transaction(async (unit) =>
    createAccount(unit, { username, name: username, email, confirmed: true, passwordHash, ...more }),
  );
  return { ...account, email: account.email ?? email };
}

/** A browser with a session that began with the password. */
export async function signedIn(
  app: Rollcall,
  { username }: Pick<Account, 'username'>,
  password = PASSWORD,
): Promise<Visitor> {
  const visitor = new Visitor(app);
  await visitor.signIn(username, password);
  return visitor;
}

/** Takes the password of an account away, as if its person had only ever signed in by SAML. */
export function withoutPassword(
  { services: { store } }: Rollcall,
  { id }: Pick<Account, 'id'>,
): Promise<void> {
  return store.transaction(async (unit) => {
    const account = await unit.get(accounts, PLATFORM, id);
    if (!account) throw new Error('the account is gone');
    const { passwordHash: _, ...rest } = account;
    unit.update(accounts, rest);
  });
}
