import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { countsOfDays } from '../provisioning/index.ts';
import { groupPath, rootPath } from './arguments.ts';
import { query } from './operation.ts';
import { ofGroup, ofTopLevelGroup } from './targets.ts';
import { iso } from './views.ts';

export const logDays = query({
  name: 'log.days',
  summary: 'Counts the SCIM requests of the last days, and those that were refused.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath }),
  run: async (view, _actor, _input, { group, services: { logBook } }) => {
    await logBook.flush();
    return {
      group: group.slug,
      days: await countsOfDays(view, group.id, view.now(), limits.chartedDays),
    };
  },
});

export const memberOrigins = query({
  name: 'member.origins',
  summary: 'Counts the members of a group by the origins of their roles.',
  target: ofGroup,
  input: z.object({ group: groupPath }),
  run: async (view, _actor, { group: path }, { group, services: { memberCounts } }) => {
    const { at, ...counted } = await memberCounts.of(view, group);
    return { group: path, ...counted, at: iso(at) };
  },
});
