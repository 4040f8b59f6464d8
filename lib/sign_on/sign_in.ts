import {
  type Account,
  type AccountEmail,
  adoptSamlName,
  freeUsername,
  type SamlIdentity,
  usernameBase,
} from '../accounts/index.ts';
import type { Unit } from '../audit/index.ts';
import {
  type AccessChange,
  emptyMember,
  grant,
  groups,
  type Member,
  type SamlProvider,
  saveMember,
  settingsOf,
  withGrants,
  withoutDeprovisioning,
} from '../groups/index.ts';
import { RuleError } from '../kernel/index.ts';
import { queueMail } from '../outbox/index.ts';
import { makeAccount } from '../provisioning/index.ts';
import type { Verified } from '../saml/index.ts';
import { assertedBy } from './asserted.ts';
import { type Found, findAccount } from './find_account.ts';
import { grantsBySaml, groupNames, linksOfNames } from './group_values.ts';
import { SamlRefusal } from './refusal.ts';

/** The request that brought the response. */
export interface Cause {
  readonly requestId: string;
  readonly ip: string;
}

interface SignedIn {
  readonly account: Account;
  readonly identity: SamlIdentity;
}

/**
 * Signs in a person whom the identity provider confirms: with the linked account, or with a new one if the provider
 * creates accounts. Updates the roles of the groups that the assertion names. Always writes the member document, so that
 * a concurrent deprovisioning conflicts. Throws `SamlRefusal`.
 */
export async function signInBySaml(
  unit: Unit,
  provider: SamlProvider,
  verified: Verified,
  cause: Cause,
): Promise<SignedIn> {
  const found = await findAccount(unit, provider, verified);
  const signedIn = await signedInAs(unit, provider, verified, found);
  const { account, identity, member, isNew } = signedIn;
  const access = await updateRoles(unit, provider, verified, { account, member, cause });
  unit.record({
    rootId: provider.rootId,
    actor: { kind: 'account', accountId: account.id, ip: cause.ip },
    action: isNew ? 'account.created_by_saml' : 'account.signed_in_by_saml',
    target: { kind: 'account', id: account.id },
    detail: { username: account.username, identityId: identity.id, ...(access.length > 0 ? { access } : {}) },
    requestId: cause.requestId,
  });
  return { account, identity };
}

interface SigningIn extends SignedIn {
  readonly member: Member | undefined;
  readonly isNew: boolean;
}

async function signedInAs(
  unit: Unit,
  provider: SamlProvider,
  verified: Verified,
  found: Found,
): Promise<SigningIn> {
  switch (found.kind) {
    case 'known': {
      const { account, member } = found;
      const identity = found.identity ?? adoptSamlName(unit, provider, verified.nameId, account.id);
      return { account, member, identity, isNew: false };
    }
    case 'deprovisioned':
      throw new SamlRefusal('saml.deprovisioned');
    case 'transient':
      throw new SamlRefusal('saml.transient_name_id');
    case 'email_exists':
      throw new SamlRefusal('saml.email_exists');
    case 'nobody':
      if (!settingsOf(provider).jit) throw new SamlRefusal('saml.not_linked');
      return {
        ...(await createAccount(unit, provider, verified, found.unproved)),
        member: undefined,
        isNew: true,
      };
  }
}

/** Creates an account as SCIM would (docs/provisioning.md), with its SAML identity. */
async function createAccount(
  unit: Unit,
  { id, rootId }: SamlProvider,
  verified: Verified,
  unproved: AccountEmail | undefined,
): Promise<SignedIn> {
  const { nameId, name, email } = assertedBy(verified);
  const username = await freeUsername(unit, usernameBase(email?.text ?? nameId));
  const account = await makeAccount(unit, rootId, { username, name, ...(email ? { email } : {}) }, unproved);
  const identity = adoptSamlName(unit, { id, rootId }, nameId, account.id);
  const root = await unit.get(groups, rootId, rootId);
  if (email)
    queueMail(unit, email.text, {
      template: 'welcome',
      group: root?.name ?? '',
      username: account.username,
      member: { rootId, accountId: account.id },
    });
  return { account, identity };
}

/**
 * Gives the roles that the links of the named groups give. If the provider creates accounts, also gives the default role
 * to a person without a role in the group.
 */
async function updateRoles(
  unit: Unit,
  provider: SamlProvider,
  verified: Verified,
  { account, member, cause }: { account: Account; member: Member | undefined; cause: Cause },
): Promise<AccessChange[]> {
  const { id: source, rootId } = provider;
  const { jit, defaultRole } = settingsOf(provider);
  const by = { now: unit.now(), cause: cause.requestId };
  const names = groupNames(provider, verified);
  const links = names && (await linksOfNames(unit, rootId, names));
  const start = member ?? { ...emptyMember(rootId, account.id), v: 0 };
  const known = start.deprovisioned ? withoutDeprovisioning(start) : start;
  const admitted =
    jit && !known.groupIds.includes(rootId)
      ? grant(known, rootId, {
          kind: 'saml',
          source,
          role: defaultRole,
          since: by.now,
          cause: by.cause,
        })
      : known;
  const settled = links
    ? withGrants(admitted, { kind: 'saml', via: source }, grantsBySaml(provider, links, by))
    : admitted;
  if (!member && settled.memberships.length === 0) return [];
  try {
    return await saveMember(unit, member, settled);
  } catch (error) {
    const isFull = error instanceof RuleError && error.code === 'no_free_seat';
    throw isFull ? new SamlRefusal('saml.no_free_seat') : error;
  }
}
