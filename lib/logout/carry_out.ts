import type { Account } from '../accounts/index.ts';
import type { Unit } from '../audit/index.ts';
import { useOnce } from '../integrations/index.ts';
import { type Ended, endAccess } from './end_access.ts';
import type { LogoutParts, Proved } from './proof.ts';
import { LogoutRefusal } from './refusal.ts';
import { namedBy, type Subject } from './subject.ts';
import { type LogoutEvent, logoutIssuers, type PushToken } from './types.ts';

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
