import { may } from '../../../access/index.ts';
import { logDays, memberOrigins } from '../../../operations/index.ts';
import type { Context } from '../../types.ts';
import type { Site } from '../site.ts';
import { callerOf } from './caller.ts';
import { placeHere } from './place.ts';
import { groupUrl } from './side.ts';

const DAY = 86_400_000;

/** Requests of the last days, each with its part of the log; undefined where the person may not see them. */
export async function daysHere(site: Site, ctx: Context) {
  const { group, path, parties } = placeHere(ctx);
  if (group.parentId !== undefined || !may(parties, 'log.days')) return undefined;
  const { days } = await logDays.perform(site, callerOf(ctx), { group: path });
  return days.map((count) => ({ ...count, to: `${groupUrl(path, 'log')}?${spanOf(count.day)}` }));
}

/** The origins of the members; undefined where the person may not see them. */
export async function originsHere(site: Site, ctx: Context) {
  const { path, parties } = placeHere(ctx);
  if (!may(parties, 'member.origins')) return undefined;
  return memberOrigins.perform(site, callerOf(ctx), { group: path });
}

function spanOf(day: string): string {
  const until = new Date(Date.parse(day) + DAY).toISOString().slice(0, 10);
  return new URLSearchParams({ since: day, until }).toString();
}
