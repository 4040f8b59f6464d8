import { limits } from '../../config/limits.ts';
import type { Actor, Unit, UnitStore, View } from '../audit/index.ts';
import { DAY, digestOf, hasPassed, newToken, RuleError } from '../kernel/index.ts';
import { all, type Collection, type Doc, PLATFORM } from '../store/index.ts';
import { type ApiScope, apiScopes } from './api_scopes.ts';
import { mailOwner, noteAccount, noteAdministered } from './note.ts';
import { type Account, accounts } from './types.ts';

/** Lets a program call the API as a person. The secret is shown once; only its digest is stored. */
export interface PersonalToken extends Doc {
  readonly accountId: string;
  readonly name: string;
  readonly digest: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** Without any, it reads who the person is, and the groups and roles of the person. */
  readonly scopes?: readonly ApiScope[];
  readonly used?: { readonly at: number; readonly ip: string };
}

export const personalTokens: Collection<PersonalToken> = {
  name: 'personal_tokens',
  scope: 'platform',
  unique: { digest: { fields: ['digest'] } },
  indexes: { account: { fields: ['accountId'] } },
  expires: 'expiresAt',
};

export interface TokenWish {
  readonly name: string;
  readonly days: number;
  readonly scopes?: readonly ApiScope[];
}

/** A new token and its secret. */
export interface MadeToken {
  readonly secret: string;
  readonly token: PersonalToken;
}

/**
 * Makes a token of a person and returns its secret. Throws `RuleError`: `invalid_name`, `invalid_lifetime`, `token_name_taken`,
 * `too_many_tokens`.
 */
export async function makePersonalToken(
  unit: Unit,
  pepper: Buffer,
  { id: accountId }: Account,
  wish: TokenWish,
): Promise<MadeToken> {
  const account = await unit.get(accounts, PLATFORM, accountId);
  if (!account) throw new RuleError('not_found', 'There is no such account.');
  const made = await insertToken(unit, pepper, account, wish);
  const { id, name, scopes } = made.token;
  noteAccount(unit, accountId, {
    action: 'personal_access_token.created',
    detail: { tokenId: id, name, ...(scopes ? { scopes } : {}) },
  });
  mailOwner(unit, account, `The personal access token ${name} was made.`);
  return made;
}

/** Makes a token of an account as stored, without a trace in the logs. Throws like `makePersonalToken`. */
export async function insertToken(
  unit: Unit,
  pepper: Buffer,
  account: Account,
  { name: typed, days, scopes = [] }: TokenWish,
): Promise<MadeToken> {
  const name = typed.trim();
  if (name === '' || name.length > limits.nameChars)
    throw new RuleError('invalid_name', `A token has a name of at most ${limits.nameChars} characters.`);
  if (!Number.isInteger(days) || days < 1 || days > limits.tokenDays)
    throw new RuleError('invalid_lifetime', `A token lives 1 to ${limits.tokenDays} days.`);
  const held = await personalTokensOf(unit, account.id);
  if (held.some((token) => token.name === name))
    throw new RuleError('token_name_taken', `There is a token named ${name}. Choose another name.`);
  if (held.length >= limits.personalTokens)
    throw new RuleError('too_many_tokens', `There are ${limits.personalTokens} tokens. Revoke one first.`);
  // Concurrent requests that count the same tokens must conflict.
  unit.touch(accounts, account);
  const secret = newToken(unit, 'rcp');
  const now = unit.now();
  const token = unit.insert(personalTokens, {
    id: unit.id(),
    accountId: account.id,
    name,
    digest: digestOf(secret, pepper),
    createdAt: now,
    expiresAt: now + days * DAY,
    ...(scopes.length === 0 ? {} : { scopes: apiScopes.filter((scope) => scopes.includes(scope)) }),
  });
  return { secret, token };
}

/** The token of a digest, with its account; undefined when there is none, or it has expired. */
export async function findPersonalToken(
  view: View,
  digest: string,
): Promise<{ readonly token: PersonalToken; readonly account: Account } | undefined> {
  const token = await view.find(personalTokens, PLATFORM, 'digest', digest);
  if (!token || token.expiresAt <= view.now()) return undefined;
  const account = await view.get(accounts, PLATFORM, token.accountId);
  return account && { token, account };
}

/** The live tokens of an account, newest first. */
export async function personalTokensOf(view: View, accountId: string): Promise<PersonalToken[]> {
  const held = await all(view, personalTokens, PLATFORM, { index: 'account', equal: [accountId] });
  return held.filter(({ expiresAt }) => expiresAt > view.now()).sort((a, b) => b.createdAt - a.createdAt);
}

/** Revokes a token at once. Succeeds when there is nothing to revoke. */
export async function revokePersonalToken(
  unit: Unit,
  account: Account,
  tokenId: string,
  actor: Actor,
): Promise<void> {
  const token = await unit.get(personalTokens, PLATFORM, tokenId);
  if (token?.accountId !== account.id) return;
  unit.remove(personalTokens, token);
  const { id, accountId, name } = token;
  const detail = { tokenId: id, name };
  noteAdministered(unit, accountId, { action: 'personal_access_token.revoked', detail }, actor);
}

/** The token of a digest, like `findPersonalToken`. Records its use now and then. */
export async function usePersonalToken(
  { store }: { readonly store: UnitStore },
  digest: string,
  ip: string,
): ReturnType<typeof findPersonalToken> {
  const found = await findPersonalToken(store, digest);
  if (found && hasPassed(found.token.used?.at ?? 0, limits.lastUseEvery, store.now()))
    await store.transaction((unit) => notePersonalUse(unit, found.token.id, ip));
  return found;
}

/** Records that a token was used. */
export async function notePersonalUse(unit: Unit, tokenId: string, ip: string): Promise<void> {
  const token = await unit.get(personalTokens, PLATFORM, tokenId);
  if (token) unit.update(personalTokens, { ...token, used: { at: unit.now(), ip } });
}
