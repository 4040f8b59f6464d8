import { limits } from '../../config/limits.ts';
import type { Actor, Unit } from '../audit/index.ts';
import { RuleError } from '../kernel/index.ts';
import { all, type Reader } from '../store/index.ts';
import { settlePlaces } from './places.ts';
import { ancestors, pathOf } from './tree.ts';
import { type Group, groups } from './types.ts';

/**
 * Moves a subgroup or project, with everything below it, into another group of its tree. Memberships, links and rules
 * name groups by id, so they stay. Throws `RuleError`: `group_not_movable` for a top-level group,
 * `target_outside_group`, `parent_is_project`, `group_into_itself`, `group_too_deep`, `path_taken`.
 */
export async function moveInto(unit: Unit, group: Group, parent: Group, actor: Actor): Promise<Group> {
  if (group.parentId === undefined)
    throw new RuleError('group_not_movable', 'A top-level group cannot move. Move a group below it.');
  if (parent.rootId !== group.rootId)
    throw new RuleError(
      'target_outside_group',
      'A group can move only within its top-level group. Name a group in it.',
    );
  const root = await unit.get(groups, group.rootId, group.rootId);
  const from = await pathOf(unit, group);
  await checkPlace(unit, group, parent);
  if (parent.id === group.parentId) return group;
  const moved = unit.update(groups, { ...group, parentId: parent.id });
  await settlePlaces(unit, moved);
  // Two groups that move into each other at once conflict here.
  if (root) unit.touch(groups, root);
  const { id, rootId } = group;
  const detail = { from, to: `${await pathOf(unit, parent)}/${group.slug}` };
  unit.record({ rootId, actor, action: 'group.moved', target: { kind: 'group', id }, detail });
  return moved;
}

async function checkPlace(reader: Reader, group: Group, parent: Group): Promise<void> {
  if (parent.kind === 'project')
    throw new RuleError('parent_is_project', 'A project cannot contain other groups. Name a group above it.');
  const line = [...(await ancestors(reader, parent)), parent];
  if (line.some(({ id }) => id === group.id))
    throw new RuleError('group_into_itself', 'A group cannot move into itself or into a group below it.');
  if (line.length - 1 + (await heightOf(reader, group, limits.groupDepth)) > limits.groupDepth)
    throw new RuleError(
      'group_too_deep',
      `Groups nest at most ${limits.groupDepth} levels deep. Move this one higher up.`,
    );
  const twin = await reader.find(groups, group.rootId, 'slug', parent.id, group.slugKey);
  if (twin && twin.id !== group.id)
    throw new RuleError(
      'path_taken',
      `${parent.slug} already contains ${twin.slug}. Rename one of them, then move.`,
    );
}

/** The number of levels of a group and the groups below it, up to one more than `most`. */
async function heightOf(reader: Reader, { rootId, id }: Group, most: number): Promise<number> {
  if (most === 0) return 1;
  const children = await all(reader, groups, rootId, { index: 'parent', equal: [id] });
  const heights = await Promise.all(children.map((child) => heightOf(reader, child, most - 1)));
  return 1 + Math.max(0, ...heights);
}
