import { groupSummary, seatsRemove, seatsSet } from '../../../operations/index.ts';
import { operatorSeatsPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field } from '../form.ts';
import { attempt } from '../group/attempt.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { operatorOf } from './door.ts';

const labelOf = (argument: string) => (argument === 'seats' ? 'Seats' : 'When no seat is free');

export function showSeats(site: Site): Middleware {
  return async function seatsForm(ctx: Context) {
    const group = await groupSummary.perform(site, operatorOf(ctx), { group: pathHere(ctx) });
    const { limit } = group;
    const typed = { seats: String(limit?.seats ?? ''), whenFull: limit?.whenFull ?? 'refuse' };
    await sendPage(site, ctx, operatorSeatsPage({ group, limit, typed }));
  };
}

export function saveSeats(site: Site): Middleware {
  return async function limitSeats(ctx: Context) {
    const caller = operatorOf(ctx);
    const typed = { seats: field(ctx, 'seats').trim(), whenFull: field(ctx, 'whenFull') };
    const wish = { group: pathHere(ctx), ...typed };
    const tried = await attempt(() => seatsSet.perform(site, caller, wish, labelOf));
    if ('problem' in tried) {
      const group = await groupSummary.perform(site, caller, { group: pathHere(ctx) });
      const page = operatorSeatsPage({ group, limit: group.limit, typed, problem: tried.problem });
      await sendPage(site, ctx, { ...page, status: 422 });
      return;
    }
    await say(site, ctx, { kind: 'done', text: `The group has ${typed.seats} seats.` });
    redirect(site, ctx, groupAt(ctx));
  };
}

export function removeSeats(site: Site): Middleware {
  return async function unlimitSeats(ctx: Context) {
    await seatsRemove.perform(site, operatorOf(ctx), { group: pathHere(ctx) });
    await say(site, ctx, { kind: 'done', text: 'The group has no limit of seats any more.' });
    redirect(site, ctx, groupAt(ctx));
  };
}

function pathHere(ctx: Context): string {
  return ctx.params.group ?? '';
}

function groupAt(ctx: Context): string {
  return `/operator/groups/${encodeURIComponent(pathHere(ctx))}`;
}
