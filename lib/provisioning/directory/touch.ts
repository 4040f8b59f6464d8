import type { Unit } from '../../audit/index.ts';
import { RuleError } from '../../kernel/index.ts';
import { directoryGroups } from '../collections.ts';
import { Directory } from './directory.ts';
import type { DirectoryGroup } from './types.ts';

/**
 * Touches directory groups and every group inside them, so that a concurrent change of their members conflicts. Reads
 * each group before its members, so that no group is added unseen.
 */
export async function touchBelow(unit: Unit, integrationId: string, ids: readonly string[]): Promise<void> {
  const touched = new Set<string>();
  for (let fresh = ids; fresh.length > 0; ) {
    await touch(unit, integrationId, fresh, touched);
    const below = await new Directory(unit, integrationId).below(ids);
    fresh = [...below].filter((id) => !touched.has(id));
  }
}

/**
 * Throws `RuleError` `circular_membership` when a group would contain itself. Touches the inner groups and every group
 * that contains the outer one, each before reading its parents. So two changes that would make a cycle together conflict.
 */
export async function refuseCircle(
  unit: Unit,
  { id, integrationId }: Pick<DirectoryGroup, 'id' | 'integrationId'>,
  inner: readonly string[],
): Promise<void> {
  const touched = new Set([id]);
  for (let fresh = inner.filter((memberId) => memberId !== id); ; ) {
    await touch(unit, integrationId, fresh, touched);
    const above = await new Directory(unit, integrationId).above([id]);
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
  unit: Unit,
  integrationId: string,
  ids: readonly string[],
  touched: Set<string>,
): Promise<void> {
  for (const group of await unit.getMany(directoryGroups, integrationId, ids))
    if (group) unit.touch(directoryGroups, group);
  for (const id of ids) touched.add(id);
}
