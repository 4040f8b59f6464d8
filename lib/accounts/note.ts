import { record } from '../audit/record.ts';
import { ACCOUNTS_CHAIN, type Actor } from '../audit/types.ts';
import type { Runtime } from '../kernel/runtime.ts';
import type { Transaction } from '../store/port.ts';

/** Puts what was done with an account into the audit log of all accounts; without an actor its person did it. */
export function noteAccount(
  tx: Transaction,
  runtime: Runtime,
  accountId: string,
  action: string,
  detail: Readonly<Record<string, unknown>>,
  actor: Actor = { kind: 'account', accountId },
): void {
  record(tx, runtime, { rootId: ACCOUNTS_CHAIN, actor, action, target: accountId, detail });
}
