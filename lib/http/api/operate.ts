import { limits } from '../../../config/limits.ts';
import type { Caller } from '../../access/index.ts';
import { givenTo, type Route, routes } from '../../api/index.ts';
import {
  type House,
  InvalidArguments,
  pathOfOwnGroup,
  performOnce,
  type Repeatable,
} from '../../operations/index.ts';
import type { Site } from '../pages/site.ts';
import type { Context, Middleware, Next } from '../types.ts';
import { conditionOf, etagOf, namesTag } from './etag.ts';
import { type JsonBody, jsonBody } from './json_body.ts';

const PREFIX = '/api/v1';

/** Performs the operation of a route for the token of the request. Passes on a request that has no caller. */
export function operate(site: Site, route: Route): Middleware {
  const { operation, method } = route;
  const shown = routes.find(({ path, method: verb }) => path === route.path && verb === 'get');
  return async function performOperation(ctx: Context, next: Next) {
    const { apiCaller: caller } = ctx.state;
    if (!caller) {
      await next();
      return;
    }
    const { sent, object } = await bodyOf(site, ctx, method);
    const given = await givenIn(site, ctx, route, { caller, body: object });
    const house = houseOf(site, ctx);
    const condition = method === 'get' ? undefined : conditionOf(ctx, { house, caller, shown, given });
    const around = condition ? { around: { condition } } : {};
    const repeatable = method === 'post' ? repeatableIn(ctx, sent) : undefined;
    const asked = { ...house, ...around };
    const result = repeatable
      ? await performOnce(asked, caller, operation, given, repeatable)
      : await operation.perform(asked, caller, given);
    answer(site, ctx, route, result);
  };
}

/** GET has no body, whatever it sends. */
async function bodyOf({ services }: Site, ctx: Context, method: Route['method']): Promise<JsonBody> {
  return method === 'get' ? { sent: Buffer.alloc(0), object: {} } : jsonBody(ctx, services.runtime);
}

/** The key of a request that may be repeated: an RFC 8941 string, or the bare text. */
function repeatableIn(ctx: Context, sent: Buffer): Repeatable | undefined {
  const header = ctx.headers['idempotency-key'];
  if (header === undefined) return undefined;
  const [, quoted, bare] =
    /^(?:"([\x20-\x21\x23-\x5b\x5d-\x7e]+)"|([\x21\x23-\x7e]+))$/.exec(String(header)) ?? [];
  const key = quoted ?? bare ?? '';
  if (key === '' || key.length > limits.idempotencyKeyChars)
    throw new InvalidArguments(
      `Idempotency-Key is a text of at most ${limits.idempotencyKeyChars} printable characters`,
    );
  return { key, request: `${ctx.method} ${ctx.url}\n${sent.toString('latin1')}` };
}

/** The input of the operation; a group that is named by its id gets its path. */
async function givenIn(
  { services }: Site,
  { params, query }: Pick<Context, 'params' | 'query'>,
  route: Route,
  { caller, body }: { readonly caller: Caller; readonly body: Record<string, unknown> },
) {
  const given: Record<string, unknown> = {
    ...givenTo(route, { params, query, body }),
  };
  const { group } = given;
  return typeof group === 'string' && route.key !== 'memberAccess'
    ? { ...given, group: await pathOfOwnGroup(services.store, caller, group) }
    : given;
}

/** As long as a page waits, or not at all with `Prefer: respond-async` (RFC 7240). */
function houseOf({ services, publicUrl, samlUrl, patience }: Site, ctx: Context): House {
  const isHurried = /(?:^|,)\s*respond-async\s*(?:,|;|$)/i.test(ctx.get('prefer'));
  return { services, publicUrl, samlUrl, patience: isHurried ? 0 : patience };
}

function answer({ publicUrl }: Site, ctx: Context, route: Route, result: object): void {
  const body = JSON.stringify(result);
  ctx.set({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  ctx.status = route.status;
  if (route.method === 'get') {
    const etag = etagOf(body);
    ctx.set('etag', etag);
    const known = ctx.get('if-none-match');
    if (known !== '' && namesTag(known, etag, 'weakly')) {
      ctx.status = 304;
      return;
    }
    const next = nextOf(result);
    if (next !== undefined) ctx.set('link', `<${pageAt(publicUrl, ctx, next)}>; rel="next"`);
  } else if ('work' in result && typeof result.work === 'string') {
    ctx.status = 202;
    const group = encodeURIComponent(ctx.params.group ?? '');
    ctx.set('location', `${publicUrl}${PREFIX}/groups/${group}/progress/${result.work}`);
  }
  ctx.type = 'application/json';
  ctx.body = body;
}

function nextOf(result: object): string | undefined {
  return 'next' in result && typeof result.next === 'string' ? result.next : undefined;
}

function pageAt(publicUrl: string, ctx: Context, cursor: string): string {
  const query = new URLSearchParams(ctx.querystring);
  query.set('cursor', cursor);
  return `${publicUrl}${ctx.path}?${query.toString()}`;
}
