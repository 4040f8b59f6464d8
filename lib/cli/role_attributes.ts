import { z } from 'zod';
import { roles } from '../groups/roles.ts';
import { groupAt, pathOf } from '../groups/tree.ts';
import { type Group, groups } from '../groups/types.ts';
import type { GrantedRole, RoleAttribute } from '../integrations/types.ts';
import { groupPath, integrationName, rootPath } from '../operations/arguments.ts';
import { integrationOf, topLevelGroup } from '../operations/find.ts';
import { InvalidArguments } from '../operations/input.ts';
import type { Reader } from '../store/port.ts';
import { command, operator } from './command.ts';
import { listing } from './terminal/layout.ts';

const given = roles.filter((role): role is GrantedRole => role !== 'owner');

const place = {
  group: rootPath,
  integration: integrationName,
  attribute: z.string().min(1).describe('the attribute of a user: roles, or one of an extension by its URN'),
  target: groupPath
    .exactOptional()
    .describe('the group, subgroup or project where it gives the role; the top-level group otherwise'),
};

export const roleAttributeSet = command({
  name: 'integration role-attribute set',
  summary: 'Lets an attribute of the users say which role they have in a group.',
  example: 'integration role-attribute set acme --attribute roles --target acme/dev --value admin=maintainer',
  args: z.object({
    ...place,
    value: z
      .array(z.string())
      .default([])
      .describe('a value and the role that it means, such as admin=maintainer; may be repeated'),
  }),
  positional: ['group'],
  run: async (
    { store, roleAttributes },
    _context,
    { group: path, integration: wanted, attribute, target, value },
  ) => {
    const group = await topLevelGroup(store, path);
    const integration = await integrationOf(store, group, wanted);
    const where = await targetOf(store, group, target);
    const values = Object.fromEntries(value.map(valueAndRole));
    const set = await roleAttributes.set(integration, { attribute, target: where }, values, operator);
    return { group: group.slug, integration: integration.name, ...(await viewOf(store, group, set)) };
  },
  text: ({ attribute, target }) =>
    `The attribute ${attribute} gives the role in ${target} now; everybody has it.`,
});

export const roleAttributeRemove = command({
  name: 'integration role-attribute remove',
  summary: 'Ends that an attribute of the users says their role in a group, and what it gave.',
  example: 'integration role-attribute remove acme --attribute roles --target acme/dev',
  args: z.object(place),
  positional: ['group'],
  run: async (
    { store, roleAttributes },
    _context,
    { group: path, integration: wanted, attribute, target },
  ) => {
    const group = await topLevelGroup(store, path);
    const integration = await integrationOf(store, group, wanted);
    const where = await targetOf(store, group, target);
    await roleAttributes.remove(integration, { attribute, target: where }, operator);
    const targetPath = await pathOf(store, where);
    return { group: group.slug, integration: integration.name, attribute, target: targetPath };
  },
  text: ({ attribute, target }) => `The attribute ${attribute} gives no role in ${target} any more.`,
});

export const roleAttributeList = command({
  name: 'integration role-attribute list',
  summary: 'Lists the attributes that give roles.',
  example: 'integration role-attribute list acme',
  args: z.object({ group: rootPath, integration: integrationName }),
  positional: ['group'],
  run: async ({ store }, _context, { group: path, integration: wanted }) => {
    const group = await topLevelGroup(store, path);
    const { name, settings } = await integrationOf(store, group, wanted);
    return {
      group: group.slug,
      integration: name,
      roleAttributes: await Promise.all(settings.roleAttributes.map((each) => viewOf(store, group, each))),
    };
  },
  text: ({ integration, roleAttributes }, paint) =>
    listing(
      ['attribute', 'gives roles in', 'values'],
      roleAttributes.map(({ attribute, target, values }) => [
        attribute,
        target,
        Object.entries(values)
          .map(([value, role]) => `${value}=${role}`)
          .join(', '),
      ]),
      { none: `No attribute gives a role by ${integration}.` },
      paint,
    ),
});

async function targetOf(reader: Reader, root: Group, path: string | undefined): Promise<Group> {
  return path === undefined ? root : groupAt(reader, path);
}

function valueAndRole(text: string): [value: string, role: GrantedRole] {
  const at = text.lastIndexOf('=');
  const role = given.find((each) => each === text.slice(at + 1));
  const value = text.slice(0, Math.max(at, 0)).trim();
  if (value === '' || role === undefined)
    throw new InvalidArguments(`value: ${text} is not VALUE=ROLE; a role is ${given.join(', ')}`);
  return [value, role];
}

async function viewOf(reader: Reader, root: Group, { attribute, groupId, values }: RoleAttribute) {
  const target = await reader.get(groups, root.id, groupId);
  return { attribute, target: target ? await pathOf(reader, target) : groupId, values };
}
