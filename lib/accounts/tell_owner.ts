import type { Runtime } from '../kernel/runtime.ts';
import { queueMail } from '../outbox/mail/mails.ts';
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
