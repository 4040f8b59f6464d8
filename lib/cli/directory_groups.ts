import { z } from 'zod';
import { accounts } from '../accounts/types.ts';
import { integrationName, pageOf, paging, rootPath } from '../operations/arguments.ts';
import { integrationOf, topLevelGroup } from '../operations/find.ts';
import type { Services } from '../operations/services.ts';
import { iso } from '../operations/views.ts';
import { directoryGroups, identities } from '../provisioning/collections.ts';
import { directoryMembers } from '../provisioning/directory/collections.ts';
import type { DirectoryMember } from '../provisioning/directory/types.ts';
import { all } from '../store/every.ts';
import { PLATFORM } from '../store/port.ts';
import { command } from './command.ts';
import { directoryGroupOf, linkView, nameOf } from './directory_find.ts';
import { fields, joined, listing, shortTime } from './terminal/layout.ts';

export const directoryGroupName = z.string().min(1).describe('displayName or id of the directory group');

interface MemberView {
  readonly kind: 'User' | 'Group';
  readonly id: string;
  /** `userName` or `displayName`. */
  readonly name: string;
  readonly active?: boolean;
  readonly account?: string;
}

export const directoryGroupList = command({
  name: 'directory-group list',
  summary: 'Lists the directory groups, and what they are linked to.',
  example: 'directory-group list acme',
  args: z.object({ group: rootPath, integration: integrationName, ...paging }),
  positional: ['group'],
  run: async (services, _context, { group: path, integration: wanted, ...page }) => {
    const { store, groupLinks } = services;
    const integration = await integrationOf(store, await topLevelGroup(store, path), wanted);
    const [{ items, next }, links] = await Promise.all([
      store.list(directoryGroups, integration.id, { index: 'name', ...pageOf(page) }),
      groupLinks.list(store, integration.id),
    ]);
    const shown = await Promise.all(
      items.map(async (directoryGroup) => {
        const { id, size, externalId } = directoryGroup;
        const own = links.filter(({ directoryGroupId }) => directoryGroupId === id);
        const views = await Promise.all(own.map((link) => linkView(services, link)));
        return {
          id,
          name: nameOf(directoryGroup),
          size,
          ...(externalId === undefined ? {} : { externalId }),
          links: views.map(({ id: linkId, target, role }) => ({ id: linkId, target, role })),
        };
      }),
    );
    return { integration: integration.name, directoryGroups: shown, ...(next === undefined ? {} : { next }) };
  },
  text: ({ integration, directoryGroups, next }, paint) =>
    listing(
      ['name', 'members', 'externalId', 'linked to', 'id'],
      directoryGroups.map(({ name, size, externalId, links, id }) => [
        name,
        String(size),
        externalId ?? '',
        links.map(({ target, role }) => `${target} as ${role}`).join(', '),
        id,
      ]),
      { none: `${integration} has no directory groups.`, next },
      paint,
    ),
});

export const directoryGroupShow = command({
  name: 'directory-group show',
  summary: 'Shows a directory group, with its members.',
  example: 'directory-group show acme Engineering',
  args: z.object({
    group: rootPath,
    directoryGroup: directoryGroupName,
    integration: integrationName,
    ...paging,
  }),
  positional: ['group', 'directoryGroup'],
  run: async (services, _context, { limit, after, ...wanted }) => {
    const { store, groupLinks } = services;
    const { integration, directoryGroup } = await directoryGroupOf(services, wanted);
    const { id, size, externalId, modifiedAt } = directoryGroup;
    const range = { index: 'group', equal: [id], ...pageOf({ limit, ...(after ? { after } : {}) }) };
    const [{ items, next }, links, above] = await Promise.all([
      store.list(directoryMembers, integration.id, range),
      groupLinks.list(store, integration.id),
      all(store, directoryMembers, integration.id, { index: 'member', equal: [id] }),
    ]);
    const own = links.filter(({ directoryGroupId }) => directoryGroupId === id);
    const views = await Promise.all(own.map((link) => linkView(services, link)));
    return {
      integration: integration.name,
      id,
      name: nameOf(directoryGroup),
      size,
      ...(externalId === undefined ? {} : { externalId }),
      modifiedAt: iso(modifiedAt),
      links: views.map(({ id: linkId, target, role }) => ({ id: linkId, target, role })),
      nestedIn: await Promise.all(above.map(({ groupId }) => nameById(services, integration.id, groupId))),
      members: await Promise.all(items.map((member) => memberView(services, member))),
      ...(next === undefined ? {} : { next }),
    };
  },
  text: (shown, paint) =>
    joined(
      paint('bold', shown.name),
      fields(
        [
          ['integration', shown.integration],
          ['id', shown.id],
          ['externalId', shown.externalId],
          ['members', String(shown.size)],
          ['nested in', shown.nestedIn.join(', ') || undefined],
          [
            'linked to',
            shown.links.map(({ target, role }) => `${target} as ${role}`).join(', ') || undefined,
          ],
          ['modified', shortTime(shown.modifiedAt)],
        ],
        paint,
      ),
      listing(
        ['member', 'kind', 'active', 'account', 'id'],
        shown.members.map(({ kind, name, active, account, id }) => [
          name,
          kind === 'Group' ? 'nested group' : 'user',
          active === undefined ? '' : active ? ['green', 'yes'] : ['yellow', 'no'],
          account ?? (kind === 'User' ? ['yellow', 'held'] : ''),
          id,
        ]),
        { none: 'It has no members.', next: shown.next },
        paint,
      ),
    ),
});

async function memberView(
  services: Services,
  { integrationId, memberId: id, kind }: DirectoryMember,
): Promise<MemberView> {
  const { store } = services;
  if (kind === 'Group') return { kind, id, name: await nameById(services, integrationId, id) };
  const identity = await store.get(identities, integrationId, id);
  if (!identity) return { kind, id, name: id };
  const { accountId, resource } = identity;
  const account = accountId === undefined ? undefined : await store.get(accounts, PLATFORM, accountId);
  return {
    kind,
    id,
    name: String(resource.userName),
    active: resource.active !== false,
    ...(account ? { account: account.username } : {}),
  };
}

async function nameById({ store }: Services, integrationId: string, id: string): Promise<string> {
  const found = await store.get(directoryGroups, integrationId, id);
  return found ? nameOf(found) : id;
}
