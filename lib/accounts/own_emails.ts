import { limits } from '../../config/limits.ts';
import type { UnitStore, View } from '../audit/index.ts';
import { RuleError } from '../kernel/index.ts';
import { queueMail } from '../outbox/index.ts';
import { PLATFORM, type Reader } from '../store/index.ts';
import { addEmail, emailHolder, emailsOf } from './accounts.ts';
import { emailKey } from './email.ts';
import { findLink, linksOf, type MailedLink, mailedLinks, makeLink } from './links.ts';
import { settleManager } from './managing.ts';
import { mailOwner, noteAccount } from './note.ts';
import { type Account, type AccountEmail, accountEmails, accounts } from './types.ts';

interface OwnEmails {
  readonly held: readonly AccountEmail[];
  /** Addresses with an unused confirmation link that the account does not have yet. */
  readonly waiting: readonly MailedLink[];
}

export async function ownEmails(view: View, accountId: string): Promise<OwnEmails> {
  const [held, links] = await Promise.all([emailsOf(view, accountId), linksOf(view, 'email', accountId)]);
  const keys = new Set(held.map(({ id }) => id));
  return { held, waiting: links.filter(({ email }) => !keys.has(emailKey(email) ?? '')) };
}

/**
 * Mails the confirmation link to an address. No account has the address until then, so nobody can block its owner. Only
 * the mail tells whether another account has it. Throws `RuleError` when the text is not an address, the address is
 * confirmed already, or there are too many.
 */
export function askForEmail(
  store: UnitStore,
  key: Buffer,
  { id: accountId }: Account,
  text: string,
): Promise<void> {
  return store.transaction(async (unit) => {
    const account = await ownAccount(unit, accountId);
    const email = text.trim();
    const address = emailKey(email);
    if (address === undefined) throw new RuleError('invalid_email', 'This is not an e-mail address.');
    const { held, waiting } = await ownEmails(unit, accountId);
    const own = held.find(({ id }) => id === address);
    if (own?.confirmedAt !== undefined)
      throw new RuleError('email_confirmed', 'You have confirmed this address already.');
    const others = waiting.filter((link) => emailKey(link.email) !== address);
    if (!own && held.length + others.length >= limits.emailsPerAccount) throw tooManyEmails();
    for (const link of await linksOf(unit, 'email', accountId))
      if (emailKey(link.email) === address) unit.remove(mailedLinks, link);
    const nonce = makeLink(unit, key, { accountId, purpose: 'email', email });
    const holder = await emailHolder(unit, address);
    if (holder && holder.accountId !== accountId) queueMail(unit, email, { template: 'email_taken' });
    else queueMail(unit, email, { template: 'confirm_email', username: account.username, nonce });
    // Concurrent additions conflict here, so together they cannot exceed the limit.
    unit.touch(accounts, account);
  });
}

/** The address that a link confirms for this account; undefined when the link does not work (any more). */
export async function emailToConfirm(
  view: View,
  accountId: string,
  secret: string,
): Promise<MailedLink | undefined> {
  const link = await findLink(view, 'email', secret);
  return link?.accountId === accountId ? link : undefined;
}

/** Confirms an address by its link, uses the link up and returns the address; undefined when the link does not work. */
export function confirmEmail(
  store: UnitStore,
  { id: accountId }: Account,
  secret: string,
): Promise<string | undefined> {
  return store.transaction(async (unit) => {
    const link = await emailToConfirm(unit, accountId, secret);
    if (!link) return undefined;
    unit.remove(mailedLinks, link);
    const account = await ownAccount(unit, accountId);
    const held = await emailHolder(unit, emailKey(link.email) ?? '');
    if (held && held.accountId !== accountId) return undefined;
    if (held) unit.update(accountEmails, { ...held, confirmedAt: unit.now() });
    else {
      mailOwner(unit, account, `The e-mail address ${link.email} was added.`);
      await addEmail(unit, account, link.email, true);
    }
    await settleManager(unit, accountId);
    noteAccount(unit, accountId, { action: 'account.email_confirmed', detail: { email: link.email } });
    return link.email;
  });
}

/**
 * Makes a confirmed address the primary one. Throws `RuleError` when it is not confirmed, or a group manages the
 * account.
 */
export function makePrimary(store: UnitStore, { id: accountId }: Account, address: string): Promise<void> {
  return store.transaction(async (unit) => {
    const account = await ownAccount(unit, accountId);
    if (account.managedBy !== undefined)
      throw new RuleError(
        'primary_email_managed',
        'Your organisation decides which address is the primary one.',
      );
    const held = await ownEmail(unit, accountId, address);
    if (held.confirmedAt === undefined)
      throw new RuleError('email_unconfirmed', 'Confirm this address before you make it the primary one.');
    if (held.primary) return;
    mailOwner(unit, account, `The primary e-mail address is ${held.email} now.`);
    for (const other of await emailsOf(unit, accountId))
      if (other.primary) unit.update(accountEmails, { ...other, primary: false });
    unit.update(accountEmails, { ...held, primary: true });
    unit.update(accounts, { ...account, email: held.email });
    await settleManager(unit, accountId);
    noteAccount(unit, accountId, {
      action: 'account.email_made_primary',
      detail: { email: held.email },
    });
  });
}

/**
 * Removes a secondary address, or one that waits for confirmation. Throws `RuleError` when the account does not have
 * it.
 */
export function removeEmail(store: UnitStore, { id: accountId }: Account, address: string): Promise<void> {
  return store.transaction(async (unit) => {
    const links = (await linksOf(unit, 'email', accountId)).filter(
      ({ email }) => emailKey(email) === address,
    );
    for (const link of links) unit.remove(mailedLinks, link);
    const held = await emailHolder(unit, address);
    if (held?.accountId !== accountId) {
      if (links.length > 0) return;
      throw notYours();
    }
    if (held.primary)
      throw new RuleError(
        'primary_email',
        'Make another address the primary one before you remove this one.',
      );
    unit.remove(accountEmails, held);
    // A link mailed to this address must not open the account any more.
    for (const link of await linksOf(unit, 'password', accountId))
      if (emailKey(link.email) === address) unit.remove(mailedLinks, link);
    mailOwner(unit, await ownAccount(unit, accountId), `The e-mail address ${held.email} was removed.`);
    noteAccount(unit, accountId, { action: 'account.email_removed', detail: { email: held.email } });
  });
}

async function ownAccount(reader: Reader, accountId: string): Promise<Account> {
  const account = await reader.get(accounts, PLATFORM, accountId);
  if (!account) throw new RuleError('not_found', 'This account no longer exists.');
  return account;
}

async function ownEmail(reader: Reader, accountId: string, address: string): Promise<AccountEmail> {
  const held = await emailHolder(reader, address);
  if (held?.accountId !== accountId) throw notYours();
  return held;
}

function notYours(): RuleError {
  return new RuleError('not_found', 'You do not have this address.');
}

function tooManyEmails(): RuleError {
  return new RuleError(
    'too_many_emails',
    `An account has at most ${limits.emailsPerAccount} addresses. Remove one first.`,
  );
}
