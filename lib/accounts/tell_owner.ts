import type { Unit } from '../audit/index.ts';
import { queueMail } from '../outbox/index.ts';
import type { Account } from './types.ts';

/** Mails a change to the primary address, so that the owner notices a change by another person. */
export function tellOwner(unit: Unit, account: Account, change: string): void {
  if (account.email !== undefined)
    queueMail(unit, account.email, {
      template: 'account_changed',
      username: account.username,
      change,
    });
}
