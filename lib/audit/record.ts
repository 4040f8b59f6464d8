import type { Runtime } from '../kernel/index.ts';
import { maskJson } from '../observe/index.ts';
import type { Transaction } from '../store/index.ts';
import type { AuditEvent, EventName } from './events.ts';
import { auditEntries } from './types.ts';

/** Writes an event into the audit log, in the transaction of the change. Secrets in its details are masked. */
export function record<N extends EventName>(
  tx: Transaction,
  runtime: Runtime,
  event: { readonly action: N } & AuditEvent<N>,
): void {
  const { rootId, actor, action, target, detail, requestId } = event;
  tx.insert(auditEntries, {
    rootId,
    actor,
    action,
    target: target.id,
    detail: maskJson(detail),
    ...(requestId === undefined ? {} : { requestId }),
    id: runtime.id(),
    at: runtime.now(),
    unsealed: rootId,
  });
}
