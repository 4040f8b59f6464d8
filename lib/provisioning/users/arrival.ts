import { createAccount } from '../../accounts/accounts.ts';
import { makeWelcomeLink } from '../../accounts/own_password.ts';
import { adoptSamlName, passSamlName } from '../../accounts/saml_identities.ts';
import type { Account } from '../../accounts/types.ts';
import { ownsDomain } from '../../accounts/verified_domains.ts';
import type { Unit } from '../../audit/unit.ts';
import { groups } from '../../groups/types.ts';
import type { Integration, IntegrationSettings } from '../../integrations/types.ts';
import { RuleError } from '../../kernel/errors.ts';
import { queueMail } from '../../outbox/mail/mails.ts';
import { EmailExists } from './attention.ts';
import { matchOf, type Trace } from './matching.ts';
import type { Person } from './person.ts';
import { takeUnproved } from './unproved.ts';

/** How a new user comes by an account, and which. `held`: it is this one, once the person has shown it. */
export interface Arrival {
  readonly kind: 'created' | 'linked' | 'held';
  readonly account: Account;
  /** As in `Match`. */
  readonly ofDeleted?: boolean;
}

/**
 * Rules 2 to 4 of creating a user (docs/provisioning.md). Where a conflict refuses, throws `EmailExists`, or `RuleError`
 * `account_taken`.
 */
export async function arrive(
  unit: Unit,
  /** Of the digests of former names. */
  key: Buffer,
  integration: Integration,
  person: Person,
  trace: Trace,
  username: string,
  onEmailExists: IntegrationSettings['onEmailExists'],
): Promise<Arrival> {
  const { rootId } = integration;
  const match = await matchOf(unit, key, integration, person, trace);
  if (match.kind === 'nobody') {
    if (match.unproved) await takeUnproved(unit, rootId, match.unproved);
    const account = createAccount(unit, {
      username,
      name: person.name,
      managedBy: rootId,
      ...(person.email
        ? { email: person.email.text, confirmed: await ownsDomain(unit, rootId, person.email.key) }
        : {}),
    });
    return { kind: 'created', account };
  }
  const { account, user, ofDeleted } = match;
  if (match.kind === 'certain' && !user) return { kind: 'linked', account };
  if (onEmailExists === 'hold') return { kind: 'held', account, ofDeleted };
  if (match.kind === 'doubtful' && !user)
    throw new EmailExists(account, match.email, { hasSaml: trace.provider !== undefined, ofDeleted });
  throw accountTaken(user?.resource.userName);
}

/**
 * Makes the SAML identity by which the person signs in, where the group's provider names people by a value we have. A
 * deleted person who had this value loses it.
 */
export function prelinkSaml(
  unit: Unit,
  accountId: string,
  { provider, samlName, samlIdentity }: Trace,
): void {
  if (!provider || samlName === undefined) return;
  if (!samlIdentity) adoptSamlName(unit, provider, samlName, accountId);
  else if (samlIdentity.accountId !== accountId) passSamlName(unit, samlIdentity, accountId);
}

/**
 * Queues the mail that tells a person about the new account or the new group. Who has a new account and does not sign in
 * by SAML gets the link that sets a password.
 */
export async function greet(
  unit: Unit,
  linkKey: Buffer,
  integration: Integration,
  { kind, account }: Arrival,
  { provider, samlName }: Trace,
): Promise<void> {
  const { email, username } = account;
  if (email === undefined) return;
  const root = await unit.get(groups, integration.rootId, integration.rootId);
  const group = root?.name ?? '';
  if (kind !== 'created') {
    queueMail(unit, email, { template: 'added_to_group', group });
    return;
  }
  const bySaml = provider !== undefined && samlName !== undefined;
  const way = bySaml ? {} : { nonce: makeWelcomeLink(unit, linkKey, account, email) };
  queueMail(unit, email, { template: 'welcome', group, username, ...way });
}

function accountTaken(userName: unknown): RuleError {
  return new RuleError(
    'account_taken',
    `Email exists. It belongs to the account of the user ${userName}, who is already provisioned by this ` +
      'integration. Two users cannot share one e-mail: change it in the identity provider.',
  );
}
