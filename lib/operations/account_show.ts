import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { emailsOf, isOperator, samlIdentities, sessionsOf } from '../accounts/index.ts';
import { groups, type Member, members } from '../groups/index.ts';
import { listIntegrations } from '../integrations/index.ts';
import { identities } from '../provisioning/index.ts';
import type { Reader } from '../store/index.ts';
import { remarksOn } from './account_remarks.ts';
import { accountName } from './arguments.ts';
import { accountOf } from './find.ts';
import { query } from './operation.ts';
import { ofPlatform } from './targets.ts';
import { accountRef, iso, membershipViews } from './views.ts';

export const accountShow = query({
  name: 'account.show',
  summary: 'Shows an account: addresses, memberships, and what is linked to it.',
  target: ofPlatform,
  input: z.object({ account: accountName }),
  run: async (reader, _actor, { account: who }, { services: { store } }) => {
    const account = await accountOf(reader, who);
    const [emails, held, sessions, operator, remarks, manager] = await Promise.all([
      emailsOf(reader, account.id),
      store.sweep(members, { index: 'account', equal: [account.id], limit: limits.maxPageSize }),
      sessionsOf(reader, account.id),
      isOperator(reader, account.id),
      remarksOn(store, account),
      account.managedBy === undefined ? undefined : reader.get(groups, account.managedBy, account.managedBy),
    ]);
    return {
      ...accountRef(account),
      createdAt: iso(account.createdAt),
      hasPassword: account.passwordHash !== undefined,
      ...{ operator, remarks, sessions: sessions.length },
      ...(manager ? { managedBy: manager.slug } : {}),
      ...(account.managedDomain === undefined ? {} : { managedDomain: account.managedDomain }),
      emails: emails.map(({ email, primary, confirmedAt }) => ({
        email,
        primary,
        ...(confirmedAt === undefined ? {} : { confirmedAt: iso(confirmedAt) }),
      })),
      memberships: (
        await Promise.all(
          held.items.map((member) => membershipViews(reader, member.rootId, member.memberships)),
        )
      ).flat(),
      groups: await Promise.all(held.items.map((member) => linksOf(reader, member))),
    };
  },
});

/** What is linked to an account under one top-level group. */
async function linksOf(reader: Reader, { rootId, accountId, deprovisioned }: Member) {
  const [group, integrations, saml] = await Promise.all([
    reader.get(groups, rootId, rootId),
    listIntegrations(reader, rootId),
    reader.list(samlIdentities, rootId, { index: 'account', equal: [accountId], limit: limits.maxPageSize }),
  ]);
  const linked = await Promise.all(
    integrations.map(async ({ id, name }) => {
      const identity = await reader.find(identities, id, 'account', accountId);
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
