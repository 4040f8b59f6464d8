import { noticeOf, type Shown } from '../../../provisioning/resources.ts';
import { type ListQuery, parseListQuery, parseSearchRequest } from '../../../scim/messages/list_query.ts';
import { listResponse } from '../../../scim/messages/list_response.ts';
import type { Found, Search } from '../../../store/port.ts';
import type { Context, Middleware } from '../../types.ts';
import { callerOf } from '../authenticate.ts';
import { bodyOf, readBody } from '../body.ts';
import { withComputed } from '../computed.ts';
import type { Endpoint, Tenant } from '../endpoint.ts';
import { openNext, type Question, sealNext, searchOf } from '../paging.ts';
import { parameters } from '../parameters.ts';
import { listPieces, piecesOf, sendPieces } from '../pieces.ts';
import { baseUrl, present } from '../present.ts';
import { type Load, loaded, readAhead } from '../read_ahead.ts';
import { sendScim } from '../reply.ts';

/** `GET /{resources}` (RFC 7644 section 3.4.2). */
export function list(endpoint: Endpoint): Middleware[] {
  const load: Load<Answer> = async (ctx, tenant) => {
    const leniencies: string[] = [];
    const query = parseListQuery(parameters(ctx), endpoint.type, (leniency) => leniencies.push(leniency));
    return { query, leniencies, found: await find(endpoint, tenant, query) };
  };

  return [
    readAhead(endpoint.guess, load),
    ...endpoint.admit(endpoint.scopes.read),
    async function listResources(ctx: Context) {
      const { query, leniencies, found } = await loaded(ctx, load);
      leniencies.forEach(noticeOf(callerOf(ctx)));
      await sendFound(ctx, endpoint, query, found);
    },
  ];
}

/** `POST /{resources}/.search` (RFC 7644 section 3.4.3). */
export function search(endpoint: Endpoint): Middleware[] {
  return [
    ...endpoint.admit(endpoint.scopes.read),
    ...readBody(endpoint.runtime),
    async function searchResources(ctx: Context) {
      const caller = callerOf(ctx);
      const query = parseSearchRequest(bodyOf(ctx), endpoint.type, noticeOf(caller));
      await sendFound(ctx, endpoint, query, await find(endpoint, caller.integration, query));
    },
  ];
}

interface Answer {
  readonly query: ListQuery;
  readonly leniencies: readonly string[];
  readonly found: Found<Shown>;
}

function find(endpoint: Endpoint, tenant: Tenant, query: ListQuery): Promise<Found<Shown>> {
  const from = startOf({ endpoint, query }, tenant.id);
  return endpoint.service.query(endpoint.scopeOf(tenant), searchOf(query, from, query.page.count));
}

async function sendFound(
  ctx: Context,
  endpoint: Endpoint,
  query: ListQuery,
  { items, total, next }: Found<Shown>,
): Promise<void> {
  const { page, projection } = query;
  const base = baseUrl(ctx, endpoint.publicUrl);
  const { integration } = callerOf(ctx);
  const place = {
    total,
    ...(page.kind === 'index' ? { startIndex: page.startIndex } : {}),
    ...(page.kind === 'cursor' && next !== undefined
      ? { nextCursor: sealNext(endpoint, integration.id, [{ endpoint, query }], next) }
      : {}),
  };
  if (endpoint.type.apart) {
    const resources = items.map((stored) => piecesOf(stored, endpoint, base, projection));
    return sendPieces(ctx, listPieces(listResponse({ ...place, resources: items }), resources));
  }
  const shown = await withComputed(ctx, items, endpoint, integration, projection);
  const resources = shown.map((stored) => present(stored, endpoint, base, projection));
  sendScim(ctx, listResponse({ ...place, resources }));
}

function startOf(question: Question, integrationId: string): Search['from'] {
  const { page } = question.query;
  if (page.kind === 'index') return { offset: page.startIndex - 1 };
  if (page.cursor === undefined) return { offset: 0 };
  return { after: openNext(question.endpoint, integrationId, [question], page.cursor) };
}
