import { limits } from '../../config/limits.ts';
import { type Group, roles } from '../groups/index.ts';
import { listIntegrations } from '../integrations/index.ts';
import { type GroupLink, linksOf } from '../provisioning/index.ts';
import type { Reader } from '../store/index.ts';
import { linkView } from './directory_find.ts';

/** Another link that gives a role in the same group, and whether its role counts for people in both. */
interface BesideView {
  readonly directoryGroup: string;
  readonly integration: string;
  readonly role: string;
  readonly effect: 'outweighs' | 'outweighed' | 'same';
}

interface Besides {
  /** The links with the highest roles; absent where there is no other. */
  readonly besides?: readonly BesideView[];
  /** How many more there are. */
  readonly moreBesides?: number;
}

/** By the id of a link, the other links of the top-level group that give a role in the same group. */
export async function besidesOf(
  reader: Reader,
  root: Group,
  own: readonly GroupLink[],
): Promise<ReadonlyMap<string, Besides>> {
  if (own.length === 0) return new Map();
  const integrations = await listIntegrations(reader, root.id);
  const links = (await Promise.all(integrations.map(({ id }) => linksOf(reader, id)))).flat();
  const names = new Map(integrations.map(({ id, name }) => [id, name]));
  const each = own.map(async (link) => {
    const others = links
      .filter(({ id, targetId }) => targetId === link.targetId && id !== link.id)
      .sort((a, b) => roles.indexOf(b.role) - roles.indexOf(a.role));
    if (others.length === 0) return [link.id, {}] as const;
    const besides = await Promise.all(
      others.slice(0, limits.linksBeside).map(async (other) => ({
        directoryGroup: (await linkView(reader, other)).directoryGroup,
        integration: names.get(other.integrationId) ?? '',
        role: other.role,
        effect: effectOf(link, other),
      })),
    );
    const more = others.length - besides.length;
    return [link.id, { besides, ...(more === 0 ? {} : { moreBesides: more }) }] as const;
  });
  return new Map(await Promise.all(each));
}

function effectOf(link: GroupLink, other: GroupLink): BesideView['effect'] {
  const higher = roles.indexOf(other.role) - roles.indexOf(link.role);
  if (higher === 0) return 'same';
  return higher > 0 ? 'outweighs' : 'outweighed';
}
