import { recordOf, type Shown } from '../../provisioning/index.ts';
import { NotFound, type Notice, namesEtag, parseProjection } from '../../scim/index.ts';
import type { Context, Middleware } from '../types.ts';
import { callerOf } from './authenticate.ts';
import { withComputed } from './computed.ts';
import type { Endpoint, Tenant } from './endpoint.ts';
import { parameters } from './parameters.ts';
import { piecesOfWhole, sendPieces } from './pieces.ts';
import { baseUrl, locationOf, present, sendScim, shownEtag, showsApart } from './present.ts';

/**
 * Answers with one resource, its location and its `ETag` (RFC 7644 sections 3.3 and 3.14), or with 304 to a client that
 * has this version. Throws `NotFound` when the resource has been deleted concurrently.
 */
export async function sendResource(
  ctx: Context,
  stored: Shown,
  endpoint: Endpoint,
  tenant: Tenant = callerOf(ctx).integration,
): Promise<void> {
  const base = baseUrl(ctx, endpoint.publicUrl);
  const projection = parseProjection(endpoint.type, parameters(ctx), noticeIn(ctx));
  if (showsApart(endpoint, projection)) {
    const whole = await endpoint.service.whole?.(stored);
    if (!whole)
      throw new NotFound(`There is no ${endpoint.type.name} ${stored.id}. Look for it with a filter.`);
    if (isKnown(ctx, whole.stored, endpoint, base)) return whole.close();
    await sendPieces(ctx, piecesOfWhole(whole, endpoint, base, projection));
  } else {
    const [shown = stored] = await withComputed(ctx, [stored], endpoint, tenant, projection);
    if (isKnown(ctx, shown, endpoint, base)) return;
    sendScim(ctx, present(shown, endpoint, base, projection));
  }
}

/** Answers with the resource that was read or changed. */
export function showResource(endpoint: Endpoint): Middleware {
  return async function showOne(ctx: Context) {
    await sendResource(ctx, resourceIn(ctx), endpoint);
  };
}

/** The resource that an action has read or changed. */
export function resourceIn({ state }: Context): Shown {
  if (!state.resource) throw new TypeError('no action has found a resource');
  return state.resource;
}

/** A person reads `/Me`, without an integration whose log could name a leniency. */
function noticeIn({ state }: Context): Notice | undefined {
  return state.caller && recordOf(state.caller);
}

/** Sets location and ETag (RFC 9110 section 15.4.5: for a 304 too); answers 304 if the client has this version. */
function isKnown(ctx: Context, shown: Shown, endpoint: Endpoint, base: string): boolean {
  const etag = shownEtag(shown);
  const location = locationOf(shown, endpoint, base);
  ctx.set('location', location);
  ctx.set('content-location', location);
  ctx.set('etag', etag);
  const isUnchanged = isFresh(ctx, etag);
  if (isUnchanged) ctx.status = 304;
  return isUnchanged;
}

/** Whether the client has this answer already (`If-None-Match`). */
function isFresh(ctx: Context, etag: string): boolean {
  const header = ctx.get('if-none-match');
  return (ctx.method === 'GET' || ctx.method === 'HEAD') && header !== '' && namesEtag(header, etag);
}
