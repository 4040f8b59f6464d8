import type { Readable } from 'node:stream';
import type { Context } from '../types.ts';

const SCIM_JSON = 'application/scim+json';
const PLAIN_JSON = 'application/json';

/**
 * Sends a JSON body as `application/scim+json` (RFC 7644 section 8.1); as `application/json` only to a client that
 * accepts nothing else.
 */
export function sendScim(ctx: Context, body: object): void {
  sendScimText(ctx, JSON.stringify(body));
}

/** Like `sendScim`, for a body that is JSON already, as a text or a stream. */
export function sendScimText(ctx: Context, body: string | Readable): void {
  ctx.body = body;
  if (typeof body === 'string') ctx.state.room?.resize(body.length);
  setHeaders(ctx);
}

/**
 * Answers 204 with the media type of SCIM, which some clients check before the status. Koa removes the type of an empty
 * answer unless the headers are sent already; every header is set before this.
 */
export function sendNothing(ctx: Context): void {
  ctx.status = 204;
  setHeaders(ctx);
  ctx.flushHeaders();
}

function setHeaders(ctx: Context): void {
  ctx.set('cache-control', 'no-store');
  ctx.set('x-content-type-options', 'nosniff');
  const type = !ctx.accepts(SCIM_JSON) && ctx.accepts(PLAIN_JSON) ? PLAIN_JSON : SCIM_JSON;
  ctx.set('content-type', `${type}; charset=utf-8`);
}
