import { authorize } from '../../../integrations/index.ts';
import { type Caller, noticeOf, type Shown } from '../../../provisioning/index.ts';
import {
  InvalidCursor,
  InvalidFilter,
  InvalidPath,
  type ListQuery,
  listHead,
  type Notice,
  parseSearchRequest,
  type Resource,
  type ScimError,
  withForeign,
} from '../../../scim/index.ts';
import type { Matches, Search } from '../../../store/index.ts';
import { atEnd } from '../../at_end.ts';
import type { Context, Middleware, Next } from '../../types.ts';
import { callerOf } from '../authenticate.ts';
import { bodyOf } from '../body.ts';
import type { Endpoint } from '../endpoint.ts';
import { listPieces, resourcesOf } from '../list_pieces.ts';
import { countPage, holdPage } from '../memory.ts';
import { openNext, type Question, sealNext, searchOf } from '../paging.ts';
import { parameters } from '../parameters.ts';
import { sendPieces } from '../pieces.ts';
import { baseUrl } from '../present.ts';

interface Parts {
  readonly endpoints: readonly Endpoint[];
  readonly publicUrl: string;
}

/**
 * `POST /.search` (RFC 7644 section 3.4.3): every resource type that the token may read, except the catalogs, in the
 * order of `/ResourceTypes`. Each type is sorted separately. Index and cursor cover all of them.
 */
export function searchAll(parts: Parts): Middleware {
  return answer(parts, bodyOf);
}

/** `GET` of the base URL (section 3.4.2.1): the same search, with query parameters. */
export function queryAll(parts: Parts): Middleware {
  return answer(parts, parameters);
}

/** Admits a request whose token may read any of the resource types. */
export function requireAnyScope(endpoints: readonly Endpoint[]): Middleware {
  return async function checkAnyScope(ctx: Context, next: Next) {
    readable(endpoints, callerOf(ctx));
    await next();
  };
}

function answer({ endpoints, publicUrl }: Parts, askedBy: (ctx: Context) => unknown): Middleware {
  const ask = asker(endpoints);
  return async function searchEverything(ctx: Context) {
    const caller = callerOf(ctx);
    const questions = questionsOf(readable(endpoints, caller), askedBy(ctx), (endpoint, asked) =>
      ask(endpoint, asked, noticeOf(caller)),
    );
    const { parts, total, count, next } = await pageOf(ctx, questions, caller);
    const [first] = questions;
    const page = first?.query.page;
    const head = listHead({
      total,
      count,
      ...(page?.kind === 'index' ? { startIndex: page.startIndex } : {}),
      ...(first && next !== undefined
        ? { nextCursor: sealNext(first.endpoint, caller.integration.id, questions, next) }
        : {}),
    });
    await sendPieces(ctx, listPieces(head, resourcesIn(ctx, parts, baseUrl(ctx, publicUrl))));
  };
}

async function* resourcesIn(
  ctx: Context,
  parts: readonly Part[],
  base: string,
): ReturnType<typeof resourcesOf> {
  const tenant = callerOf(ctx).integration;
  for (const { question, found } of parts) {
    const { endpoint, query } = question;
    yield* resourcesOf(ctx, found.steps, { endpoint, tenant, base, projection: query.projection });
  }
}

/** The query for one type. A filter may name attributes of all types, whatever the token may read. */
function asker(endpoints: readonly Endpoint[]) {
  const types = endpoints.map(({ type }) => type);
  const filtered = new Map(types.map((type) => [type, withForeign(type, types)]));
  return (endpoint: Endpoint, asked: unknown, notice: Notice): Question => {
    const { type } = endpoint;
    return { endpoint, query: parseSearchRequest(asked, type, notice, filtered.get(type)) };
  };
}

/** Throws `RuleError` `insufficient_scope` when the token may read nothing. */
function readable(endpoints: readonly Endpoint[], caller: Caller): Endpoint[] {
  const allowed = endpoints.filter(({ scopes }) => caller.token.scopes.includes(scopes.read));
  const [first] = endpoints;
  if (allowed.length === 0 && first) authorize(caller, first.scopes.read);
  return allowed;
}

/**
 * The query for each type. A type for which a comparison makes no sense has no match; one without the attribute of
 * `sortBy` keeps its own order. It is an error if that applies to all types.
 */
function questionsOf(
  endpoints: readonly Endpoint[],
  body: unknown,
  ask: (endpoint: Endpoint, asked: unknown) => Question,
): Question[] {
  const [unfiltered, unsorted] = [without('filter', body), without('sortby', body)];
  const matching = fitting(endpoints, InvalidFilter, (endpoint) => ask(endpoint, unsorted));
  const sortable = fitting(endpoints, InvalidPath, (endpoint) => ask(endpoint, unfiltered));
  return matching.map((endpoint) => ask(endpoint, sortable.includes(endpoint) ? body : unsorted));
}

/** The types that accept the query; throws the first error when there is none. */
function fitting(
  endpoints: readonly Endpoint[],
  misfit: typeof InvalidFilter | typeof InvalidPath,
  put: (endpoint: Endpoint) => unknown,
): Endpoint[] {
  const errors: ScimError[] = [];
  const found = endpoints.filter((endpoint) => {
    try {
      put(endpoint);
      return true;
    } catch (error) {
      if (!(error instanceof misfit)) throw error;
      errors.push(error);
      return false;
    }
  });
  const [first] = errors;
  if (first && found.length === 0) throw first;
  return found;
}

function without(member: string, body: unknown): Resource {
  return Object.fromEntries(
    Object.entries(body as Resource).filter(([name]) => name.toLowerCase() !== member),
  );
}

/** The part of the page from one type. */
interface Part {
  readonly question: Question;
  readonly found: Matches<Shown>;
}

interface Page {
  readonly parts: readonly Part[];
  readonly total: number;
  readonly count: number;
  /** The first type of the next page, and the position in it. */
  readonly next?: string;
}

async function pageOf(ctx: Context, questions: readonly Question[], caller: Caller): Promise<Page> {
  const [first] = questions;
  const start = startOf(questions, caller);
  await holdPage(ctx, caller.integration.id, questions);
  const parts: Part[] = [];
  let { skip } = start;
  let room = first?.query.page.count ?? 0;
  const wanted = room;
  let total = 0;
  let next: string | undefined;
  for (const [at, question] of questions.entries()) {
    const { endpoint, query } = question;
    const isBefore = at < start.at;
    const from: Search['from'] =
      at === start.at && start.after !== '' ? { after: start.after } : { offset: skip };
    const found = await endpoint.service.query(
      endpoint.scopeOf(caller.integration),
      searchOf(query, from, isBefore ? 0 : room),
    );
    atEnd(ctx, () => void found.close());
    const isCut = room === 0 ? found.total > 0 : found.next !== undefined;
    if (!isBefore && isCut) next ??= `${endpoint.type.id} ${room === 0 ? '' : found.next}`;
    total += found.total;
    skip = Math.max(0, skip - found.total);
    room -= found.count;
    parts.push({ question, found });
  }
  const isByCursor = first?.query.page.kind === 'cursor';
  const count = wanted - room;
  countPage(ctx, count);
  return { parts, total, count, ...(isByCursor && wanted > 0 && next !== undefined ? { next } : {}) };
}

interface Start {
  /** How many matches to skip. */
  readonly skip: number;
  /** The first type of the page, and the position in it. */
  readonly at: number;
  readonly after: string;
}

function startOf(questions: readonly Question[], caller: Caller): Start {
  const [first] = questions;
  const page: ListQuery['page'] | undefined = first?.query.page;
  if (page?.kind === 'index') return { skip: page.startIndex - 1, at: 0, after: '' };
  if (!first || page?.cursor === undefined) return { skip: 0, at: 0, after: '' };
  const text = openNext(first.endpoint, caller.integration.id, questions, page.cursor);
  const [type, after = ''] = text.split(' ');
  const at = questions.findIndex(({ endpoint }) => endpoint.type.id === type);
  if (at < 0) throw new InvalidCursor('The cursor does not belong to this list. Start the list again.');
  return { skip: 0, at, after };
}
