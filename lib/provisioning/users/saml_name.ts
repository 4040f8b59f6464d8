import { samlIdentities } from '../../accounts/saml_identities.ts';
import { record } from '../../audit/record.ts';
import { samlProviders } from '../../groups/saml_provider.ts';
import type { Runtime } from '../../kernel/runtime.ts';
import type { Transaction } from '../../store/port.ts';
import { type Person, samlNameOf } from './person.ts';

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
    action: 'saml_identity.name_id_changed',
    target: { kind: 'account', id: accountId },
    detail: { identityId: held.id },
  });
}
