import { limits } from '../../../../config/limits.ts';
import { may } from '../../../access/index.ts';
import { DAY } from '../../../kernel/index.ts';
import {
  credentialList,
  integrationList,
  type LogRemedy,
  logList,
  logShow,
  type RemedyPlace,
} from '../../../operations/index.ts';
import { leniencies } from '../../../scim/index.ts';
import { logEntryPage, logPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { sendPage } from '../send_page.ts';
import type { Site } from '../site.ts';
import { attempt } from './attempt.ts';
import { callerOf } from './caller.ts';
import { daysHere } from './charts.ts';
import { changeText, sameUrl, shownRequest } from './log_entries.ts';
import { filterIn, queryOf, wishOf } from './log_query.ts';
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
    const filter = filterIn(ctx);
    const after = queried(ctx, 'after');
    const wish = { ...wishOf(ctx, filter), limit: PAGE, ...(after === '' ? {} : { after }) };
    const { integrations } = await integrationList.perform(site, caller, { group });
    const tried = await attempt(() => logList.perform(site, caller, wish));
    const found = 'done' in tried ? tried.done : { entries: [], next: undefined };
    const at = groupUrl(group, 'log');
    const page = logPage({
      side: sideOf(place, 'log'),
      at,
      query: queryOf(filter),
      filter,
      integrations,
      tokens: await tokensOf(site, ctx, integrations),
      days: filter.since === '' && after === '' ? await daysHere(site, ctx) : undefined,
      requests: found.entries.map((entry) => shownRequest(entry, at)),
      exported: limits.exportedRequests,
      isLater: after !== '',
      next: found.next,
      problem: 'problem' in tried ? tried.problem : undefined,
    });
    await sendPage(site, ctx, { ...page, status: 'problem' in tried ? 422 : 200 });
  };
}

/** One request: its bodies, its cause and its remedy. */
export function showLogEntry(site: Site): Middleware {
  return async function requestOfGroup(ctx: Context) {
    const place = placeHere(ctx);
    const group = place.path;
    const request = String(ctx.params.entry ?? '');
    const shown = await logShow.perform(site, callerOf(ctx), { group, request });
    const { entry, remedy } = shown;
    const at = groupUrl(group, 'log');
    const page = logEntryPage({
      ...shown,
      side: sideOf(place, 'log'),
      crumbs: [{ to: at, text: 'Log' }],
      changes: (entry.changes ?? []).map(changeText),
      bodyDays: limits.logBodyDays,
      isOld: site.services.runtime.now() - Date.parse(entry.at) >= limits.logBodyDays * DAY,
      replayAt: isReplayable(shown) ? `${at}/${encodeURIComponent(entry.id)}/replay` : undefined,
      remedy: remedy && shownRemedy(group, remedy, entry.integrationId),
      sameAt: sameUrl(entry, at),
      deviations: (entry.leniencies ?? []).map((code) => ({ code, text: leniencies[code] })),
    });
    await sendPage(site, ctx, page);
  };
}

/** Whether it is a change whose body is whole; the operation says what else is in its way. */
function isReplayable({
  entry,
  request,
}: {
  readonly entry: { readonly method: string; readonly path: string; readonly integrationId?: string };
  readonly request?: { readonly isCut: boolean };
}): boolean {
  const isWhole = entry.method === 'DELETE' || request?.isCut === false;
  return (
    entry.integrationId !== undefined &&
    isWhole &&
    /^\/(?!Bulk|\.search)[^/?]+(?:\/[^/?.]+)?$/i.test(entry.path)
  );
}

const labels: Readonly<Record<RemedyPlace, string>> = {
  integration: 'Open the integration',
  credentials: 'Generate a credential',
  attention: 'See who needs attention',
  paused: 'Decide about the removals',
  members: 'Open the members',
  settings: 'Open the settings',
};

/** A remedy with the page where it is carried out. */
function shownRemedy(group: string, { text, at }: LogRemedy, integrationId: string | undefined) {
  if (at === undefined) return { text };
  return { text, to: remedyUrl(group, at, integrationId), label: labelOf(at, integrationId) };
}

/** Without an integration, the owner chooses one first. */
function labelOf(at: RemedyPlace, integrationId: string | undefined): string {
  return at === 'members' || integrationId !== undefined ? labels[at] : 'Choose the integration';
}

function remedyUrl(group: string, at: RemedyPlace, integrationId: string | undefined): string {
  if (at === 'members') return groupUrl(group, 'members');
  const list = groupUrl(group, 'provisioning');
  if (integrationId === undefined) return list;
  const one = `${list}/${encodeURIComponent(integrationId)}`;
  if (at === 'integration') return one;
  return `${one}/${at === 'credentials' ? 'credentials/new' : at}`;
}

/** The credentials to filter by, revoked ones too. */
async function tokensOf(site: Site, ctx: Context, integrations: readonly { readonly id: string }[]) {
  const { parties, path: group } = placeHere(ctx);
  if (!may(parties, 'credential.list')) return [];
  const lists = await Promise.all(
    integrations.map(({ id }) => credentialList.perform(site, callerOf(ctx), { group, integration: id })),
  );
  return lists.flatMap(({ integration, credentials }) =>
    credentials.map(({ id, name }) => ({ id, name, integration })),
  );
}
