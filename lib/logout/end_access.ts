import { type Account, closeSessions, personalTokensOf, revokePersonalToken } from '../accounts/index.ts';
import type { Unit } from '../audit/index.ts';
import type { LogoutEvent, LogoutIssuer } from './types.ts';

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
