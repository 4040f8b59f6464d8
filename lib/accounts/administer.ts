import type { Actor, Unit } from '../audit/index.ts';
import { RuleError } from '../kernel/index.ts';
import { PLATFORM, type Reader } from '../store/index.ts';
import { addEmail, createAccount, dropEmail, emailHolder, refuseTakenEmail, rename } from './accounts.ts';
import { forget, passwordOf } from './attempts.ts';
import { emailKey } from './email.ts';
import { settleManager } from './managing.ts';
import { noteAdministered } from './note.ts';
import { closeSessions } from './sessions.ts';
import { type Account, type AccountEmail, accounts } from './types.ts';
import { checkUsername, freeUsername, usernameBase, usernameKey } from './username.ts';

/** The account that the operator asks for. */
interface WantedAccount {
  /** Counts as confirmed. */
  readonly email?: string;
  /** Derived from the e-mail when absent. */
  readonly username?: string;
  readonly name?: string;
  readonly passwordHash: string;
}

/**
 * Throws `RuleError` `email_exists` or `account_username_taken` when another account has the e-mail or the username.
 */
export async function openAccount(
  unit: Unit,
  { email, username: wanted, name, passwordHash }: WantedAccount,
  actor: Actor,
): Promise<Account> {
  if (email !== undefined) await refuseTakenEmail(unit, email);
  if (wanted !== undefined) await refuseTakenUsername(unit, wanted);
  const username = wanted ?? (await freeUsername(unit, usernameBase(email ?? '')));
  const account = createAccount(unit, {
    username,
    name: name ?? username,
    passwordHash,
    ...(email === undefined ? {} : { email, confirmed: true }),
  });
  await settleManager(unit, account.id);
  noteAdministered(unit, account.id, { action: 'account.created', detail: { username } }, actor);
  return account;
}

/** Throws `RuleError` `account_username_taken` when another account has the username. */
export async function renameAccount(
  unit: Unit,
  account: Account,
  username: string,
  actor: Actor,
): Promise<Account> {
  await refuseTakenUsername(unit, username, account);
  const renamed = await rename(unit, account, username);
  noteAdministered(
    unit,
    account.id,
    { action: 'account.renamed', detail: { from: account.username, to: username } },
    actor,
  );
  return renamed;
}

/** Throws `RuleError` `email_exists` when an account has the e-mail. */
export async function giveEmail(
  unit: Unit,
  account: Account,
  { email, confirmed }: { readonly email: string; readonly confirmed: boolean },
  actor: Actor,
): Promise<AccountEmail> {
  const added = await addEmail(unit, account, email, confirmed);
  await settleManager(unit, account.id);
  noteAdministered(unit, account.id, { action: 'account.email_added', detail: { email, confirmed } }, actor);
  return added;
}

/**
 * Removes an e-mail from an account, even the primary one. Throws `RuleError` `not_found` when the account does not
 * have it.
 */
export async function takeEmail(
  unit: Unit,
  account: Account,
  email: string,
  actor: Actor,
): Promise<AccountEmail> {
  const held = await emailHolder(unit, emailKey(email) ?? '');
  if (held?.accountId !== account.id)
    throw new RuleError('not_found', `${account.username} does not have the e-mail ${email}.`);
  await dropEmail(unit, held);
  await settleManager(unit, account.id);
  noteAdministered(
    unit,
    account.id,
    { action: 'account.email_removed', detail: { email: held.email } },
    actor,
  );
  return held;
}

/** Sets the password of an account and ends its sessions. */
export async function resetPassword(
  unit: Unit,
  account: Account,
  passwordHash: string,
  actor: Actor,
): Promise<void> {
  unit.update(accounts, { ...account, passwordHash });
  await closeSessions(unit, account.id);
  await forget(unit, passwordOf(account.id));
  noteAdministered(unit, account.id, { action: 'account.password_reset', detail: {} }, actor);
}

/** Ends all sessions of an account and returns their number. */
export async function endSessions(unit: Unit, account: Account, actor: Actor): Promise<number> {
  const sessions = await closeSessions(unit, account.id);
  noteAdministered(unit, account.id, { action: 'account.sessions_ended', detail: { sessions } }, actor);
  return sessions;
}

/** Throws `RuleError` unless the username is valid and free, or that of `but`. */
export async function refuseTakenUsername(reader: Reader, username: string, but?: Account): Promise<void> {
  checkUsername(username);
  const holder = await reader.find(accounts, PLATFORM, 'username', usernameKey(username));
  if (holder && holder.id !== but?.id)
    throw new RuleError('account_username_taken', `The username ${username} is taken. Choose another one.`);
}
