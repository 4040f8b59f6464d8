import { ACCOUNTS_CHAIN, type Actor, type EventBody, type Unit } from '../audit/index.ts';
import { queueMail } from '../outbox/index.ts';
import type { Account } from './types.ts';

type OwnEvent =
  | 'account.created_by_invitation'
  | 'account.name_changed'
  | 'account.renamed'
  | 'account.email_confirmed'
  | 'account.email_made_primary'
  | 'account.email_removed'
  | 'account.password_changed'
  | 'account.password_set_by_mail'
  | 'personal_access_token.created';

/** Records a change that a person made to their own account. */
export function noteAccount(unit: Unit, accountId: string, event: EventBody<OwnEvent>): void {
  const actor = { kind: 'account', accountId } as const;
  unit.record({
    rootId: ACCOUNTS_CHAIN,
    actor,
    target: { kind: 'account', id: accountId },
    ...event,
  });
}

type AdministeredEvent =
  | 'account.created'
  | 'account.renamed'
  | 'account.email_added'
  | 'account.email_removed'
  | 'account.password_reset'
  | 'account.sessions_ended'
  | 'personal_access_token.revoked';

/** Records a change that an actor made to an account. */
export function noteAdministered(
  unit: Unit,
  accountId: string,
  event: EventBody<AdministeredEvent>,
  actor: Actor,
): void {
  unit.record({
    rootId: ACCOUNTS_CHAIN,
    actor,
    target: { kind: 'account', id: accountId },
    ...event,
  });
}

/** Mails a change to the primary address, so that the owner notices a change by another person. */
export function mailOwner(unit: Unit, account: Account, change: string): void {
  if (account.email !== undefined)
    queueMail(unit, account.email, {
      template: 'account_changed',
      username: account.username,
      change,
    });
}
