import { queueMail } from '../events/mails.ts';
import type { Runtime } from '../runtime.ts';
import type { Transaction } from '../store/port.ts';
import type { Account } from './types.ts';

/** Tells the primary address what was changed, so that whoever did not do it learns of it. */
export function tellOwner(tx: Transaction, runtime: Runtime, account: Account, change: string): void {
  if (account.email !== undefined)
    queueMail(tx, runtime, account.email, {
      template: 'account_changed',
      username: account.username,
      change,
    });
}
