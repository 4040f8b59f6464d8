import { adoptSamlName, makeWelcomeLink, passSamlName } from '../../accounts/index.ts';
import type { Unit } from '../../audit/index.ts';
import { groups } from '../../groups/index.ts';
import type { Integration } from '../../integrations/index.ts';
import { queueMail } from '../../outbox/index.ts';
import type { Evidence, Resolution } from './resolve_account.ts';

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
  const way = bySaml ? {} : { nonce: makeWelcomeLink(unit, linkKey, account, email) };
  queueMail(unit, email, { template: 'welcome', group, username, member, ...way });
}
