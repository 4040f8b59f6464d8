import { z } from 'zod';
import { personalTokensOf, revokePersonalToken } from '../accounts/personal_tokens.ts';
import { RuleError } from '../kernel/errors.ts';
import { accountName } from '../operations/arguments.ts';
import { accountOf } from '../operations/find.ts';
import { iso } from '../operations/views.ts';
import { command, operator } from './command.ts';
import { listing, shortTime } from './terminal/layout.ts';

export const accountTokenList = command({
  name: 'account token list',
  summary: 'Lists the live personal access tokens of an account, the newest first.',
  example: 'account token list ann',
  args: z.object({ account: accountName }),
  positional: ['account'],
  run: async ({ store, runtime }, _context, { account: who }) => {
    const { id, username } = await accountOf(store, who);
    const tokens = await personalTokensOf(store, runtime, id);
    return {
      username,
      tokens: tokens.map(({ id, name, createdAt, expiresAt, used }) => ({
        ...{ id, name, createdAt: iso(createdAt), expiresAt: iso(expiresAt) },
        ...(used === undefined ? {} : { lastUsed: { at: iso(used.at), ip: used.ip } }),
      })),
    };
  },
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

export const accountTokenRevoke = command({
  name: 'account token revoke',
  summary: 'Ends a personal access token of an account at once.',
  example: 'account token revoke ann deploy',
  args: z.object({ account: accountName, token: z.string().min(1).describe('its name or id') }),
  positional: ['account', 'token'],
  run: ({ store, runtime }, _context, { account: who, token: wanted }) =>
    store.transaction(async (tx) => {
      const account = await accountOf(tx, who);
      const held = await personalTokensOf(tx, runtime, account.id);
      const token = held.find(({ id, name }) => id === wanted || name === wanted);
      if (!token) throw new RuleError('not_found', `${account.username} has no live token ${wanted}`);
      await revokePersonalToken(tx, runtime, account, token.id, operator);
      return { username: account.username, id: token.id, name: token.name };
    }),
  text: ({ username, name }) => `The token ${name} of ${username} does not work any more.`,
});
