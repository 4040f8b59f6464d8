import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { emailsOf } from '../accounts/accounts.ts';
import { samlIdentities } from '../accounts/saml_identities.ts';
import { groups, type Member, members } from '../groups/types.ts';
import { listIntegrations } from '../integrations/integrations.ts';
import { accountName } from '../operations/arguments.ts';
import { accountOf } from '../operations/find.ts';
import type { Services } from '../operations/services.ts';
import { accountRef, iso, membershipViews, originKinds } from '../operations/views.ts';
import { identities } from '../provisioning/collections.ts';
import { command } from './command.ts';
import { fields, joined, shortTime, table } from './terminal/layout.ts';

export const accountShow = command({
  name: 'account show',
  summary: 'Shows an account: addresses, memberships, and what is linked to it.',
  example: 'account show ann',
  args: z.object({ account: accountName }),
  positional: ['account'],
  run: async (services, _context, { account: who }) => {
    const { store } = services;
    const account = await accountOf(store, who);
    const [emails, held, manager] = await Promise.all([
      emailsOf(store, account.id),
      store.sweep(members, { index: 'account', equal: [account.id], limit: limits.maxPageSize }),
      account.managedBy === undefined ? undefined : store.get(groups, account.managedBy, account.managedBy),
    ]);
    return {
      ...accountRef(account),
      createdAt: iso(account.createdAt),
      hasPassword: account.passwordHash !== undefined,
      ...(manager ? { managedBy: manager.slug } : {}),
      ...(account.managedDomain === undefined ? {} : { managedDomain: account.managedDomain }),
      emails: emails.map(({ email, primary, confirmedAt }) => ({
        email,
        primary,
        ...(confirmedAt === undefined ? {} : { confirmedAt: iso(confirmedAt) }),
      })),
      memberships: (
        await Promise.all(
          held.items.map((member) => membershipViews(store, member.rootId, member.memberships)),
        )
      ).flat(),
      groups: await Promise.all(held.items.map((member) => linksOf(services, member))),
    };
  },
  text: (account, paint) =>
    joined(
      paint('bold', account.username),
      fields(
        [
          ['name', account.name],
          ['id', account.id],
          ['created', shortTime(account.createdAt)],
          ['password', account.hasPassword ? 'set' : 'none'],
          ['managed by', account.managedBy],
          ['because of', account.managedDomain],
        ],
        paint,
      ),
      account.emails.length === 0
        ? 'It has no e-mail.'
        : table(
            ['e-mail', 'primary', 'confirmed'],
            account.emails.map(({ email, primary, confirmedAt }) => [
              email,
              primary ? 'yes' : '',
              confirmedAt === undefined ? 'no' : shortTime(confirmedAt),
            ]),
            paint,
          ),
      account.memberships.length === 0
        ? 'It is a member of nothing.'
        : table(
            ['group', 'role', 'by'],
            account.memberships.map((membership) => [
              membership.group,
              membership.role,
              originKinds(membership),
            ]),
            paint,
          ),
      ...account.groups.map(({ group, deprovisionedAt, identities, samlNameIds }) =>
        [
          ...(deprovisionedAt === undefined
            ? []
            : [`${group}: deprovisioned since ${shortTime(deprovisionedAt)}`]),
          ...identities.map(
            ({ integration, userName, id }) => `${group}: ${userName} of ${integration} (${id})`,
          ),
          ...samlNameIds.map((nameId) => `${group}: SAML identity ${nameId}`),
        ].join('\n'),
      ),
    ),
});

async function linksOf({ store }: Services, { rootId, accountId, deprovisioned }: Member) {
  const [group, integrations, saml] = await Promise.all([
    store.get(groups, rootId, rootId),
    listIntegrations(store, rootId),
    store.list(samlIdentities, rootId, { index: 'account', equal: [accountId], limit: limits.maxPageSize }),
  ]);
  const linked = await Promise.all(
    integrations.map(async ({ id, name }) => {
      const identity = await store.find(identities, id, 'account', accountId);
      return identity
        ? [{ integration: name, id: identity.id, userName: String(identity.resource.userName ?? '') }]
        : [];
    }),
  );
  return {
    group: group?.slug ?? rootId,
    ...(deprovisioned ? { deprovisionedAt: iso(deprovisioned.at) } : {}),
    identities: linked.flat(),
    samlNameIds: saml.items.map(({ nameId }) => nameId),
  };
}
