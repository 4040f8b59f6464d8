import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { members, origins } from '../groups/index.ts';
import { countsOfDays } from '../provisioning/index.ts';
import { every } from '../store/index.ts';
import { groupPath, rootPath } from './arguments.ts';
import { query } from './operation.ts';
import { ofGroup, ofTopLevelGroup } from './targets.ts';

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
  run: async (view, _actor, { group: path }, { group }) => {
    const counts = new Map(origins.map((origin) => [origin, 0]));
    let looked = 0;
    for await (const { memberships } of every(view, members, group.rootId, {
      index: 'group',
      equal: [group.id],
    })) {
      if (looked >= limits.chartedMembers) return { group: path, ...shown(counts), isPartial: true };
      looked += 1;
      const held = memberships.find(({ groupId }) => groupId === group.id)?.origins ?? [];
      for (const kind of new Set(held.map((origin) => origin.kind)))
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    return { group: path, ...shown(counts), isPartial: false };
  },
});

function shown(counts: ReadonlyMap<string, number>) {
  return { origins: [...counts].map(([origin, count]) => ({ origin, count })) };
}
