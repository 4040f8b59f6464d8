import { z } from 'zod';
import type { Actor, View } from '../audit/index.ts';
import { groups, pathOf } from '../groups/index.ts';
import { goLive, type Planned } from '../provisioning/index.ts';
import type { Reader } from '../store/index.ts';
import { integrationName, pageOf, paging, rootPath } from './arguments.ts';
import { integrationOf } from './find.ts';
import { inTurns } from './in_turns.ts';
import { change, procedure, query } from './operation.ts';
import { ofTopLevelGroup } from './targets.ts';
import { leftOf } from './work.ts';

const input = z.object({ group: rootPath, integration: integrationName });

/** What going live does to one user. */
export interface PlanRow {
  readonly userName: string;
  readonly outcome: Planned['outcome'];
  readonly username?: string;
  readonly reason?: string;
  readonly joins: readonly string[];
  readonly leaves: readonly string[];
}

export const integrationPreview = change({
  name: 'integration.preview',
  summary:
    'Stores what an identity provider sends from now on, and applies nothing until the integration goes live.',
  target: ofTopLevelGroup,
  input,
  run: async (unit, actor, { integration: wanted }, { group, services: { previews } }) => {
    const { name } = previews.begin(unit, await integrationOf(unit, group, wanted), actor);
    return { group: group.slug, integration: name };
  },
});

export const integrationPlan = query({
  name: 'integration.plan',
  summary: 'Shows the effect of going live: accounts, links, conflicts, memberships.',
  target: ofTopLevelGroup,
  input: input.extend(paging),
  run: async (reader, actor, { group: _path, integration: wanted, ...page }, { group, services }) => {
    const { previews } = services;
    const integration = await integrationOf(reader, group, wanted);
    const [{ items, next }, people] = await Promise.all([
      previews.plan(integration, pageOf(page)),
      previews.planned(integration),
    ]);
    return {
      group: group.slug,
      integration: integration.name,
      people,
      plan: await rowsOf(reader, actor, group.id, items),
      ...(next === undefined ? {} : { next }),
    };
  },
});

export const integrationGoLive = procedure({
  name: 'integration.go_live',
  summary: 'Ends the preview of an integration and applies what was stored.',
  target: ofTopLevelGroup,
  input,
  run: async (transact, actor, { integration: wanted }, { group, services, patience }) => {
    const { store, runner } = services;
    const integration = await integrationOf(store, group, wanted);
    const begun = await transact((unit) => goLive(unit, integration, actor));
    const work = await runner.finish(begun, patience);
    const { first, people } = work.state;
    const done = await rowsOf(store, actor, group.id, first);
    return { group: group.slug, integration: integration.name, people, done, ...leftOf(work) };
  },
});

function rowsOf(view: View, actor: Actor, rootId: string, planned: readonly Planned[]): Promise<PlanRow[]> {
  return inTurns(view, planned, (one) => rowOf(view, actor, rootId, one));
}

/** Of a held user only the operator learns whose account has the e-mail. */
async function rowOf(
  reader: Reader,
  actor: Actor,
  rootId: string,
  { userName, outcome, username, reason, access }: Planned,
): Promise<PlanRow> {
  const isSeen = username !== undefined && (outcome !== 'hold' || actor.kind === 'operator');
  const named = await Promise.all(
    access.map(async ({ groupId, to }) => {
      const group = await reader.get(groups, rootId, groupId);
      return { path: group ? await pathOf(reader, group) : groupId, to };
    }),
  );
  return {
    userName,
    outcome,
    ...(isSeen ? { username } : {}),
    ...(reason === undefined ? {} : { reason }),
    joins: named.flatMap(({ path, to }) => (to === undefined ? [] : [`${path}: ${to}`])),
    leaves: named.flatMap(({ path, to }) => (to === undefined ? [path] : [])),
  };
}
