import { z } from 'zod';
import type { Integration } from '../integrations/types.ts';
import { integrationName, rootPath } from '../operations/arguments.ts';
import { integrationOf, topLevelGroup } from '../operations/find.ts';
import { type AccountRef, accountRefById, iso } from '../operations/views.ts';
import { concerned, discardRemovals, resumeRemovals } from '../provisioning/removal_guard/removals.ts';
import type { Reader } from '../store/port.ts';
import { command, operator } from './command.ts';
import { joined, plural, quoted, shortTime } from './terminal/layout.ts';

const args = z.object({ group: rootPath, integration: integrationName });

/** Names shown before the rest is counted. */
const SHOWN = 20;

export const integrationResume = command({
  name: 'integration resume',
  summary: 'Lets an integration go on that a mass removal has paused.',
  example: 'integration resume acme',
  args,
  positional: ['group', 'integration'],
  run: ({ store, runtime }, _context, { group: path, integration: wanted }) =>
    store.transaction(async (tx) => {
      const group = await topLevelGroup(tx, path);
      const integration = await integrationOf(tx, group, wanted);
      const guardOffUntil = await resumeRemovals(tx, runtime, integration, operator);
      return { group: group.slug, integration: integration.name, guardOffUntil: iso(guardOffUntil) };
    }),
  text: ({ integration, guardOffUntil }) =>
    `Resumed the integration ${integration}; it may remove any number of people until ${shortTime(guardOffUntil)}.`,
});

export const integrationDiscard = command({
  name: 'integration discard',
  summary: 'Gives back what a mass removal has taken, and disables the integration.',
  example: 'integration discard acme',
  args,
  positional: ['group', 'integration'],
  run: async (services, _context, { group: path, integration: wanted }) => {
    const { store } = services;
    const group = await topLevelGroup(store, path);
    const integration = await integrationOf(store, group, wanted);
    const restored = await discardRemovals(services, integration, operator);
    return {
      group: group.slug,
      integration: integration.name,
      restored: await Promise.all(restored.map((id) => accountRefById(store, id))),
    };
  },
  text: ({ group, integration, restored }) =>
    joined(
      `Gave ${plural(restored.length, 'person', 'people')} the access back${namesAfter(restored)}`,
      `The integration ${integration} is disabled. Mend the identity provider, then: integration change ${group} ${quoted(integration)} --enable`,
    ),
});

export interface PauseView {
  readonly at: string;
  readonly reason: string;
  readonly removals: number;
  /** Whose removal was refused first. */
  readonly refused: AccountRef;
  /** Who has lost access, and would get it back. */
  readonly concerned: readonly AccountRef[];
}

export async function pauseView(reader: Reader, integration: Integration): Promise<PauseView | undefined> {
  const { paused } = integration;
  if (!paused) return undefined;
  const { at, reason, removals, refused } = paused;
  const people = await concerned(reader, integration);
  return {
    at: iso(at),
    reason,
    removals,
    refused: await accountRefById(reader, refused),
    concerned: await Promise.all(people.map((id) => accountRefById(reader, id))),
  };
}

/** What a pause is about and how it ends, for people. */
export function pauseText(
  group: string,
  integration: string,
  { refused, concerned: lost }: PauseView,
): string {
  const which = `${group} --integration ${quoted(integration)}`;
  return [
    `${plural(lost.length, 'person has', 'people have')} lost access${namesAfter(lost)}`,
    `The removal of ${refused.username} was refused, and so is every change since.`,
    `They are meant to go: rollcall integration resume ${which}`,
    `They are not: rollcall integration discard ${which}`,
  ].join('\n');
}

function namesAfter(people: readonly AccountRef[]): string {
  if (people.length === 0) return '.';
  const names = people.slice(0, SHOWN).map(({ username }) => username);
  const rest = people.length - names.length;
  return `: ${names.join(', ')}${rest === 0 ? '' : ` and ${rest} more`}.`;
}
