import { limits } from '../../config/limits.ts';
import type { Unit, UnitStore } from '../audit/index.ts';
import { RuleError } from '../kernel/index.ts';
import { PLATFORM, type Reader } from '../store/index.ts';
import { placeNew } from './places.ts';
import { type Group, groupPaths, groups } from './types.ts';

const SLUG = /^[a-z0-9](?:[a-z0-9]|[._-](?=[a-z0-9]))*$/i;

interface NewGroup {
  readonly slug: string;
  readonly name?: string;
  readonly kind?: Group['kind'];
}

export function slugKey(slug: string): string {
  return slug.toLowerCase();
}

/** Creates a top-level group. Throws `RuleError` when a group has the path now, or had it before. */
export async function createTopLevelGroup(unit: Unit, group: NewGroup): Promise<Group> {
  checkSlug(group.slug);
  const taken = await unit.get(groupPaths, PLATFORM, slugKey(group.slug));
  if (taken) throw new RuleError('path_taken', `The path ${group.slug} is taken. Choose another one.`);
  const id = unit.id();
  unit.insert(groupPaths, { id: slugKey(group.slug), rootId: id });
  const made = unit.insert(groups, node(unit.now(), group, { id, rootId: id }));
  await placeNew(unit, made);
  return made;
}

/** Creates a subgroup or project below `parent`. Throws `RuleError`: `parent_is_project`, `group_too_deep`, `path_taken`. */
export async function createSubgroup(unit: Unit, parent: Group, group: NewGroup): Promise<Group> {
  checkSlug(group.slug);
  if (parent.kind === 'project')
    throw new RuleError('parent_is_project', 'A project cannot contain other groups. Name a group above it.');
  if ((await ancestors(unit, parent)).length >= limits.groupDepth)
    throw new RuleError(
      'group_too_deep',
      `Groups nest at most ${limits.groupDepth} levels deep. Create this one higher up.`,
    );
  if (await unit.find(groups, parent.rootId, 'slug', parent.id, slugKey(group.slug)))
    throw new RuleError('path_taken', `${parent.slug} already contains ${group.slug}. Choose another path.`);
  const made = unit.insert(
    groups,
    node(unit.now(), group, { id: unit.id(), rootId: parent.rootId, parentId: parent.id }),
  );
  await placeNew(unit, made, parent);
  return made;
}

/** The group at a path such as `acme/dev/api`. The top-level group may have a former path. Throws `RuleError` `not_found`. */
export async function groupAt(reader: Reader, path: string): Promise<Group> {
  const [top = '', ...below] = path.split('/');
  const held = await reader.get(groupPaths, PLATFORM, slugKey(top));
  let group = held && (await reader.get(groups, held.rootId, held.rootId));
  for (const slug of below)
    group = group && (await reader.find(groups, group.rootId, 'slug', group.id, slugKey(slug)));
  if (!group) throw new RuleError('not_found', `There is no group ${path}. Check the path.`);
  return group;
}

export async function groupWithId(reader: Reader, rootId: string, id: string): Promise<Group | undefined> {
  return reader.get(groups, rootId, id);
}

/** The current path of a group. */
export async function pathOf(reader: Reader, group: Group): Promise<string> {
  return [...(await ancestors(reader, group)), group].map((node) => node.slug).join('/');
}

/** Gives a group a path segment and a name. A top-level group stays reachable under its former path. */
export async function renameGroup(
  unit: Unit,
  group: Group,
  { slug, name }: Pick<Group, 'slug' | 'name'>,
): Promise<Group> {
  checkSlug(slug);
  const key = slugKey(slug);
  if (group.parentId === undefined) {
    const taken = await unit.get(groupPaths, PLATFORM, key);
    if (taken && taken.rootId !== group.id)
      throw new RuleError('path_taken', `The path ${slug} is taken. Choose another one.`);
    if (!taken) await keepPath(unit, group, key);
  } else {
    const taken = await unit.find(groups, group.rootId, 'slug', group.parentId, key);
    if (taken && taken.id !== group.id)
      throw new RuleError('path_taken', `The path ${slug} is taken. Choose another one.`);
  }
  return unit.update(groups, { ...group, slug, slugKey: key, name });
}

async function keepPath(unit: Unit, { id: rootId }: Group, key: string): Promise<void> {
  if ((await pathsOf(unit, rootId)).length >= limits.pathsPerGroup)
    throw new RuleError(
      'too_many_paths',
      `A top-level group keeps its former paths, at most ${limits.pathsPerGroup} with the current one. Use one of them again.`,
    );
  unit.insert(groupPaths, { id: key, rootId });
}

/** Throws `RuleError` `too_many_groups` when a top-level group contains as many groups as it may. */
export async function refuseFullTree(store: Pick<UnitStore, 'count'>, rootId: string): Promise<void> {
  const most = limits.groupsPerTree;
  if ((await store.count(groups, rootId, { limit: most })) >= most)
    throw new RuleError(
      'too_many_groups',
      `A top-level group contains at most ${most} groups. Reuse one of them.`,
    );
}

/** The folded paths of a top-level group. */
export async function pathsOf(reader: Reader, rootId: string): Promise<string[]> {
  const page = await reader.list(groupPaths, PLATFORM, { index: 'root', equal: [rootId], limit: 1_000 });
  return page.items.map((path) => path.id);
}

/**
 * The groups above a group, from the top-level group to the parent. Stops at the deepest level: during a concurrent move,
 * the reads may find a group above itself.
 */
export async function ancestors(reader: Reader, group: Group): Promise<Group[]> {
  const above: Group[] = [];
  for (let id = group.parentId; id !== undefined && above.length <= limits.groupDepth; ) {
    const parent: Group | undefined = await reader.get(groups, group.rootId, id);
    if (!parent) break;
    above.unshift(parent);
    id = parent.parentId;
  }
  return above;
}

function node(now: number, group: NewGroup, place: { id: string; rootId: string; parentId?: string }) {
  return {
    ...place,
    kind: group.kind ?? ('group' as const),
    slug: group.slug,
    slugKey: slugKey(group.slug),
    name: group.name ?? group.slug,
    createdAt: now,
  };
}

/** Throws `RuleError` unless a group may have this path segment. */
export function checkSlug(slug: string): void {
  if (!SLUG.test(slug) || slug.length > limits.slugChars)
    throw new RuleError(
      'invalid_path',
      `A path has letters, digits and single . _ - between them, at most ${limits.slugChars} characters.`,
    );
}
