import { z } from 'zod';
import { events } from '../../lib/audit/events.ts';
import { type AuditEntry, auditEntries } from '../../lib/audit/types.ts';
import type { Store } from '../../lib/store/port.ts';

const catalogue = new Map(Object.entries(events));

/** What does not fit the catalogue, of the entries that wait for their seal: names, actors and details. */
export async function misfitsIn(store: Store): Promise<string[]> {
  const { items } = await store.sweep(auditEntries, { index: 'unsealed', limit: 500 });
  return [...new Set(items.flatMap(misfitsOf))];
}

function misfitsOf({ action, actor, detail }: AuditEntry): string[] {
  const event = catalogue.get(action);
  if (!event) return [`${action} is not in the catalogue`];
  const { error } = z.strictObject(event.detail).safeParse(detail);
  return [
    ...(event.by.some((kind) => kind === actor.kind) ? [] : [`${action} by ${actor.kind}`]),
    ...(error?.issues ?? []).map(({ path, message }) => `${action}: ${path.join('.')} ${message}`),
  ];
}
