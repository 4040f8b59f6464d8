import type { Grant, SamlProvider } from '../groups/index.ts';
import { listIntegrations } from '../integrations/index.ts';
import { directoryGroups, type GroupLink, groupLinks } from '../provisioning/index.ts';
import type { Verified } from '../saml/index.ts';
import { fold } from '../scim/index.ts';
import { all, type Reader } from '../store/index.ts';
import { valuesOfSetting } from './attribute_names.ts';

/** The directory group names in an assertion; undefined when the provider has no attribute for them. */
export function groupNames(
  { settings }: Pick<SamlProvider, 'settings'>,
  verified: Pick<Verified, 'attributes' | 'friendlyNames'>,
): readonly string[] | undefined {
  const setting = settings?.groupsAttribute;
  if (setting === undefined) return undefined;
  return [...new Set(valuesOfSetting(verified, setting).map((value) => fold(value.trim())))];
}

/** The links of the directory groups with these names, in all live integrations of the group. */
export async function linksOfNames(
  reader: Reader,
  rootId: string,
  names: readonly string[],
): Promise<GroupLink[]> {
  if (names.length === 0) return [];
  const integrations = await listIntegrations(reader, rootId);
  const live = integrations.filter(({ preview, ending }) => !preview && ending === undefined);
  const found = await Promise.all(
    live.map(async ({ id }) => {
      const links = await all(reader, groupLinks, id);
      if (links.length === 0) return [];
      const named = await Promise.all(names.map((name) => reader.find(directoryGroups, id, 'name', name)));
      const ids = new Set(named.map((group) => group?.id));
      return links.filter(({ directoryGroupId }) => ids.has(directoryGroupId));
    }),
  );
  return found.flat();
}

/** The roles that these links give at sign-in. Their origin is the provider instead of the integration of the link. */
export function grantsBySaml(
  { id: via }: Pick<SamlProvider, 'id'>,
  links: readonly GroupLink[],
  { now, cause }: { readonly now: number; readonly cause: string },
): Grant[] {
  return links.map(({ id, targetId, role }) => ({
    groupId: targetId,
    origin: { kind: 'saml', source: id, via, role, since: now, cause },
  }));
}
