import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import {
  type Account,
  apiScopes,
  endServiceAccount,
  endServiceToken,
  makeServiceAccount,
  makeServiceToken,
  serviceAccountNamed,
  serviceAccountsOf,
  serviceTokensOf,
} from '../accounts/index.ts';
import { rootPath } from './arguments.ts';
import { change, query } from './operation.ts';
import { ofTopLevelGroup } from './targets.ts';
import { iso, personalTokenView } from './views.ts';

const named = {
  group: rootPath,
  serviceAccount: z.string().min(1).describe('name, username or id of the service account'),
};

export interface ServiceAccountView {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly createdAt: string;
}

export const serviceAccountCreate = change({
  name: 'service_account.create',
  summary: 'Creates a service account, with whose tokens a program calls the management API.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath, name: z.string().min(1).describe('which program it is for') }),
  run: async (unit, actor, { name }, { group }) => ({
    group: group.slug,
    ...viewOf(await makeServiceAccount(unit, group, name, actor)),
  }),
});

export const serviceAccountList = query({
  name: 'service_account.list',
  summary: 'Lists the service accounts of a group, with their live tokens.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath }),
  run: async (view, _actor, _input, { group }) => {
    const held = await serviceAccountsOf(view, group.id);
    const serviceAccounts = await Promise.all(
      held.map(async (account) => ({
        ...viewOf(account),
        tokens: (await serviceTokensOf(view, account)).map(personalTokenView),
      })),
    );
    return { group: group.slug, serviceAccounts };
  },
});

export const serviceAccountRemove = change({
  name: 'service_account.remove',
  summary: 'Removes a service account, and revokes all its tokens at once.',
  target: ofTopLevelGroup,
  input: z.object(named),
  run: async (unit, actor, { serviceAccount }, { group }) => {
    const account = await serviceAccountNamed(unit, group.id, serviceAccount);
    await endServiceAccount(unit, account, actor);
    return { group: group.slug, ...viewOf(account) };
  },
});

export const serviceAccountTokenCreate = change({
  name: 'service_account.token.create',
  summary: 'Creates a token of a service account. Shows its secret only once.',
  target: ofTopLevelGroup,
  input: z.object({
    ...named,
    name: z.string().min(1).describe('what it is for'),
    days: z.int().min(1).max(limits.tokenDays).default(90).describe('days until it expires'),
    scope: z.array(z.enum(apiScopes)).min(1).describe('what it may do; repeatable'),
  }),
  run: async (unit, actor, { serviceAccount, name, days, scope: scopes }, { group, services }) => {
    const account = await serviceAccountNamed(unit, group.id, serviceAccount);
    const wish = { name, days, scopes, actor };
    const { secret, token } = await makeServiceToken(unit, services.secrets.tokenPepper, account, wish);
    return { group: group.slug, serviceAccount: account.name, secret, token: personalTokenView(token) };
  },
});

export const serviceAccountTokenRevoke = change({
  name: 'service_account.token.revoke',
  summary: 'Revokes a token of a service account at once.',
  target: ofTopLevelGroup,
  input: z.object({ ...named, token: z.string().min(1).describe('name or id of the token') }),
  run: async (unit, actor, { serviceAccount, token: wanted }, { group }) => {
    const account = await serviceAccountNamed(unit, group.id, serviceAccount);
    const { id, name } = await endServiceToken(unit, account, wanted, actor);
    return { group: group.slug, serviceAccount: account.name, id, name };
  },
});

function viewOf({ id, username, name, createdAt }: Account): ServiceAccountView {
  return { id, username, name, createdAt: iso(createdAt) };
}
