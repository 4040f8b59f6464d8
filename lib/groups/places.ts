import { limits } from '../../config/limits.ts';
import type { Unit } from '../audit/index.ts';
import { all, type Collection, type Doc, PLATFORM, type Reader } from '../store/index.ts';
import { type Enforcement, enforcements, type RuleInPlace } from './enforcements.ts';
import { type Group, groups } from './types.ts';

/**
 * Where a group is: its ancestors, and the sign-in rule that applies. One document, so that asking for the access of an
 * account reads it and the member document, and nothing else. The `id` is that of the group.
 */
export interface GroupPlace extends Doc {
  readonly rootId: string;
  /** The ids of its ancestors, from the top-level group down. */
  readonly above: readonly string[];
  /** The nearest rule up the tree; absent when there is none. */
  readonly rule?: RuleInPlace;
}

export const groupPlaces: Collection<GroupPlace> = {
  name: 'group_places',
  scope: 'platform',
  unique: {},
  indexes: {},
};

type Placed = Omit<GroupPlace, 'v'>;

/** The place of a group with an id, wherever it is. Groups of former versions may have none yet. */
export function placeWithId(reader: Reader, id: string): Promise<GroupPlace | undefined> {
  return reader.get(groupPlaces, PLATFORM, id);
}

/** The place of a group, stored or computed. */
export async function placeOf(reader: Reader, group: Group): Promise<Placed> {
  return (await placeWithId(reader, group.id)) ?? computed(reader, group);
}

/** Stores the place of a new group. Its parent's place is written too: a rival that moves or rules the parent conflicts. */
export async function placeNew(unit: Unit, group: Group, parent?: Group): Promise<void> {
  const above = parent && (await storedPlace(unit, parent));
  unit.insert(groupPlaces, placed(group, above, undefined));
}

/**
 * Stores the places of a group and of all below it again, after a move or a change of the group's rule. Stops at the
 * deepest level, as `ancestors` does.
 */
export async function settlePlaces(unit: Unit, group: Group): Promise<void> {
  const parent =
    group.parentId === undefined ? undefined : await unit.get(groups, group.rootId, group.parentId);
  const above = parent && (await storedPlace(unit, parent));
  await settle(unit, group, above);
}

async function settle(unit: Unit, group: Group, above: Placed | undefined): Promise<void> {
  const [before, own] = await Promise.all([
    placeWithId(unit, group.id),
    unit.get(enforcements, group.rootId, group.id),
  ]);
  const place = placed(group, above, own && ruleOf(own));
  if (before) unit.update(groupPlaces, { ...place, v: before.v });
  else unit.insert(groupPlaces, place);
  if (place.above.length >= limits.groupDepth) return;
  const children = await all(unit, groups, group.rootId, { index: 'parent', equal: [group.id] });
  for (const child of children) await settle(unit, child, place);
}

/** The stored place of a group, which this unit writes. */
async function storedPlace(unit: Unit, group: Group): Promise<Placed> {
  const stored = await placeWithId(unit, group.id);
  if (stored) {
    unit.touch(groupPlaces, stored);
    return stored;
  }
  return unit.insert(groupPlaces, await computed(unit, group));
}

async function computed(reader: Reader, group: Group, most: number = limits.groupDepth): Promise<Placed> {
  const parent =
    group.parentId === undefined || most === 0
      ? undefined
      : await reader.get(groups, group.rootId, group.parentId);
  const above =
    parent && ((await placeWithId(reader, parent.id)) ?? (await computed(reader, parent, most - 1)));
  const own = await reader.get(enforcements, group.rootId, group.id);
  return placed(group, above, own && ruleOf(own));
}

function placed({ id, rootId }: Group, above: Placed | undefined, own: RuleInPlace | undefined): Placed {
  const rule = own ?? above?.rule;
  return {
    ...{ id, rootId, above: above ? [...above.above, above.id] : [] },
    ...(rule === undefined ? {} : { rule }),
  };
}

function ruleOf({ id, mode, domains }: Enforcement): RuleInPlace {
  return { groupId: id, mode, domains };
}
