import type { Unit } from '../audit/index.ts';
import type { Collection, Doc } from '../store/index.ts';

/** (SAML provider, NameID) -> account. */
export interface SamlIdentity extends Doc {
  readonly rootId: string;
  readonly providerId: string;
  readonly nameId: string;
  readonly accountId: string;
  readonly createdAt: number;
}

/**
 * Records that a person unlinked the account from a provider: from then on only the person links it again, not SCIM.
 * The `id` is `unlinkingId`.
 */
interface SamlUnlinking extends Doc {
  readonly rootId: string;
  readonly at: number;
}

export const samlUnlinkings: Collection<SamlUnlinking> = {
  name: 'saml_unlinkings',
  scope: 'rootId',
  unique: {},
  indexes: {},
};

export function unlinkingId({ id }: { readonly id: string }, accountId: string): string {
  return `${id}:${accountId}`;
}

export const samlIdentities: Collection<SamlIdentity> = {
  name: 'saml_identities',
  scope: 'rootId',
  unique: { nameId: { fields: ['providerId', 'nameId'] } },
  indexes: { account: { fields: ['accountId'] }, holder: { fields: ['accountId'], global: true } },
};

/** Gives an account the SAML identity of the name that SCIM sends. */
export function adoptSamlName(
  unit: Unit,
  { id: providerId, rootId }: { readonly id: string; readonly rootId: string },
  nameId: string,
  accountId: string,
): SamlIdentity {
  const identity = { id: unit.id(), rootId, providerId, nameId, accountId, createdAt: unit.now() };
  return unit.insert(samlIdentities, identity);
}

/** Passes the SAML identity of a deleted user to the account that now has this name in SCIM. */
export function passSamlName(unit: Unit, identity: SamlIdentity, accountId: string): void {
  const { id: identityId, rootId, accountId: from } = identity;
  unit.update(samlIdentities, { ...identity, accountId, createdAt: unit.now() });
  unit.record({
    rootId,
    actor: { kind: 'system' },
    action: 'saml_identity.reassigned',
    target: { kind: 'account', id: accountId },
    detail: { identityId, from },
  });
}
