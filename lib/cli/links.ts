import { z } from 'zod';
import { RuleError } from '../kernel/errors.ts';
import { groupPath, integrationName, rootPath } from '../operations/arguments.ts';
import { integrationOf, topLevelGroup } from '../operations/find.ts';
import type { Services } from '../operations/services.ts';
import type { GroupLink, LinkRole } from '../provisioning/directory/types.ts';
import { command, operator } from './command.ts';
import { directoryGroupOf, type LinkView, linkOf, linkView, nameOf, targetOf } from './directory_find.ts';
import { directoryGroupName } from './directory_groups.ts';
import { listing } from './terminal/layout.ts';

const linkRoles = ['guest', 'reporter', 'developer', 'maintainer'] as const satisfies readonly LinkRole[];

const place = {
  group: rootPath,
  directoryGroup: directoryGroupName,
  target: groupPath.describe('path of the group, subgroup or project where the role is given'),
  integration: integrationName,
};
const withRole = z.object({ ...place, role: z.enum(linkRoles).describe('the role there; never owner') });
const words = ['group', 'directoryGroup', 'target'] as const;

type Place = z.output<z.ZodObject<typeof place>>;

interface LinkResult {
  readonly integration: string;
  readonly link: LinkView;
}

export const linkAdd = command({
  name: 'link add',
  summary: 'Gives the members of a directory group a role in a group, subgroup or project.',
  example: 'link add acme Engineering acme/dev --role developer',
  args: withRole,
  positional: words,
  run: async (services, _context, { role, ...where }) => {
    const { directoryGroup, target, link, integration } = await whereOf(services, where);
    if (link && link.role !== role)
      throw new RuleError(
        'already_exists',
        `${nameOf(directoryGroup)} is linked to ${where.target} as ${link.role}; link change gives it another role`,
      );
    const made = await services.groupLinks.set(directoryGroup, target, role, actOf(services));
    return resultOf(services, integration.name, made);
  },
  text: ({ link }) =>
    `${link.directoryGroup} is linked to ${link.target}: its members are ${link.role} there.`,
});

export const linkChange = command({
  name: 'link change',
  summary: 'Gives a link another role.',
  example: 'link change acme Engineering acme/dev --role maintainer',
  args: withRole,
  positional: words,
  run: async (services, _context, { role, ...where }) => {
    const { directoryGroup, target, link, integration } = await whereOf(services, where);
    if (!link) throw noLink(nameOf(directoryGroup), where.target);
    const changed = await services.groupLinks.set(directoryGroup, target, role, actOf(services));
    return { ...(await resultOf(services, integration.name, changed)), formerRole: link.role };
  },
  text: ({ link }) => `The members of ${link.directoryGroup} are ${link.role} of ${link.target} now.`,
});

export const linkRemove = command({
  name: 'link remove',
  summary: 'Ends a link, and what it gave.',
  example: 'link remove acme Engineering acme/dev',
  args: z.object(place),
  positional: words,
  run: async (services, _context, where) => {
    const { directoryGroup, link, integration } = await whereOf(services, where);
    if (!link) throw noLink(nameOf(directoryGroup), where.target);
    const view = await resultOf(services, integration.name, link);
    await services.groupLinks.remove(link, actOf(services));
    return view;
  },
  text: ({ link }) =>
    `${link.directoryGroup} is not linked to ${link.target} any more; what the link gave there has ended.`,
});

export const linkList = command({
  name: 'link list',
  summary: 'Lists what directory groups give, and where.',
  example: 'link list acme',
  args: z.object({ group: rootPath, integration: integrationName }),
  positional: ['group'],
  run: async (services, _context, { group: path, integration: wanted }) => {
    const { store, groupLinks } = services;
    const integration = await integrationOf(store, await topLevelGroup(store, path), wanted);
    const links = await groupLinks.list(store, integration.id);
    const views = await Promise.all(links.map((link) => linkView(services, link)));
    return { integration: integration.name, links: views };
  },
  text: ({ integration, links }, paint) =>
    listing(
      ['directory group', 'linked to', 'role', 'id'],
      links.map(({ directoryGroup, target, role, id }) => [directoryGroup, target, role, id]),
      { none: `${integration} has no links.` },
      paint,
    ),
});

async function whereOf(services: Services, { target: path, ...wanted }: Place) {
  const found = await directoryGroupOf(services, wanted);
  const target = await targetOf(services.store, found.group, path);
  return { ...found, target, link: await linkOf(services.store, found.directoryGroup, target) };
}

async function resultOf(services: Services, integration: string, link: GroupLink): Promise<LinkResult> {
  return { integration, link: await linkView(services, link) };
}

function actOf({ runtime }: Services) {
  return { actor: operator, cause: runtime.id() };
}

function noLink(directoryGroup: string, target: string): RuleError {
  return new RuleError('not_found', `${directoryGroup} is not linked to ${target}`);
}
