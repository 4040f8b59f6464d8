import { emailHolder } from '../../accounts/accounts.ts';
import { type SamlIdentity, samlIdentities } from '../../accounts/saml_identities.ts';
import { type Account, type AccountEmail, accounts } from '../../accounts/types.ts';
import { ownsDomain } from '../../accounts/verified_domains.ts';
import { type SamlProvider, samlProviders } from '../../groups/saml_provider.ts';
import type { Member } from '../../groups/types.ts';
import { listIntegrations } from '../../integrations/integrations.ts';
import type { Integration } from '../../integrations/types.ts';
import { PLATFORM, type Reader } from '../../store/port.ts';
import { identities } from '../collections.ts';
import type { Identity } from '../types.ts';
import { hasOtherNames } from './former_names.ts';
import { type Person, personOf, samlNameOf } from './person.ts';
import { isUnproved } from './unproved.ts';

/** What is known of a person before anything is decided. */
export interface Trace {
  readonly holder: AccountEmail | undefined;
  readonly provider: SamlProvider | undefined;
  readonly samlName: string | undefined;
  readonly samlIdentity: SamlIdentity | undefined;
}

/** An account that may be the one of a new user. */
interface Candidate {
  readonly account: Account;
  /** The user of the integration that is linked to it. */
  readonly user?: Identity | undefined;
  /** Whether the integration has deleted its user, who had another `userName` and another `externalId`. */
  readonly ofDeleted: boolean;
}

export type Match =
  /** `unproved`: somebody holds the e-mail without right. */
  | { readonly kind: 'nobody'; readonly unproved?: AccountEmail }
  /** It is certain to be this account. */
  | (Candidate & { readonly kind: 'certain' })
  /** The account has the e-mail, and nothing proves that it is the same person. */
  | (Candidate & { readonly kind: 'doubtful'; readonly email: NonNullable<Person['email']> });

export async function traceOf(reader: Reader, rootId: string, person: Person): Promise<Trace> {
  const [holder, provider] = await Promise.all([
    person.email ? emailHolder(reader, person.email.key) : undefined,
    reader.find(samlProviders, rootId, 'root', rootId),
  ]);
  const samlName = provider && samlNameOf(person, provider.identifyBy);
  const samlIdentity =
    provider && samlName !== undefined
      ? await reader.find(samlIdentities, rootId, 'nameId', provider.id, samlName)
      : undefined;
  return { holder, provider, samlName, samlIdentity };
}

/**
 * Whose account it is: rules 2 to 5 of creating a user (docs/provisioning.md). An address proves nothing where the
 * integration has deleted the user of the account and sends other names. `key` is that of the digests of former names.
 */
export async function matchOf(
  reader: Reader,
  key: Buffer,
  integration: Pick<Integration, 'id' | 'rootId'>,
  person: Person,
  { holder, provider, samlIdentity }: Trace,
): Promise<Match> {
  const { rootId } = integration;
  const named = await candidate(reader, key, integration.id, person, samlIdentity?.accountId);
  if (named && !(named.ofDeleted && provider?.identifyBy === 'email')) return { kind: 'certain', ...named };
  const found = await candidate(reader, key, integration.id, person, holder?.accountId);
  if (!holder || !found) return { kind: 'nobody' };
  const isCertain =
    !found.ofDeleted &&
    (found.account.managedBy === rootId ||
      (await isVouchedFor(reader, rootId, holder)) ||
      (await isKnownByAnother(reader, integration, holder)));
  if (isCertain) return { kind: 'certain', ...found };
  if (await isUnproved(reader, rootId, holder)) return { kind: 'nobody', unproved: holder };
  return { kind: 'doubtful', ...found, email: { text: holder.email, key: holder.id } };
}

async function candidate(
  reader: Reader,
  key: Buffer,
  integrationId: string,
  person: Person,
  accountId: string | undefined,
): Promise<Candidate | undefined> {
  const account = accountId === undefined ? undefined : await reader.get(accounts, PLATFORM, accountId);
  if (!account) return undefined;
  // In this order: a deletion at the same moment has either its user or its names.
  const user = await reader.find(identities, integrationId, 'account', account.id);
  const ofDeleted = !user && (await hasOtherNames(reader, key, integrationId, account.id, person));
  return { account, user, ofDeleted };
}

/** The group has verified the domain, and the account has confirmed the address. */
async function isVouchedFor(reader: Reader, rootId: string, email: AccountEmail): Promise<boolean> {
  if (email.confirmedAt === undefined) return false;
  return ownsDomain(reader, rootId, email.id);
}

/** Another integration of the group has linked the account, under the same address. */
async function isKnownByAnother(
  reader: Reader,
  { id, rootId }: Pick<Integration, 'id' | 'rootId'>,
  { id: emailKey, accountId }: AccountEmail,
): Promise<boolean> {
  const others = (await listIntegrations(reader, rootId)).filter((other) => other.id !== id);
  const found = await Promise.all(
    others.map((other) => reader.find(identities, other.id, 'account', accountId)),
  );
  return found.some((identity) => identity && personOf(identity.resource).email?.key === emailKey);
}

/**
 * Whether anybody still says that a deprovisioned person is inactive: nobody does when the integration that took the
 * access was removed, and no other one of the group knows the person.
 */
export async function isStillSaid(
  reader: Reader,
  { rootId, accountId, deprovisioned }: Member,
): Promise<boolean> {
  const all = await listIntegrations(reader, rootId);
  if (all.some(({ id }) => id === (deprovisioned?.by ?? id))) return true;
  const found = await Promise.all(all.map(({ id }) => reader.find(identities, id, 'account', accountId)));
  return found.some((identity) => identity !== undefined);
}
