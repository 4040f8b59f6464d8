import { emailKey } from '../../accounts/email.ts';
import type { Runtime } from '../../runtime.ts';
import { fold } from '../../scim/filter/compare.ts';
import type { SamlProvider } from '../../sso/types.ts';
import { all } from '../../store/every.ts';
import type { Collection, Doc, Reader, Store, Transaction } from '../../store/port.ts';
import type { ResourceCollections } from '../collections.ts';
import { listIntegrations } from '../integrations.ts';
import { type Person, personOf, samlNameOf } from '../person.ts';
import type { Identity } from '../types.ts';
import { assertedBy, type Saying } from './asserted.ts';

/** What a value looks like; the values themselves are nobody's business but the identity provider's. */
export type ValueKind =
  | 'an e-mail address'
  | 'a UUID'
  | 'a number'
  | 'base64'
  | 'some other text'
  | 'missing';

const attributes = ['externalId', 'userName', 'email'] as const;
type Attribute = SamlProvider['identifyBy'];

/** One person has one name by SCIM and another by SAML. The `id` names integration and user. */
export interface SamlMismatch extends Doc {
  readonly integrationId: string;
  readonly rootId: string;
  readonly identityId: string;
  readonly userName: string;
  readonly email: string;
  /** The SCIM attribute that should equal the NameID, what it holds, and what the NameID is. */
  readonly attribute: Attribute;
  readonly scim: ValueKind;
  readonly nameId: ValueKind;
  /** They differ in letter case only. */
  readonly caseOnly: boolean;
  /** The attribute that does equal the NameID. */
  readonly fitting?: Attribute;
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

interface Parts {
  readonly store: Store;
  readonly runtime: Runtime;
  readonly collections: Pick<ResourceCollections, 'identities'>;
}

/**
 * Compares what an assertion calls the person with what SCIM says of the users with the same e-mail, and keeps the list
 * of those who differ. Answers the differences.
 */
export async function noteMismatches(
  { store, runtime, collections: { identities } }: Parts,
  provider: SamlProvider,
  verified: Saying,
): Promise<SamlMismatch[]> {
  const noted: SamlMismatch[] = [];
  for (const { user, email, different } of await comparisons(store, identities, provider, verified)) {
    const { id: identityId, integrationId, rootId } = user;
    const { userName } = personOf(user.resource);
    const mismatch = await store.transaction(async (tx) => {
      const now = runtime.now();
      const known = await tx.get(samlMismatches, integrationId, identityId);
      if (!different) {
        if (known) tx.remove(samlMismatches, known);
        return undefined;
      }
      const place = { id: identityId, identityId, integrationId, rootId, userName, email };
      const entry = { ...place, ...different, lastSeen: now };
      return known
        ? tx.update(samlMismatches, {
            ...entry,
            v: known.v,
            firstSeen: known.firstSeen,
            times: known.times + 1,
          })
        : tx.insert(samlMismatches, { ...entry, firstSeen: now, times: 1 });
    });
    if (mismatch) noted.push(mismatch);
  }
  return noted;
}

/** The differences, in plain words; nothing is noted. */
export async function mismatchesOf(
  reader: Reader,
  identities: ResourceCollections['identities'],
  provider: SamlProvider,
  verified: Saying,
): Promise<string[]> {
  const compared = await comparisons(reader, identities, provider, verified);
  return compared.flatMap(({ different }) => (different ? [explained(different)] : []));
}

/** The people of an integration whom SCIM and SAML call differently. */
export function listMismatches(reader: Reader, integrationId: string): Promise<SamlMismatch[]> {
  return all(reader, samlMismatches, integrationId);
}

/** Takes a user off the list who is gone. */
export async function forgetMismatch(tx: Transaction, { id, integrationId }: Identity): Promise<void> {
  const known = await tx.get(samlMismatches, integrationId, id);
  if (known) tx.remove(samlMismatches, known);
}

/** What differs, and what the owner can do, in plain words. */
export function explained({ attribute, scim, nameId, caseOnly, fitting }: Difference): string {
  const values = `SCIM sends ${scim} as ${attribute}, SAML sends ${nameId} as NameID`;
  if (caseOnly)
    return `${values}: they differ in letter case only, which counts. Map both to the same attribute.`;
  const remedy = fitting
    ? `The NameID equals ${fitting}: let the SAML provider identify people by ${fitting}.`
    : `Map NameID and ${attribute} to the same attribute of the identity provider.`;
  return `${values}, and the group identifies people by ${attribute}. ${remedy}`;
}

type Difference = Pick<SamlMismatch, 'attribute' | 'scim' | 'nameId' | 'caseOnly' | 'fitting'>;

interface Comparison {
  readonly user: Identity;
  readonly email: string;
  readonly different: Difference | undefined;
}

async function comparisons(
  reader: Reader,
  identities: ResourceCollections['identities'],
  provider: SamlProvider,
  verified: Saying,
): Promise<Comparison[]> {
  const { email, otherAddress } = assertedBy(verified);
  if (!email) return [];
  const texts = [email, ...(otherAddress ? [otherAddress] : [])].map(({ text }) => fold(text));
  const users = await usersWith(reader, identities, provider.rootId, texts);
  return users.map((user) => ({
    user,
    email: email.text,
    different: differenceOf(provider, personOf(user.resource), verified.nameId),
  }));
}

function differenceOf(
  { identifyBy: attribute }: SamlProvider,
  person: Person,
  nameId: string,
): Difference | undefined {
  const sent = samlNameOf(person, attribute);
  if (sent === nameId) return undefined;
  const fitting = attributes.find((other) => samlNameOf(person, other) === nameId);
  return {
    attribute,
    scim: kindOf(sent),
    nameId: kindOf(nameId),
    caseOnly: sent !== undefined && fold(sent) === fold(nameId),
    ...(fitting === undefined ? {} : { fitting }),
  };
}

function kindOf(value: string | undefined): ValueKind {
  if (value === undefined) return 'missing';
  if (emailKey(value) !== undefined) return 'an e-mail address';
  if (/^[\da-f]{8}(-?[\da-f]{4}){3}-?[\da-f]{12}$/i.test(value)) return 'a UUID';
  if (/^\d+$/.test(value)) return 'a number';
  return /^(?=.*\d)(?=.*[A-Z])(?=.*[a-z])[\w+/-]{16,}={0,2}$/.test(value) ? 'base64' : 'some other text';
}

async function usersWith(
  reader: Reader,
  identities: ResourceCollections['identities'],
  rootId: string,
  addresses: readonly string[],
): Promise<Identity[]> {
  const all = await listIntegrations(reader, rootId);
  const found = await Promise.all(
    all.flatMap(({ id }) =>
      addresses.flatMap((address) => [
        reader.list(identities, id, { index: 'email', equal: [address], limit: 10 }),
        reader.find(identities, id, 'userName', address).then((user) => ({ items: user ? [user] : [] })),
      ]),
    ),
  );
  const users = new Map(found.flatMap(({ items }) => items).map((user) => [user.id, user]));
  return [...users.values()];
}
