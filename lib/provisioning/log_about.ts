import { fold } from '../scim/index.ts';
import type { Reader } from '../store/index.ts';
import { logEntries } from './collections.ts';
import type { LogEntry } from './types.ts';

type Named = Pick<LogEntry, 'method' | 'path' | 'resourceId' | 'userName' | 'changes'>;

/** Requests that are looked at for the ids that a name had. */
const NAMED = 20;

/** Every key of a request: the folded userName, the id of the resource, and the id in its path. */
export function keysOf({ path, resourceId, userName }: Named): string[] {
  const [, , id = ''] = (path.split('?')[0] ?? '').split('/');
  const keys = [userName === undefined ? '' : fold(userName), resourceId ?? '', id];
  return [...new Set(keys.filter((key) => key !== ''))];
}

/**
 * The keys by which an index finds a request with an entry of its own. Each key is one more write, so the name stands only
 * where no id does, or where a name begins or ends: with it the ids are found.
 */
export function indexedKeysOf(entry: Named): string[] {
  const { method, resourceId, userName, changes = [] } = entry;
  const isNamed = userName !== undefined && (resourceId === undefined || /^(?:POST|DELETE)$/.test(method));
  const renamed = changes.flatMap(({ what, from, to }) => (what === 'userName' ? [from, to] : []));
  const names = [isNamed ? userName : undefined, ...renamed].flatMap((name) => (name ? [fold(name)] : []));
  return [...new Set([...(resourceId === undefined ? [] : [resourceId]), ...names])];
}

/** The ids of the users that had a folded userName, as far as the log knows. */
export async function idsOnceNamed(reader: Reader, rootId: string, folded: string): Promise<string[]> {
  const range = { index: 'about', equal: [folded], limit: NAMED, descending: true };
  const { items } = await reader.list(logEntries, rootId, range);
  return [...new Set(items.flatMap(({ resourceId }) => resourceId ?? []))];
}
