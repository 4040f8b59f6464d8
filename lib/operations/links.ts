import { z } from 'zod';
import type { Actor } from '../audit/index.ts';
import type { Group } from '../groups/index.ts';
import { RuleError } from '../kernel/index.ts';
import {
  groupLinks,
  type LinkRole,
  linksOf,
  nameOf,
  planLink,
  type RoleMove,
  removeLink,
  setLink,
} from '../provisioning/index.ts';
import type { Reader } from '../store/index.ts';
import { directoryGroupName, groupPath, integrationName, rootPath } from './arguments.ts';
import { directoryGroupOf, groupBelow, linkView } from './directory_find.ts';
import { integrationOf } from './find.ts';
import { procedure, query } from './operation.ts';
import { Remediable } from './remediable.ts';
import { ofTopLevelGroup } from './targets.ts';
import { accountRefById } from './views.ts';
import { leftAfter } from './work.ts';

/** The roles that a link may give. */
export const linkRoles = [
  'guest',
  'reporter',
  'developer',
  'maintainer',
] as const satisfies readonly LinkRole[];

const place = {
  group: rootPath,
  directoryGroup: directoryGroupName,
  target: groupPath.describe('path of the group, subgroup or project in which the role applies'),
  integration: integrationName,
};
const withRole = z.object({ ...place, role: z.enum(linkRoles).describe('the role there; never owner') });

type Place = z.output<z.ZodObject<typeof place>>;

export const linkAdd = procedure({
  name: 'link.add',
  summary: 'Gives the members of a directory group a role in a group, subgroup or project.',
  target: ofTopLevelGroup,
  input: withRole,
  run: async (transact, actor, { role, ...where }, { group, services: { store, runner }, patience }) => {
    const { directoryGroup, target, link, integration } = await placeOf(store, actor, group, where);
    if (link && link.role !== role)
      throw new Remediable(
        'link_exists',
        `${nameOf(directoryGroup)} is linked to ${where.target} as ${link.role}.`,
        { code: 'change_link' },
      );
    const act = { actor, cause: store.id() };
    const made = await transact((unit) => setLink(unit, directoryGroup, target, role, act));
    const left = await leftAfter(runner, made.work, patience);
    return { integration: integration.name, link: await linkView(store, made.link), ...left };
  },
});

export const linkPlan = query({
  name: 'link.plan',
  summary: 'Shows who would gain and who would lose a role by a link, or by its end. Nothing changes.',
  target: ofTopLevelGroup,
  input: z.object({
    ...place,
    role: z.enum(linkRoles).exactOptional().describe('the role there; without it, the end of the link'),
  }),
  run: async (view, actor, { role, ...where }, { group }) => {
    const { directoryGroup, target, integration, link } = await placeOf(view, actor, group, where);
    const { gains, loses, ...rest } = await planLink(view, directoryGroup, target, role);
    const shown = (moves: readonly RoleMove[]) =>
      Promise.all(
        moves.map(async ({ accountId, ...move }) => ({
          account: (await accountRefById(view, accountId)).username,
          ...move,
        })),
      );
    return {
      integration: integration.name,
      directoryGroup: nameOf(directoryGroup),
      target: where.target,
      ...(role === undefined ? {} : { role }),
      ...(link ? { formerRole: link.role } : {}),
      gains: await shown(gains),
      loses: await shown(loses),
      ...rest,
    };
  },
});

export const linkChange = procedure({
  name: 'link.change',
  summary: 'Changes the role of a link.',
  target: ofTopLevelGroup,
  input: withRole,
  run: async (transact, actor, { role, ...where }, { group, services: { store, runner }, patience }) => {
    const { directoryGroup, target, link, integration } = await placeOf(store, actor, group, where);
    if (!link) throw noLink(nameOf(directoryGroup), where.target);
    const act = { actor, cause: store.id() };
    const changed = await transact((unit) => setLink(unit, directoryGroup, target, role, act));
    const left = await leftAfter(runner, changed.work, patience);
    const view = await linkView(store, changed.link);
    return { integration: integration.name, link: view, formerRole: link.role, ...left };
  },
});

export const linkRemove = procedure({
  name: 'link.remove',
  summary: 'Removes a link and ends the memberships that it gave.',
  target: ofTopLevelGroup,
  input: z.object(place),
  run: async (transact, actor, where, { group, services: { store, runner }, patience }) => {
    const { directoryGroup, link, integration } = await placeOf(store, actor, group, where);
    if (!link) throw noLink(nameOf(directoryGroup), where.target);
    const view = await linkView(store, link);
    const { work } = await transact((unit) => removeLink(unit, link, { actor, cause: store.id() }));
    const left = await leftAfter(runner, work, patience);
    return { integration: integration.name, link: view, ...left };
  },
});

export const linkList = query({
  name: 'link.list',
  summary: 'Lists the links of directory groups, with their roles and groups.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath, integration: integrationName }),
  run: async (reader, _actor, { integration: wanted }, { group }) => {
    const integration = await integrationOf(reader, group, wanted);
    const links = await linksOf(reader, integration.id);
    return {
      integration: integration.name,
      links: await Promise.all(links.map((link) => linkView(reader, link))),
    };
  },
});

async function placeOf(reader: Reader, actor: Actor, root: Group, { target: path, ...wanted }: Place) {
  const { integration, directoryGroup } = await directoryGroupOf(reader, root, wanted);
  const target = await groupBelow(reader, root, path, actor);
  const link = await reader.find(groupLinks, integration.id, 'link', directoryGroup.id, target.id);
  return { integration, directoryGroup, target, link };
}

function noLink(directoryGroup: string, target: string): RuleError {
  return new RuleError('not_found', `${directoryGroup} is not linked to ${target}.`);
}
