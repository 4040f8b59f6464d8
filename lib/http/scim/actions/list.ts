import { noticeOf, type Shown } from '../../../provisioning/index.ts';
import { type ListQuery, listHead, parseListQuery, parseSearchRequest } from '../../../scim/index.ts';
import type { Matches, Search } from '../../../store/index.ts';
import { atEnd } from '../../at_end.ts';
import type { Context, Middleware, Next } from '../../types.ts';
import { callerOf } from '../authenticate.ts';
import { bodyOf } from '../body.ts';
import type { Endpoint, Tenant } from '../endpoint.ts';
import { type Asked, listPieces, resourcesOf } from '../list_pieces.ts';
import { countPage, holdPage } from '../memory.ts';
import { openNext, type Question, sealNext, searchOf } from '../paging.ts';
import { parameters } from '../parameters.ts';
import { sendPieces } from '../pieces.ts';
import { baseUrl } from '../present.ts';
import { type Load, loaded } from '../read_ahead.ts';

interface Found {
  readonly query: ListQuery;
  readonly leniencies: readonly string[];
  readonly matches: Matches<Shown>;
}

export function pageOf(endpoint: Endpoint): Load<Found> {
  return async (ctx, tenant) => {
    const leniencies: string[] = [];
    const query = parseListQuery(parameters(ctx), endpoint.type, (leniency) => leniencies.push(leniency));
    return { query, leniencies, matches: await find(ctx, endpoint, tenant, query) };
  };
}

/** `GET /{resources}` (RFC 7644 section 3.4.2). */
export function list(load: Load<Found>): Middleware {
  return async function listResources(ctx: Context, next: Next) {
    const found = await loaded(ctx, load);
    const notice = noticeOf(callerOf(ctx));
    for (const leniency of found.leniencies) notice(leniency);
    ctx.state.found = found;
    await next();
  };
}

/** `POST /{resources}/.search` (RFC 7644 section 3.4.3). */
export function search(endpoint: Endpoint): Middleware {
  return async function searchResources(ctx: Context, next: Next) {
    const caller = callerOf(ctx);
    const query = parseSearchRequest(bodyOf(ctx), endpoint.type, noticeOf(caller));
    ctx.state.found = { query, matches: await find(ctx, endpoint, caller.integration, query) };
    await next();
  };
}

/** A page, closed when the request ends. */
async function find(
  ctx: Context,
  endpoint: Endpoint,
  tenant: Tenant,
  query: ListQuery,
): Promise<Matches<Shown>> {
  const question = { endpoint, query };
  const from = startOf(question, tenant.id);
  await holdPage(ctx, tenant.id, [question]);
  const scope = endpoint.scopeOf(tenant);
  const found = await endpoint.service.query(scope, searchOf(query, from, query.page.count));
  atEnd(ctx, () => void found.close());
  countPage(ctx, found.count);
  return found;
}

/** Answers with the page that was found. */
export function showPage(endpoint: Endpoint): Middleware {
  return async function showFound(ctx: Context) {
    if (!ctx.state.found) throw new TypeError('no action has found a page');
    await sendPage(ctx, endpoint, ctx.state.found);
  };
}

async function sendPage(
  ctx: Context,
  endpoint: Endpoint,
  { query, matches: { total, count, next, steps } }: Pick<Found, 'query' | 'matches'>,
): Promise<void> {
  const { page, projection } = query;
  const { integration } = callerOf(ctx);
  const head = listHead({
    total,
    count,
    ...(page.kind === 'index' ? { startIndex: page.startIndex } : {}),
    ...(page.kind === 'cursor' && next !== undefined
      ? { nextCursor: sealNext(endpoint, integration.id, [{ endpoint, query }], next) }
      : {}),
  });
  const asked: Asked = { endpoint, tenant: integration, base: baseUrl(ctx, endpoint.publicUrl), projection };
  await sendPieces(ctx, listPieces(head, resourcesOf(ctx, steps, asked)));
}

function startOf(question: Question, integrationId: string): Search['from'] {
  const { page } = question.query;
  if (page.kind === 'index') return { offset: page.startIndex - 1 };
  if (page.cursor === undefined) return { offset: 0 };
  return { after: openNext(question.endpoint, integrationId, [question], page.cursor) };
}
