import { samlIdentities } from '../../accounts/index.ts';
import type { Unit } from '../../audit/index.ts';
import { samlProviders } from '../../groups/index.ts';
import { type Person, samlNameOf } from './person.ts';

/** Updates the SAML identity of an account to the value by which SCIM names its user. */
export async function followSamlName(
  unit: Unit,
  rootId: string,
  accountId: string,
  { was, is }: { readonly was: Person; readonly is: Person },
): Promise<void> {
  const provider = await unit.find(samlProviders, rootId, 'root', rootId);
  if (!provider) return;
  const [former, nameId] = [samlNameOf(was, provider.identifyBy), samlNameOf(is, provider.identifyBy)];
  if (former === undefined || nameId === undefined || former === nameId) return;
  const [held, taken] = await Promise.all(
    [former, nameId].map((name) => unit.find(samlIdentities, rootId, 'nameId', provider.id, name)),
  );
  if (held?.accountId !== accountId || taken) return;
  unit.update(samlIdentities, { ...held, nameId });
  unit.record({
    rootId,
    actor: { kind: 'system' },
    action: 'saml_identity.name_id_changed',
    target: { kind: 'account', id: accountId },
    detail: { identityId: held.id },
  });
}
