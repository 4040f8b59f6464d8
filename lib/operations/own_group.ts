import { limits } from '../../config/limits.ts';
import type { UnitStore } from '../audit/index.ts';
import { groups, members, pathOf } from '../groups/index.ts';

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The path of a group that the caller names by its id, among the trees in which the account has had a role. Every other
 * text stays as it is, for the operation to judge.
 */
export async function pathOfOwnGroup(store: UnitStore, accountId: string, idOrPath: string): Promise<string> {
  if (!ID.test(idOrPath)) return idOrPath;
  const { items } = await store.sweep(members, {
    index: 'account',
    equal: [accountId],
    limit: limits.switcherGroups,
  });
  const found = await Promise.all(items.map(({ rootId }) => store.get(groups, rootId, idOrPath)));
  const own = found.find((group) => group !== undefined);
  return own ? pathOf(store, own) : idOrPath;
}
