import { type Account, adoptSamlName, samlIdentities } from '../accounts/index.ts';
import type { Actor, Unit } from '../audit/index.ts';
import type { Group } from '../groups/index.ts';
import { RuleError } from '../kernel/index.ts';
import { providerNamed } from './provider/providers.ts';

/**
 * Links a NameID to an account without proof that both belong to the same person, so only the operator may do it.
 * Succeeds when it is linked already. Throws `RuleError`: `no_provider` for a group without a provider,
 * `identity_linked` when another account has the NameID.
 */
export async function linkNameId(
  unit: Unit,
  group: Group,
  nameId: string,
  { id, username }: Account,
  actor: Actor,
): Promise<void> {
  const provider = await providerNamed(unit, group);
  const known = await unit.find(samlIdentities, group.id, 'nameId', provider.id, nameId);
  if (known && known.accountId !== id)
    throw new RuleError(
      'identity_linked',
      `The NameID ${nameId} is linked to another account. Unlink it there first.`,
    );
  if (known) return;
  adoptSamlName(unit, provider, nameId, id);
  unit.record({
    rootId: group.id,
    actor,
    action: 'saml_identity.linked',
    target: { kind: 'account', id },
    detail: { nameId, username },
  });
}
