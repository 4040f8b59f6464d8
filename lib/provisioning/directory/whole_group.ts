import { every } from '../../store/every.ts';
import type { Snapshot, Store } from '../../store/port.ts';
import type { ResourceCollections } from '../collections.ts';
import type { ApartValue, Whole } from '../resources.ts';
import { directoryMembers } from './collections.ts';
import type { DirectoryGroup } from './types.ts';

/** A group and its members as they are at one moment; undefined when it is gone. */
export async function wholeGroup(
  store: Store,
  groups: ResourceCollections['directoryGroups'],
  integrationId: string,
  id: string,
): Promise<Whole<DirectoryGroup> | undefined> {
  const snapshot = await store.snapshot();
  const stored = await foundIn(snapshot, groups, integrationId, id);
  if (!stored) return undefined;
  return { stored, values: membersOf(snapshot, stored), close: () => snapshot.close() };
}

async function foundIn(
  snapshot: Snapshot,
  groups: ResourceCollections['directoryGroups'],
  integrationId: string,
  id: string,
): Promise<DirectoryGroup | undefined> {
  let found: DirectoryGroup | undefined;
  try {
    found = await snapshot.get(groups, integrationId, id);
    return found;
  } finally {
    if (!found) await snapshot.close();
  }
}

async function* membersOf(
  snapshot: Snapshot,
  { id, integrationId }: DirectoryGroup,
): AsyncGenerator<ApartValue> {
  const range = { index: 'group', equal: [id] };
  for await (const { memberId, kind } of every(snapshot, directoryMembers, integrationId, range))
    yield { value: memberId, type: kind };
}
