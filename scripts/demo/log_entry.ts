import type { Services } from '../../lib/operations/services.ts';
import { logEntries } from '../../lib/provisioning/collections.ts';
import type { LogEntry } from '../../lib/provisioning/types.ts';
import type { Reply } from '../../test/idp/exchange.ts';

const RECENT = 20;

/** What the owner's provisioning log says about a request. */
export async function logEntryOf(
  { store, logBook }: Services,
  rootId: string,
  { headers }: Reply,
): Promise<LogEntry | undefined> {
  await logBook.flush();
  const { items } = await store.list(logEntries, rootId, { limit: RECENT, descending: true });
  return items.find(({ requestId }) => requestId === headers['x-request-id']);
}
