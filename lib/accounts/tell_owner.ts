import type { Unit } from '../audit/index.ts';
import { queueMail } from '../outbox/index.ts';
import type { Account } from './types.ts';

/** Tells the primary address what was changed, so that whoever did not do it learns of it. */
export function tellOwner(unit: Unit, account: Account, change: string): void {
  if (account.email !== undefined)
    queueMail(unit, account.email, {
      template: 'account_changed',
      username: account.username,
      change,
    });
}
