import { z } from 'zod';
import { accounts } from '../accounts/index.ts';
import type { View } from '../audit/index.ts';
import { givenName } from '../kernel/index.ts';
import {
  type DirectoryGroup,
  type DirectoryMember,
  directoryGroups,
  directoryMembers,
  type GroupLink,
  groupLinks,
  identities,
  nameOf,
  removeEmpty,
} from '../provisioning/index.ts';
import { all, PLATFORM, type Reader } from '../store/index.ts';
import { checkedText, directoryGroupName, integrationName, pageOf, paging, rootPath } from './arguments.ts';
import { directoryGroupOf, linkView } from './directory_find.ts';
import { integrationOf } from './find.ts';
import { inTurns } from './in_turns.ts';
import { besidesOf } from './link_besides.ts';
import { procedure, query } from './operation.ts';
import { fitting } from './pages.ts';
import { ofTopLevelGroup } from './targets.ts';
import { iso } from './views.ts';

const named = { group: rootPath, directoryGroup: directoryGroupName, integration: integrationName };

interface MemberView {
  readonly kind: 'User' | 'Group';
  readonly id: string;
  /** `userName` or `displayName`. */
  readonly name: string;
  readonly active?: boolean;
  readonly account?: string;
}

export const directoryGroupCreate = procedure({
  name: 'directory_group.create',
  summary:
    'Creates a directory group that an identity provider names only at sign-ins, so that you can add links.',
  target: ofTopLevelGroup,
  input: z.object({
    group: rootPath,
    name: checkedText(givenName)
      .regex(/^\S(?:.*\S)?$/su, 'must not begin or end with a space')
      .describe('its name in the assertion, in any letter case'),
    integration: integrationName,
  }),
  run: async (run, actor, { name: displayName, integration: wanted }, { group, services }) => {
    const { store, registry } = services;
    const integration = await integrationOf(store, group, wanted);
    const byHand = { integration, actor, run, request: { requestId: store.id() } };
    const schemas = [registry.groupType.schema.id];
    const made = await services.directoryGroups.create(byHand, { schemas, displayName });
    return { integration: integration.name, id: made.id, name: nameOf(made) };
  },
});

export const directoryGroupRemove = procedure({
  name: 'directory_group.remove',
  summary: 'Removes a directory group without members, its links, and the memberships that they gave.',
  target: ofTopLevelGroup,
  input: z.object(named),
  run: async (run, actor, wanted, { group, services }) => {
    const { store } = services;
    const { integration, directoryGroup } = await directoryGroupOf(store, group, wanted);
    const byHand = { integration, actor, run, request: { requestId: store.id() } };
    const links = await removeEmpty(services, byHand, directoryGroup);
    return { integration: integration.name, id: directoryGroup.id, name: nameOf(directoryGroup), links };
  },
});

export const directoryGroupList = query({
  name: 'directory_group.list',
  summary: 'Lists the directory groups with their links.',
  target: ofTopLevelGroup,
  input: z.object({
    group: rootPath,
    integration: integrationName,
    unlinked: z.boolean().default(false).describe('only those that have come and give no role'),
    ...paging,
  }),
  run: async (view, _actor, { group: _path, integration: wanted, unlinked, ...page }, { group }) => {
    const integration = await integrationOf(view, group, wanted);
    const links = await all(view, groupLinks, integration.id);
    const linked = new Set(links.map(({ directoryGroupId }) => directoryGroupId));
    const { items, next } = await fitting(
      (range) => view.list(directoryGroups, integration.id, { index: 'name', ...range }),
      ({ id }) => !unlinked || !linked.has(id),
      page,
    );
    return {
      integration: integration.name,
      directoryGroups: await inTurns(view, items, (each) => viewOf(view, each, links)),
      ...(next === undefined ? {} : { next }),
    };
  },
});

export const directoryGroupShow = query({
  name: 'directory_group.show',
  summary: 'Shows a directory group, with its members.',
  target: ofTopLevelGroup,
  input: z.object({ ...named, ...paging }),
  run: async (reader, _actor, { group: _path, limit, after, ...wanted }, { group }) => {
    const { integration, directoryGroup } = await directoryGroupOf(reader, group, wanted);
    const { id } = directoryGroup;
    const range = { index: 'group', equal: [id], ...pageOf({ limit, ...(after ? { after } : {}) }) };
    const [{ items, next }, above, own] = await Promise.all([
      reader.list(directoryMembers, integration.id, range),
      all(reader, directoryMembers, integration.id, { index: 'member', equal: [id] }),
      all(reader, groupLinks, integration.id, { index: 'link', equal: [id] }),
    ]);
    const [shown, besides] = await Promise.all([
      viewOf(reader, directoryGroup, own),
      besidesOf(reader, group, own),
    ]);
    return {
      integration: integration.name,
      ...shown,
      links: shown.links.map((link) => ({ ...link, ...besides.get(link.id) })),
      modifiedAt: iso(directoryGroup.modifiedAt),
      nestedIn: await Promise.all(above.map(({ groupId }) => nameById(reader, integration.id, groupId))),
      members: await Promise.all(items.map((member) => memberView(reader, member))),
      ...(next === undefined ? {} : { next }),
    };
  },
});

async function viewOf(view: View, directoryGroup: DirectoryGroup, links: readonly GroupLink[]) {
  const { id, size, externalId } = directoryGroup;
  const own = links.filter(({ directoryGroupId }) => directoryGroupId === id);
  const views = await inTurns(view, own, (link) => linkView(view, link));
  return {
    id,
    name: nameOf(directoryGroup),
    size,
    ...(externalId === undefined ? {} : { externalId }),
    links: views.map(({ id: linkId, target, role }) => ({ id: linkId, target, role })),
  };
}

async function memberView(
  reader: Reader,
  { integrationId, memberId: id, kind }: DirectoryMember,
): Promise<MemberView> {
  if (kind === 'Group') return { kind, id, name: await nameById(reader, integrationId, id) };
  const identity = await reader.get(identities, integrationId, id);
  if (!identity) return { kind, id, name: id };
  const { accountId, resource } = identity;
  const account = accountId === undefined ? undefined : await reader.get(accounts, PLATFORM, accountId);
  return {
    kind,
    id,
    name: String(resource.userName),
    active: resource.active !== false,
    ...(account ? { account: account.username } : {}),
  };
}

async function nameById(reader: Reader, integrationId: string, id: string): Promise<string> {
  const found = await reader.get(directoryGroups, integrationId, id);
  return found ? nameOf(found) : id;
}
