import { limits } from '../../config/limits.ts';
import type { Actor, EventBody, Unit, View } from '../audit/index.ts';
import { givenName, RuleError } from '../kernel/index.ts';
import { all, PLATFORM, type Reader } from '../store/index.ts';
import { createAccount } from './accounts.ts';
import {
  insertToken,
  type MadeToken,
  type PersonalToken,
  personalTokens,
  personalTokensOf,
  type TokenWish,
} from './personal_tokens.ts';
import { type Account, accounts } from './types.ts';
import { freeUsername, usernameBase } from './username.ts';

/** The service accounts of a top-level group, oldest first. */
export async function serviceAccountsOf(reader: Reader, rootId: string): Promise<Account[]> {
  const held = await all(reader, accounts, PLATFORM, { index: 'service', equal: [rootId] });
  return held.sort((a, b) => a.createdAt - b.createdAt);
}

/** Makes a service account. Throws `RuleError`: `invalid_name`, `account_taken`, `too_many_service_accounts`. */
export async function makeServiceAccount(
  unit: Unit,
  { rootId, slug }: { readonly rootId: string; readonly slug: string },
  typed: string,
  actor: Actor,
): Promise<Account> {
  const name = givenName(typed);
  const held = await serviceAccountsOf(unit, rootId);
  if (held.some((one) => one.name === name))
    throw new RuleError('account_taken', `The group has a service account ${name}. Choose another name.`);
  if (held.length >= limits.serviceAccounts)
    throw new RuleError(
      'too_many_service_accounts',
      `The group has ${limits.serviceAccounts} service accounts. Remove one first.`,
    );
  const username = await freeUsername(unit, usernameBase(`service-${slug}-${name.replaceAll('@', '-')}`));
  const account = createAccount(unit, { username, name, serviceOf: rootId });
  note(unit, placeOf(account), { action: 'service_account.created', detail: { username, name } }, actor);
  return account;
}

/** The service account of a group with this id, username or name. Throws `RuleError` `not_found`. */
export async function serviceAccountNamed(reader: Reader, rootId: string, wanted: string): Promise<Account> {
  const held = await serviceAccountsOf(reader, rootId);
  const found = held.find(({ id, username, name }) => [id, username, name].includes(wanted));
  if (!found) throw new RuleError('not_found', `The group has no service account ${wanted}.`);
  return found;
}

/** Revokes its tokens at once, and takes the account from the group for good. */
export async function endServiceAccount(unit: Unit, account: Account, actor: Actor): Promise<void> {
  for (const token of await personalTokensOf(unit, account.id)) unit.remove(personalTokens, token);
  const { serviceOf: _rootId, ...rest } = account;
  unit.update(accounts, rest);
  const { username, name } = account;
  note(unit, placeOf(account), { action: 'service_account.removed', detail: { username, name } }, actor);
}

/** Makes a token of a service account. Throws `RuleError` as for a person. */
export async function makeServiceToken(
  unit: Unit,
  pepper: Buffer,
  account: Account,
  wish: TokenWish & { readonly actor: Actor },
): Promise<MadeToken> {
  const made = await insertToken(unit, pepper, account, wish);
  const { id, name, scopes = [] } = made.token;
  note(
    unit,
    placeOf(account),
    { action: 'service_account.token_created', detail: { tokenId: id, name, scopes } },
    wish.actor,
  );
  return made;
}

/** Revokes a token of a service account, by its id or name. Throws `RuleError` `not_found`. */
export async function endServiceToken(
  unit: Unit,
  account: Account,
  wanted: string,
  actor: Actor,
): Promise<PersonalToken> {
  const tokens = await personalTokensOf(unit, account.id);
  const token = tokens.find(({ id, name }) => id === wanted || name === wanted);
  if (!token) throw new RuleError('not_found', `The service account has no token ${wanted}.`);
  unit.remove(personalTokens, token);
  note(
    unit,
    placeOf(account),
    { action: 'service_account.token_revoked', detail: { tokenId: token.id, name: token.name } },
    actor,
  );
  return token;
}

/** The live tokens of a service account, newest first. */
export function serviceTokensOf(view: View, { id }: Account): Promise<PersonalToken[]> {
  return personalTokensOf(view, id);
}

type ServiceEvent =
  | 'service_account.created'
  | 'service_account.removed'
  | 'service_account.token_created'
  | 'service_account.token_revoked';

function note(unit: Unit, { id, rootId }: Noted, event: EventBody<ServiceEvent>, actor: Actor): void {
  unit.record({ rootId, actor, target: { kind: 'account', id }, ...event });
}

function placeOf({ id, serviceOf = '' }: Account): Noted {
  return { id, rootId: serviceOf };
}

interface Noted {
  readonly id: string;
  readonly rootId: string;
}
