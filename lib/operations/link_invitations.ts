import { z } from 'zod';
import { acceptLink, invitable, inviteToLink } from '../provisioning/index.ts';
import { integrationName, rootPath } from './arguments.ts';
import { integrationOf } from './find.ts';
import { accountOfActor, spendMail } from './inviting.ts';
import { change, procedure } from './operation.ts';
import { ofOwnAccount, ofTopLevelGroup } from './targets.ts';

export const integrationInviteToLink = procedure({
  name: 'integration.invite_to_link',
  summary:
    'Asks the holder of an e-mail by mail whether a user in conflict is them. Only their yes links the two.',
  target: ofTopLevelGroup,
  input: z.object({
    group: rootPath,
    user: z.string().min(1).describe('userName of the user, as the attention list shows it'),
    integration: integrationName,
  }),
  run: async (transact, actor, { user, integration: wanted }, { group: found, services }) => {
    const { store, secrets } = services;
    const { email } = await invitable(store, await integrationOf(store, found, wanted), user);
    await spendMail(services, found, email);
    return transact(async (unit, { group }) => {
      const integration = await integrationOf(unit, group, wanted);
      const by = await accountOfActor(unit, actor);
      const wish = { userName: user, by, actor, key: secrets.tokenPepper };
      const sent = await inviteToLink(unit, group, integration, wish);
      return { group: group.slug, integration: integration.name, userName: sent.userName, email: sent.email };
    });
  },
});

export const profileLinkAccept = change({
  name: 'profile.link.accept',
  summary: 'Confirms that a user of an identity provider is you, by the secret of a mailed link.',
  target: ofOwnAccount,
  input: z.object({ token: z.string().describe('the secret of the mailed link') }),
  run: async (unit, _actor, { token }, { account, services: { people } }) => {
    const { group, entry, linked } = await acceptLink(unit, people, account, token);
    return { group: group.slug, name: group.name, userName: entry.userName, linked };
  },
});
