import { z } from 'zod';
import { type SamlProvider, samlProviders } from '../groups/saml_provider.ts';
import type { Group } from '../groups/types.ts';
import type { Integration } from '../integrations/types.ts';
import { integrationName, rootPath } from '../operations/arguments.ts';
import { integrationOf, topLevelGroup } from '../operations/find.ts';
import type { Services } from '../operations/services.ts';
import { accountRefById, iso } from '../operations/views.ts';
import { identities } from '../provisioning/collections.ts';
import type { Attention } from '../provisioning/types.ts';
import { listAttention } from '../provisioning/users/attention.ts';
import { dismissAttention } from '../provisioning/users/dismissal.ts';
import { personOf } from '../provisioning/users/person.ts';
import { explained, listMismatches } from '../provisioning/users/saml_mismatches.ts';
import { command, operator } from './command.ts';
import { quoted, shortTime } from './terminal/layout.ts';

interface Remedy {
  readonly email: string;
  readonly userName: string;
  readonly account: string;
  readonly times: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly remedy: string;
}

export const integrationAttention = command({
  name: 'integration attention',
  summary:
    'Lists the users that an e-mail conflict keeps out, or whom SCIM and SAML call differently, and what to do.',
  example: 'integration attention acme',
  args: z.object({ group: rootPath, integration: integrationName }),
  positional: ['group', 'integration'],
  run: async (services, _context, { group: path, integration: wanted }) => {
    const { store } = services;
    const group = await topLevelGroup(store, path);
    const integration = await integrationOf(store, group, wanted);
    const [waiting, provider] = await Promise.all([
      listAttention(store, integration.id),
      store.find(samlProviders, group.id, 'root', group.id),
    ]);
    const conflicts = await Promise.all(
      waiting.map((attention) => remedied(services, group, integration, provider, attention)),
    );
    const mismatches = (await listMismatches(store, integration.id)).map((mismatch) => ({
      userName: mismatch.userName,
      email: mismatch.email,
      times: mismatch.times,
      firstSeen: iso(mismatch.firstSeen),
      lastSeen: iso(mismatch.lastSeen),
      problem: explained(mismatch),
    }));
    return { group: group.slug, integration: integration.name, conflicts, mismatches };
  },
  text: ({ integration, conflicts, mismatches }, paint) =>
    conflicts.length + mismatches.length === 0
      ? `Nobody waits at ${integration}.`
      : [
          ...conflicts.map(({ userName, email, account, times, lastSeen, remedy }) =>
            [
              `${paint('yellow', userName)}: ${email} belongs to the account ${account} (tried ${times}×, last ${shortTime(lastSeen)})`,
              `  ${remedy}`,
            ].join('\n'),
          ),
          ...mismatches.map(({ userName, problem, times, lastSeen }) =>
            [
              `${paint('yellow', userName)}: SCIM and SAML differ (signed in ${times}×, last ${shortTime(lastSeen)})`,
              `  ${problem}`,
            ].join('\n'),
          ),
        ].join('\n'),
});

export const integrationDismiss = command({
  name: 'integration dismiss',
  summary: 'Takes a user off the list of those who need attention; a conflict that goes on comes back.',
  example: 'integration dismiss acme grace@acme.test',
  args: z.object({
    group: rootPath,
    user: z.string().min(1).describe('userName of the user, as the list shows it'),
    integration: integrationName,
  }),
  positional: ['group', 'user'],
  run: ({ store, runtime }, _context, { group: path, user, integration: wanted }) =>
    store.transaction(async (tx) => {
      const group = await topLevelGroup(tx, path);
      const integration = await integrationOf(tx, group, wanted);
      const entries = await dismissAttention(tx, runtime, integration, user, operator);
      return { group: group.slug, integration: integration.name, userName: user, entries };
    }),
  text: ({ integration, userName }) => `${userName} does not wait at ${integration} any more.`,
});

async function remedied(
  services: Services,
  group: Group,
  integration: Integration,
  provider: SamlProvider | undefined,
  attention: Attention,
): Promise<Remedy> {
  const { email, userName, accountId, times, firstSeen, lastSeen } = attention;
  const { username } = await accountRefById(services.store, accountId);
  return {
    email,
    userName,
    account: username,
    times,
    firstSeen: iso(firstSeen),
    lastSeen: iso(lastSeen),
    remedy: await remedyOf(services, group, integration, provider, attention, username),
  };
}

async function remedyOf(
  { store }: Services,
  group: Group,
  { id, name }: Integration,
  provider: SamlProvider | undefined,
  attention: Attention,
  username: string,
): Promise<string> {
  const { identityId, accountId } = attention;
  const [kept, rival] = await Promise.all([
    identityId === undefined ? undefined : store.get(identities, id, identityId),
    store.find(identities, id, 'account', accountId),
  ]);
  if (kept?.accountId !== undefined)
    return `The user keeps the former e-mail. Change the e-mail of the account ${username}, or of the user.`;
  if (rival)
    return (
      `The account ${username} belongs to the user ${personOf(rival.resource).userName} of ${name}. Two users cannot ` +
      'share one e-mail: change it in the identity provider.'
    );
  if (attention.ofDeleted) return remedyOfDeleted(group, name, provider, attention, username);
  return kept
    ? `Certain that it is this person? rollcall identity link ${group.slug} ${kept.id} --account ${username}`
    : remedyOfRefused(group, name, provider, attention, username);
}

function remedyOfDeleted(
  { slug }: Group,
  integration: string,
  provider: SamlProvider | undefined,
  { email, identityId }: Attention,
  username: string,
): string {
  const link = `rollcall identity link ${slug} ${identityId ?? 'USER'} --account ${username}`;
  const hold = `rollcall integration change ${slug} ${quoted(integration)} --on-email-exists hold, let it try again, and ${link}`;
  return (
    `The account ${username} was that of a user whom ${integration} has deleted, with another userName and externalId. ` +
    `Another person? rollcall account email remove ${username} ${email}, and let the identity provider try again: the ` +
    'person gets an account of their own. The same person? ' +
    (provider && provider.identifyBy !== 'email' ? 'They link the SAML identity in the profile, or: ' : '') +
    (identityId === undefined ? hold : link)
  );
}

function remedyOfRefused(
  group: Group,
  integration: string,
  provider: SamlProvider | undefined,
  { email, userName, externalId = 'NAME-ID' }: Attention,
  username: string,
) {
  const nameId = { userName, email, externalId }[provider?.identifyBy ?? 'externalId'];
  return provider
    ? 'The member links the SAML identity in the profile; then the identity provider tries again. Certain that it is ' +
        `this person? rollcall account saml-link --group ${group.slug} --name-id ${quoted(nameId)} --account ${username}`
    : `Does the domain belong to ${group.slug}, and is the address confirmed? ` +
        `rollcall group domain add ${group.slug} ${email.slice(email.lastIndexOf('@') + 1)}, and once that is verified, let the identity provider try again. ` +
        'Certain that it is this person? ' +
        `rollcall integration change ${group.slug} ${quoted(integration)} --on-email-exists hold, let it try again, and link who is held then.`;
}
