import { z } from 'zod';
import { integrationName, rootPath } from '../operations/arguments.ts';
import { integrationOf, topLevelGroup } from '../operations/find.ts';
import { endIntegration } from '../provisioning/integration_end.ts';
import { command, operator } from './command.ts';
import { plural } from './terminal/layout.ts';

export const integrationRemove = command({
  name: 'integration remove',
  summary: 'Removes a SCIM connection with its users, groups, links and tokens; accounts and the logs stay.',
  example: 'integration remove acme --integration Okta --members revoke',
  args: z.object({
    group: rootPath,
    integration: integrationName,
    members: z
      .enum(['keep', 'revoke'])
      .describe('whom it holds up: keep them as if added by hand, or deactivate them as it would'),
  }),
  positional: ['group', 'integration'],
  run: async (services, _context, { group: path, integration: wanted, members }) => {
    const group = await topLevelGroup(services.store, path);
    const integration = await integrationOf(services.store, group, wanted);
    const people = await endIntegration(services, integration, members, operator);
    return { group: group.slug, integration: integration.name, members, people };
  },
  text: ({ group, integration, members, people }) =>
    members === 'keep'
      ? `Removed the integration ${integration}; ${plural(people, 'person stays', 'people stay')} in ${group} as if added by hand.`
      : `Removed the integration ${integration}, and what it gave to ${plural(people, 'person', 'people')} in ${group}.`,
});
