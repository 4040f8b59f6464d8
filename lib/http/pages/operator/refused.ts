import { groupSummary, logList } from '../../../operations/index.ts';
import { operatorRefusedPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { changeText } from '../group/log_entries.ts';
import { queried } from '../group/queried.ts';
import { sendPage } from '../send_page.ts';
import type { Site } from '../site.ts';
import { operatorOf } from './door.ts';
import { groupAt, pathHere } from './groups.ts';

const PAGE = 50;

/** The requests that a count of the operator's pages counts. */
export function showOperatorRefused(site: Site): Middleware {
  return async function refusedOfGroup(ctx: Context) {
    const group = pathHere(ctx);
    const after = queried(ctx, 'after');
    const day = new Date(site.services.runtime.now()).toISOString().slice(0, 10);
    const wish = { group, failed: true, since: day, limit: PAGE, ...(after === '' ? {} : { after }) };
    const { name } = await groupSummary.perform(site, operatorOf(ctx), { group });
    const { entries, next } = await logList.perform(site, operatorOf(ctx), wish);
    const page = operatorRefusedPage({
      group: name,
      groupAt: groupAt(ctx),
      at: `${groupAt(ctx)}/refused`,
      day,
      requests: entries.map(({ changes = [], token, ...entry }) => ({
        ...entry,
        credential: token,
        changes: changes.map(changeText),
      })),
      isLater: after !== '',
      next,
    });
    await sendPage(site, ctx, page);
  };
}
