import type { Unit, UnitStore } from '../../audit/index.ts';
import { every } from '../../store/index.ts';
import { directoryGroups, identities } from '../collections.ts';
import { directoryMembers } from './collections.ts';
import { resized } from './group_document.ts';
import { steps } from './steps.ts';
import type { DirectoryMember } from './types.ts';

/** Takes a user, or a group, that is deleted out of all groups that it is a member of. */
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
 * Takes users out again who were deleted while a change brought them in. The change and the deletion write nothing in
 * common, so each looks once more when it is done: one of them sees what both have come to.
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
