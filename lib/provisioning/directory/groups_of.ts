import { limits } from '../../../config/limits.ts';
import type { Reader } from '../../store/index.ts';
import { directoryGroups } from '../collections.ts';
import type { Computed } from '../resources/resources.ts';
import { directoryMembers } from './collections.ts';
import { Directory } from './directory.ts';
import { nameOf } from './group_log.ts';
import { steps } from './steps.ts';

const nowhere: Computed = { values: [], isCut: false };

/**
 * The directory groups of several users (RFC 7643 section 4.1.2), at most `limits.shownGroups` of each: the direct
 * ones, and with `all` also the groups that contain those. Reads nested groups for `all` only.
 */
export async function groupsOf(
  reader: Reader,
  integrationId: string,
  userIds: readonly string[],
  which: 'direct' | 'all',
): Promise<Computed[]> {
  const directory = new Directory(reader, integrationId);
  const direct = await Promise.all(userIds.map((id) => directGroups(reader, integrationId, id)));
  const held =
    which === 'all'
      ? await Promise.all(direct.map(async (ids) => [...(await directory.above(ids))]))
      : direct;
  if (held.every(({ length }) => length === 0)) return held.map(() => nowhere);
  const shown = held.map((ids) => ids.slice(0, limits.shownGroups));
  const names = await namesOf(reader, integrationId, new Set(shown.flat()));
  return shown.map((ids, at) => {
    const own = new Set(direct[at]);
    const values = ids.flatMap((value) => {
      const display = names.get(value);
      const type = own.has(value) ? 'direct' : 'indirect';
      return display === undefined ? [] : [{ value, display, type }];
    });
    return { values, isCut: (held[at]?.length ?? 0) > ids.length };
  });
}

/** Reads one group more than the answer shows, to know whether there are more. */
async function directGroups(reader: Reader, integrationId: string, userId: string): Promise<string[]> {
  const range = { index: 'member', equal: [userId], limit: limits.shownGroups + 1 };
  const { items } = await reader.list(directoryMembers, integrationId, range);
  return items.map(({ groupId }) => groupId);
}

async function namesOf(
  reader: Reader,
  integrationId: string,
  ids: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const some of steps([...ids]))
    for (const group of await reader.getMany(directoryGroups, integrationId, some))
      if (group) names.set(group.id, nameOf(group));
  return names;
}
