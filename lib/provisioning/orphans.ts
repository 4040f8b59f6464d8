import type { Member, Membership, Origin } from '../groups/index.ts';
import { integrations } from '../integrations/index.ts';
import type { ResourceType } from '../scim/index.ts';
import type { Reader } from '../store/index.ts';
import { identities } from './collections.ts';
import { linksHolding } from './links/grants.ts';
import { attributeRoles } from './role_attributes/attribute_roles.ts';

/**
 * The origins of a membership that have lost their cause: a link that no longer includes the user, an attribute that
 * gives no role, an integration that does not know the user. No other rule ends them.
 */
export async function orphanedOrigins(
  reader: Reader,
  userType: ResourceType,
  member: Member,
  { groupId, origins }: Membership,
): Promise<Origin[]> {
  const caused = await Promise.all(
    origins.map((origin) => isCaused(reader, userType, member, groupId, origin)),
  );
  return origins.filter((_origin, at) => !caused[at]);
}

async function isCaused(
  reader: Reader,
  userType: ResourceType,
  { rootId, accountId }: Member,
  groupId: string,
  { kind, source = '', via = '' }: Origin,
): Promise<boolean> {
  if (kind === 'directory_group') {
    const links = await linksHolding(reader, { via, rootId, accountId });
    return links.some(({ id, targetId }) => id === source && targetId === groupId);
  }
  if (kind !== 'scim') return true;
  const [integration, identity] = await Promise.all([
    reader.get(integrations, rootId, source),
    reader.find(identities, source, 'account', accountId),
  ]);
  if (!integration || !identity) return false;
  return (
    groupId === rootId || attributeRoles(userType, integration, identity.resource).get(groupId) !== undefined
  );
}
