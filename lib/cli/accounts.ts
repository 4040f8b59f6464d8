import * as operations from '../operations/index.ts';
import { remarkText } from './account_remarks.ts';
import { commandOf } from './command.ts';
import { fields, joined, listing, plural, shortTime } from './terminal/layout.ts';

export const accountCreate = commandOf(operations.accountCreate, {
  example: 'account create --email ann@example.test --name "Ann Ames"',
  begins: true,
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

export const accountList = commandOf(operations.accountList, {
  example: 'account list --limit 20',
  text: ({ accounts, next }, paint) =>
    listing(
      ['username', 'name', 'e-mail', 'id', 'created', 'remarks'],
      accounts.map(({ username, name, email, id, createdAt, remarks }) => [
        username,
        name,
        email ?? '',
        id,
        shortTime(createdAt),
        remarkText(remarks),
      ]),
      { none: 'There is no account.', next },
      paint,
    ),
});

export const accountRename = commandOf(operations.accountRename, {
  example: 'account rename ann ann.ames',
  positional: ['account', 'username'],
  text: ({ from, username }) => `Renamed ${from} to ${username}.`,
});

export const accountEmailAdd = commandOf(operations.accountEmailAdd, {
  example: 'account email add ann ann@acme.test',
  positional: ['account', 'email'],
  text: ({ username, email, confirmed }) =>
    `${username} has the ${confirmed ? 'confirmed' : 'unconfirmed'} e-mail ${email} now.`,
});

export const accountEmailRemove = commandOf(operations.accountEmailRemove, {
  example: 'account email remove ann ann@acme.test',
  positional: ['account', 'email'],
  text: ({ username, email, primary }) =>
    `${username} no longer has the e-mail ${email}; the primary one is ${primary ?? 'none'}.`,
});

export const accountPassword = commandOf(operations.accountPassword, {
  example: 'account password ann',
  positional: ['account'],
  text: ({ username, password }, paint) =>
    joined(`The password of ${username} is ${paint('cyan', password)}`, 'It is not shown again.'),
});

export const accountSamlLink = commandOf(operations.accountSamlLink, {
  name: 'account saml-link',
  example: 'account saml-link --group acme --name-id ann@acme.test --account ann',
  text: ({ group, nameId, username }) =>
    `${nameId} of ${group} is ${username}. Provision the user again in the identity provider.`,
});

export const accountSessionsEnd = commandOf(operations.accountSessionsEnd, {
  example: 'account sessions end ann',
  positional: ['account'],
  text: ({ username, sessions }) => `${username} is signed out: ${plural(sessions, 'session')} ended.`,
});

export const accountTokenList = commandOf(operations.accountTokenList, {
  example: 'account token list ann',
  positional: ['account'],
  text: ({ username, tokens }, paint) =>
    listing(
      ['name', 'created', 'expires', 'last used', 'from', 'id'],
      tokens.map(({ id, name, createdAt, expiresAt, lastUsed }) => [
        ...[name, shortTime(createdAt), shortTime(expiresAt)],
        ...[lastUsed ? shortTime(lastUsed.at) : 'never', lastUsed?.ip ?? '', id],
      ]),
      { none: `${username} has no personal access token.` },
      paint,
    ),
});

export const accountTokenRevoke = commandOf(operations.accountTokenRevoke, {
  example: 'account token revoke ann deploy',
  positional: ['account', 'token'],
  text: ({ username, name }) => `The token ${name} of ${username} no longer works.`,
});
