import {
  type Account,
  accounts,
  adoptSamlName,
  closeSessions,
  emailsOf,
  mailOwner,
  type SamlIdentity,
  samlIdentities,
  samlUnlinkings,
  unlinkingId,
} from '../accounts/index.ts';
import type { Actor, Unit, UnitStore } from '../audit/index.ts';
import { groups, memberOf, type SamlProvider } from '../groups/index.ts';
import { type Integration, listIntegrations } from '../integrations/index.ts';
import { RuleError } from '../kernel/index.ts';
import { type Identity, identities, type People, personOf, samlNameOf } from '../provisioning/index.ts';
import type { Verified } from '../saml/index.ts';
import { fold } from '../scim/index.ts';
import { all, PLATFORM, type Reader } from '../store/index.ts';
import { type AssertedValues, assertedBy } from './asserted.ts';
import { findAccount, isDeprovisioned } from './find_account.ts';
import { attributesIn, findOutcome, samlOutcomes } from './outcomes.ts';
import { providerOf } from './provider/providers.ts';
import { SamlRefusal } from './refusal.ts';

type VerifiedPerson = AssertedValues & Pick<Verified, 'nameIdFormat'>;

/** The person who links or unlinks, and the request. */
export interface LinkCause {
  readonly actor: Actor;
  readonly requestId: string;
}

/**
 * Links the SAML identity of an accepted response to the account that started the link. `secret` finds the response, and
 * works once. Throws `SamlRefusal`.
 */
export async function linkAccepted(
  unit: Unit,
  people: People,
  accountId: string,
  secret: string,
  cause: LinkCause,
): Promise<{ readonly provider: SamlProvider; readonly verified: VerifiedPerson }> {
  const outcome = await findOutcome(unit, secret);
  if (outcome?.about.kind !== 'link') throw new SamlRefusal('saml.link_expired');
  if (outcome.accountId !== accountId) throw new SamlRefusal('saml.other_account');
  const provider = await providerOf(unit, outcome.rootId);
  if (provider?.id !== outcome.providerId) throw new SamlRefusal('saml.link_expired');
  unit.remove(samlOutcomes, outcome);
  const verified = { ...outcome.about, ...attributesIn(outcome.about.attributes) };
  await linkSaml(unit, people, provider, accountId, verified, cause);
  return { provider, verified };
}

/**
 * Links a SAML identity and the held users of the same person to the signed-in account. Keeps the roles of the account.
 * Succeeds when the identity is linked already. Throws `SamlRefusal`.
 */
async function linkSaml(
  unit: Unit,
  people: People,
  provider: SamlProvider,
  accountId: string,
  verified: VerifiedPerson,
  cause: LinkCause,
): Promise<SamlIdentity> {
  const account = await ownAccount(unit, accountId);
  const found = await findAccount(unit, provider, verified);
  if (found.kind === 'transient') throw new SamlRefusal('saml.transient_name_id');
  if (found.kind === 'known' || found.kind === 'deprovisioned') {
    if (found.account.id !== accountId) throw new SamlRefusal('saml.linked_to_another');
    await linkHeld(unit, people, provider, account, verified, cause);
    if (found.identity) return found.identity;
  }
  if (await linkedAs(unit, provider, accountId)) throw new SamlRefusal('saml.other_identity');
  // Concurrent links of one account conflict here, so that it gets one SAML identity per provider.
  unit.touch(accounts, account);
  const identity = adoptSamlName(unit, provider, verified.nameId, accountId);
  const unlinked = await unit.get(samlUnlinkings, provider.rootId, unlinkingId(provider, accountId));
  if (unlinked) unit.remove(samlUnlinkings, unlinked);
  await linkHeld(unit, people, provider, account, verified, cause);
  await recordLinking(unit, identity, account, cause, 'linked');
  return identity;
}

/**
 * Removes a SAML identity from an account, and ends the sessions that it opened, except `kept`. Throws `RuleError`
 * `not_found`, and `last_way_to_sign_in` if the person could no longer sign in.
 */
export async function unlinkSaml(
  unit: Unit,
  store: UnitStore,
  account: Account,
  { identity: identityId, kept }: { readonly identity: string; readonly kept: readonly string[] },
  cause: LinkCause,
): Promise<SamlIdentity> {
  const { id: accountId } = account;
  const own = await samlIdentitiesOf(store, accountId);
  const scope = own.find(({ id }) => id === identityId)?.rootId;
  const identity = scope === undefined ? undefined : await unit.get(samlIdentities, scope, identityId);
  if (!identity) throw new RuleError('not_found', 'You have no such identity.');
  if (account.passwordHash === undefined && !(await hasOtherWay(unit, own, identity)))
    throw new RuleError(
      'last_way_to_sign_in',
      'You cannot sign in without this identity. Set a password first, then unlink it.',
    );
  // Concurrent removals conflict here, so that they cannot remove the last way to sign in.
  unit.touch(accounts, account);
  unit.remove(samlIdentities, identity);
  const { providerId, rootId } = identity;
  const id = unlinkingId({ id: providerId }, accountId);
  if (!(await unit.get(samlUnlinkings, rootId, id)))
    unit.insert(samlUnlinkings, { id, rootId, at: unit.now() });
  await closeSessions(
    unit,
    accountId,
    ({ id, madeBy }) => !kept.includes(id) && madeBy.kind === 'saml' && madeBy.identityId === identityId,
  );
  await recordLinking(unit, identity, account, cause, 'unlinked');
  return identity;
}

/** Whether the person can sign in with another SAML identity, because its group has not deprovisioned them. */
async function hasOtherWay(
  unit: Unit,
  own: readonly SamlIdentity[],
  { id, accountId }: SamlIdentity,
): Promise<boolean> {
  for (const { rootId } of own.filter((other) => other.id !== id)) {
    const member = await memberOf(unit, rootId, accountId);
    if (!(await isDeprovisioned(unit, rootId, accountId, member))) return true;
  }
  return false;
}

/** The SAML identity of an account at a provider. */
export async function linkedAs(
  reader: Reader,
  { id: providerId, rootId }: Pick<SamlProvider, 'id' | 'rootId'>,
  accountId: string,
): Promise<SamlIdentity | undefined> {
  const own = await all(reader, samlIdentities, rootId, { index: 'account', equal: [accountId] });
  return own.find((identity) => identity.providerId === providerId);
}

/** The SAML identities of an account in all groups. */
export async function samlIdentitiesOf(store: UnitStore, accountId: string): Promise<SamlIdentity[]> {
  const page = await store.sweep(samlIdentities, { index: 'holder', equal: [accountId], limit: 1_000 });
  return page.items;
}

async function ownAccount(unit: Unit, accountId: string): Promise<Account> {
  const account = await unit.get(accounts, PLATFORM, accountId);
  if (!account) throw new RuleError('not_found', 'There is no such account.');
  return account;
}

/**
 * Links users that are held because this account has their e-mail. The identity provider must have confirmed the person
 * just now, by the identifying value or by the same address: the account's own address alone proves nothing.
 */
async function linkHeld(
  unit: Unit,
  people: People,
  provider: SamlProvider,
  account: Account,
  verified: VerifiedPerson,
  cause: LinkCause,
): Promise<void> {
  const { rootId, identifyBy } = provider;
  const { email, otherAddress } = assertedBy(verified);
  const addresses = (await emailsOf(unit, account.id)).map(({ email }) => email);
  const live = (await listIntegrations(unit, rootId)).filter(({ enabled, preview }) => enabled && !preview);
  for (const integration of live) {
    if (await unit.find(identities, integration.id, 'account', account.id)) continue;
    const held = await heldBy(unit, integration, addresses);
    const mine = held.find(({ resource }) => {
      const person = personOf(resource);
      if (samlNameOf(person, identifyBy) === verified.nameId) return true;
      return person.email !== undefined && [email?.key, otherAddress?.key].includes(person.email.key);
    });
    if (!mine) continue;
    await people.link(unit, mine, integration, account, cause.requestId);
    unit.record({
      rootId,
      actor: cause.actor,
      action: 'user.linked',
      target: { kind: 'user', id: mine.id },
      detail: { integrationId: integration.id, accountId: account.id, username: account.username },
      requestId: cause.requestId,
    });
  }
}

async function heldBy(unit: Unit, { id }: Integration, addresses: readonly string[]): Promise<Identity[]> {
  const found = await Promise.all(
    addresses.flatMap((address) => [
      all(unit, identities, id, { index: 'email', equal: [fold(address)] }),
      unit.find(identities, id, 'userName', fold(address)).then((user) => (user ? [user] : [])),
    ]),
  );
  return found.flat().filter(({ accountId }) => accountId === undefined);
}

async function recordLinking(
  unit: Unit,
  { id: identityId, rootId }: SamlIdentity,
  account: Account,
  { requestId, actor }: LinkCause,
  done: 'linked' | 'unlinked',
): Promise<void> {
  const root = await unit.get(groups, rootId, rootId);
  unit.record({
    rootId,
    actor,
    action: done === 'linked' ? 'saml_identity.linked' : 'saml_identity.unlinked',
    target: { kind: 'account', id: account.id },
    detail: { identityId, username: account.username },
    requestId,
  });
  mailOwner(unit, account, `The sign-in by ${root?.name ?? 'an organisation'} was ${done}.`);
}
