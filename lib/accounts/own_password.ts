import { limits } from '../../config/limits.ts';
import type { Unit, UnitStore, View } from '../audit/index.ts';
import { RuleError } from '../kernel/index.ts';
import { queueMail } from '../outbox/index.ts';
import { PLATFORM } from '../store/index.ts';
import { emailHolder } from './accounts.ts';
import { forget, passwordOf, TooManyAttempts } from './attempts.ts';
import { emailKey, localPart } from './email.ts';
import { findLink, linksOf, type MailedLink, mailedLinks, makeLink } from './links.ts';
import { settleManager } from './managing.ts';
import { mailOwner, noteAccount } from './note.ts';
import { hashPassword } from './password.ts';
import { closeSessions } from './sessions.ts';
import { accountCalled, checkPassword } from './sign_in.ts';
import { type Account, type AccountEmail, accountEmails, accounts } from './types.ts';

/**
 * Why a password is refused, as a sentence; undefined when it is accepted. Only length counts: long passwords beat
 * complicated ones.
 */
export function passwordProblem(
  account: Pick<Account, 'username' | 'name' | 'email'>,
  password: string,
): string | undefined {
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
 * Mails the link that sets a password, if `name` is the username or a confirmed address of an account. The caller never
 * learns whether it is. The mail goes to the given address, or to the primary one.
 */
export function askForPasswordLink(store: UnitStore, key: Buffer, name: string): Promise<void> {
  return store.transaction(async (unit) => {
    const account = await accountCalled(unit, name);
    const named = emailKey(name) ?? (account?.email === undefined ? undefined : emailKey(account.email));
    const to = named === undefined ? undefined : await emailHolder(unit, named);
    if (!account || !to?.confirmedAt || to.accountId !== account.id) return;
    for (const older of await passwordLinksOf(unit, account.id)) unit.remove(mailedLinks, older);
    const nonce = makeLink(unit, key, { accountId: account.id, purpose: 'password', email: to.email });
    queueMail(unit, to.email, { template: 'set_password', username: account.username, nonce });
  });
}

/** The account whose password a mailed link sets; undefined when the link does not work (any more). */
export async function passwordLinkHolder(store: UnitStore, secret: string): Promise<Account | undefined> {
  return (await behindLink(store, secret))?.account;
}

/**
 * Sets a password by a mailed link. Uses the link up, confirms its address and ends every session. False when the link
 * does not work.
 */
export async function setPasswordByLink(
  store: UnitStore,
  secret: string,
  password: string,
): Promise<boolean> {
  const passwordHash = await hashPassword(password);
  return store.transaction(async (unit) => {
    const behind = await behindLink(unit, secret);
    if (!behind) return false;
    const { account, address } = behind;
    await setPassword(unit, account, passwordHash, 'account.password_set_by_mail');
    if (address.confirmedAt === undefined) {
      unit.update(accountEmails, { ...address, confirmedAt: unit.now() });
      await settleManager(unit, account.id);
      noteAccount(unit, account.id, {
        action: 'account.email_confirmed',
        detail: { email: address.email },
      });
    }
    await closeSessions(unit, account.id);
    await forget(unit, passwordOf(account.id));
    return true;
  });
}

/**
 * Verifies the password of the account before an action that nobody else at an unlocked browser may do. An account
 * without a password passes. Throws `RuleError` `wrong_password`, and `TooManyAttempts`.
 */
export async function confirmPassword(
  store: UnitStore,
  { username, passwordHash }: Account,
  typed: { readonly password: string; readonly ip: string },
): Promise<void> {
  if (passwordHash === undefined) return;
  const checked = await checkPassword(store, { name: username, ...typed });
  if (checked.kind === 'too_many') throw new TooManyAttempts(checked.waitMs);
  if (checked.kind === 'wrong') throw new RuleError('wrong_password', 'This is not your password.');
}

/**
 * Changes a password that was just verified, and ends all sessions except this one. False when it was changed
 * concurrently.
 */
export async function changePassword(
  store: UnitStore,
  { account: verified, sessionId, password }: { account: Account; sessionId: string; password: string },
): Promise<boolean> {
  const passwordHash = await hashPassword(password);
  return store.transaction(async (unit) => {
    const account = await unit.get(accounts, PLATFORM, verified.id);
    if (!account || account.passwordHash !== verified.passwordHash) return false;
    await setPassword(unit, account, passwordHash, 'account.password_changed');
    await closeSessions(unit, account.id, ({ id }) => id !== sessionId);
    return true;
  });
}

async function setPassword(
  unit: Unit,
  account: Account,
  passwordHash: string,
  action: 'account.password_changed' | 'account.password_set_by_mail',
): Promise<void> {
  unit.update(accounts, { ...account, passwordHash });
  for (const link of await passwordLinksOf(unit, account.id)) unit.remove(mailedLinks, link);
  noteAccount(unit, account.id, { action, detail: {} });
  mailOwner(unit, account, 'Your password was changed.');
}

/** The account and the address of a password link, as long as the account has that address. */
async function behindLink(
  view: View,
  secret: string,
): Promise<{ account: Account; address: AccountEmail } | undefined> {
  const link = (await findLink(view, 'password', secret)) ?? (await findLink(view, 'welcome', secret));
  if (!link) return undefined;
  const [account, address] = await Promise.all([
    view.get(accounts, PLATFORM, link.accountId),
    emailHolder(view, emailKey(link.email) ?? ''),
  ]);
  return account && address?.accountId === account.id ? { account, address } : undefined;
}

async function passwordLinksOf(view: View, accountId: string): Promise<MailedLink[]> {
  const [asked, first] = await Promise.all([
    linksOf(view, 'password', accountId),
    linksOf(view, 'welcome', accountId),
  ]);
  return [...asked, ...first];
}
