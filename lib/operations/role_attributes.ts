import { z } from 'zod';
import type { Actor } from '../audit/index.ts';
import { type Group, groups, pathOf, roles } from '../groups/index.ts';
import type { GrantedRole, RoleAttribute } from '../integrations/index.ts';
import { RuleError } from '../kernel/index.ts';
import type { Reader } from '../store/index.ts';
import { checkedText, groupPath, integrationName, rootPath } from './arguments.ts';
import { groupBelow } from './directory_find.ts';
import { integrationOf } from './find.ts';
import { procedure, query } from './operation.ts';
import { ofTopLevelGroup } from './targets.ts';

const granted = roles.filter((role): role is GrantedRole => role !== 'owner');

const place = {
  group: rootPath,
  integration: integrationName,
  attribute: z.string().min(1).describe('the user attribute: roles, or one of an extension by its URN'),
  target: groupPath
    .exactOptional()
    .describe('the group, subgroup or project in which it gives the role; by default the top-level group'),
};

export const roleAttributeSet = procedure({
  name: 'role_attribute.set',
  summary: 'Lets a user attribute decide the role in a group.',
  target: ofTopLevelGroup,
  input: z.object({
    ...place,
    value: z
      .array(checkedText(valueAndRole))
      .default([])
      .describe('a value and its role, such as admin=maintainer; repeatable'),
  }),
  run: async (
    run,
    actor,
    { integration: wanted, attribute, target: path, value },
    { group, services: { store, roleAttributes } },
  ) => {
    const integration = await integrationOf(store, group, wanted);
    const target = await targetOf(store, group, path, actor);
    const values = Object.fromEntries(value.map(valueAndRole));
    const set = await roleAttributes.set(integration, { attribute, target }, values, actor, run);
    return { group: group.slug, integration: integration.name, ...(await viewOf(store, group, set)) };
  },
});

export const roleAttributeRemove = procedure({
  name: 'role_attribute.remove',
  summary: 'Removes a role attribute, and the roles that it gave.',
  target: ofTopLevelGroup,
  input: z.object(place),
  run: async (
    run,
    actor,
    { integration: wanted, attribute, target: path },
    { group, services: { store, roleAttributes } },
  ) => {
    const integration = await integrationOf(store, group, wanted);
    const target = await targetOf(store, group, path, actor);
    await roleAttributes.remove(integration, { attribute, target }, actor, run);
    return {
      group: group.slug,
      integration: integration.name,
      attribute,
      target: await pathOf(store, target),
    };
  },
});

export const roleAttributeList = query({
  name: 'role_attribute.list',
  summary: 'Lists the attributes that give roles.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath, integration: integrationName }),
  run: async (reader, _actor, { integration: wanted }, { group }) => {
    const { name, settings } = await integrationOf(reader, group, wanted);
    return {
      group: group.slug,
      integration: name,
      roleAttributes: await Promise.all(settings.roleAttributes.map((each) => viewOf(reader, group, each))),
    };
  },
});

async function targetOf(reader: Reader, root: Group, path: string | undefined, actor: Actor): Promise<Group> {
  return path === undefined ? root : groupBelow(reader, root, path, actor);
}

function valueAndRole(text: string): [value: string, role: GrantedRole] {
  const at = text.lastIndexOf('=');
  const role = granted.find((each) => each === text.slice(at + 1));
  const value = text.slice(0, Math.max(at, 0)).trim();
  if (value === '' || role === undefined)
    throw new RuleError('invalid_role_value', `${text} is not VALUE=ROLE. A role is ${granted.join(', ')}.`);
  return [value, role];
}

async function viewOf(reader: Reader, root: Group, { attribute, groupId, values }: RoleAttribute) {
  const target = await reader.get(groups, root.id, groupId);
  return { attribute, target: target ? await pathOf(reader, target) : groupId, values };
}
