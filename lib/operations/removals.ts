import { z } from 'zod';
import { beginDiscard, resumeRemovals } from '../provisioning/index.ts';
import { integrationName, rootPath } from './arguments.ts';
import { integrationOf } from './find.ts';
import { change, procedure } from './operation.ts';
import { ofTopLevelGroup } from './targets.ts';
import { accountRefById, iso } from './views.ts';
import { leftOf } from './work.ts';

const input = z.object({ group: rootPath, integration: integrationName });

export const integrationResume = change({
  name: 'integration.resume',
  summary: 'Resumes an integration that a mass removal has paused.',
  target: ofTopLevelGroup,
  input,
  run: async (unit, actor, { integration: wanted }, { group }) => {
    const integration = await integrationOf(unit, group, wanted);
    const guardOffUntil = await resumeRemovals(unit, integration, actor);
    return { group: group.slug, integration: integration.name, guardOffUntil: iso(guardOffUntil) };
  },
});

export const integrationDiscard = procedure({
  name: 'integration.discard',
  summary: 'Restores the access that a mass removal has taken, and disables the integration.',
  target: ofTopLevelGroup,
  input,
  run: async (transact, actor, { integration: wanted }, { group, services, patience }) => {
    const integration = await integrationOf(services.store, group, wanted);
    const discard = await transact((unit) => beginDiscard(unit, integration, actor));
    const work = await services.runner.finish(discard, patience);
    const { restored } = work.state;
    return {
      group: group.slug,
      integration: integration.name,
      restored: await Promise.all(restored.map((id) => accountRefById(services.store, id))),
      ...leftOf(work),
    };
  },
});
