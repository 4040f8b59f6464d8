import { noticeOf, type Shown } from '../../../provisioning/index.ts';
import { type ListQuery, listHead, parseListQuery, parseSearchRequest } from '../../../scim/index.ts';
import type { Matches, Search } from '../../../store/index.ts';
import { atEnd } from '../../at_end.ts';
import type { Context, Middleware } from '../../types.ts';
import { callerOf } from '../authenticate.ts';
import { bodyOf, readBody } from '../body.ts';
import type { Endpoint, Tenant } from '../endpoint.ts';
import { type Asked, listPieces, resourcesOf } from '../list_pieces.ts';
import { countPage, holdPage } from '../memory.ts';
import { openNext, type Question, sealNext, searchOf } from '../paging.ts';
import { parameters } from '../parameters.ts';
import { sendPieces } from '../pieces.ts';
import { baseUrl } from '../present.ts';
import { type Load, loaded, readAhead } from '../read_ahead.ts';

/** `GET /{resources}` (RFC 7644 section 3.4.2). */
export function list(endpoint: Endpoint): Middleware[] {
  const load: Load<Answer> = async (ctx, tenant) => {
    const leniencies: string[] = [];
    const query = parseListQuery(parameters(ctx), endpoint.type, (leniency) => leniencies.push(leniency));
    return { query, leniencies, found: await find(ctx, endpoint, tenant, query) };
  };

  return [
    readAhead(endpoint.guess, load),
    ...endpoint.admit(endpoint.scopes.read),
    async function listResources(ctx: Context) {
      const { query, leniencies, found } = await loaded(ctx, load);
      const notice = noticeOf(callerOf(ctx));
      for (const leniency of leniencies) notice(leniency);
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
      await sendFound(ctx, endpoint, query, await find(ctx, endpoint, caller.integration, query));
    },
  ];
}

interface Answer {
  readonly query: ListQuery;
  readonly leniencies: readonly string[];
  readonly found: Matches<Shown>;
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

async function sendFound(
  ctx: Context,
  endpoint: Endpoint,
  query: ListQuery,
  { total, count, next, steps }: Matches<Shown>,
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
