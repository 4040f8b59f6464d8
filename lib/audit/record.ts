import type { Runtime } from '../kernel/runtime.ts';
import { maskJson } from '../observe/redact.ts';
import type { Transaction } from '../store/port.ts';
import { type AuditEntry, auditEntries } from './types.ts';

export type Act = Pick<AuditEntry, 'rootId' | 'actor' | 'action' | 'target' | 'detail'> & {
  readonly requestId?: string;
};

/** Writes an act into the audit log, in the transaction that does it. Secrets in its details are masked. */
export function record(tx: Transaction, runtime: Runtime, act: Act): void {
  tx.insert(auditEntries, {
    ...act,
    detail: maskJson(act.detail),
    id: runtime.id(),
    at: runtime.now(),
    unsealed: act.rootId,
  });
}
