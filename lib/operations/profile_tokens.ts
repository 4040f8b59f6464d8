import { z } from 'zod';
import { isOperatorNow } from '../access/index.ts';
import {
  confirmPassword,
  isOperatorScope,
  makePersonalToken,
  personalScopes,
  personalTokensOf,
  revokePersonalToken,
} from '../accounts/index.ts';
import { RuleError } from '../kernel/index.ts';
import { change, procedure, query } from './operation.ts';
import { ofOwnAccount } from './targets.ts';
import { personalTokenView } from './views.ts';

export const profileTokenCreate = procedure({
  name: 'profile.token.create',
  summary: 'Creates a personal access token. Shows its secret only once.',
  target: ofOwnAccount,
  input: z.object({
    name: z.string().describe('what it is for'),
    days: z.number().describe('days until it expires'),
    scope: z
      .array(z.enum(personalScopes))
      .default([])
      .describe('what it may do in the API, beside reading who you are; repeatable'),
    password: z.string().default('').describe('your password, if you have one'),
  }),
  run: async (
    transact,
    { ip = '' },
    { password, scope: scopes, ...wish },
    { account, services, sessions },
  ) => {
    const { store, secrets } = services;
    const isOperators = scopes.some(isOperatorScope);
    if (isOperators && !(await isOperatorNow(store, { accountId: account.id, sessions })))
      throw new RuleError(
        'forbidden',
        'Only an operator may create such a token. Sign in with your password, not with your organisation.',
      );
    await confirmPassword(store, account, { password, ip });
    const made = await transact((unit) =>
      makePersonalToken(unit, secrets.tokenPepper, account, { ...wish, scopes }),
    );
    return { secret: made.secret, token: personalTokenView(made.token) };
  },
});

export const profileTokenList = query({
  name: 'profile.token.list',
  summary: 'Lists your live personal access tokens, newest first.',
  target: ofOwnAccount,
  input: z.object({}),
  run: async (reader, _actor, _input, { account }) => {
    const tokens = await personalTokensOf(reader, account.id);
    return { tokens: tokens.map(personalTokenView) };
  },
});

export const profileTokenRevoke = change({
  name: 'profile.token.revoke',
  summary: 'Revokes a personal access token at once. Succeeds if there is none.',
  target: ofOwnAccount,
  input: z.object({ token: z.string().describe('its id') }),
  run: async (unit, actor, { token }, { account }) => {
    await revokePersonalToken(unit, account, token, actor);
    return { id: token };
  },
});
