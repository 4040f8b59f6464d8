import { logReplay } from '../../../operations/index.ts';
import { replayPage } from '../../../views/index.ts';
import { refusals } from '../../refusals.ts';
import type { Context, Middleware } from '../../types.ts';
import { sendPage } from '../send_page.ts';
import type { Site } from '../site.ts';
import { attempt } from './attempt.ts';
import { callerOf } from './caller.ts';
import { changeText } from './log_entries.ts';
import { placeHere } from './place.ts';
import { groupUrl, sideOf } from './side.ts';

/** What a recorded request would do now. Nothing changes, so it is a page and no form. */
export function showReplay(site: Site): Middleware {
  return async function replayRequest(ctx: Context) {
    const place = placeHere(ctx);
    const group = place.path;
    const request = String(ctx.params.entry ?? '');
    const tried = await attempt(() => logReplay.perform(site, callerOf(ctx), { group, request }));
    const log = groupUrl(group, 'log');
    const entry = `${log}/${encodeURIComponent(request)}`;
    const around = {
      side: sideOf(place, 'log'),
      crumbs: [
        { to: log, text: 'Log' },
        { to: entry, text: 'Request' },
      ],
      back: entry,
    };
    if ('problem' in tried) {
      await sendPage(site, ctx, { ...replayPage({ ...around, problem: tried.problem }), status: 409 });
      return;
    }
    const { done } = tried;
    const { refused } = done;
    const code = refused?.code;
    const known = Object.entries(refusals).find(([name]) => name === code)?.[1];
    const status = refused ? (refused.status ?? known?.status ?? 400) : (done.would?.status ?? 200);
    const page = replayPage({
      ...around,
      result: {
        ...done,
        status,
        outcome: refused?.detail ?? done.would?.outcome ?? '',
        changes: done.changes.map(changeText),
      },
    });
    await sendPage(site, ctx, page);
  };
}
