import {
  type Account,
  type AccountEmail,
  accounts,
  adoptSamlName,
  createAccount,
  dropEmail,
  emailHolder,
  freeUsername,
  makeLink,
  ownsDomain,
  passSamlName,
  type SamlIdentity,
  samlIdentities,
  usernameBase,
} from '../../accounts/index.ts';
import type { Unit } from '../../audit/index.ts';
import { groups, type SamlProvider, samlProviders } from '../../groups/index.ts';
import { type Integration, type IntegrationSettings, listIntegrations } from '../../integrations/index.ts';
import { RuleError, type Secret } from '../../kernel/index.ts';
import { queueMail } from '../../outbox/index.ts';
import { PLATFORM, type Reader } from '../../store/index.ts';
import { identities } from '../collections.ts';
import type { Attention, Identity } from '../types.ts';
import { EmailExists, isAccepted, waitingOf } from './attention.ts';
import { hasOtherNames } from './former_names.ts';
import { type Person, personOf, samlNameOf } from './identity.ts';

/** The data of a user, and the facts by which a rule decides which account it gets. */
export interface Evidence extends Person {
  /** The id of a stored user. */
  readonly identityId?: string;
  readonly holder: AccountEmail | undefined;
  readonly provider: SamlProvider | undefined;
  readonly samlName: string | undefined;
  readonly samlIdentity: SamlIdentity | undefined;
  /** The username that a new account gets. */
  readonly username: string;
  /** The entries of this user on the owner's list. */
  readonly waiting: readonly Attention[];
}

/** The account that a user gets, and how. `held`: the user waits until the person proves to own this account. */
export interface Resolution {
  readonly kind: 'created' | 'linked' | 'held';
  readonly account: Account;
  /** As in `Candidate`. */
  readonly ofDeleted?: boolean;
}

/** An account that may belong to a new user. */
interface Candidate {
  readonly account: Account;
  /** The user of the integration that is linked to it. */
  readonly user?: Identity | undefined;
  /**
   * Whether the integration has deleted the user of this account, who had another `userName` and another `externalId`.
   */
  readonly ofDeleted: boolean;
}

/** Collects the evidence of a user. `identityId` is the id of a stored user. */
export async function evidenceOf(
  unit: Unit,
  { id, rootId }: Integration,
  person: Person,
  identityId?: string,
): Promise<Evidence> {
  const whose = identityId === undefined ? person : { ...person, identityId };
  const [holders, username, waiting] = await Promise.all([
    holdersOf(unit, rootId, person),
    freeUsername(unit, usernameBase(person.userName)),
    waitingOf(unit, id, whose),
  ]);
  return { ...whose, ...holders, username, waiting };
}

/**
 * Finds or makes the account of a user: rules 2 to 5 of creating a user (docs/provisioning.md). `key` is the key of the
 * digests of former names. On a conflict that is refused, throws `EmailExists`, or `RuleError` `account_taken`.
 */
export async function resolveAccount(
  unit: Unit,
  key: Secret,
  integration: Integration,
  evidence: Evidence,
  onEmailExists: IntegrationSettings['onEmailExists'],
): Promise<Resolution> {
  const { rootId } = integration;
  const { holder, provider, samlIdentity } = evidence;
  const create = async (unproved?: AccountEmail): Promise<Resolution> => ({
    kind: 'created',
    account: await makeAccount(unit, rootId, evidence, unproved),
  });
  const decide = ({ account, user, ofDeleted }: Candidate, doubt?: RuleError): Resolution => {
    if (!doubt && !user) return { kind: 'linked', account };
    if (onEmailExists === 'hold') return { kind: 'held', account, ofDeleted };
    throw doubt && !user ? doubt : accountTaken(user?.resource.userName);
  };

  const named = await candidate(unit, key, integration.id, evidence, samlIdentity?.accountId);
  // An address proves nothing if the integration has deleted the user of the account and sends other names.
  if (named && !(named.ofDeleted && provider?.identifyBy === 'email')) return decide(named);
  const found = await candidate(unit, key, integration.id, evidence, holder?.accountId);
  if (!holder || !found) return create();
  if (await isCertain(unit, integration, found, holder)) return decide(found);
  if (!found.ofDeleted && evidence.waiting.some((entry) => isAccepted(entry, holder, unit.now())))
    return decide(found);
  if (await isUnproved(unit, rootId, holder)) return create(holder);
  const { account, ofDeleted } = found;
  const email = { text: holder.email, key: holder.id };
  return decide(found, new EmailExists(account, email, { hasSaml: provider !== undefined, ofDeleted }));
}

/** Makes an account that the group manages. `unproved`: the address of an account that loses it for lack of proof. */
export async function makeAccount(
  unit: Unit,
  rootId: string,
  { username, name, email }: Pick<Person, 'name' | 'email'> & { readonly username: string },
  unproved: AccountEmail | undefined,
): Promise<Account> {
  if (unproved) await takeUnproved(unit, rootId, unproved);
  return createAccount(unit, {
    username,
    name,
    managedBy: rootId,
    ...(email ? { email: email.text, confirmed: await ownsDomain(unit, rootId, email.key) } : {}),
  });
}

async function holdersOf(reader: Reader, rootId: string, person: Person) {
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

async function isCertain(
  reader: Reader,
  integration: Integration,
  { account, ofDeleted }: Candidate,
  holder: AccountEmail,
): Promise<boolean> {
  const { rootId } = integration;
  if (ofDeleted) return false;
  return (
    account.managedBy === rootId ||
    (await isVouchedFor(reader, rootId, holder)) ||
    isKnownByAnother(reader, integration, holder)
  );
}

async function candidate(
  reader: Reader,
  key: Secret,
  integrationId: string,
  person: Person,
  accountId: string | undefined,
): Promise<Candidate | undefined> {
  const account = accountId === undefined ? undefined : await reader.get(accounts, PLATFORM, accountId);
  if (!account) return undefined;
  // In this order: a concurrent deletion leaves either the user or its names to find.
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

function accountTaken(userName: unknown): RuleError {
  return new RuleError(
    'account_taken',
    `Email exists. It belongs to the account of the user ${userName}, who is already provisioned by this ` +
      'integration. Two users cannot share one e-mail: change it in the identity provider.',
  );
}

/**
 * Whether an account has an address of this group's verified domain only because the identity provider of another group
 * sent it, without any proof. Users of this group take such an address over.
 */
export async function isUnproved(reader: Reader, rootId: string, held: AccountEmail): Promise<boolean> {
  if (held.confirmedAt !== undefined || !(await ownsDomain(reader, rootId, held.id))) return false;
  const holder = await reader.get(accounts, PLATFORM, held.accountId);
  return holder?.managedBy !== undefined && holder.managedBy !== rootId;
}

/** Removes an unproved address from its account, so that a user of the group can have it. */
export async function takeUnproved(unit: Unit, rootId: string, held: AccountEmail): Promise<void> {
  const holder = await unit.get(accounts, PLATFORM, held.accountId);
  await dropEmail(unit, held);
  for (const chain of [rootId, holder?.managedBy])
    if (chain !== undefined)
      unit.record({
        rootId: chain,
        actor: { kind: 'system' },
        action: 'account.unproved_email_removed',
        target: { kind: 'account', id: held.accountId },
        detail: { email: held.email, domain: held.domain },
      });
}

/**
 * Links the SAML identity of the person, if the user has the value by which the group's provider names people. Takes it
 * from a deleted user with the same value.
 */
export function prelinkSaml(
  unit: Unit,
  accountId: string,
  { provider, samlName, samlIdentity }: Evidence,
): void {
  if (!provider || samlName === undefined) return;
  if (!samlIdentity) adoptSamlName(unit, provider, samlName, accountId);
  else if (samlIdentity.accountId !== accountId) passSamlName(unit, samlIdentity, accountId);
}

/**
 * Queues the mail about the new account or the new group. A person with a new account who does not sign in with SAML
 * gets a link to set a password.
 */
export async function queueFirstMail(
  unit: Unit,
  linkKey: Buffer,
  integration: Integration,
  { kind, account }: Resolution,
  { provider, samlName }: Evidence,
): Promise<void> {
  const { email, username } = account;
  if (email === undefined) return;
  const root = await unit.get(groups, integration.rootId, integration.rootId);
  const group = root?.name ?? '';
  const member = { rootId: integration.rootId, accountId: account.id };
  if (kind !== 'created') {
    queueMail(unit, email, { template: 'added_to_group', group, member });
    return;
  }
  const bySaml = provider !== undefined && samlName !== undefined;
  const way = bySaml
    ? {}
    : {
        // It may go to an unconfirmed address: following it proves that the person reads mail there.
        nonce: makeLink(unit, linkKey, { accountId: account.id, purpose: 'welcome', email }),
      };
  queueMail(unit, email, { template: 'welcome', group, username, member, ...way });
}
