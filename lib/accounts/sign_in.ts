import type { UnitStore } from '../audit/index.ts';
import { PLATFORM, type Reader } from '../store/index.ts';
import { emailHolder } from './accounts.ts';
import { forgive, passwordTries, spend } from './attempts.ts';
import { emailKey } from './email.ts';
import { hashPassword, newPassword, verifyPassword } from './password.ts';
import { type Account, accounts } from './types.ts';
import { usernameKey } from './username.ts';

type SignedInOrNot =
  | { readonly kind: 'right'; readonly account: Account }
  /** No such account, no password, or a wrong password: the caller cannot tell which. */
  | { readonly kind: 'wrong' }
  | { readonly kind: 'too_many'; readonly waitMs: number };

let decoy: Promise<string> | undefined;

/** Whether a username or address has this password. Takes the same time when there is no such account. */
export async function checkPassword(
  store: UnitStore,
  { name, password, ip }: { name: string; password: string; ip: string },
): Promise<SignedInOrNot> {
  const account = await accountCalled(store, name);
  const allowances = passwordTries(account?.id ?? nameKey(name), ip);
  const waitMs = await spend(store, allowances);
  if (waitMs !== undefined) return { kind: 'too_many', waitMs };
  decoy ??= hashPassword(newPassword(store));
  const isRight = await verifyPassword(account?.passwordHash ?? (await decoy), password);
  if (!account?.passwordHash || !isRight) return { kind: 'wrong' };
  await forgive(store, allowances);
  return { kind: 'right', account };
}

/** The account with this username or address; undefined when there is none. */
export async function accountCalled(reader: Reader, name: string): Promise<Account | undefined> {
  const key = emailKey(name);
  const held = key === undefined ? undefined : await emailHolder(reader, key);
  return held
    ? reader.get(accounts, PLATFORM, held.accountId)
    : reader.find(accounts, PLATFORM, 'username', usernameKey(name.trim()));
}

/** The key that counts attempts on a name without an account: all spellings of the name share it. */
export function nameKey(name: string): string {
  return emailKey(name) ?? usernameKey(name.trim());
}
