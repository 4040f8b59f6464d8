import { type Account, closeSessions, personalTokensOf, revokePersonalToken } from '../accounts/index.ts';
import type { Unit } from '../audit/index.ts';
import { useOnce } from '../integrations/index.ts';
import type { LogoutParts, Proved } from './proof.ts';
import { LogoutRefusal } from './refusal.ts';
import { namedBy, type Subject } from './subject.ts';
import { type LogoutEvent, type LogoutIssuer, logoutIssuers, type PushToken } from './types.ts';

/** What an event did, for the log of the group. */
export interface Carried {
  readonly rootId: string;
  readonly event: LogoutEvent;
  /** False when the message was received before. */
  readonly isFirst: boolean;
  readonly people: readonly (Ended & Pick<Account, 'id' | 'username'>)[];
}

interface Told {
  readonly event: LogoutEvent;
  /** Whose access ends; absent when the event ends nothing. */
  readonly subject?: Subject;
  readonly requestId: string;
  /** The push token under the digest that it should have; absent when it has it. */
  readonly renewed?: PushToken;
}

/**
 * Carries out the word of an issuer once, in one transaction. Throws `LogoutRefusal` when the group has another issuer by
 * now.
 */
export function carryOut({ store }: LogoutParts, proved: Proved, told: Told): Promise<Carried> {
  const { issuer } = proved;
  return store.transaction((unit) => carriedOut(unit, proved, told), `logout by ${issuer.rootId}`);
}

async function carriedOut(
  unit: Unit,
  { issuer: { id, rootId }, jti, expiresAt }: Proved,
  { event, subject, requestId, renewed }: Told,
): Promise<Carried> {
  const issuer = await unit.get(logoutIssuers, rootId, id);
  if (!issuer) throw new LogoutRefusal('invalid_issuer', 'The group has another logout issuer by now.');
  const isFirst = await useOnce(unit, { scope: rootId, id: issuer.issuer }, { jti, expiresAt });
  if (!isFirst) return { rootId, event, isFirst, people: [] };
  const isRenewed = renewed !== undefined && issuer.pushToken?.createdAt === renewed.createdAt;
  unit.update(logoutIssuers, {
    ...issuer,
    last: { at: unit.now(), event },
    ...(isRenewed ? { pushToken: renewed } : {}),
  });
  const people = [];
  for (const account of subject ? await namedBy(unit, issuer, subject) : []) {
    const ended = await endAccess(unit, issuer, account, event, requestId);
    people.push({ ...ended, id: account.id, username: account.username });
  }
  return { rootId, event, isFirst, people };
}

/** What ended. */
export interface Ended {
  readonly sessions: number;
  readonly personalTokens: number;
}

const system = { kind: 'system' } as const;

/**
 * Ends the sessions of a person that began with the sign-on of the issuer's group, and the personal tokens if that group
 * manages the account. Sessions by a password or by another group go on.
 */
export async function endAccess(
  unit: Unit,
  { rootId, issuer }: LogoutIssuer,
  account: Account,
  event: LogoutEvent,
  requestId: string,
): Promise<Ended> {
  const sessions = await closeSessions(
    unit,
    account.id,
    ({ madeBy }) => madeBy.kind === 'saml' && madeBy.rootId === rootId,
  );
  const tokens = account.managedBy === rootId ? await personalTokensOf(unit, account.id) : [];
  for (const { id } of tokens) await revokePersonalToken(unit, account, id, system);
  const ended = { sessions, personalTokens: tokens.length };
  if (sessions + tokens.length > 0)
    unit.record({
      rootId,
      actor: system,
      action: 'account.logged_out',
      target: { kind: 'account', id: account.id },
      detail: { username: account.username, issuer, event, ...ended },
      requestId,
    });
  return ended;
}
