import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { changeIntegration, createIntegration, listIntegrations, reachedBy } from '../integrations/index.ts';
import type { Work } from '../jobs/index.ts';
import { beginRemoval, countAttention, followSwitch } from '../provisioning/index.ts';
import { scimUrlOf, tokenUrlOf } from './addresses.ts';
import { firstRole, integrationName, presetName, rootPath } from './arguments.ts';
import { checklistView } from './checklist_view.ts';
import { integrationOf } from './find.ts';
import { integrationView, pauseView } from './integration_views.ts';
import { procedure, query } from './operation.ts';
import type { Services } from './services.ts';
import { ofTopLevelGroup } from './targets.ts';
import { leftOf, workOn } from './work.ts';

const place = { group: rootPath, integration: integrationName };

const settings = {
  defaultRole: firstRole.exactOptional().describe('the role of a provisioned user'),
  onEmailExists: z
    .enum(['refuse', 'hold'])
    .exactOptional()
    .describe('for an e-mail that belongs to another account: answer 409, or hold the user'),
  onReturn: z
    .enum(['restore', 'default_role'])
    .exactOptional()
    .describe('what a reactivated user gets: the former memberships, or the default role'),
  ignoreUnknownAttributes: z
    .boolean()
    .exactOptional()
    .describe('ignore PATCH paths that name no known attribute')
    .meta({ negatable: true }),
  singleReplaceAdds: z
    .boolean()
    .exactOptional()
    .describe('a PATCH that replaces all members of a group with a single one adds it')
    .meta({ negatable: true }),
  plainDiscovery: z
    .boolean()
    .exactOptional()
    .describe('discovery shows RFC 7643 only: no pagination, and password')
    .meta({ negatable: true }),
  strict: z
    .boolean()
    .exactOptional()
    .describe('refuse what the SCIM interoperability profile does not allow')
    .meta({ negatable: true }),
  accountDiscovery: z
    .boolean()
    .exactOptional()
    .describe('show the members whom the integration has not created as read-only users')
    .meta({ negatable: true }),
  removalGuard: z
    .enum(['on', 'off'])
    .exactOptional()
    .describe(
      'whether removing many people at once, or emptying a group that gives roles, pauses the integration',
    ),
  removalPeople: z
    .int()
    .min(1)
    .max(limits.removalPeople)
    .exactOptional()
    .describe('how many people may lose access within the window'),
  removalPercent: z
    .int()
    .min(1)
    .max(100)
    .exactOptional()
    .describe('the percentage of all people who may; the lower of the two limits counts'),
  removalWindowMinutes: z
    .int()
    .min(1)
    .max(limits.removalWindowMinutes)
    .exactOptional()
    .describe('how long the window is'),
  accessTokenMinutes: z
    .int()
    .min(limits.accessTokenMinutesMin)
    .max(limits.accessTokenMinutesMax)
    .exactOptional()
    .describe('how long an access token works'),
};

export const integrationCreate = procedure({
  name: 'integration.create',
  summary: 'Adds a SCIM connection to a top-level group.',
  target: ofTopLevelGroup,
  input: z.object({
    group: rootPath,
    name: z.string().min(1).describe('its name in the group'),
    description: z.string().exactOptional().describe('its description'),
    preset: presetName,
    ...settings,
  }),
  run: async (
    transact,
    actor,
    { group: _path, name, description, preset, ...wishes },
    { group, services, patience, publicUrl },
  ) => {
    const { changed: made, work } = await transact(async (unit) => {
      const given = {
        name,
        ...(description === undefined ? {} : { description }),
        ...(preset === undefined ? {} : { preset }),
        settings: wishes,
      };
      const changed = await createIntegration(unit, group, given, actor);
      return { changed, work: await followSwitch(unit, changed, actor) };
    });
    return {
      group: group.slug,
      ...integrationView(made, services.store.now()),
      scimUrl: scimUrlOf(publicUrl, group.slug),
      ...(await leftAfter(services, work, patience)),
    };
  },
});

export const integrationList = query({
  name: 'integration.list',
  summary: 'Lists the SCIM connections of a top-level group.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath }),
  run: async (view, _actor, _input, { group, services: { store, firsts } }) => {
    await firsts.flush();
    const found = await listIntegrations(view, group.id);
    const shown = found.map(async (integration) => ({
      ...integrationView(integration, view.now()),
      checklist: checklistView(await reachedBy(view, integration)),
      needAttention: await countAttention(store, integration.id),
    }));
    return { group: group.slug, integrations: await Promise.all(shown) };
  },
});

export const integrationShow = query({
  name: 'integration.show',
  summary: 'Shows a SCIM connection and its settings.',
  target: ofTopLevelGroup,
  input: z.object(place),
  run: async (view, actor, { integration: wanted }, { group, publicUrl, services: { store, firsts } }) => {
    await firsts.flush();
    const integration = await integrationOf(view, group, wanted);
    const [needAttention, paused, work, reached] = await Promise.all([
      countAttention(store, integration.id),
      pauseView(view, integration),
      workOn(view, actor, integration),
      reachedBy(view, integration),
    ]);
    const { paused: _short, ...shown } = integrationView(integration, view.now());
    return {
      group: group.slug,
      ...shown,
      ...(paused ? { paused } : {}),
      ...(work ? { work } : {}),
      scimUrl: scimUrlOf(publicUrl, group.slug),
      tokenUrl: tokenUrlOf(publicUrl, group.slug),
      needAttention,
      checklist: checklistView(reached),
    };
  },
});

export const integrationChange = procedure({
  name: 'integration.change',
  summary: 'Changes the name, the settings or the state of a SCIM connection.',
  target: ofTopLevelGroup,
  input: z
    .object({
      ...place,
      name: z.string().min(1).exactOptional().describe('a new name'),
      description: z.string().exactOptional().describe('its description'),
      enable: z.literal(true).exactOptional().describe('accepts its requests'),
      disable: z.literal(true).exactOptional().describe('refuses its requests with 403'),
      preset: presetName.describe('the identity provider whose settings it takes'),
      ...settings,
    })
    .refine(({ enable, disable }) => !(enable && disable), { error: 'either enable or disable, not both' })
    .refine(({ group: _group, integration: _integration, ...wishes }) => Object.keys(wishes).length > 0, {
      error: 'say what to change',
    }),
  run: async (
    transact,
    actor,
    { group: _path, integration: wanted, name, description, enable, disable, preset, ...wishes },
    { group, services, patience },
  ) => {
    const { changed, work } = await transact(async (unit) => {
      const integration = await integrationOf(unit, group, wanted);
      const wish = {
        ...(name === undefined ? {} : { name }),
        ...(description === undefined ? {} : { description }),
        ...(preset === undefined ? {} : { preset }),
        ...(enable || disable ? { enabled: enable === true } : {}),
        ...(Object.keys(wishes).length === 0 ? {} : { settings: wishes }),
      };
      const changed = await changeIntegration(unit, integration, wish, actor);
      return { changed, work: await followSwitch(unit, changed, actor) };
    });
    return {
      group: group.slug,
      ...integrationView(changed, services.store.now()),
      ...(await leftAfter(services, work, patience)),
    };
  },
});

/** Does the work that a change of settings has begun, and names what is left of it. */
async function leftAfter({ runner }: Services, work: Work | undefined, patience: number | undefined) {
  return work ? leftOf(await runner.finish(work, patience)) : {};
}

export const integrationRemove = procedure({
  name: 'integration.remove',
  summary: 'Removes a SCIM connection with its users, groups, links and tokens. Accounts and logs stay.',
  target: ofTopLevelGroup,
  input: z.object({
    ...place,
    members: z
      .enum(['keep', 'revoke'])
      .describe('what happens to its members: keep them as if added by hand, or deprovision them'),
  }),
  run: async (transact, actor, { integration: wanted, members }, { group, services, patience }) => {
    const integration = await integrationOf(services.store, group, wanted);
    const removal = await transact((unit) => beginRemoval(unit, integration, members, actor));
    const work = await services.runner.finish(removal, patience);
    return {
      ...{ group: group.slug, integration: integration.name, members },
      ...{ people: work.state.people, ...leftOf(work) },
    };
  },
});
