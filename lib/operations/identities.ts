import { z } from 'zod';
import { accounts } from '../accounts/index.ts';
import { type Identity, identities, linkByHand } from '../provisioning/index.ts';
import { PLATFORM, type Reader } from '../store/index.ts';
import { accountName, integrationName, paging, rootPath } from './arguments.ts';
import { accountOf, identityOf, integrationOf } from './find.ts';
import { change, query } from './operation.ts';
import { fitting } from './pages.ts';
import { ofTopLevelGroup } from './targets.ts';
import { iso } from './views.ts';

const named = {
  group: rootPath,
  identity: z.string().min(1).describe('id or userName of the identity'),
  integration: integrationName,
};

export const identityList = query({
  name: 'identity.list',
  summary: 'Lists the users that an identity provider has pushed.',
  target: ofTopLevelGroup,
  input: z.object({
    group: rootPath,
    integration: integrationName,
    held: z.boolean().default(false).describe('only users held for a link'),
    ...paging,
  }),
  run: async (reader, _actor, { group: _path, integration: wanted, held, ...page }, { group }) => {
    const integration = await integrationOf(reader, group, wanted);
    const { items, next } = await fitting(
      (range) => reader.list(identities, integration.id, range),
      ({ accountId }) => !held || accountId === undefined,
      page,
    );
    return {
      integration: integration.name,
      identities: await Promise.all(items.map((identity) => viewOf(reader, identity))),
      ...(next === undefined ? {} : { next }),
    };
  },
});

export const identityShow = query({
  name: 'identity.show',
  summary: 'Shows a pushed user with all its attributes.',
  target: ofTopLevelGroup,
  input: z.object(named),
  run: async (reader, _actor, { identity: wanted, integration: where }, { group }) => {
    const { integration, identity } = await identityOf(reader, group, wanted, where);
    return {
      integration: integration.name,
      ...(await viewOf(reader, identity)),
      version: identity.v,
      resource: identity.resource,
    };
  },
});

export const identityLink = change({
  name: 'identity.link',
  summary: 'Links a held user to an account. The operator vouches that it is the same person.',
  target: ofTopLevelGroup,
  input: z.object({ ...named, account: accountName }),
  run: async (
    unit,
    actor,
    { identity: wanted, account: who, integration: where },
    { group, services: { people } },
  ) => {
    const { integration, identity } = await identityOf(unit, group, wanted, where);
    const account = await accountOf(unit, who);
    const linked = await linkByHand(unit, { people }, integration, identity, account, actor);
    return { integration: integration.name, ...(await viewOf(unit, linked)) };
  },
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
