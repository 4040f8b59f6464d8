import { emailKey } from '../accounts/index.ts';
import type { UnitStore } from '../audit/index.ts';
import type { SamlProvider } from '../groups/index.ts';
import { listIntegrations } from '../integrations/index.ts';
import {
  type Difference,
  explained,
  type Identity,
  identities,
  type Person,
  personOf,
  type SamlMismatch,
  samlMismatches,
  samlNameOf,
  type ValueKind,
} from '../provisioning/index.ts';
import { fold } from '../scim/index.ts';
import type { Reader } from '../store/index.ts';
import { type AssertedValues, assertedBy } from './asserted.ts';

const attributes = ['externalId', 'userName', 'email'] as const;

/**
 * Compares the names in an assertion with the SCIM users of the same e-mail, updates the list of mismatches, and
 * returns the differences.
 */
export async function updateMismatches(
  store: UnitStore,
  provider: SamlProvider,
  verified: AssertedValues,
): Promise<SamlMismatch[]> {
  const mismatches: SamlMismatch[] = [];
  for (const { user, email, different } of await comparisons(store, provider, verified)) {
    const { id: identityId, integrationId, rootId } = user;
    const { userName } = personOf(user.resource);
    const mismatch = await store.transaction(async (unit) => {
      const now = unit.now();
      const known = await unit.get(samlMismatches, integrationId, identityId);
      if (!different) {
        if (known) unit.remove(samlMismatches, known);
        return undefined;
      }
      const place = { id: identityId, identityId, integrationId, rootId, userName, email };
      const entry = { ...place, ...different, lastSeen: now };
      return known
        ? unit.update(samlMismatches, {
            ...entry,
            v: known.v,
            firstSeen: known.firstSeen,
            times: known.times + 1,
          })
        : unit.insert(samlMismatches, { ...entry, firstSeen: now, times: 1 });
    });
    if (mismatch) mismatches.push(mismatch);
  }
  return mismatches;
}

/** Describes the differences between an assertion and SCIM in sentences. Stores nothing. */
export async function mismatchesOf(
  reader: Reader,
  provider: SamlProvider,
  verified: AssertedValues,
): Promise<string[]> {
  const compared = await comparisons(reader, provider, verified);
  return compared.flatMap(({ different }) => (different ? [explained(different)] : []));
}

interface Comparison {
  readonly user: Identity;
  readonly email: string;
  readonly different: Difference | undefined;
}

async function comparisons(
  reader: Reader,
  provider: SamlProvider,
  verified: AssertedValues,
): Promise<Comparison[]> {
  const { email, otherAddress } = assertedBy(verified);
  if (!email) return [];
  const texts = [email, ...(otherAddress ? [otherAddress] : [])].map(({ text }) => fold(text));
  const users = await usersWith(reader, provider.rootId, texts);
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

async function usersWith(reader: Reader, rootId: string, addresses: readonly string[]): Promise<Identity[]> {
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
