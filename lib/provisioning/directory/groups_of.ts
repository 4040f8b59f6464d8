import { limits } from '../../../config/limits.ts';
import type { Reader } from '../../store/port.ts';
import type { ResourceCollections } from '../collections.ts';
import type { ComputedValue } from '../resources.ts';
import { directoryMembers } from './collections.ts';
import { Nesting } from './nesting.ts';

type Collections = Pick<ResourceCollections, 'directoryGroups'>;

/**
 * The directory groups of each of some users (RFC 7643 section 4.1.2): those that they are in first, then those in which
 * these lie. At most `limits.shownGroups` of each user.
 */
export async function groupsOf(
  reader: Reader,
  { directoryGroups }: Collections,
  integrationId: string,
  userIds: readonly string[],
): Promise<ComputedValue[][]> {
  const [nesting, ...direct] = await Promise.all([
    Nesting.read(reader, integrationId),
    ...userIds.map((id) => directGroups(reader, integrationId, id)),
  ]);
  const ids = direct.map((held) => [...nesting.above(held)].slice(0, limits.shownGroups));
  const wanted = [...new Set(ids.flat())];
  const groups = await Promise.all(wanted.map((id) => reader.get(directoryGroups, integrationId, id)));
  const names = new Map(
    groups.flatMap((group) => (group ? [[group.id, String(group.resource.displayName)] as const] : [])),
  );
  return ids.map((held, at) => {
    const own = new Set(direct[at]);
    return held.flatMap((value) => {
      const display = names.get(value);
      const type = own.has(value) ? 'direct' : 'indirect';
      return display === undefined ? [] : [{ value, display, type }];
    });
  });
}

async function directGroups(reader: Reader, integrationId: string, userId: string): Promise<string[]> {
  const range = { index: 'member', equal: [userId], limit: limits.shownGroups };
  const { items } = await reader.list(directoryMembers, integrationId, range);
  return items.map(({ groupId }) => groupId);
}
