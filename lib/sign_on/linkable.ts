import { limits } from '../../config/limits.ts';
import type { UnitStore } from '../audit/index.ts';
import { type Group, groups, members, samlProviders } from '../groups/index.ts';

/** The top-level groups of a person that have SAML, except those where the person has a SAML identity. */
export async function linkableGroups(
  store: UnitStore,
  accountId: string,
  linked: ReadonlySet<string>,
): Promise<Group[]> {
  const { items } = await store.sweep(members, {
    index: 'account',
    equal: [accountId],
    limit: limits.maxPageSize,
  });
  const open = items.filter(({ rootId, groupIds }) => groupIds.length > 0 && !linked.has(rootId));
  const found = await Promise.all(
    open.map(async ({ rootId }) => {
      const provider = await store.find(samlProviders, rootId, 'root', rootId);
      return provider?.idp && (await store.get(groups, rootId, rootId));
    }),
  );
  return found.filter((group) => group !== undefined);
}
