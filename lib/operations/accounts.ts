import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import {
  accounts,
  endSessions,
  giveEmail,
  hashPassword,
  newPassword,
  openAccount,
  personalTokensOf,
  renameAccount,
  resetPassword,
  revokePersonalToken,
  takeEmail,
} from '../accounts/index.ts';
import { RuleError } from '../kernel/index.ts';
import { linkNameId } from '../sign_on/index.ts';
import { PLATFORM } from '../store/index.ts';
import { remarksOn } from './account_remarks.ts';
import {
  accountName,
  chosenName,
  chosenUsername,
  emailAddress,
  pageOf,
  paging,
  rootPath,
} from './arguments.ts';
import { accountOf } from './find.ts';
import { change, procedure, query } from './operation.ts';
import { ofPlatform, ofTopLevelGroup } from './targets.ts';
import { accountRef, iso, personalTokenView } from './views.ts';

const account = { account: accountName };
const address = { ...account, email: emailAddress.describe('the address') };

export const accountCreate = procedure({
  name: 'account.create',
  summary: 'Creates an account. Prints its password only once.',
  target: ofPlatform,
  input: z
    .object({
      email: emailAddress.exactOptional().describe('its e-mail, taken as confirmed'),
      username: chosenUsername.exactOptional().describe('derived from the e-mail by default'),
      name: chosenName.exactOptional().describe('name for people'),
    })
    .refine(({ email, username }) => email !== undefined || username !== undefined, {
      error: 'an account needs an e-mail or a username',
    }),
  run: async (transact, actor, wanted, { services: { store } }) => {
    const password = newPassword(store);
    const passwordHash = await hashPassword(password);
    const opened = await transact((unit) => openAccount(unit, { ...wanted, passwordHash }, actor));
    return { ...accountRef(opened), password };
  },
});

export const accountList = query({
  name: 'account.list',
  summary: 'Lists the accounts of the platform, oldest first.',
  target: ofPlatform,
  input: z.object(paging),
  run: async (reader, _actor, page, { services: { store } }) => {
    const { items, next } = await reader.list(accounts, PLATFORM, pageOf(page));
    return {
      accounts: await Promise.all(
        items.map(async (one) => ({
          ...accountRef(one),
          createdAt: iso(one.createdAt),
          remarks: await remarksOn(store, one),
        })),
      ),
      ...(next === undefined ? {} : { next }),
    };
  },
});

export const accountRename = change({
  name: 'account.rename',
  summary: 'Changes the username of an account.',
  target: ofPlatform,
  input: z.object({ ...account, username: chosenUsername.describe('the new username') }),
  run: async (unit, actor, { account: who, username }) => {
    const before = await accountOf(unit, who);
    const renamed = await renameAccount(unit, before, username, actor);
    return { from: before.username, ...accountRef(renamed) };
  },
});

export const accountEmailAdd = change({
  name: 'account.email.add',
  summary: 'Adds an e-mail to an account.',
  target: ofPlatform,
  input: z.object({
    ...address,
    unconfirmed: z.boolean().default(false).describe('the address is not confirmed'),
  }),
  run: async (unit, actor, { account: who, email, unconfirmed }) => {
    const holder = await accountOf(unit, who);
    const confirmed = !unconfirmed;
    const { primary } = await giveEmail(unit, holder, { email, confirmed }, actor);
    return { username: holder.username, email, primary, confirmed };
  },
});

export const accountEmailRemove = change({
  name: 'account.email.remove',
  summary: 'Removes an e-mail from an account. If it was the primary one, another one becomes primary.',
  target: ofPlatform,
  input: z.object(address),
  run: async (unit, actor, { account: who, email }) => {
    const holder = await accountOf(unit, who);
    const taken = await takeEmail(unit, holder, email, actor);
    const { username, email: primary } = await accountOf(unit, holder.id);
    return { username, email: taken.email, ...(primary === undefined ? {} : { primary }) };
  },
});

export const accountPassword = procedure({
  name: 'account.password',
  summary: 'Resets the password of an account, prints it only once, and ends its sessions.',
  target: ofPlatform,
  input: z.object(account),
  run: async (transact, actor, { account: who }, { services: { store } }) => {
    const password = newPassword(store);
    const passwordHash = await hashPassword(password);
    return transact(async (unit) => {
      const holder = await accountOf(unit, who);
      await resetPassword(unit, holder, passwordHash, actor);
      return { username: holder.username, password };
    });
  },
});

export const accountSessionsEnd = change({
  name: 'account.sessions.end',
  summary: 'Ends all sessions of an account. The person must sign in again.',
  target: ofPlatform,
  input: z.object(account),
  run: async (unit, actor, { account: who }) => {
    const holder = await accountOf(unit, who);
    return { username: holder.username, sessions: await endSessions(unit, holder, actor) };
  },
});

export const accountTokenList = query({
  name: 'account.token.list',
  summary: 'Lists the live personal access tokens of an account, newest first.',
  target: ofPlatform,
  input: z.object(account),
  run: async (reader, _actor, { account: who }) => {
    const { id, username } = await accountOf(reader, who);
    const tokens = await personalTokensOf(reader, id);
    return { username, tokens: tokens.map(personalTokenView) };
  },
});

export const accountTokenRevoke = change({
  name: 'account.token.revoke',
  summary: 'Revokes a personal access token of an account at once.',
  target: ofPlatform,
  input: z.object({ ...account, token: z.string().min(1).describe('its name or id') }),
  run: async (unit, actor, { account: who, token: wanted }) => {
    const holder = await accountOf(unit, who);
    const held = await personalTokensOf(unit, holder.id);
    const token = held.find(({ id, name }) => id === wanted || name === wanted);
    if (!token) throw new RuleError('not_found', `${holder.username} has no live token ${wanted}.`);
    await revokePersonalToken(unit, holder, token.id, actor);
    return { username: holder.username, id: token.id, name: token.name };
  },
});

export const accountSamlLink = change({
  name: 'account.saml.link',
  summary: 'Links a SAML identity of a group to an account, as the member would in the profile.',
  target: ofTopLevelGroup,
  input: z.object({
    group: rootPath,
    nameId: z.string().min(1).max(limits.attributeChars).describe('the NameID that the SAML provider sends'),
    ...account,
  }),
  run: async (unit, actor, { nameId, account: who }, { group }) => {
    const holder = await accountOf(unit, who);
    await linkNameId(unit, group, nameId, holder, actor);
    return { group: group.slug, nameId, username: holder.username };
  },
});
