import { limits } from '../../config/limits.ts';
import { RuleError } from '../kernel/errors.ts';
import type { Runtime } from '../kernel/runtime.ts';
import { queueMail } from '../outbox/mail/mails.ts';
import { PLATFORM, type Reader, type Store, type Transaction } from '../store/port.ts';
import { emailHolder } from './accounts.ts';
import { forget, passwordOf, TooManyAttempts } from './attempts.ts';
import { emailKey, localPart } from './email.ts';
import { findLink, linksOf, type MailedLink, mailedLinks, makeLink } from './links.ts';
import { settleManager } from './managing.ts';
import { noteAccount } from './note.ts';
import { hashPassword } from './password.ts';
import { closeSessions } from './sessions.ts';
import { accountCalled, checkPassword } from './sign_in.ts';
import { tellOwner } from './tell_owner.ts';
import { type Account, type AccountEmail, accountEmails, accounts } from './types.ts';

/** Why a password cannot be taken, as a sentence; undefined where it can. Long beats complicated, so nothing else is asked. */
export function passwordProblem(account: Account, password: string): string | undefined {
  const chars = Array.from(password).length;
  if (chars < limits.passwordMinChars)
    return `Use ${limits.passwordMinChars} characters or more. A few words that only you put together are good.`;
  if (chars > limits.passwordChars) return `Use at most ${limits.passwordChars} characters.`;
  if (new Set(password).size < 5) return 'Use more different characters.';
  const guesses = [account.username, account.email, account.email && localPart(account.email), account.name];
  const plain = password.toLowerCase();
  if (guesses.some((guess) => guess !== undefined && plain === guess.toLowerCase()))
    return 'Your name, username or e-mail is too easy to guess.';
  return undefined;
}

/**
 * Mails the link that sets a password, where `name` is the username or a confirmed address of an account. Never says
 * whether it is. Goes to the address that was named, or to the primary one.
 */
export function askForPasswordLink(store: Store, runtime: Runtime, key: Buffer, name: string): Promise<void> {
  return store.transaction(async (tx) => {
    const account = await accountCalled(tx, name);
    const named = emailKey(name) ?? (account?.email === undefined ? undefined : emailKey(account.email));
    const to = named === undefined ? undefined : await emailHolder(tx, named);
    if (!account || !to?.confirmedAt || to.accountId !== account.id) return;
    for (const older of await passwordLinksOf(tx, runtime, account.id)) tx.remove(mailedLinks, older);
    const nonce = makeLink(tx, runtime, key, { accountId: account.id, purpose: 'password', email: to.email });
    queueMail(tx, runtime, to.email, { template: 'set_password', username: account.username, nonce });
  });
}

/**
 * Makes the link by which who is new sets a first password, and answers its nonce. It may go to an address that is not
 * confirmed: whoever follows it has shown to read the mail there.
 */
export function makeWelcomeLink(
  tx: Transaction,
  runtime: Runtime,
  key: Buffer,
  { id: accountId }: Account,
  email: string,
): string {
  return makeLink(tx, runtime, key, { accountId, purpose: 'welcome', email });
}

/** Whose password a mailed link sets; undefined where it does not work (any more). */
export async function passwordLinkHolder(
  store: Store,
  runtime: Runtime,
  secret: string,
): Promise<Account | undefined> {
  return (await behindLink(store, runtime, secret))?.account;
}

/**
 * Sets a password by a mailed link, which is used up, confirms the address that it went to, and ends every session. False
 * where the link does not work.
 */
export async function setPasswordByLink(
  store: Store,
  runtime: Runtime,
  secret: string,
  password: string,
): Promise<boolean> {
  const passwordHash = await hashPassword(password);
  return store.transaction(async (tx) => {
    const behind = await behindLink(tx, runtime, secret);
    if (!behind) return false;
    const { account, address } = behind;
    await setPassword(tx, runtime, account, passwordHash, 'account.password_set_by_mail');
    if (address.confirmedAt === undefined) {
      tx.update(accountEmails, { ...address, confirmedAt: runtime.now() });
      await settleManager(tx, runtime, account.id);
      noteAccount(tx, runtime, account.id, {
        action: 'account.email_confirmed',
        detail: { email: address.email },
      });
    }
    await closeSessions(tx, account.id);
    await forget(tx, passwordOf(account.id));
    return true;
  });
}

/**
 * Makes sure that somebody knows the password of the account, for what a stranger at an open browser must not do. An account
 * without a password passes. Throws `RuleError` `wrong_password`, and `TooManyAttempts`.
 */
export async function confirmPassword(
  store: Store,
  runtime: Runtime,
  { username, passwordHash }: Account,
  typed: { readonly password: string; readonly ip: string },
): Promise<void> {
  if (passwordHash === undefined) return;
  const checked = await checkPassword(store, runtime, { name: username, ...typed });
  if (checked.kind === 'too_many') throw new TooManyAttempts(checked.waitMs);
  if (checked.kind === 'wrong') throw new RuleError('wrong_password', 'This is not your password.');
}

/** Changes a password that was just verified, and ends the sessions but the present one. False where it has changed meanwhile. */
export async function changePassword(
  store: Store,
  runtime: Runtime,
  { account: verified, sessionId, password }: { account: Account; sessionId: string; password: string },
): Promise<boolean> {
  const passwordHash = await hashPassword(password);
  return store.transaction(async (tx) => {
    const account = await tx.get(accounts, PLATFORM, verified.id);
    if (!account || account.passwordHash !== verified.passwordHash) return false;
    await setPassword(tx, runtime, account, passwordHash, 'account.password_changed');
    await closeSessions(tx, account.id, ({ id }) => id !== sessionId);
    return true;
  });
}

async function setPassword(
  tx: Transaction,
  runtime: Runtime,
  account: Account,
  passwordHash: string,
  action: 'account.password_changed' | 'account.password_set_by_mail',
): Promise<void> {
  tx.update(accounts, { ...account, passwordHash });
  for (const link of await passwordLinksOf(tx, runtime, account.id)) tx.remove(mailedLinks, link);
  noteAccount(tx, runtime, account.id, { action, detail: {} });
  tellOwner(tx, runtime, account, 'Your password was changed.');
}

/** The account and the address of a link that sets a password, as long as the account has that address. */
async function behindLink(
  reader: Reader,
  runtime: Runtime,
  secret: string,
): Promise<{ account: Account; address: AccountEmail } | undefined> {
  const link =
    (await findLink(reader, runtime, 'password', secret)) ??
    (await findLink(reader, runtime, 'welcome', secret));
  if (!link) return undefined;
  const [account, address] = await Promise.all([
    reader.get(accounts, PLATFORM, link.accountId),
    emailHolder(reader, emailKey(link.email) ?? ''),
  ]);
  return account && address?.accountId === account.id ? { account, address } : undefined;
}

async function passwordLinksOf(reader: Reader, runtime: Runtime, accountId: string): Promise<MailedLink[]> {
  const [asked, first] = await Promise.all([
    linksOf(reader, runtime, 'password', accountId),
    linksOf(reader, runtime, 'welcome', accountId),
  ]);
  return [...asked, ...first];
}
