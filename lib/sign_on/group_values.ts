import type { Grant } from '../groups/members.ts';
import type { SamlProvider } from '../groups/saml_provider.ts';
import { listIntegrations } from '../integrations/integrations.ts';
import { directoryGroups } from '../provisioning/collections.ts';
import { groupLinks } from '../provisioning/directory/collections.ts';
import type { GroupLink } from '../provisioning/directory/types.ts';
import type { Verified } from '../saml/response/examine.ts';
import { fold } from '../scim/filter/compare.ts';
import { all } from '../store/every.ts';
import type { Reader } from '../store/port.ts';
import { valuesOfSetting } from './attribute_names.ts';

/** The names of directory groups that an assertion has; undefined where the provider has no attribute for them. */
export function groupNames(
  { settings }: Pick<SamlProvider, 'settings'>,
  verified: Pick<Verified, 'attributes' | 'friendlyNames'>,
): readonly string[] | undefined {
  const setting = settings?.groupsAttribute;
  if (setting === undefined) return undefined;
  return [...new Set(valuesOfSetting(verified, setting).map((value) => fold(value.trim())))];
}

/** The links of the directory groups with these names, in all integrations of the group that are live. */
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

/** What these links give somebody who signs in: held up by the provider, not by the integration of the link. */
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
