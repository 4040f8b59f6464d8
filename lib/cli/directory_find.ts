import { groupAt, pathOf } from '../groups/tree.ts';
import { type Group, groups } from '../groups/types.ts';
import type { Integration } from '../integrations/types.ts';
import { RuleError } from '../kernel/errors.ts';
import { integrationOf, topLevelGroup } from '../operations/find.ts';
import type { Services } from '../operations/services.ts';
import { directoryGroups } from '../provisioning/collections.ts';
import { groupLinks } from '../provisioning/directory/collections.ts';
import type { DirectoryGroup, GroupLink } from '../provisioning/directory/types.ts';
import { fold } from '../scim/filter/compare.ts';
import type { Reader } from '../store/port.ts';

/** A link as several commands show it. */
export interface LinkView {
  readonly id: string;
  readonly directoryGroup: string;
  readonly target: string;
  readonly role: string;
}

export interface FoundDirectoryGroup {
  readonly group: Group;
  readonly integration: Integration;
  readonly directoryGroup: DirectoryGroup;
}

interface Wanted {
  readonly group: string;
  readonly integration?: string | undefined;
  readonly directoryGroup: string;
}

/** The directory group with this displayName, in any letter case, or id. Throws `RuleError` where there is none. */
export async function directoryGroupOf(
  { store }: Services,
  { group: path, integration: wanted, directoryGroup: idOrName }: Wanted,
): Promise<FoundDirectoryGroup> {
  const group = await topLevelGroup(store, path);
  const integration = await integrationOf(store, group, wanted);
  const directoryGroup =
    (await store.find(directoryGroups, integration.id, 'name', fold(idOrName))) ??
    (await store.get(directoryGroups, integration.id, idOrName));
  if (!directoryGroup)
    throw new RuleError(
      'not_found',
      `the integration ${integration.name} has no directory group ${idOrName}; rollcall directory-group list ` +
        `${group.slug} shows those that there are, and directory-group create makes one`,
    );
  return { group, integration, directoryGroup };
}

/** The group that a link gives a role in. Throws `RuleError` where it lies outside of the top-level group. */
export async function targetOf(reader: Reader, root: Group, path: string): Promise<Group> {
  const target = await groupAt(reader, path);
  if (target.rootId !== root.id)
    throw new RuleError(
      'invalid_value',
      `${path} lies outside of ${root.slug}; a directory group of ${root.slug} gives roles there and below only`,
    );
  return target;
}

/** The link of a directory group to a target, where there is one. */
export function linkOf(reader: Reader, { integrationId, id }: DirectoryGroup, target: Group) {
  return reader.find(groupLinks, integrationId, 'link', id, target.id);
}

export async function linkView(
  { store }: Services,
  { id, integrationId, rootId, directoryGroupId, targetId, role }: GroupLink,
): Promise<LinkView> {
  const [directoryGroup, target] = await Promise.all([
    store.get(directoryGroups, integrationId, directoryGroupId),
    store.get(groups, rootId, targetId),
  ]);
  return {
    id,
    directoryGroup: directoryGroup ? nameOf(directoryGroup) : directoryGroupId,
    target: target ? await pathOf(store, target) : targetId,
    role,
  };
}

export function nameOf({ resource }: DirectoryGroup): string {
  return String(resource.displayName);
}
