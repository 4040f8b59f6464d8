import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { fields, joined, listing, shortTime } from './terminal/layout.ts';

export const serviceAccountCreate = commandOf(operations.serviceAccountCreate, {
  example: 'service-account create acme deploy',
  positional: ['group', 'name'],
  text: ({ group, name, username }) =>
    `Created the service account ${name} of ${group}, ${username} in the logs. Give it a token next.`,
});

export const serviceAccountList = commandOf(operations.serviceAccountList, {
  example: 'service-account list acme',
  positional: ['group'],
  text: ({ group, serviceAccounts }, paint) =>
    listing(
      ['name', 'token', 'scopes', 'last used', 'expires', 'id of the account'],
      serviceAccounts.flatMap(({ name, id, tokens }) =>
        tokens.length === 0
          ? [[name, 'none', '', '', '', id]]
          : tokens.map((token) => [
              name,
              token.name,
              token.scopes.join(' '),
              token.lastUsed ? shortTime(token.lastUsed.at) : 'never',
              shortTime(token.expiresAt),
              id,
            ]),
      ),
      { none: `${group} has no service account.` },
      paint,
    ),
});

export const serviceAccountRemove = commandOf(operations.serviceAccountRemove, {
  example: 'service-account remove acme deploy',
  positional: ['group', 'serviceAccount'],
  text: ({ name }) => `The service account ${name} is removed; its tokens no longer work.`,
});

export const serviceAccountTokenCreate = commandOf(operations.serviceAccountTokenCreate, {
  example: 'service-account token create acme deploy --name ci --scope members:read',
  positional: ['group', 'serviceAccount'],
  text: ({ serviceAccount, secret, token }, paint) =>
    joined(
      `Created the token ${token.name} of ${serviceAccount}.`,
      fields(
        [
          ['token', ['cyan', secret]],
          ['scopes', token.scopes.join(' ')],
          ['expires', shortTime(token.expiresAt)],
        ],
        paint,
      ),
      'The token is not shown again.',
    ),
});

export const serviceAccountTokenRevoke = commandOf(operations.serviceAccountTokenRevoke, {
  example: 'service-account token revoke acme deploy ci',
  positional: ['group', 'serviceAccount', 'token'],
  text: ({ name }) => `The token ${name} is revoked.`,
});
