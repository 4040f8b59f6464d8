import { RuleError } from '../../kernel/errors.ts';
import type { Transaction } from '../../store/port.ts';
import { directoryGroups } from '../collections.ts';
import { Directory } from './directory.ts';
import { Nesting } from './nesting.ts';
import type { DirectoryGroup } from './types.ts';

/**
 * Writes directory groups and all that lie in them, so that a change of their members at the same time meets this one.
 * Each is read before what lies in it, so that none comes to lie there unseen.
 */
export async function touchBelow(
  tx: Transaction,
  integrationId: string,
  ids: readonly string[],
): Promise<void> {
  const touched = new Set<string>();
  for (let fresh = ids; fresh.length > 0; ) {
    await touch(tx, integrationId, fresh, touched);
    const nesting = await Nesting.read(tx, integrationId);
    fresh = [...nesting.below(ids)].filter((id) => !touched.has(id));
  }
}

/**
 * Throws `RuleError` `circular_membership` where a group would come to lie in itself. Writes the inner groups and all in which
 * the outer one lies, each before it is asked where it lies: there two changes meet that would close a circle together.
 */
export async function refuseCircle(
  tx: Transaction,
  { id, integrationId }: Pick<DirectoryGroup, 'id' | 'integrationId'>,
  inner: readonly string[],
): Promise<void> {
  const touched = new Set([id]);
  for (let fresh = inner.filter((memberId) => memberId !== id); ; ) {
    await touch(tx, integrationId, fresh, touched);
    const above = await (await Directory.read(tx, integrationId)).above([id]);
    const circular = inner.find((memberId) => above.has(memberId));
    if (circular)
      throw new RuleError(
        'circular_membership',
        `The group ${circular} cannot be a member of ${id}, because it contains ${id}, directly or through other groups.`,
      );
    fresh = [...above].filter((other) => !touched.has(other));
    if (fresh.length === 0) return;
  }
}

async function touch(
  tx: Transaction,
  integrationId: string,
  ids: readonly string[],
  touched: Set<string>,
): Promise<void> {
  for (const group of await tx.getMany(directoryGroups, integrationId, ids))
    if (group) tx.update(directoryGroups, group);
  for (const id of ids) touched.add(id);
}
