import type { Unit, UnitStore } from '../../audit/index.ts';
import { every } from '../../store/index.ts';
import { directoryGroups, identities } from '../collections.ts';
import { directoryMembers } from './collections.ts';
import { resized } from './group_document.ts';
import { steps } from './steps.ts';
import type { DirectoryMember } from './types.ts';

/** Removes a deleted user or group from all groups that contain it. */
export async function forgetMember(
  unit: Unit,
  { id, integrationId }: { readonly id: string; readonly integrationId: string },
): Promise<void> {
  for await (const edge of every(unit, directoryMembers, integrationId, { index: 'member', equal: [id] })) {
    unit.remove(directoryMembers, edge);
    const above = await unit.get(directoryGroups, integrationId, edge.groupId);
    if (above) unit.update(directoryGroups, resized(unit.now(), above, above.size - 1));
  }
}

/**
 * Removes users who were deleted while a change added them. The change and the deletion write no common document, so
 * each checks again afterwards: one of them sees both results.
 */
export async function forgetGone(store: UnitStore, joined: readonly DirectoryMember[]): Promise<void> {
  const integrationId = joined[0]?.integrationId ?? '';
  const users = joined.filter(({ kind }) => kind === 'User').map(({ memberId }) => memberId);
  for (const ids of steps(users)) {
    const people = await store.getMany(identities, integrationId, ids);
    const gone = ids.filter((_, at) => !people[at]);
    for (const id of gone) await store.transaction((unit) => forgetMember(unit, { id, integrationId }));
  }
}
