import type { Runtime } from '../../kernel/runtime.ts';
import { every } from '../../store/every.ts';
import type { Store, Transaction } from '../../store/port.ts';
import { directoryGroups, identities } from '../collections.ts';
import { directoryMembers } from './collections.ts';
import { resized } from './group_document.ts';
import { steps } from './steps.ts';
import type { DirectoryMember } from './types.ts';

interface Parts {
  readonly store: Store;
  readonly runtime: Runtime;
}

/** Takes a user, or a group, that is deleted out of all groups that it is a member of. */
export async function forgetMember(
  tx: Transaction,
  runtime: Runtime,
  { id, integrationId }: { readonly id: string; readonly integrationId: string },
): Promise<void> {
  for await (const edge of every(tx, directoryMembers, integrationId, { index: 'member', equal: [id] })) {
    tx.remove(directoryMembers, edge);
    const above = await tx.get(directoryGroups, integrationId, edge.groupId);
    if (above) tx.update(directoryGroups, resized(runtime.now(), above, above.size - 1));
  }
}

/**
 * Takes users out again who were deleted while a change brought them in. The change and the deletion write nothing in
 * common, so each looks once more when it is done: one of them sees what both have come to.
 */
export async function forgetGone(
  { store, runtime }: Parts,
  joined: readonly DirectoryMember[],
): Promise<void> {
  const integrationId = joined[0]?.integrationId ?? '';
  const users = joined.filter(({ kind }) => kind === 'User').map(({ memberId }) => memberId);
  for (const ids of steps(users)) {
    const people = await store.getMany(identities, integrationId, ids);
    const gone = ids.filter((_, at) => !people[at]);
    for (const id of gone) await store.transaction((tx) => forgetMember(tx, runtime, { id, integrationId }));
  }
}
