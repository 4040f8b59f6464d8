import {
  type Account,
  type AccountEmail,
  accounts,
  emailHolder,
  type SamlIdentity,
  samlIdentities,
  samlUnlinkings,
  unlinkingId,
} from '../accounts/index.ts';
import { type Member, memberOf, type SamlProvider } from '../groups/index.ts';
import { listIntegrations } from '../integrations/index.ts';
import {
  type Identity,
  identities,
  isActive,
  isDeprovisioningInForce,
  isUnproved,
  personOf,
  samlNameOf,
} from '../provisioning/index.ts';
import { TRANSIENT, type Verified } from '../saml/index.ts';
import { fold } from '../scim/index.ts';
import { all, PLATFORM, type Reader } from '../store/index.ts';
import { type AssertedValues, assertedBy } from './asserted.ts';

/** The account of a SAML identity, or the reason why there is none. */
export type Found =
  | {
      readonly kind: 'known' | 'deprovisioned';
      readonly account: Account;
      /** Absent when only the SCIM user has this NameID. */
      readonly identity: SamlIdentity | undefined;
      readonly member: Member | undefined;
    }
  /** No account is linked, but an account has the e-mail or the address in the NameID. */
  | { readonly kind: 'email_exists'; readonly account: Account }
  /** `unproved`: the e-mail, if an account has it without proof. */
  | { readonly kind: 'nobody'; readonly unproved?: AccountEmail }
  | { readonly kind: 'transient' };

/** Finds the account of a provider and a NameID. Never finds it by e-mail: `email_exists` only leads to a page about linking. */
export async function findAccount(
  reader: Reader,
  provider: Pick<SamlProvider, 'id' | 'rootId' | 'identifyBy'>,
  verified: AssertedValues & Pick<Verified, 'nameIdFormat'>,
): Promise<Found> {
  const { id: providerId, rootId } = provider;
  const { nameId, nameIdFormat } = verified;
  if (nameIdFormat === TRANSIENT) return { kind: 'transient' };
  const { email, otherAddress } = assertedBy(verified);
  // Read before the SAML identity, so that a concurrently created account is seen with both, or not at all.
  const holder = email && (await emailHolder(reader, email.key));
  const otherHolder = otherAddress && (await emailHolder(reader, otherAddress.key));
  const identity = await reader.find(samlIdentities, rootId, 'nameId', providerId, nameId);
  const accountId = identity?.accountId ?? (await provisionedAs(reader, provider, nameId));
  if (accountId !== undefined) {
    const [account, member] = await Promise.all([
      reader.get(accounts, PLATFORM, accountId),
      memberOf(reader, rootId, accountId),
    ]);
    if (!account) throw new Error(`The account ${accountId} of a SAML identity is missing.`);
    const isGone = await isDeprovisioned(reader, rootId, account.id, member);
    return { kind: isGone ? 'deprovisioned' : 'known', account, identity, member };
  }
  const unproved = holder && (await isUnproved(reader, rootId, holder)) ? holder : undefined;
  for (const one of [holder, otherHolder]) {
    if (!one || (await isUnproved(reader, rootId, one))) continue;
    const account = await reader.get(accounts, PLATFORM, one.accountId);
    if (account) return { kind: 'email_exists', account };
  }
  return { kind: 'nobody', ...(unproved ? { unproved } : {}) };
}

/** Whether SCIM reports the person as inactive, so that they have lost access or never got it. */
export async function isDeprovisioned(
  reader: Reader,
  rootId: string,
  accountId: string,
  member: Member | undefined,
): Promise<boolean> {
  if (member?.deprovisioned) return isDeprovisioningInForce(reader, member);
  if (member && member.memberships.length > 0) return false;
  const all = await listIntegrations(reader, rootId);
  const found = await Promise.all(all.map(({ id }) => reader.find(identities, id, 'account', accountId)));
  const known = found.filter((identity) => identity !== undefined);
  return known.length > 0 && !known.some(isActive);
}

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
