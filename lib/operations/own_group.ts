import { limits } from '../../config/limits.ts';
import type { Caller } from '../access/index.ts';
import type { UnitStore } from '../audit/index.ts';
import { groups, members, pathOf } from '../groups/index.ts';
import { isId } from './names.ts';

/**
 * The path of a group that the caller names by its id, among the trees in which the account has had a role, or in that
 * of the service account. Every other text stays as it is, for the operation to judge.
 */
export async function pathOfOwnGroup(
  store: UnitStore,
  { actor: { accountId = '' }, serviceOf }: Caller,
  idOrPath: string,
): Promise<string> {
  if (!isId(idOrPath)) return idOrPath;
  const roots = serviceOf === undefined ? await rootsOf(store, accountId) : [serviceOf];
  const found = await Promise.all(roots.map((rootId) => store.get(groups, rootId, idOrPath)));
  const own = found.find((group) => group !== undefined);
  return own ? pathOf(store, own) : idOrPath;
}

async function rootsOf(store: UnitStore, accountId: string): Promise<string[]> {
  const range = { index: 'account', equal: [accountId], limit: limits.switcherGroups };
  const { items } = await store.sweep(members, range);
  return items.map(({ rootId }) => rootId);
}
