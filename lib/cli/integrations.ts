import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { changeIntegration, createIntegration, listIntegrations } from '../integrations/integrations.ts';
import { isLive } from '../integrations/tokens.ts';
import type { Integration, IntegrationSettings } from '../integrations/types.ts';
import { scimUrlOf } from '../operations/addresses.ts';
import { firstRole, integrationName, presetName, rootPath } from '../operations/arguments.ts';
import { integrationOf, topLevelGroup } from '../operations/find.ts';
import { iso } from '../operations/views.ts';
import { settingsOf } from '../provisioning/removal_guard/guard.ts';
import { listAttention } from '../provisioning/users/attention.ts';
import { command, operator } from './command.ts';
import { pauseText, pauseView } from './removals.ts';
import { type Cell, fields, joined, listing, quoted, shortTime } from './terminal/layout.ts';

const settings = {
  defaultRole: firstRole.exactOptional().describe('what a provisioned person becomes'),
  onEmailExists: z
    .enum(['refuse', 'hold'])
    .exactOptional()
    .describe('an e-mail that belongs to somebody else: answer 409, or keep the user waiting'),
  onReturn: z
    .enum(['restore', 'default_role'])
    .exactOptional()
    .describe('what a returning person gets: the former memberships, or the default role'),
  ignoreUnknownAttributes: z
    .boolean()
    .exactOptional()
    .describe('pass over PATCH paths that name no known attribute')
    .meta({ negatable: true }),
  singleReplaceAdds: z
    .boolean()
    .exactOptional()
    .describe('a PATCH that replaces the members of a group by a single one adds it')
    .meta({ negatable: true }),
  plainDiscovery: z
    .boolean()
    .exactOptional()
    .describe('discovery has what RFC 7643 has: no pagination, and password')
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
    .describe('how much of all may, in percent; what is less counts'),
  removalWindowMinutes: z
    .int()
    .min(1)
    .max(limits.removalWindowMinutes)
    .exactOptional()
    .describe('how long the window is'),
};

export const integrationCreate = command({
  name: 'integration create',
  summary: 'Adds a SCIM connection to a top-level group.',
  example: 'integration create acme --name Okta --on-email-exists hold',
  args: z.object({
    group: rootPath,
    name: z.string().min(1).describe('its name in the group'),
    description: z.string().exactOptional().describe('a line about it'),
    preset: presetName,
    ...settings,
  }),
  positional: ['group'],
  run: ({ store, runtime }, { publicUrl }, { group: path, name, description, preset: chosen, ...wishes }) =>
    store.transaction(async (tx) => {
      const group = await topLevelGroup(tx, path);
      const made = await createIntegration(
        tx,
        runtime,
        group,
        {
          name,
          ...(description === undefined ? {} : { description }),
          ...(chosen === undefined ? {} : { preset: chosen }),
          settings: wishes,
        },
        operator,
      );
      return { group: group.slug, ...viewOf(made, runtime.now()), scimUrl: scimUrlOf(publicUrl, group.slug) };
    }),
  text: ({ group, name, id }) =>
    joined(
      `Created the integration ${name} (${id}).`,
      `Give it a token: token create ${group} --integration ${quoted(name)} --name NAME`,
    ),
});

export const integrationList = command({
  name: 'integration list',
  summary: 'Lists the SCIM connections of a top-level group.',
  example: 'integration list acme',
  args: z.object({ group: rootPath }),
  positional: ['group'],
  run: async ({ store, runtime }, _context, { group: path }) => {
    const group = await topLevelGroup(store, path);
    const found = await listIntegrations(store, group.id);
    return {
      group: group.slug,
      integrations: found.map((integration) => viewOf(integration, runtime.now())),
    };
  },
  text: ({ group, integrations }, paint) =>
    listing(
      ['name', 'state', 'live tokens', 'default role', 'id', 'created'],
      integrations.map((shown) => [
        shown.name,
        stateOf(shown),
        String(shown.liveTokens),
        shown.settings.defaultRole,
        shown.id,
        shortTime(shown.createdAt),
      ]),
      { none: `${group} has no integration.` },
      paint,
    ),
});

export const integrationShow = command({
  name: 'integration show',
  summary: 'Shows a SCIM connection and its settings.',
  example: 'integration show acme',
  args: z.object({ group: rootPath, integration: integrationName }),
  positional: ['group', 'integration'],
  run: async ({ store, runtime }, { publicUrl }, { group: path, integration: wanted }) => {
    const group = await topLevelGroup(store, path);
    const integration = await integrationOf(store, group, wanted);
    const [waiting, paused] = await Promise.all([
      listAttention(store, integration.id),
      pauseView(store, integration),
    ]);
    const { paused: _short, ...view } = viewOf(integration, runtime.now());
    return {
      group: group.slug,
      ...view,
      ...(paused ? { paused } : {}),
      scimUrl: scimUrlOf(publicUrl, group.slug),
      needAttention: waiting.length,
    };
  },
  text: (shown, paint) =>
    joined(
      paint('bold', shown.name),
      fields(
        [
          ['state', stateOf(shown)],
          ['paused since', shortTime(shown.paused?.at) || undefined],
          ['why', shown.paused?.reason],
          ['SCIM endpoint', shown.scimUrl],
          ['description', shown.description || undefined],
          ['preset', shown.preset],
          ['id', shown.id],
          ['created', shortTime(shown.createdAt)],
          ['live tokens', String(shown.liveTokens)],
          ['need attention', String(shown.needAttention)],
          ...settingFields(shown.settings),
        ],
        paint,
      ),
      shown.paused && pauseText(shown.group, shown.name, shown.paused),
    ),
});

export const integrationChange = command({
  name: 'integration change',
  summary: 'Changes the name, the settings or the state of a SCIM connection.',
  example: 'integration change acme --disable',
  args: z
    .object({
      group: rootPath,
      integration: integrationName,
      name: z.string().min(1).exactOptional().describe('a new name'),
      description: z.string().exactOptional().describe('a line about it'),
      enable: z.literal(true).exactOptional().describe('lets it work'),
      disable: z.literal(true).exactOptional().describe('refuses its requests with 403'),
      preset: presetName.describe('the identity provider whose settings it takes over'),
      ...settings,
    })
    .refine(({ enable, disable }) => !(enable && disable), { error: 'either --enable or --disable' })
    .refine(({ group: _group, integration: _integration, ...wishes }) => Object.keys(wishes).length > 0, {
      error: 'say what to change',
    }),
  positional: ['group', 'integration'],
  run: (
    { store, runtime },
    _context,
    { group: path, integration: wanted, name, description, enable, disable, preset: chosen, ...wishes },
  ) =>
    store.transaction(async (tx) => {
      const group = await topLevelGroup(tx, path);
      const integration = await integrationOf(tx, group, wanted);
      const changed = await changeIntegration(
        tx,
        runtime,
        integration,
        {
          ...(name === undefined ? {} : { name }),
          ...(description === undefined ? {} : { description }),
          ...(chosen === undefined ? {} : { preset: chosen }),
          ...(enable || disable ? { enabled: enable === true } : {}),
          ...(Object.keys(wishes).length === 0 ? {} : { settings: wishes }),
        },
        operator,
      );
      return { group: group.slug, ...viewOf(changed, runtime.now()) };
    }),
  text: ({ name, enabled, settings: all }, paint) =>
    joined(
      `Changed the integration ${name}; it is ${enabled ? 'enabled' : 'disabled'}.`,
      fields(settingFields(all), paint),
    ),
});

function viewOf(integration: Integration, now: number) {
  const { id, name, description, enabled, tokens, createdAt, paused } = integration;
  const liveTokens = tokens.filter((token) => isLive(token, now)).length;
  return {
    id,
    name,
    description,
    enabled,
    preset: integration.preset ?? 'generic',
    ...(integration.ending ? { ending: integration.ending } : {}),
    ...(integration.preview ? { preview: true } : {}),
    ...(paused ? { paused: { at: iso(paused.at), reason: paused.reason, removals: paused.removals } } : {}),
    settings: settingsOf(integration),
    liveTokens,
    createdAt: iso(createdAt),
  };
}

function stateOf({
  enabled,
  ending,
  paused,
  preview,
}: {
  readonly enabled: boolean;
  readonly ending?: string;
  readonly paused?: object;
  readonly preview?: boolean;
}): Cell {
  if (ending) return ['red', `being removed (--members ${ending})`];
  if (!enabled) return ['yellow', 'disabled'];
  if (preview) return ['yellow', 'preview'];
  return paused ? ['red', 'paused'] : ['green', 'enabled'];
}

function guardText(all: IntegrationSettings): string {
  if (all.removalGuard === 'off') return 'not guarded';
  const { removalPeople, removalPercent, removalWindowMinutes } = all;
  return `paused beyond ${removalPeople} people or ${removalPercent} % within ${removalWindowMinutes} min`;
}

function settingFields(all: IntegrationSettings) {
  return [
    ['default role', all.defaultRole],
    ['on e-mail exists', all.onEmailExists],
    ['on return', all.onReturn],
    ['unknown attributes', all.ignoreUnknownAttributes ? 'ignored' : 'refused'],
    ['replacing by one', all.singleReplaceAdds ? 'adds a member' : 'leaves one member'],
    ['discovery', all.plainDiscovery ? 'as in RFC 7643 alone' : 'whole'],
    ['mass removals', guardText(all)],
  ] as const;
}
