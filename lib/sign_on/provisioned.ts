import { samlUnlinkings, unlinkingId } from '../accounts/index.ts';
import type { SamlProvider } from '../groups/index.ts';
import { listIntegrations } from '../integrations/index.ts';
import { type Identity, identities, personOf, samlNameOf } from '../provisioning/index.ts';
import { fold } from '../scim/index.ts';
import { all, type Reader } from '../store/index.ts';

type Provider = Pick<SamlProvider, 'id' | 'rootId' | 'identifyBy'>;

/**
 * The account whose user has this NameID in SCIM, but no SAML identity yet: it was provisioned before the group had
 * SAML, or before `identifyBy` was changed. Undefined when two accounts have this value, or the person has unlinked the
 * SAML identity.
 */
export async function provisionedAs(
  reader: Reader,
  { id, rootId, identifyBy }: Provider,
  nameId: string,
): Promise<string | undefined> {
  const live = (await listIntegrations(reader, rootId)).filter(
    ({ enabled, preview, ending }) => enabled && !preview && ending === undefined,
  );
  const found = await Promise.all(
    live.map((integration) => usersNamed(reader, integration.id, identifyBy, nameId)),
  );
  const named = found
    .flat()
    .filter(({ resource }) => samlNameOf(personOf(resource), identifyBy) === nameId)
    .flatMap(({ accountId }) => (accountId === undefined ? [] : [accountId]));
  const [accountId, ...others] = new Set(named);
  if (accountId === undefined || others.length > 0) return undefined;
  const unlinked = await reader.get(samlUnlinkings, rootId, unlinkingId({ id }, accountId));
  return unlinked ? undefined : accountId;
}

async function usersNamed(
  reader: Reader,
  integrationId: string,
  identifyBy: Provider['identifyBy'],
  nameId: string,
): Promise<Identity[]> {
  const named = async (unique: string, key: string) => {
    const found = await reader.find(identities, integrationId, unique, key);
    return found ? [found] : [];
  };
  switch (identifyBy) {
    case 'externalId':
      return named('externalId', nameId);
    case 'userName':
      return named('userName', fold(nameId));
    case 'email': {
      const range = { index: 'email', equal: [fold(nameId)] };
      const sent = await all(reader, identities, integrationId, range);
      return [...sent, ...(await named('userName', fold(nameId)))];
    }
  }
}
