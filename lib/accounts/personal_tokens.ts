import { limits } from '../../config/limits.ts';
import type { Actor, Unit, UnitStore, View } from '../audit/index.ts';
import { DAY, digestOf, fingerprint, givenName, hasPassed, newToken, RuleError } from '../kernel/index.ts';
import { all, type Collection, type Doc, PLATFORM } from '../store/index.ts';
import { type ApiScope, personalScopes } from './api_scopes.ts';
import { mailOwner, noteAccount, noteAdministered } from './note.ts';
import { type Account, accounts } from './types.ts';

/** Lets a program call the API as a person. The secret is shown once; only its digest is stored. */
export interface PersonalToken extends Doc {
  readonly accountId: string;
  readonly name: string;
  readonly digest: string;
  /** The fingerprint of the pepper of its digest; absent in a token of an earlier version. */
  readonly keyId?: string;
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
  const name = givenName(typed);
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
    keyId: fingerprint(pepper),
    createdAt: now,
    expiresAt: now + days * DAY,
    ...(scopes.length === 0 ? {} : { scopes: personalScopes.filter((scope) => scopes.includes(scope)) }),
  });
  return { secret, token };
}

/** The token of one of the digests, with its account; undefined when there is none, or it has expired. */
async function findPersonalToken(
  view: View,
  digests: readonly string[],
): Promise<{ readonly token: PersonalToken; readonly account: Account } | undefined> {
  const token = await tokenOf(view, digests);
  if (!token || token.expiresAt <= view.now()) return undefined;
  const account = await view.get(accounts, PLATFORM, token.accountId);
  return account && { token, account };
}

async function tokenOf(view: View, digests: readonly string[]): Promise<PersonalToken | undefined> {
  for (const digest of digests) {
    const token = await view.find(personalTokens, PLATFORM, 'digest', digest);
    if (token) return token;
  }
  return undefined;
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

/**
 * The token of one of the digests, like `findPersonalToken`. Records its use now and then, and with it the first of the
 * digests, which the token should have.
 */
export async function usePersonalToken(
  { store, secrets }: { readonly store: UnitStore; readonly secrets: { readonly tokenPepper: Buffer } },
  digests: readonly string[],
  ip: string,
): ReturnType<typeof findPersonalToken> {
  const found = await findPersonalToken(store, digests);
  const isDue = found && hasPassed(found.token.used?.at ?? 0, limits.lastUseEvery, store.now());
  const isOld = found && found.token.digest !== digests[0];
  if (found && (isDue || isOld))
    await store.transaction((unit) =>
      notePersonalUse(unit, found.token.id, ip, digestFor(digests, secrets.tokenPepper)),
    );
  return found;
}

function digestFor(
  [digest]: readonly string[],
  pepper: Buffer,
): Pick<PersonalToken, 'digest' | 'keyId'> | undefined {
  return digest === undefined ? undefined : { digest, keyId: fingerprint(pepper) };
}

/** Records that a token was used, and the digest that it should have. */
export async function notePersonalUse(
  unit: Unit,
  tokenId: string,
  ip: string,
  digest?: Pick<PersonalToken, 'digest' | 'keyId'>,
): Promise<void> {
  const token = await unit.get(personalTokens, PLATFORM, tokenId);
  if (token) unit.update(personalTokens, { ...token, ...digest, used: { at: unit.now(), ip } });
}
