import { z } from 'zod';
import * as operations from '../operations/index.ts';
import { newPath, type TreeView } from '../operations/index.ts';
import { choice, commandOf } from './command.ts';
import { enforcementText } from './saml_text.ts';
import { fields, joined, listing, shortTime } from './terminal/layout.ts';

type BreakGlass = NonNullable<Awaited<ReturnType<typeof operations.groupShow.perform>>['breakGlass']>;

const create = choice(
  {
    name: 'group.create',
    summary: 'Creates a top-level group, a subgroup or a project.',
    input: z.object({
      path: newPath.describe('path of the new group; its parent must exist'),
      ...operations.subgroupCreate.input.pick({ name: true, project: true }).shape,
    }),
  },
  ({ path, project, ...named }) => {
    const above = path.split('/');
    const wish = { ...named, slug: above.pop() };
    return above.length === 0
      ? [operations.groupCreate, wish]
      : [operations.subgroupCreate, { ...wish, project, group: above.join('/') }];
  },
);

export const groupCreate = commandOf(create, {
  example: 'group create acme/dev/api --project --name "The API"',
  begins: true,
  positional: ['path'],
  text: ({ kind, path, id }) => `Created the ${kind} ${path} (${id}).`,
});

export const groupList = commandOf(operations.groupList, {
  example: 'group list',
  text: ({ groups, next }, paint) =>
    listing(
      ['path', 'name', 'id', 'created'],
      groups.map(({ path, name, id, createdAt }) => [path, name, id, shortTime(createdAt)]),
      { none: 'There is no group. Create one: bootstrap --group acme --owner ada@acme.test', next },
      paint,
    ),
});

export const groupShow = commandOf(operations.groupShow, {
  example: 'group show acme',
  positional: ['group'],
  text: (group, paint) =>
    joined(
      paint('bold', group.path),
      fields(
        [
          ['name', group.name],
          ['kind', group.kind],
          ['id', group.id],
          ['created', shortTime(group.createdAt)],
          ['members', `${group.members}${group.moreMembers ? ' or more' : ''}`],
          ['SAML enforced for', group.enforcement && enforcementText(group.enforcement)],
          ['SCIM endpoint', group.scimUrl],
          ['integrations', listed(group.integrations)],
          ['domains', listed(group.domains)],
          ['break-glass owners', group.breakGlass && breakGlassText(group.breakGlass)],
          ['former paths', listed(group.formerPaths)],
          ['SAML', group.saml === undefined ? undefined : group.saml ? 'set up' : 'not set up'],
        ],
        paint,
      ),
    ),
});

export const groupRename = commandOf(operations.groupRename, {
  example: 'group rename acme acme-inc',
  positional: ['group', 'slug'],
  text: ({ from, path, scimUrl }) =>
    scimUrl === undefined || from === path
      ? `${from === path ? `${path} has its new name` : `Renamed ${from} to ${path}`}.`
      : `Renamed ${from} to ${path}. Its endpoint is ${scimUrl} now; the former one keeps answering.`,
});

export const groupMove = commandOf(operations.groupMove, {
  example: 'group move acme/dev/api acme/ops',
  positional: ['group', 'to'],
  text: ({ from, path, changed }) =>
    changed ? `Moved ${from} to ${path}.` : `${path} is already there. Nothing was changed.`,
});

export const groupTree = commandOf(operations.groupTree, {
  example: 'group tree acme',
  positional: ['group'],
  text: (tree, paint) => [paint('bold', tree.path), ...branches(tree, '')].join('\n'),
});

function listed(names: readonly string[] | undefined): string | undefined {
  return names && (names.join(', ') || 'none');
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

function breakGlassText({ state, wanted, owners }: BreakGlass): string {
  const names = owners.map(({ username }) => username).join(', ');
  const missing = state === 'missing' ? `${owners.length} of ${wanted}` : '';
  return [missing, names].filter((part) => part !== '').join(': ') || 'none';
}
