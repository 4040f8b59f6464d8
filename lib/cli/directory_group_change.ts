import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import type { Integration } from '../integrations/types.ts';
import { RuleError } from '../kernel/errors.ts';
import { integrationName, rootPath } from '../operations/arguments.ts';
import { integrationOf, topLevelGroup } from '../operations/find.ts';
import type { Services } from '../operations/services.ts';
import { groupLinks } from '../provisioning/directory/collections.ts';
import { all } from '../store/every.ts';
import { command, operator } from './command.ts';
import { directoryGroupOf, nameOf } from './directory_find.ts';
import { directoryGroupName } from './directory_groups.ts';
import { plural } from './terminal/layout.ts';

export const directoryGroupCreate = command({
  name: 'directory-group create',
  summary:
    'Makes a directory group that an identity provider only names at sign-ins, so that links can be added.',
  example: 'directory-group create acme Engineering',
  args: z.object({
    group: rootPath,
    name: z
      .string()
      .max(limits.nameChars)
      .regex(/^(?![\s\p{Cc}])[^\p{Cc}]*[^\s\p{Cc}]$/u, 'must not be empty or begin or end with a space')
      .describe('its name as the assertion has it, in any letter case'),
    integration: integrationName,
  }),
  positional: ['group', 'name'],
  run: async (services, _context, { group: path, name: displayName, integration: wanted }) => {
    const integration = await integrationOf(
      services.store,
      await topLevelGroup(services.store, path),
      wanted,
    );
    const schemas = [services.registry.groupType.schema.id];
    const made = await services.directoryGroups.create(byHand(services, integration), {
      schemas,
      displayName,
    });
    return { integration: integration.name, id: made.id, name: nameOf(made) };
  },
  text: ({ name, integration }) =>
    `${name} is a directory group of ${integration} now. An identity provider that pushes a group of this name finds and fills it.`,
});

export const directoryGroupRemove = command({
  name: 'directory-group remove',
  summary: 'Removes a directory group without members, its links, and what they gave.',
  example: 'directory-group remove acme Engineering',
  args: z.object({ group: rootPath, directoryGroup: directoryGroupName, integration: integrationName }),
  positional: ['group', 'directoryGroup'],
  run: async (services, _context, wanted) => {
    const { integration, directoryGroup } = await directoryGroupOf(services, wanted);
    const { id, v, size } = directoryGroup;
    const name = nameOf(directoryGroup);
    if (size > 0)
      throw new RuleError(
        'invalid_value',
        `${name} has ${plural(size, 'member')}: the identity provider has pushed it and has to delete it`,
      );
    const links = await all(services.store, groupLinks, integration.id, { index: 'link', equal: [id] });
    await services.directoryGroups.remove(byHand(services, integration), id, (present) => {
      if (present !== v) throw new RuleError('version_mismatch', `${name} has just been changed; try again`);
    });
    return { integration: integration.name, id, name, links: links.length };
  },
  text: ({ name, integration, links }) =>
    `${name} is no directory group of ${integration} any more; ${plural(links, 'link')} ended with it.`,
});

/** The operator in the place of the identity provider. */
function byHand({ runtime }: Services, integration: Integration) {
  return { integration, actor: operator, request: { requestId: runtime.id() } };
}
