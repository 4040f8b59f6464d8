import { limits } from '../../../config/limits.ts';
import {
  type Account,
  type AccountEmail,
  accountEmails,
  accounts,
  emailHolder,
  emailKey,
  movePrimaryEmails,
  ownsDomain,
  settleManager,
} from '../../accounts/index.ts';
import type { Unit } from '../../audit/index.ts';
import { type Integration, listIntegrations } from '../../integrations/index.ts';
import { PLATFORM } from '../../store/index.ts';
import { identities } from '../collections.ts';
import type { Identity } from '../types.ts';
import { settle, waitingOf } from './attention.ts';
import { isActive, type Person, personOf } from './identity.ts';
import { isUnproved, takeUnproved } from './resolve_account.ts';

/** An account of the group, and the e-mail that its user asks for. */
interface Asker {
  readonly account: Account;
  readonly email: NonNullable<Person['email']>;
}

/** An account that waits for its e-mail. It gets the e-mail when a write of another user frees it. */
interface Waiter extends Asker {
  readonly user: Identity;
}

export interface Moved {
  /** The account that keeps its address, if there is one. Then nothing has changed. */
  readonly rival?: Account | undefined;
  /** Whether the account has a new e-mail now. */
  readonly moved: boolean;
  /** The number of other accounts that got a new e-mail too. */
  readonly others: number;
}

/**
 * Gives an account of the group the e-mail of its user. If another account of the group has this e-mail and waits for
 * another one, both move, along a chain or a cycle. Then accounts that wait for the freed addresses move.
 */
export async function takeEmail(unit: Unit, rootId: string, asker: Asker): Promise<Moved> {
  const { account, email } = asker;
  const former = await primaryOf(unit, account);
  const { path, met } = await pathOf(unit, rootId, asker);
  if (!path) {
    // One of their users may start to wait concurrently, unseen here: both transactions write these addresses.
    const [first] = met;
    for (const held of new Map([...met, former].map((one) => [one?.id, one])).values())
      if (held) unit.touch(accountEmails, held);
    const rival = first && (await unit.get(accounts, PLATFORM, first.accountId));
    return { rival, moved: false, others: 0 };
  }
  await move(unit, rootId, [asker, ...path]);
  const others = [...path];
  let freed = former?.id;
  while (freed !== undefined && others.length < limits.emailsFollowing && !(await emailHolder(unit, freed))) {
    const done = new Set([account.id, ...others.map((other) => other.account.id)]);
    const next = (await waitersFor(unit, rootId, freed)).find((one) => !done.has(one.account.id));
    if (!next) break;
    const given = await primaryOf(unit, next.account);
    await move(unit, rootId, [next]);
    others.push(next);
    freed = given?.id;
  }
  for (const other of others) await recordFollowing(unit, other);
  return { moved: former?.id !== email.key, others: others.length };
}

/**
 * Whether an account has an outdated e-mail that another integration set: provisioning made the account, none of its
 * users has the e-mail any more, and the e-mail of this user is free.
 */
export async function isLeftBehind(
  unit: Unit,
  rootId: string,
  accountId: string,
  { key }: NonNullable<Person['email']>,
): Promise<boolean> {
  const account = await unit.get(accounts, PLATFORM, accountId);
  if (account?.managedBy !== rootId || account.managedDomain !== undefined) return false;
  const present = account.email === undefined ? undefined : emailKey(account.email);
  if (present === undefined || present === key || (await emailHolder(unit, key))) return false;
  const live = await liveOf(unit, rootId);
  const users = await Promise.all(live.map(({ id }) => unit.find(identities, id, 'account', accountId)));
  return !users.some((user) => user && isActive(user) && personOf(user.resource).email?.key === present);
}

interface Path {
  /** The accounts that must move too; absent when one of them keeps the e-mail. */
  readonly path?: readonly Waiter[];
  /** The addresses on the path. */
  readonly met: readonly AccountEmail[];
}

async function pathOf(unit: Unit, rootId: string, first: Asker): Promise<Path> {
  const path: Waiter[] = [];
  const met: AccountEmail[] = [];
  for (let { key } = first.email; path.length < limits.emailsFollowing; ) {
    const holder = await emailHolder(unit, key);
    if (!holder) return { path, met };
    met.push(holder);
    if (holder.accountId === first.account.id && (path.length === 0 || holder.primary)) return { path, met };
    if (await isUnproved(unit, rootId, holder)) {
      await takeUnproved(unit, rootId, holder);
      return { path, met };
    }
    const next = await leaving(unit, rootId, holder);
    if (!next || path.some(({ account }) => account.id === next.account.id)) break;
    path.push(next);
    key = next.email.key;
  }
  return { met };
}

/** The account that has an address as its primary one, while its user waits for another. */
async function leaving(unit: Unit, rootId: string, holder: AccountEmail): Promise<Waiter | undefined> {
  if (!holder.primary) return undefined;
  const live = await liveOf(unit, rootId);
  const users = await Promise.all(
    live.map(({ id }) => unit.find(identities, id, 'account', holder.accountId)),
  );
  const waiters = await asWaiters(unit, rootId, users);
  return waiters.find(({ email }) => email.key !== holder.id);
}

/** The accounts that wait for an address, in the order in which their users were written. */
async function waitersFor(unit: Unit, rootId: string, key: string): Promise<Waiter[]> {
  const range = { index: 'waits', equal: [key], limit: limits.emailsFollowing };
  const live = await liveOf(unit, rootId);
  const pages = await Promise.all(live.map(({ id }) => unit.list(identities, id, range)));
  const users = pages.flatMap(({ items }) => items).sort((a, b) => a.modifiedAt - b.modifiedAt);
  return asWaiters(unit, rootId, users);
}

async function asWaiters(
  unit: Unit,
  rootId: string,
  users: readonly (Identity | undefined)[],
): Promise<Waiter[]> {
  const found = await Promise.all(
    users.map(async (user) => {
      const email = user && personOf(user.resource).email;
      if (!email || user.accountId === undefined || !isActive(user) || user.waitsFor !== email.key) return [];
      const account = await unit.get(accounts, PLATFORM, user.accountId);
      return account?.managedBy === rootId ? [{ account, email, user }] : [];
    }),
  );
  return found.flat();
}

async function move(unit: Unit, rootId: string, askers: readonly Asker[]): Promise<void> {
  const moves = await Promise.all(
    askers.map(async ({ account, email }) => ({
      account,
      email: email.text,
      confirmed: await ownsDomain(unit, rootId, email.key),
    })),
  );
  await movePrimaryEmails(unit, moves);
  for (const { account } of moves) await settleManager(unit, account.id);
}

async function recordFollowing(unit: Unit, { account, user }: Waiter): Promise<void> {
  const { integrationId, rootId } = user;
  settle(unit, await waitingOf(unit, integrationId, { identityId: user.id }));
  unit.record({
    rootId,
    actor: { kind: 'system', integrationId },
    action: 'account.email_changed',
    target: { kind: 'account', id: account.id },
    detail: { username: account.username, identityId: user.id, userName: personOf(user.resource).userName },
  });
}

async function primaryOf(unit: Unit, { id, email }: Account): Promise<AccountEmail | undefined> {
  const held = email === undefined ? undefined : await emailHolder(unit, emailKey(email) ?? '');
  return held?.accountId === id ? held : undefined;
}

async function liveOf(unit: Unit, rootId: string): Promise<Integration[]> {
  const all = await listIntegrations(unit, rootId);
  return all.filter(({ enabled, preview, ending }) => enabled && !preview && ending === undefined);
}
