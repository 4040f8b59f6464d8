import { z } from 'zod';
import { pathOf } from '../groups/tree.ts';
import { groups } from '../groups/types.ts';
import { integrationName, rootPath } from '../operations/arguments.ts';
import { integrationOf, topLevelGroup } from '../operations/find.ts';
import type { Planned } from '../provisioning/preview/preview.ts';
import type { Reader } from '../store/port.ts';
import { command, operator } from './command.ts';
import { joined, listing, plural, quoted } from './terminal/layout.ts';

const args = z.object({ group: rootPath, integration: integrationName });

interface PlanRow {
  readonly userName: string;
  readonly outcome: Planned['outcome'];
  readonly username?: string;
  readonly reason?: string;
  readonly joins: readonly string[];
  readonly leaves: readonly string[];
}

export const integrationPreview = command({
  name: 'integration preview',
  summary: 'Keeps what an identity provider sends from now on, and carries nothing out until it goes live.',
  example: 'integration preview acme',
  args,
  positional: ['group', 'integration'],
  run: ({ store, previews }, _context, { group: path, integration: wanted }) =>
    store.transaction(async (tx) => {
      const group = await topLevelGroup(tx, path);
      const integration = await integrationOf(tx, group, wanted);
      const { name } = previews.begin(tx, integration, operator);
      return { group: group.slug, integration: name };
    }),
  text: ({ group, integration }) =>
    joined(
      `The integration ${integration} is in preview: the identity provider is answered as if all were done.`,
      `See what it would do: integration plan ${group} --integration ${quoted(integration)}`,
    ),
});

export const integrationPlan = command({
  name: 'integration plan',
  summary: 'Shows what going live would do: accounts, links, conflicts, memberships.',
  example: 'integration plan acme',
  args,
  positional: ['group', 'integration'],
  run: async ({ store, previews }, _context, { group: path, integration: wanted }) => {
    const group = await topLevelGroup(store, path);
    const integration = await integrationOf(store, group, wanted);
    const plan: PlanRow[] = [];
    for await (const planned of previews.plan(integration)) plan.push(await rowOf(store, group.id, planned));
    return { group: group.slug, integration: integration.name, plan };
  },
  text: ({ group, integration, plan }, paint) =>
    joined(
      planText(
        plan,
        `The plan of ${integration} is empty: the identity provider has sent nothing yet.`,
        paint,
      ),
      `Carry it out: integration go-live ${group} --integration ${quoted(integration)}`,
    ),
});

export const integrationGoLive = command({
  name: 'integration go-live',
  summary: 'Ends the preview of an integration and carries out what it has kept.',
  example: 'integration go-live acme',
  args,
  positional: ['group', 'integration'],
  run: async ({ store, previews }, _context, { group: path, integration: wanted }) => {
    const group = await topLevelGroup(store, path);
    const integration = await integrationOf(store, group, wanted);
    const all: Planned[] = [];
    await previews.goLive(integration, operator, (done) => all.push(done));
    const done = await Promise.all(all.map((planned) => rowOf(store, group.id, planned)));
    return { group: group.slug, integration: integration.name, done };
  },
  text: ({ integration, done }, paint) =>
    joined(
      planText(done, 'There was nothing to carry out.', paint),
      `The integration ${integration} is live: ${plural(done.length, 'user', 'users')} carried out.`,
    ),
});

async function rowOf(reader: Reader, rootId: string, { access, ...planned }: Planned): Promise<PlanRow> {
  const named = await Promise.all(
    access.map(async ({ groupId, to }) => {
      const group = await reader.get(groups, rootId, groupId);
      return { path: group ? await pathOf(reader, group) : groupId, to };
    }),
  );
  return {
    ...planned,
    joins: named.flatMap(({ path, to }) => (to === undefined ? [] : [`${path}: ${to}`])),
    leaves: named.flatMap(({ path, to }) => (to === undefined ? [path] : [])),
  };
}

function planText(rows: readonly PlanRow[], none: string, paint: Parameters<typeof listing>[3]): string {
  return listing(
    ['userName', 'outcome', 'username', 'joins', 'leaves', 'why not'],
    rows.map(({ userName, outcome, username = '', joins, leaves, reason = '' }) => [
      userName,
      outcome === 'refuse' ? ['red', outcome] : outcome,
      username,
      joins.join(', '),
      leaves.join(', '),
      reason,
    ]),
    { none },
    paint,
  );
}
