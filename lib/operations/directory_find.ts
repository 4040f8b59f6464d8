import type { Actor } from '../audit/index.ts';
import { type Group, groupAt, groups, pathOf } from '../groups/index.ts';
import type { Integration } from '../integrations/index.ts';
import { RuleError } from '../kernel/index.ts';
import { type DirectoryGroup, directoryGroups, type GroupLink, nameOf } from '../provisioning/index.ts';
import { fold } from '../scim/index.ts';
import type { Reader } from '../store/index.ts';
import { integrationOf } from './find.ts';
import { Remediable } from './remediable.ts';

/** A link as several operations show it. */
interface LinkView {
  readonly id: string;
  readonly directoryGroup: string;
  readonly target: string;
  readonly role: string;
}

interface Found {
  readonly integration: Integration;
  readonly directoryGroup: DirectoryGroup;
}

interface Wanted {
  readonly integration?: string | undefined;
  readonly directoryGroup: string;
}

/** The directory group with this displayName, in any letter case, or id. Throws `RuleError` when there is none. */
export async function directoryGroupOf(
  reader: Reader,
  root: Group,
  { integration: wanted, directoryGroup: idOrName }: Wanted,
): Promise<Found> {
  const integration = await integrationOf(reader, root, wanted);
  const directoryGroup =
    (await reader.find(directoryGroups, integration.id, 'name', fold(idOrName))) ??
    (await reader.get(directoryGroups, integration.id, idOrName));
  if (!directoryGroup)
    throw new Remediable(
      'not_found',
      `The integration ${integration.name} has no directory group ${idOrName}.`,
      { code: 'list_directory_groups', group: root.slug },
    );
  return { integration, directoryGroup };
}

/**
 * The group, subgroup or project at a path, as the target of a role. Throws `RuleError` when it is outside the
 * top-level group; only the operator learns whether it exists.
 */
export async function groupBelow(reader: Reader, root: Group, path: string, { kind }: Actor): Promise<Group> {
  const group = await groupAt(reader, path);
  if (group.rootId === root.id) return group;
  if (kind !== 'operator') throw new RuleError('not_found', `There is no group ${path}. Check the path.`);
  throw new RuleError(
    'target_outside_group',
    `${path} is outside ${root.slug}. An integration gives roles only in its top-level group. Name a group in ${root.slug}.`,
  );
}

export async function linkView(
  reader: Reader,
  { id, integrationId, rootId, directoryGroupId, targetId, role }: GroupLink,
): Promise<LinkView> {
  const [directoryGroup, target] = await Promise.all([
    reader.get(directoryGroups, integrationId, directoryGroupId),
    reader.get(groups, rootId, targetId),
  ]);
  return {
    id,
    directoryGroup: directoryGroup ? nameOf(directoryGroup) : directoryGroupId,
    target: target ? await pathOf(reader, target) : targetId,
    role,
  };
}
