import type { IntegrationView, PauseView } from '../operations/index.ts';
import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { namesAfter } from './people.ts';
import { type Cell, fields, joined, listing, plural, quoted, shortTime } from './terminal/layout.ts';
import { progressOf } from './work.ts';

export const integrationCreate = commandOf(operations.integrationCreate, {
  example: 'integration create acme --name Okta --on-email-exists hold',
  positional: ['group'],
  text: ({ group, name, id }) =>
    joined(
      `Created the integration ${name} (${id}).`,
      `Give it a token: token create ${group} --integration ${quoted(name)} --name NAME`,
    ),
});

export const integrationList = commandOf(operations.integrationList, {
  example: 'integration list acme',
  positional: ['group'],
  text: ({ group, integrations }, paint) =>
    listing(
      ['name', 'state', 'live credentials', 'default role', 'id', 'created'],
      integrations.map((shown) => [
        shown.name,
        stateOf(shown),
        String(shown.liveCredentials),
        shown.settings.defaultRole,
        shown.id,
        shortTime(shown.createdAt),
      ]),
      { none: `${group} has no integration.` },
      paint,
    ),
});

export const integrationShow = commandOf(operations.integrationShow, {
  example: 'integration show acme',
  positional: ['group', 'integration'],
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
          ['live credentials', String(shown.liveCredentials)],
          ['need attention', String(shown.needAttention)],
          ...shown.checklist.steps.map(
            ({ step, at }) => [`first ${step}`, shortTime(at) || 'not yet'] as const,
          ),
          ['wrong credentials', shortTime(shown.checklist.wrongCredentials?.at) || undefined],
          ...settingFields(shown.settings),
        ],
        paint,
      ),
      shown.work && `${shown.work.title}: ${progressOf(shown.work)}. See rollcall work ${shown.group}`,
      shown.paused && pauseText(shown.group, shown.name, shown.paused),
    ),
});

export const integrationChange = commandOf(operations.integrationChange, {
  example: 'integration change acme --disable',
  positional: ['group', 'integration'],
  text: ({ name, enabled, settings }, paint) =>
    joined(
      `Changed the integration ${name}; it is ${enabled ? 'enabled' : 'disabled'}.`,
      fields(settingFields(settings), paint),
    ),
});

export const integrationRemove = commandOf(operations.integrationRemove, {
  example: 'integration remove acme --integration Okta --members revoke',
  positional: ['group', 'integration'],
  text: ({ group, integration, members, people }) =>
    members === 'keep'
      ? `Removed the integration ${integration}; ${plural(people, 'person stays', 'people stay')} in ${group} as if added by hand.`
      : `Removed the integration ${integration}, and what it gave to ${plural(people, 'person', 'people')} in ${group}.`,
});

/** What a pause means and how it ends. */
function pauseText(group: string, integration: string, { refused, concerned }: PauseView): string {
  const which = `${group} --integration ${quoted(integration)}`;
  return [
    `${plural(concerned.length, 'person has', 'people have')} lost access${namesAfter(concerned)}`,
    `The removal of ${refused.username} was refused, and so is every change since.`,
    `If this is intended: rollcall integration resume ${which}`,
    `If it is a mistake: rollcall integration discard ${which}`,
  ].join('\n');
}

function stateOf({
  enabled,
  ending,
  paused,
  preview,
}: Pick<IntegrationView, 'enabled' | 'ending' | 'preview'> & { readonly paused?: object }): Cell {
  if (ending) return ['red', `being removed (--members ${ending})`];
  if (!enabled) return ['yellow', 'disabled'];
  if (preview) return ['yellow', 'preview'];
  return paused ? ['red', 'paused'] : ['green', 'enabled'];
}

function guardText(settings: IntegrationView['settings']): string {
  if (settings.removalGuard === 'off') return 'not guarded';
  const { removalPeople, removalPercent, removalWindowMinutes } = settings;
  return `paused beyond ${removalPeople} people or ${removalPercent} % within ${removalWindowMinutes} min`;
}

function settingFields(settings: IntegrationView['settings']) {
  return [
    ['default role', settings.defaultRole],
    ['on e-mail exists', settings.onEmailExists],
    ['on return', settings.onReturn],
    ['unknown attributes', settings.ignoreUnknownAttributes ? 'ignored' : 'refused'],
    ['replacing by one', settings.singleReplaceAdds ? 'adds a member' : 'leaves one member'],
    ['discovery', settings.plainDiscovery ? 'as in RFC 7643 alone' : 'whole'],
    ['requests', settings.strict ? 'as the interoperability profile alone' : 'read leniently'],
    ['account discovery', settings.accountDiscovery ? 'on' : 'off'],
    ['mass removals', guardText(settings)],
  ] as const;
}
