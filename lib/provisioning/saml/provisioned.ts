import { record } from '../../audit/record.ts';
import type { Runtime } from '../../runtime.ts';
import { fold } from '../../scim/filter/compare.ts';
import {
  type SamlIdentity,
  type SamlProvider,
  samlIdentities,
  samlProviders,
  samlUnlinkings,
  unlinkingId,
} from '../../sso/types.ts';
import { all } from '../../store/every.ts';
import type { Reader, Transaction } from '../../store/port.ts';
import type { ResourceCollections } from '../collections.ts';
import { listIntegrations } from '../integrations.ts';
import { type Person, personOf, samlNameOf } from '../person.ts';
import type { Identity } from '../types.ts';

type Identities = ResourceCollections['identities'];
type Provider = Pick<SamlProvider, 'id' | 'rootId' | 'identifyBy'>;

/**
 * The account whose user SCIM calls by this NameID now: it was provisioned before the group had SAML, or before people
 * were identified by this value. Nobody where two accounts are called so, or the person has unlinked the identity.
 */
export async function provisionedAs(
  reader: Reader,
  identities: Identities,
  { id, rootId, identifyBy }: Provider,
  nameId: string,
): Promise<string | undefined> {
  const live = (await listIntegrations(reader, rootId)).filter(
    ({ enabled, preview, ending }) => enabled && !preview && ending === undefined,
  );
  const found = await Promise.all(
    live.map((integration) => calledSo(reader, identities, integration.id, identifyBy, nameId)),
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

async function calledSo(
  reader: Reader,
  identities: Identities,
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

/** The SAML identity of somebody whom SCIM calls so. */
export function adoptSamlName(
  tx: Transaction,
  runtime: Runtime,
  { id: providerId, rootId }: Pick<Provider, 'id' | 'rootId'>,
  nameId: string,
  accountId: string,
): SamlIdentity {
  const identity = { id: runtime.id(), rootId, providerId, nameId, accountId, createdAt: runtime.now() };
  return tx.insert(samlIdentities, identity);
}

/** Gives the SAML identity of a deleted person to whoever SCIM calls so now. */
export function passSamlName(
  tx: Transaction,
  runtime: Runtime,
  identity: SamlIdentity,
  accountId: string,
): void {
  const { id: identityId, rootId, accountId: from } = identity;
  tx.update(samlIdentities, { ...identity, accountId, createdAt: runtime.now() });
  record(tx, runtime, {
    rootId,
    actor: { kind: 'system' },
    action: 'saml_identity.passed_on',
    target: accountId,
    detail: { identityId, from },
  });
}

/** Lets the SAML identity of an account follow the value by which SCIM calls its user. */
export async function followSamlName(
  tx: Transaction,
  runtime: Runtime,
  rootId: string,
  accountId: string,
  { was, is }: { readonly was: Person; readonly is: Person },
): Promise<void> {
  const provider = await tx.find(samlProviders, rootId, 'root', rootId);
  if (!provider) return;
  const [former, nameId] = [samlNameOf(was, provider.identifyBy), samlNameOf(is, provider.identifyBy)];
  if (former === undefined || nameId === undefined || former === nameId) return;
  const [held, taken] = await Promise.all(
    [former, nameId].map((name) => tx.find(samlIdentities, rootId, 'nameId', provider.id, name)),
  );
  if (held?.accountId !== accountId || taken) return;
  tx.update(samlIdentities, { ...held, nameId });
  record(tx, runtime, {
    rootId,
    actor: { kind: 'system' },
    action: 'saml_identity.renamed',
    target: accountId,
    detail: { identityId: held.id },
  });
}
