import { credentialList, integrationList, logList } from '../../../operations/index.ts';
import { type LogFilter, logPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { sendPage } from '../send_page.ts';
import type { Site } from '../site.ts';
import { attempt } from './attempt.ts';
import { callerOf } from './caller.ts';
import { shownRequest } from './log_entries.ts';
import { placeHere } from './place.ts';
import { queried } from './queried.ts';
import { groupUrl, sideOf } from './side.ts';

const PAGE = 50;

/** The requests of all integrations of a group, with a filter from the URL. */
export function showLog(site: Site): Middleware {
  return async function logOfGroup(ctx: Context) {
    const place = placeHere(ctx);
    const caller = callerOf(ctx);
    const group = place.path;
    const { integrations } = await integrationList.perform(site, caller, { group });
    const filter: LogFilter = {
      user: queried(ctx, 'user').trim(),
      integration: queried(ctx, 'integration'),
      status: queried(ctx, 'status'),
      since: queried(ctx, 'since'),
    };
    const after = queried(ctx, 'after');
    const wish = {
      group,
      limit: PAGE,
      ...(filter.user === '' ? {} : { user: filter.user }),
      ...(filter.integration === '' ? {} : { integration: filter.integration }),
      ...(filter.since === '' ? {} : { since: filter.since }),
      ...(after === '' ? {} : { after }),
      failed: filter.status === 'refused',
    };
    const tried = await attempt(() => logList.perform(site, caller, wish));
    const found = 'done' in tried ? tried.done : { entries: [], next: undefined };
    const names = await credentialNames(site, ctx, integrations);
    const page = logPage({
      side: sideOf(place, 'log'),
      at: groupUrl(group, 'log'),
      filter,
      integrations,
      requests: found.entries.map((entry) => shownRequest(entry, names)),
      isLater: after !== '',
      next: found.next,
      problem: 'problem' in tried ? tried.problem : undefined,
    });
    await sendPage(site, ctx, { ...page, status: 'problem' in tried ? 422 : 200 });
  };
}

async function credentialNames(site: Site, ctx: Context, integrations: readonly { readonly id: string }[]) {
  const lists = await Promise.all(
    integrations.map(({ id }) =>
      credentialList.perform(site, callerOf(ctx), { group: placeHere(ctx).path, integration: id }),
    ),
  );
  return new Map(lists.flatMap(({ credentials }) => credentials.map(({ id, name }) => [id, name] as const)));
}
