import { maskText } from '../observe/index.ts';
import type { Reader } from '../store/index.ts';
import { directoryGroups, identities } from './collections.ts';
import type { LogEntry } from './types.ts';

type Entry = Omit<LogEntry, 'v'>;

const RESOURCE = /^\/(Users|Groups)\/([^/?]+)/i;

/** The entries, with the name of what each refused request names by its id only. */
export async function named(reader: Reader, entries: readonly Entry[]): Promise<readonly Entry[]> {
  return Promise.all(entries.map((entry) => withName(reader, entry)));
}

async function withName(reader: Reader, entry: Entry): Promise<Entry> {
  const { status, userName, integrationId, path } = entry;
  if (status < 400 || userName !== undefined || integrationId === undefined) return entry;
  const [, type = '', id = ''] = RESOURCE.exec(path) ?? [];
  if (id === '') return entry;
  if (type.toLowerCase() === 'groups') {
    const group = await reader.get(directoryGroups, integrationId, id);
    return group
      ? { ...entry, groupName: maskText(String(group.resource.displayName)), resourceId: id }
      : entry;
  }
  const identity = await reader.get(identities, integrationId, id);
  const known = identity?.resource.userName;
  return typeof known === 'string' ? { ...entry, userName: known, resourceId: id } : entry;
}
