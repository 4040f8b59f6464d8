import type { Actor } from '../audit/types.ts';
import { RuleError } from '../kernel/errors.ts';
import type { Runtime } from '../kernel/runtime.ts';
import { PLATFORM, type Reader, type Transaction } from '../store/port.ts';
import { addEmail, createAccount, dropEmail, emailHolder, refuseTakenEmail, rename } from './accounts.ts';
import { forget, passwordOf } from './attempts.ts';
import { emailKey } from './email.ts';
import { settleManager } from './managing.ts';
import { noteAdministered } from './note.ts';
import { closeSessions } from './sessions.ts';
import { type Account, type AccountEmail, accounts } from './types.ts';
import { checkUsername, freeUsername, usernameBase, usernameKey } from './username.ts';

/** An account as the operator wants it. */
export interface WantedAccount {
  /** Counts as confirmed. */
  readonly email?: string;
  /** Made of the e-mail otherwise. */
  readonly username?: string;
  readonly name?: string;
  readonly passwordHash: string;
}

/** Throws `RuleError` `email_exists` or `account_username_taken` where another account has the e-mail or the username. */
export async function openAccount(
  tx: Transaction,
  runtime: Runtime,
  { email, username: wanted, name, passwordHash }: WantedAccount,
  actor: Actor,
): Promise<Account> {
  if (email !== undefined) await refuseTakenEmail(tx, email);
  if (wanted !== undefined) await refuseTakenUsername(tx, wanted);
  const username = wanted ?? (await freeUsername(tx, usernameBase(email ?? '')));
  const account = createAccount(tx, runtime, {
    username,
    name: name ?? username,
    passwordHash,
    ...(email === undefined ? {} : { email, confirmed: true }),
  });
  await settleManager(tx, runtime, account.id);
  noteAdministered(tx, runtime, account.id, { action: 'account.created', detail: { username } }, actor);
  return account;
}

/** Throws `RuleError` `account_username_taken` where another account has the username. */
export async function renameAccount(
  tx: Transaction,
  runtime: Runtime,
  account: Account,
  username: string,
  actor: Actor,
): Promise<Account> {
  await refuseTakenUsername(tx, username, account);
  const renamed = await rename(tx, account, username);
  noteAdministered(
    tx,
    runtime,
    account.id,
    { action: 'account.renamed', detail: { from: account.username, to: username } },
    actor,
  );
  return renamed;
}

/** Throws `RuleError` `email_exists` where an account has the e-mail. */
export async function giveEmail(
  tx: Transaction,
  runtime: Runtime,
  account: Account,
  { email, confirmed }: { readonly email: string; readonly confirmed: boolean },
  actor: Actor,
): Promise<AccountEmail> {
  const added = await addEmail(tx, runtime, account, email, confirmed);
  await settleManager(tx, runtime, account.id);
  noteAdministered(
    tx,
    runtime,
    account.id,
    { action: 'account.email_added', detail: { email, confirmed } },
    actor,
  );
  return added;
}

/** Takes an e-mail off an account, the primary one too. Throws `RuleError` `not_found` where the account does not have it. */
export async function takeEmail(
  tx: Transaction,
  runtime: Runtime,
  account: Account,
  email: string,
  actor: Actor,
): Promise<AccountEmail> {
  const held = await emailHolder(tx, emailKey(email) ?? '');
  if (held?.accountId !== account.id)
    throw new RuleError('not_found', `${account.username} does not have the e-mail ${email}.`);
  await dropEmail(tx, held);
  await settleManager(tx, runtime, account.id);
  noteAdministered(
    tx,
    runtime,
    account.id,
    { action: 'account.email_removed', detail: { email: held.email } },
    actor,
  );
  return held;
}

/** Gives an account a new password, and ends its sessions. */
export async function resetPassword(
  tx: Transaction,
  runtime: Runtime,
  account: Account,
  passwordHash: string,
  actor: Actor,
): Promise<void> {
  tx.update(accounts, { ...account, passwordHash });
  await closeSessions(tx, account.id);
  await forget(tx, passwordOf(account.id));
  noteAdministered(tx, runtime, account.id, { action: 'account.password_reset', detail: {} }, actor);
}

async function refuseTakenUsername(reader: Reader, username: string, but?: Account): Promise<void> {
  checkUsername(username);
  const holder = await reader.find(accounts, PLATFORM, 'username', usernameKey(username));
  if (holder && holder.id !== but?.id)
    throw new RuleError('account_username_taken', `The username ${username} is taken. Choose another one.`);
}
