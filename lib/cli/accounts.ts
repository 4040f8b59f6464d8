import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { addEmail, createAccount, dropEmail, emailHolder, rename } from '../accounts/accounts.ts';
import { forget, passwordOf } from '../accounts/attempts.ts';
import { emailKey } from '../accounts/email.ts';
import { settleManager } from '../accounts/managing.ts';
import { hashPassword, newPassword } from '../accounts/password.ts';
import { closeSessions } from '../accounts/sessions.ts';
import { type Account, accounts } from '../accounts/types.ts';
import { checkUsername, freeUsername, usernameBase, usernameKey } from '../accounts/username.ts';
import { record } from '../audit/record.ts';
import { RuleError } from '../kernel/errors.ts';
import type { Runtime } from '../kernel/runtime.ts';
import { accountName, chosenUsername, emailAddress, pageOf, paging } from '../operations/arguments.ts';
import { accountOf } from '../operations/find.ts';
import { accountRef, iso } from '../operations/views.ts';
import { PLATFORM, type Reader, type Transaction } from '../store/port.ts';
import { command, operator, PLATFORM_CHAIN } from './command.ts';
import { fields, joined, listing, shortTime } from './terminal/layout.ts';

export const accountCreate = command({
  name: 'account create',
  summary: 'Creates an account. Its password is printed this once.',
  example: 'account create --email ann@example.test --name "Ann Ames"',
  begins: true,
  args: z
    .object({
      email: emailAddress.exactOptional().describe('its e-mail; counts as confirmed'),
      username: chosenUsername.exactOptional().describe('made of the e-mail otherwise'),
      name: z.string().min(1).max(limits.nameChars).exactOptional().describe('name for people'),
    })
    .refine(({ email, username }) => email !== undefined || username !== undefined, {
      error: 'an account needs --email or --username',
    }),
  run: async ({ store, runtime }, _context, { email, username: wanted, name }) => {
    const password = newPassword(runtime);
    const passwordHash = await hashPassword(password);
    return store.transaction(async (tx) => {
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
      note(tx, runtime, account, 'account.created', { username });
      return { ...accountRef(account), password };
    });
  },
  text: ({ id, username, email, password }, paint) =>
    joined(
      `Created the account ${username}.`,
      fields(
        [
          ['id', id],
          ['e-mail', email],
          ['password', ['cyan', password]],
        ],
        paint,
      ),
      'The password is not shown again.',
    ),
});

export const accountList = command({
  name: 'account list',
  summary: 'Lists the accounts of the platform, the oldest first.',
  example: 'account list --limit 20',
  args: z.object(paging),
  run: async ({ store }, _context, page) => {
    const { items, next } = await store.list(accounts, PLATFORM, pageOf(page));
    return {
      accounts: items.map((account) => ({ ...accountRef(account), createdAt: iso(account.createdAt) })),
      ...(next === undefined ? {} : { next }),
    };
  },
  text: ({ accounts, next }, paint) =>
    listing(
      ['username', 'name', 'e-mail', 'id', 'created'],
      accounts.map(({ username, name, email, id, createdAt }) => [
        username,
        name,
        email ?? '',
        id,
        shortTime(createdAt),
      ]),
      { none: 'There is no account.', next },
      paint,
    ),
});

export const accountRename = command({
  name: 'account rename',
  summary: 'Gives an account another username.',
  example: 'account rename ann ann.ames',
  args: z.object({ account: accountName, username: chosenUsername.describe('the new username') }),
  positional: ['account', 'username'],
  run: ({ store, runtime }, _context, { account: who, username }) =>
    store.transaction(async (tx) => {
      const account = await accountOf(tx, who);
      await refuseTakenUsername(tx, username, account);
      const renamed = await rename(tx, account, username);
      note(tx, runtime, renamed, 'account.renamed', { from: account.username, to: username });
      return { from: account.username, ...accountRef(renamed) };
    }),
  text: ({ from, username }) => `Renamed ${from} to ${username}.`,
});

export const accountEmailAdd = command({
  name: 'account email add',
  summary: 'Gives an account one more e-mail.',
  example: 'account email add ann ann@acme.test',
  args: z.object({
    account: accountName,
    email: emailAddress.describe('the address'),
    unconfirmed: z.boolean().default(false).describe('the address does not count as confirmed'),
  }),
  positional: ['account', 'email'],
  run: ({ store, runtime }, _context, { account: who, email, unconfirmed }) =>
    store.transaction(async (tx) => {
      const account = await accountOf(tx, who);
      const added = await addEmail(tx, runtime, account, email, !unconfirmed);
      await settleManager(tx, runtime, account.id);
      note(tx, runtime, account, 'account.email_added', { email, confirmed: !unconfirmed });
      return { username: account.username, email, primary: added.primary, confirmed: !unconfirmed };
    }),
  text: ({ username, email, confirmed }) =>
    `${username} has the ${confirmed ? 'confirmed' : 'unconfirmed'} e-mail ${email} now.`,
});

export const accountEmailRemove = command({
  name: 'account email remove',
  summary: 'Takes an e-mail off an account, the primary one too: another one becomes it, if there is one.',
  example: 'account email remove ann ann@acme.test',
  args: z.object({ account: accountName, email: emailAddress.describe('the address') }),
  positional: ['account', 'email'],
  run: ({ store, runtime }, _context, { account: who, email }) =>
    store.transaction(async (tx) => {
      const account = await accountOf(tx, who);
      const held = await emailHolder(tx, emailKey(email) ?? '');
      if (held?.accountId !== account.id)
        throw new RuleError('not_found', `${account.username} does not have the e-mail ${email}`);
      await dropEmail(tx, held);
      await settleManager(tx, runtime, account.id);
      note(tx, runtime, account, 'account.email_removed', { email: held.email });
      const primary = (await accountOf(tx, account.id)).email;
      return { username: account.username, email: held.email, ...(primary === undefined ? {} : { primary }) };
    }),
  text: ({ username, email, primary }) =>
    `${username} does not have the e-mail ${email} any more; the primary one is ${primary ?? 'none'}.`,
});

export const accountPassword = command({
  name: 'account password',
  summary: 'Gives an account a new password, printed this once, and ends its sessions.',
  example: 'account password ann',
  args: z.object({ account: accountName }),
  positional: ['account'],
  run: async ({ store, runtime }, _context, { account: who }) => {
    const password = newPassword(runtime);
    const passwordHash = await hashPassword(password);
    return store.transaction(async (tx) => {
      const account = await accountOf(tx, who);
      tx.update(accounts, { ...account, passwordHash });
      await closeSessions(tx, account.id);
      await forget(tx, passwordOf(account.id));
      note(tx, runtime, account, 'account.password_reset', {});
      return { username: account.username, password };
    });
  },
  text: ({ username, password }, paint) =>
    joined(`The password of ${username} is ${paint('cyan', password)}`, 'It is not shown again.'),
});

async function refuseTakenEmail(reader: Reader, email: string): Promise<void> {
  const key = emailKey(email);
  if (key === undefined) throw new RuleError('invalid_value', `${email} is not an e-mail address`);
  if (await emailHolder(reader, key))
    throw new RuleError('email_exists', `${email} already belongs to an account`);
}

async function refuseTakenUsername(reader: Reader, username: string, but?: Account): Promise<void> {
  checkUsername(username);
  const holder = await reader.find(accounts, PLATFORM, 'username', usernameKey(username));
  if (holder && holder.id !== but?.id)
    throw new RuleError('already_exists', `the username ${username} is taken`);
}

function note(
  tx: Transaction,
  runtime: Runtime,
  { id }: Account,
  action: string,
  detail: Readonly<Record<string, unknown>>,
): void {
  record(tx, runtime, { rootId: PLATFORM_CHAIN, actor: operator, action, target: id, detail });
}
