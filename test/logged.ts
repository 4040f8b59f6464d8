import { listLog } from '../lib/provisioning/log_list.ts';
import type { LogEntry } from '../lib/provisioning/types.ts';
import type { Reader } from '../lib/store/port.ts';

/** The provisioning log of a group, oldest first: the newest 200 entries that are written. */
export async function loggedIn(reader: Reader, rootId: string): Promise<LogEntry[]> {
  return (await listLog(reader, rootId, { limit: 200 })).items.reverse();
}
