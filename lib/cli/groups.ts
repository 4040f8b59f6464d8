import { z } from 'zod';
import { record } from '../audit/record.ts';
import { domainsOf } from '../domains/domains.ts';
import { samlProviders } from '../groups/saml_provider.ts';
import { checkSlug, createSubgroup, createTopLevelGroup, groupAt, pathsOf } from '../groups/tree.ts';
import { type Group, groupPaths, groups, members } from '../groups/types.ts';
import { listIntegrations, moveGroup } from '../integrations/integrations.ts';
import { RuleError } from '../kernel/errors.ts';
import { scimUrlOf } from '../operations/addresses.ts';
import { checkedText, groupPath, newPath, pageOf, paging } from '../operations/arguments.ts';
import { everyOne } from '../operations/pages.ts';
import { enforcementView } from '../operations/saml_enforcement.ts';
import { type GroupView, groupView, iso } from '../operations/views.ts';
import { PLATFORM } from '../store/port.ts';
import { command, operator } from './command.ts';
import { enforcementText } from './saml_text.ts';
import { fields, joined, listing, shortTime } from './terminal/layout.ts';

interface TreeView extends GroupView {
  readonly children: readonly TreeView[];
}

export const groupCreate = command({
  name: 'group create',
  summary: 'Creates a top-level group, a subgroup or a project.',
  example: 'group create acme/dev/api --project --name "The API"',
  begins: true,
  args: z.object({
    path: newPath.describe('path of the new group; what is above it must exist'),
    name: z.string().min(1).exactOptional().describe('name for people; the last part of the path otherwise'),
    project: z.boolean().default(false).describe('makes a project, which has nothing below it'),
  }),
  positional: ['path'],
  run: ({ store, runtime }, _context, { path, name, project }) =>
    store.transaction(async (tx) => {
      const above = path.split('/');
      const slug = above.pop() ?? '';
      const wishes = {
        slug,
        kind: project ? ('project' as const) : ('group' as const),
        ...(name ? { name } : {}),
      };
      const group =
        above.length === 0
          ? await createTopLevelGroup(tx, runtime, wishes)
          : await createSubgroup(tx, runtime, await groupAt(tx, above.join('/')), wishes);
      record(tx, runtime, {
        rootId: group.rootId,
        actor: operator,
        action: 'group.created',
        target: group.id,
        detail: { path, kind: group.kind },
      });
      return groupView(tx, group);
    }),
  text: ({ kind, path, id }) => `Created the ${kind} ${path} (${id}).`,
});

export const groupList = command({
  name: 'group list',
  summary: 'Lists the top-level groups.',
  example: 'group list',
  args: z.object(paging),
  run: async ({ store }, _context, page) => {
    const paths = await store.list(groupPaths, PLATFORM, pageOf(page));
    const found = await Promise.all(
      paths.items.map(async ({ id, rootId }) => {
        const group = await store.get(groups, rootId, rootId);
        return group?.slugKey === id ? [await groupView(store, group)] : [];
      }),
    );
    return { groups: found.flat(), ...(paths.next === undefined ? {} : { next: paths.next }) };
  },
  text: ({ groups, next }, paint) =>
    listing(
      ['path', 'name', 'id', 'created'],
      groups.map(({ path, name, id, createdAt }) => [path, name, id, shortTime(createdAt)]),
      { none: 'There is no group. Make one: bootstrap --group acme --owner ada@acme.test', next },
      paint,
    ),
});

export const groupShow = command({
  name: 'group show',
  summary: 'Shows a group, and for a top-level group its endpoint and its former paths.',
  example: 'group show acme',
  args: z.object({ group: groupPath }),
  positional: ['group'],
  run: async ({ store }, { publicUrl }, { group: path }) => {
    const group = await groupAt(store, path);
    const memberCount = await store.count(members, group.rootId, { index: 'group', equal: [group.id] });
    const enforcement = await enforcementView(store, group);
    const shown = {
      ...(await groupView(store, group)),
      members: memberCount,
      ...(enforcement.from === undefined ? {} : { enforcement }),
    };
    if (group.parentId !== undefined) return shown;
    const [paths, domains, integrations, provider] = await Promise.all([
      pathsOf(store, group.id),
      domainsOf(store, group.id),
      listIntegrations(store, group.id),
      store.find(samlProviders, group.id, 'root', group.id),
    ]);
    return {
      ...shown,
      scimUrl: scimUrlOf(publicUrl, group.slug),
      formerPaths: paths.filter((former) => former !== group.slugKey),
      domains: domains.filter(({ verified }) => verified).map(({ domain }) => domain),
      integrations: integrations.map(({ name }) => name),
      saml: provider?.idp !== undefined,
    };
  },
  text: (group, paint) =>
    joined(
      paint('bold', group.path),
      fields(
        [
          ['name', group.name],
          ['kind', group.kind],
          ['id', group.id],
          ['created', shortTime(group.createdAt)],
          ['members', String(group.members)],
          ['SAML enforced for', group.enforcement && enforcementText(group.enforcement)],
          ...('scimUrl' in group
            ? ([
                ['SCIM endpoint', group.scimUrl],
                ['integrations', group.integrations.join(', ') || 'none'],
                ['domains', group.domains.join(', ') || 'none'],
                ['former paths', group.formerPaths.join(', ') || 'none'],
                ['SAML', group.saml ? 'set up' : 'not set up'],
              ] as const)
            : []),
        ],
        paint,
      ),
    ),
});

export const groupRename = command({
  name: 'group rename',
  summary: 'Gives a group a new path. The SCIM endpoint answers under the former one too.',
  example: 'group rename acme acme-inc',
  args: z.object({
    group: groupPath,
    slug: checkedText(checkLastPart).describe('the new last part of its path'),
  }),
  positional: ['group', 'slug'],
  run: ({ store, runtime }, { publicUrl }, { group: path, slug }) =>
    store.transaction(async (tx) => {
      const renamed = await moveGroup(tx, runtime, await groupAt(tx, path), slug, operator);
      const isTop = renamed.parentId === undefined;
      return {
        from: path,
        ...(await groupView(tx, renamed)),
        ...(isTop ? { scimUrl: scimUrlOf(publicUrl, slug) } : {}),
      };
    }),
  text: ({ from, path, scimUrl }) =>
    scimUrl === undefined
      ? `Renamed ${from} to ${path}.`
      : `Renamed ${from} to ${path}. Its endpoint is ${scimUrl} now; the former one keeps answering.`,
});

export const groupTree = command({
  name: 'group tree',
  summary: 'Shows everything below a group.',
  example: 'group tree acme',
  args: z.object({ group: groupPath }),
  positional: ['group'],
  run: async ({ store }, _context, { group: path }) => {
    const group = await groupAt(store, path);
    const all = everyOne((range) => store.list(groups, group.rootId, range));
    return treeBelow(await groupView(store, group), await byParent(all));
  },
  text: (tree, paint) => [paint('bold', tree.path), ...branches(tree, '')].join('\n'),
});

function checkLastPart(slug: string): void {
  if (slug.includes('/'))
    throw new RuleError(
      'invalid_value',
      `only the last part of the path changes; give that alone: ${slug.slice(slug.lastIndexOf('/') + 1)}`,
    );
  checkSlug(slug);
}

async function byParent(all: AsyncIterable<Group>): Promise<Map<string, Group[]>> {
  const children = new Map<string, Group[]>();
  for await (const group of all) {
    if (group.parentId === undefined) continue;
    const siblings = children.get(group.parentId);
    if (siblings) siblings.push(group);
    else children.set(group.parentId, [group]);
  }
  return children;
}

function treeBelow(view: GroupView, children: ReadonlyMap<string, readonly Group[]>): TreeView {
  const below = (children.get(view.id) ?? []).toSorted((a, b) => (a.slugKey < b.slugKey ? -1 : 1));
  return {
    ...view,
    children: below.map(({ id, slug, name, kind, createdAt }) =>
      treeBelow({ id, path: `${view.path}/${slug}`, name, kind, createdAt: iso(createdAt) }, children),
    ),
  };
}

function branches({ children }: TreeView, indent: string): string[] {
  return children.flatMap((child, at) => {
    const isLast = at + 1 === children.length;
    const slug = child.path.slice(child.path.lastIndexOf('/') + 1);
    const label = child.kind === 'project' ? `${slug} (project)` : slug;
    return [
      `${indent}${isLast ? '└─' : '├─'} ${label}`,
      ...branches(child, `${indent}${isLast ? '   ' : '│  '}`),
    ];
  });
}
