import { limits } from '../../../config/limits.ts';
import type { Actor, EventBody, Unit } from '../../audit/index.ts';
import type { Group } from '../../groups/index.ts';
import { RuleError } from '../../kernel/index.ts';
import { all, type Reader } from '../../store/index.ts';
import { directoryGroups } from '../collections.ts';
import { groupLinks } from '../directory/collections.ts';
import { nameOf } from '../directory/group_log.ts';
import { beginRecalculation, type Recalculation } from '../directory/recalculate.ts';
import { touchBelow } from '../directory/touch.ts';
import type { DirectoryGroup, GroupLink, LinkRole } from '../directory/types.ts';

/** The actor, and the id for the logs. */
interface Act {
  readonly actor: Actor;
  readonly cause: string;
}

/** A link after its change, and the work of updating the roles of the members. */
interface Changed {
  readonly link: GroupLink;
  readonly work?: Recalculation;
}

export function linksOf(reader: Reader, integrationId: string): Promise<GroupLink[]> {
  return all(reader, groupLinks, integrationId);
}

/**
 * Gives the members of a directory group `role` in `target`; an existing link changes its role. Throws `RuleError`:
 * `not_found`, `target_outside_group`, `too_many_links`.
 */
export async function setLink(
  unit: Unit,
  group: DirectoryGroup,
  target: Group,
  role: LinkRole,
  act: Act,
): Promise<Changed> {
  const { integrationId, rootId, id } = group;
  if (target.rootId !== rootId)
    throw new RuleError(
      'target_outside_group',
      'The target is outside the top-level group. Name a group in it.',
    );
  if (!(await unit.get(directoryGroups, integrationId, id)))
    throw new RuleError('not_found', `There is no directory group ${id}. List them first.`);
  const known = await unit.find(groupLinks, integrationId, 'link', id, target.id);
  if (known?.role === role) return { link: known };
  if (!known && (await linksOf(unit, integrationId)).length >= limits.groupLinks)
    throw new RuleError(
      'too_many_links',
      `An integration has at most ${limits.groupLinks} links. Remove one first.`,
    );
  const link = known
    ? unit.update(groupLinks, { ...known, role })
    : unit.insert(groupLinks, {
        id: unit.id(),
        integrationId,
        rootId,
        directoryGroupId: id,
        targetId: target.id,
        role,
        createdAt: unit.now(),
      });
  const detail = { directoryGroup: nameOf(group), target: target.id, role };
  record(
    unit,
    link,
    act,
    known
      ? { action: 'group_link.changed', detail: { ...detail, from: known.role } }
      : { action: 'group_link.created', detail },
  );
  return { link, work: await recalculate(unit, link, act, known !== undefined) };
}

/** Removes a link and ends the memberships that it gave. Throws `RuleError` `not_found`. */
export async function removeLink(
  unit: Unit,
  link: Pick<GroupLink, 'id' | 'integrationId'>,
  act: Act,
): Promise<Changed> {
  const known = await unit.get(groupLinks, link.integrationId, link.id);
  if (!known) throw new RuleError('not_found', `There is no link ${link.id}. List them first.`);
  unit.remove(groupLinks, known);
  record(unit, known, act, {
    action: 'group_link.removed',
    detail: { target: known.targetId, role: known.role },
  });
  return { link: known, work: await recalculate(unit, known, act, true) };
}

async function recalculate(
  unit: Unit,
  link: GroupLink,
  { cause, actor }: Act,
  isKnown: boolean,
): Promise<Recalculation> {
  const { id, integrationId, rootId, targetId, directoryGroupId: groupId } = link;
  await touchBelow(unit, integrationId, [groupId]);
  const place = { integration: { id: integrationId, rootId }, id: cause };
  return beginRecalculation(unit, place, { groupId, ...(isKnown ? { link: { id, targetId } } : {}) }, actor);
}

function record(
  unit: Unit,
  link: GroupLink,
  { actor, cause }: Act,
  event: EventBody<'group_link.created' | 'group_link.changed' | 'group_link.removed'>,
): void {
  const target = { kind: 'group_link', id: link.id } as const;
  unit.record({ rootId: link.rootId, actor, target, requestId: cause, ...event });
}
