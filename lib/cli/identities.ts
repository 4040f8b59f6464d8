import { z } from 'zod';
import { accounts } from '../accounts/types.ts';
import { record } from '../audit/record.ts';
import { RuleError } from '../kernel/errors.ts';
import { accountName, integrationName, paging, rootPath } from '../operations/arguments.ts';
import { accountOf, identityOf, integrationOf, topLevelGroup } from '../operations/find.ts';
import { fitting } from '../operations/pages.ts';
import { iso } from '../operations/views.ts';
import { identities } from '../provisioning/collections.ts';
import type { Identity } from '../provisioning/types.ts';
import { PLATFORM, type Reader } from '../store/port.ts';
import { command, operator } from './command.ts';
import { fields, joined, listing, shortTime } from './terminal/layout.ts';

const identityName = z.string().min(1).describe('id or userName of the identity');

export const identityList = command({
  name: 'identity list',
  summary: 'Lists the users that an identity provider has pushed.',
  example: 'identity list acme --held',
  args: z.object({
    group: rootPath,
    integration: integrationName,
    held: z.boolean().default(false).describe('only those that wait for a link'),
    ...paging,
  }),
  positional: ['group'],
  run: async ({ store }, _context, { group: path, integration: wanted, held, ...page }) => {
    const integration = await integrationOf(store, await topLevelGroup(store, path), wanted);
    const { items, next } = await fitting(
      (range) => store.list(identities, integration.id, range),
      ({ accountId }) => !held || accountId === undefined,
      page,
    );
    return {
      integration: integration.name,
      identities: await Promise.all(items.map((identity) => viewOf(store, identity))),
      ...(next === undefined ? {} : { next }),
    };
  },
  text: ({ integration, identities, next }, paint) =>
    listing(
      ['userName', 'externalId', 'active', 'account', 'id', 'modified'],
      identities.map(({ userName, externalId, active, account, id, modifiedAt }) => [
        userName,
        externalId ?? '',
        active ? ['green', 'yes'] : ['yellow', 'no'],
        account ?? ['yellow', 'held'],
        id,
        shortTime(modifiedAt),
      ]),
      { none: `${integration} has no such users.`, next },
      paint,
    ),
});

export const identityShow = command({
  name: 'identity show',
  summary: 'Shows a pushed user with all its attributes.',
  example: 'identity show acme grace@acme.test',
  args: z.object({ group: rootPath, identity: identityName, integration: integrationName }),
  positional: ['group', 'identity'],
  run: async ({ store }, _context, { group: path, identity: wanted, integration: where }) => {
    const group = await topLevelGroup(store, path);
    const { integration, identity } = await identityOf(store, group, wanted, where);
    return {
      integration: integration.name,
      ...(await viewOf(store, identity)),
      version: identity.v,
      resource: identity.resource,
    };
  },
  text: (shown, paint) =>
    joined(
      paint('bold', shown.userName),
      fields(
        [
          ['integration', shown.integration],
          ['id', shown.id],
          ['externalId', shown.externalId],
          ['account', shown.account ?? 'held: it waits for a link'],
          ['active', shown.active ? 'yes' : 'no'],
          ['modified', shortTime(shown.modifiedAt)],
        ],
        paint,
      ),
      JSON.stringify(shown.resource, undefined, 2),
    ),
});

export const identityLink = command({
  name: 'identity link',
  summary: 'Links a held user to an account: the operator is certain who it is.',
  example: 'identity link acme grace@acme.test --account grace',
  args: z.object({
    group: rootPath,
    identity: identityName,
    account: accountName,
    integration: integrationName,
  }),
  positional: ['group', 'identity'],
  run: (services, _context, { group: path, identity: wanted, account: who, integration: where }) =>
    services.store.transaction(async (tx) => {
      const group = await topLevelGroup(tx, path);
      const { integration, identity } = await identityOf(tx, group, wanted, where);
      if (identity.accountId !== undefined)
        throw new RuleError('account_taken', `${wanted} is linked to an account already`);
      const account = await accountOf(tx, who);
      const cause = services.runtime.id();
      const linked = await services.people.link(tx, identity, integration, account, cause);
      record(tx, services.runtime, {
        rootId: group.id,
        actor: operator,
        action: 'identity.linked',
        target: identity.id,
        detail: { integrationId: integration.id, accountId: account.id, username: account.username },
        requestId: cause,
      });
      return { integration: integration.name, ...(await viewOf(tx, linked)) };
    }),
  text: ({ userName, account }) => `${userName} is ${account} now.`,
});

async function viewOf(reader: Reader, { id, externalId, accountId, resource, modifiedAt }: Identity) {
  const account = accountId === undefined ? undefined : await reader.get(accounts, PLATFORM, accountId);
  return {
    id,
    userName: String(resource.userName ?? ''),
    ...(externalId === undefined ? {} : { externalId }),
    active: resource.active !== false,
    ...(account ? { account: account.username } : {}),
    modifiedAt: iso(modifiedAt),
  };
}
