import { limits } from '../../config/limits.ts';
import type { Caller } from '../access/index.ts';
import { isOperatorScope } from '../accounts/index.ts';
import type { UnitStore } from '../audit/index.ts';
import { groups, members, pathOf } from '../groups/index.ts';
import { isId } from './names.ts';

/**
 * The path of a group that the caller names by its id: among the trees in which the account has had a role, in that of
 * the service account, or among all top-level groups for the token of an operator. Every other text stays as it is, for
 * the operation to judge.
 */
export async function pathOfOwnGroup(
  store: UnitStore,
  { actor: { accountId = '' }, serviceOf, scopes = [] }: Caller,
  idOrPath: string,
): Promise<string> {
  if (!isId(idOrPath)) return idOrPath;
  const own = serviceOf === undefined ? await rootsOf(store, accountId) : [serviceOf];
  const roots = scopes.some(isOperatorScope) ? [...own, idOrPath] : own;
  const found = await Promise.all(roots.map((rootId) => store.get(groups, rootId, idOrPath)));
  const named = found.find((group) => group !== undefined);
  return named ? pathOf(store, named) : idOrPath;
}

async function rootsOf(store: UnitStore, accountId: string): Promise<string[]> {
  const range = { index: 'account', equal: [accountId], limit: limits.switcherGroups };
  const { items } = await store.sweep(members, range);
  return items.map(({ rootId }) => rootId);
}
