import type { UnitStore } from '../../audit/index.ts';
import { RuleError } from '../../kernel/index.ts';
import { all } from '../../store/index.ts';
import { groupLinks } from './collections.ts';
import type { DirectoryGroups } from './directory_groups.ts';
import { type ByHand, nameOf } from './group_log.ts';
import type { DirectoryGroup } from './types.ts';

interface Parts {
  readonly store: UnitStore;
  readonly directoryGroups: Pick<DirectoryGroups, 'remove'>;
}

/**
 * Removes a directory group without members. Returns the number of links that end with it. Throws `RuleError`:
 * `group_not_empty`, `version_mismatch` after a concurrent change.
 */
export async function removeEmpty(
  { store, directoryGroups }: Parts,
  byHand: ByHand,
  directoryGroup: DirectoryGroup,
): Promise<number> {
  const { id, v, size, integrationId } = directoryGroup;
  const name = nameOf(directoryGroup);
  if (size > 0)
    throw new RuleError(
      'group_not_empty',
      `${name} has ${size} ${size === 1 ? 'member' : 'members'}. Delete it in the identity provider, which has pushed it.`,
    );
  const links = await all(store, groupLinks, integrationId, { index: 'link', equal: [id] });
  await directoryGroups.remove(byHand, id, (present) => {
    if (present !== v) throw new RuleError('version_mismatch', `${name} has just changed. Try again.`);
  });
  return links.length;
}
