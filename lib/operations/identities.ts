import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { accounts, hasParts, searchedParts } from '../accounts/index.ts';
import { type Identity, identities, linkByHand, personOf, waitingOf } from '../provisioning/index.ts';
import { fold } from '../scim/index.ts';
import { PLATFORM, type Reader } from '../store/index.ts';
import { accountName, integrationName, paging, rootPath } from './arguments.ts';
import { accountOf, identityOf, integrationOf } from './find.ts';
import { change, query } from './operation.ts';
import { picked } from './pages.ts';
import { ofTopLevelGroup } from './targets.ts';
import { iso } from './views.ts';

/** The states of a pushed user. */
export const states = ['active', 'inactive', 'held', 'conflict'] as const;
type State = (typeof states)[number];

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
    state: z.enum(states).exactOptional().describe('only users in this state'),
    search: z
      .string()
      .min(1)
      .exactOptional()
      .describe('only users with words in name, userName or e-mail that begin like this'),
    ...paging,
  }),
  run: async (reader, _actor, { integration: wanted, held, state, search, limit, after }, { group }) => {
    const integration = await integrationOf(reader, group, wanted);
    const parts = searchedParts(search ?? '');
    const filter = { state: held ? 'held' : state, parts };
    const along = search === undefined ? {} : { index: 'word', prefix: parts[0] ?? search };
    const exact = search === undefined ? [] : await exactly(reader, integration.id, search.trim());
    const pick = (docs: readonly Identity[]) => Promise.all(docs.map((doc) => picking(reader, doc, filter)));
    const { items, next } = await picked(
      (range) => reader.list(identities, integration.id, { ...along, ...range }),
      pick,
      { limit, ...(after === undefined ? {} : { after }) },
      search === undefined ? limits.scannedDocuments : limits.searchedMembers,
    );
    const first = after === undefined ? (await pick(exact)).filter((row) => row !== undefined) : [];
    return {
      integration: integration.name,
      identities: [...first, ...items.filter(({ id }) => exact.every((one) => one.id !== id))],
      ...(next === undefined ? {} : { next }),
    };
  },
});

interface Filter {
  readonly state?: State | undefined;
  /** Each must begin a word of the user. */
  readonly parts: readonly string[];
}

async function picking(reader: Reader, identity: Identity, { state, parts }: Filter) {
  if (!hasParts(identity.words ?? [], parts)) return undefined;
  if (state !== undefined && state !== (await stateOf(reader, identity))) return undefined;
  return viewOf(reader, identity);
}

/** The users whose userName, externalId or e-mail is the text: found at once, however many users there are. */
async function exactly(reader: Reader, integrationId: string, text: string): Promise<Identity[]> {
  const [byName, byExternalId, byEmail] = await Promise.all([
    reader.find(identities, integrationId, 'userName', fold(text)),
    reader.find(identities, integrationId, 'externalId', text),
    reader.list(identities, integrationId, {
      index: 'email',
      equal: [fold(text)],
      limit: limits.attentionsPerAddress,
    }),
  ]);
  const found = [byName, byExternalId, ...byEmail.items].filter((identity) => identity !== undefined);
  return [...new Map(found.map((identity) => [identity.id, identity])).values()];
}

/** `held` waits for a link; `conflict` waits too, and an owner has to decide. */
async function stateOf(reader: Reader, { id, integrationId, accountId, resource }: Identity): Promise<State> {
  if (resource.active === false) return 'inactive';
  if (accountId !== undefined) return 'active';
  const { userName } = personOf(resource);
  const conflicts = await waitingOf(reader, integrationId, { identityId: id, userName });
  return conflicts.length > 0 ? 'conflict' : 'held';
}

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

async function viewOf(reader: Reader, identity: Identity) {
  const { id, externalId, accountId, resource, modifiedAt, rootId, waitsFor } = identity;
  const account = accountId === undefined ? undefined : await reader.get(accounts, PLATFORM, accountId);
  const { name, email } = personOf(resource);
  return {
    id,
    userName: String(resource.userName ?? ''),
    name,
    ...(email === undefined ? {} : { email: email.text }),
    ...(externalId === undefined ? {} : { externalId }),
    active: resource.active !== false,
    state: await stateOf(reader, identity),
    ...(account ? { account: account.username, accountId: account.id } : {}),
    managed: account?.managedBy === rootId,
    waitsForEmail: waitsFor !== undefined,
    modifiedAt: iso(modifiedAt),
  };
}
