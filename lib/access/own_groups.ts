import { limits } from '../../config/limits.ts';
import type { UnitStore } from '../audit/index.ts';
import { groups, type Member, members } from '../groups/index.ts';
import { type Access, type Asking, accessAt, lineOf, ruleAlong } from './enforcement.ts';

export interface OwnGroup {
  readonly path: string;
  readonly name: string;
  readonly access: Exclude<Access, { kind: 'not_a_member' }>;
}

/** The groups in which an account has a role of its own, by path, up to a limit. */
export async function ownGroups(store: UnitStore, asking: Asking): Promise<OwnGroup[]> {
  const { items } = await store.sweep(members, {
    index: 'account',
    equal: [asking.account.id],
    limit: limits.maxPageSize,
  });
  const places = items.flatMap((member) => member.groupIds.map((groupId) => ({ member, groupId })));
  const found = await Promise.all(
    places.slice(0, limits.shownGroups).map((place) => shown(store, store.now(), asking, place)),
  );
  return found.flat().sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The top-level groups in which an account has any role, by name, up to a limit. */
export async function switcherGroups(
  store: UnitStore,
  accountId: string,
): Promise<{ readonly path: string; readonly name: string }[]> {
  const { items } = await store.sweep(members, {
    index: 'account',
    equal: [accountId],
    limit: limits.switcherGroups,
  });
  const held = items.filter(({ groupIds, rootId }) => groupIds.includes(rootId));
  const roots = await Promise.all(held.map(({ rootId }) => store.get(groups, rootId, rootId)));
  return roots
    .flatMap((root) => (root ? [{ path: root.slug, name: root.name }] : []))
    .sort((a, b) => a.name.localeCompare(b.name));
}

async function shown(
  store: UnitStore,
  now: number,
  asking: Asking,
  { member, groupId }: { readonly member: Member; readonly groupId: string },
): Promise<OwnGroup[]> {
  const group = await store.get(groups, member.rootId, groupId);
  if (!group) return [];
  const line = await lineOf(store, group);
  const access = accessAt(asking, now, member, { line, rule: await ruleAlong(store, line) });
  if (access.kind === 'not_a_member') return [];
  return [{ path: line.map(({ slug }) => slug).join('/'), name: group.name, access }];
}
