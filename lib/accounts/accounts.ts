import type { Unit } from '../audit/index.ts';
import { RuleError } from '../kernel/index.ts';
import { PLATFORM, type Reader } from '../store/index.ts';
import { emailDomain, emailKey } from './email.ts';
import { type Account, type AccountEmail, accountEmails, accounts } from './types.ts';
import { releaseUsername, usernameKey } from './username.ts';

export interface NewAccount {
  readonly username: string;
  readonly name: string;
  readonly email?: string;
  /** Whether the person has proved to read mail at this address. */
  readonly confirmed?: boolean;
  readonly managedBy?: string;
  readonly passwordHash?: string;
  readonly serviceOf?: string;
}

export function createAccount(unit: Unit, person: NewAccount): Account {
  const { username, name, email, managedBy, passwordHash, serviceOf } = person;
  const now = unit.now();
  const account = unit.insert(accounts, {
    id: unit.id(),
    username,
    usernameKey: usernameKey(username),
    name,
    ...(email === undefined ? {} : { email }),
    ...(managedBy === undefined ? {} : { managedBy, managedSince: now }),
    ...(passwordHash === undefined ? {} : { passwordHash }),
    ...(serviceOf === undefined ? {} : { serviceOf }),
    createdAt: now,
  });
  if (email !== undefined)
    holdEmail(unit, account.id, email, { primary: true, confirmed: person.confirmed === true });
  return account;
}

/** The account that has an address, primary or secondary, confirmed or not. Takes an address key. */
export async function emailHolder(reader: Reader, key: string): Promise<AccountEmail | undefined> {
  return reader.get(accountEmails, PLATFORM, key);
}

/** The account with this username (any case) or address. Throws `RuleError` when there is none. */
export async function accountNamed(reader: Reader, nameOrEmail: string): Promise<Account> {
  const key = emailKey(nameOrEmail);
  const held = key === undefined ? undefined : await emailHolder(reader, key);
  const account = held
    ? await reader.get(accounts, PLATFORM, held.accountId)
    : await reader.find(accounts, PLATFORM, 'username', usernameKey(nameOrEmail));
  if (!account) throw new RuleError('not_found', `There is no account ${nameOrEmail}. Check the spelling.`);
  return account;
}

/** All addresses of an account, the primary one first. */
export async function emailsOf(reader: Reader, accountId: string): Promise<AccountEmail[]> {
  const page = await reader.list(accountEmails, PLATFORM, {
    index: 'account',
    equal: [accountId],
    limit: 100,
  });
  return page.items.sort((a, b) => Number(b.primary) - Number(a.primary));
}

/** Throws `RuleError` when the text is not an address or an account has it. */
export async function refuseTakenEmail(reader: Reader, email: string): Promise<void> {
  const key = emailKey(email);
  if (key === undefined) throw new RuleError('invalid_email', `${email} is not an e-mail address.`);
  if (await emailHolder(reader, key))
    throw new RuleError('email_exists', `${email} already belongs to an account. Give another address.`);
}

/** Adds an address to an account. Throws `RuleError` when the text is not an address or an account has it. */
export async function addEmail(
  unit: Unit,
  account: Account,
  email: string,
  confirmed: boolean,
): Promise<AccountEmail> {
  await refuseTakenEmail(unit, email);
  const primary = account.email === undefined;
  if (primary) unit.update(accounts, { ...account, email });
  return holdEmail(unit, account.id, email, { primary, confirmed });
}

/** An account, and the address that becomes its primary one. */
interface EmailMove {
  readonly account: Account;
  readonly email: string;
  readonly confirmed: boolean;
}

/**
 * Sets the primary addresses of accounts, all at once, so that one can get what another gives up. No other account may
 * have the new ones.
 */
export async function movePrimaryEmails(unit: Unit, moves: readonly EmailMove[]): Promise<void> {
  const wanted = new Set(moves.map(({ email }) => emailKey(email)));
  for (const { account } of moves) {
    const former = account.email === undefined ? undefined : emailKey(account.email);
    const held = former === undefined || wanted.has(former) ? undefined : await emailHolder(unit, former);
    if (held) unit.remove(accountEmails, held);
  }
  for (const { account, email, confirmed } of moves) {
    unit.update(accounts, { ...account, email });
    const held = await emailHolder(unit, emailKey(email) ?? '');
    if (held?.accountId === account.id) unit.update(accountEmails, { ...held, email, primary: true });
    else if (held) {
      const { confirmedAt: _of, ...address } = { ...held, accountId: account.id, email, primary: true };
      unit.update(accountEmails, confirmed ? { ...address, confirmedAt: unit.now() } : address);
    } else holdEmail(unit, account.id, email, { primary: true, confirmed });
  }
}

/** Removes an address from its account. If it was the primary one, another address of the account becomes primary. */
export async function dropEmail(unit: Unit, held: AccountEmail): Promise<void> {
  unit.remove(accountEmails, held);
  const account = await unit.get(accounts, PLATFORM, held.accountId);
  if (!account || !held.primary) return;
  const { email: _, ...rest } = account;
  const next = (await emailsOf(unit, account.id)).find(({ id }) => id !== held.id);
  if (next) unit.update(accountEmails, { ...next, primary: true });
  unit.update(accounts, next ? { ...rest, email: next.email } : rest);
}

/** Renames an account. The caller has checked that the username is free. */
export async function rename(unit: Unit, account: Account, username: string): Promise<Account> {
  await releaseUsername(unit, account.username);
  return unit.update(accounts, { ...account, username, usernameKey: usernameKey(username) });
}

function holdEmail(
  unit: Unit,
  accountId: string,
  email: string,
  state: { primary: boolean; confirmed: boolean },
): AccountEmail {
  const key = emailKey(email);
  if (key === undefined) throw new RuleError('invalid_email', `${email} is not an e-mail address.`);
  return unit.insert(accountEmails, {
    id: key,
    accountId,
    email,
    domain: emailDomain(key),
    primary: state.primary,
    ...(state.confirmed ? { confirmedAt: unit.now() } : {}),
  });
}
