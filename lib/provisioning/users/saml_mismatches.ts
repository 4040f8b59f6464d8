import { limits } from '../../../config/limits.ts';
import type { Unit } from '../../audit/index.ts';
import type { SamlProvider } from '../../groups/index.ts';
import type { Collection, Doc, Reader, Store } from '../../store/index.ts';
import type { Identity } from '../types.ts';

/** The format of a value. The values themselves stay private. */
export type ValueKind =
  | 'an e-mail address'
  | 'a UUID'
  | 'a number'
  | 'base64'
  | 'some other text'
  | 'missing';

/** A user whose name in SCIM differs from the name in SAML. The `id` names integration and user. */
export interface SamlMismatch extends Doc {
  readonly integrationId: string;
  readonly rootId: string;
  readonly identityId: string;
  readonly userName: string;
  readonly email: string;
  /** The SCIM attribute that should equal the NameID. `scim` and `nameId` are the formats of both values. */
  readonly attribute: SamlProvider['identifyBy'];
  readonly scim: ValueKind;
  readonly nameId: ValueKind;
  /** Whether they differ in letter case only. */
  readonly caseOnly: boolean;
  /** The attribute that equals the NameID. */
  readonly fitting?: SamlProvider['identifyBy'];
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly times: number;
}

export const samlMismatches: Collection<SamlMismatch> = {
  name: 'saml_mismatches',
  scope: 'integrationId',
  unique: {},
  indexes: {},
};

export type Difference = Pick<SamlMismatch, 'attribute' | 'scim' | 'nameId' | 'caseOnly' | 'fitting'>;

/** The people of an integration with different names in SCIM and SAML. */
export async function listMismatches(reader: Reader, integrationId: string): Promise<SamlMismatch[]> {
  return (await reader.list(samlMismatches, integrationId, { limit: limits.shownAttentions })).items;
}

/** The number of these people, up to `limits.countedAttentions`. */
export function countMismatches(store: Pick<Store, 'count'>, integrationId: string): Promise<number> {
  return store.count(samlMismatches, integrationId, { limit: limits.countedAttentions });
}

export function mismatchOf(
  reader: Reader,
  { id, integrationId }: Pick<Identity, 'id' | 'integrationId'>,
): Promise<SamlMismatch | undefined> {
  return reader.get(samlMismatches, integrationId, id);
}

/** Removes a deleted user from the list. */
export async function forgetMismatch(unit: Unit, user: Identity): Promise<void> {
  const known = await mismatchOf(unit, user);
  if (known) unit.remove(samlMismatches, known);
}

/** Describes a difference, and what the owner can do, in sentences. */
export function explained({ attribute, scim, nameId, caseOnly, fitting }: Difference): string {
  const values = `SCIM sends ${scim} as ${attribute}, SAML sends ${nameId} as NameID`;
  if (caseOnly)
    return `${values}: they differ in letter case only, which counts. Map both to the same attribute.`;
  const remedy = fitting
    ? `The NameID equals ${fitting}: let the SAML provider identify people by ${fitting}.`
    : `Map NameID and ${attribute} to the same attribute of the identity provider.`;
  return `${values}, and the group identifies people by ${attribute}. ${remedy}`;
}
