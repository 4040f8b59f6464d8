import { isIP } from 'node:net';
import type { Logger } from 'pino';
import { limits } from '../../config/limits.ts';
import type { Runtime } from '../kernel/index.ts';
import { maskText } from '../observe/index.ts';
import type { RequestInfo } from '../provisioning/index.ts';
import type { Context, Middleware, Next } from './types.ts';

/** The kinds of tokens that the endpoints of an integration take. */
export const scimTokenKinds = ['rcs', 'rca'] as const;

/** Some identity providers send the configured text as the whole header, without the scheme. */
const BEARER = /^(?:Bearer +)?(\S+) *$/i;

/** `192.0.2.1:4711` and `[2001:db8::1]:4711`, as some proxies forward an address. */
const WITH_PORT = /^(?:\[([^\]]+)\]|([\d.]+))(?::\d{1,5})?$/;

/** A request id that a proxy may give. */
const SENSIBLE = /^[\w.-]{8,64}$/;

/** Stores the client's address while the connection exists. A proxy may forward any text: only an IP address counts. */
export function settleAddress(ctx: Context, next: Next): Promise<unknown> {
  const [, bracketed, dotted] = WITH_PORT.exec(ctx.ip) ?? [];
  const address = (bracketed ?? dotted ?? ctx.ip).replace(/%.*/, '');
  ctx.request.ip = isIP(address) === 0 ? 'unknown' : address;
  return next();
}

/** The `User-Agent`, cut to the allowed length. */
export function userAgentOf(ctx: Context): string {
  return maskText(ctx.get('user-agent')).slice(0, limits.nameChars);
}

/** The bearer token of a request, from the header only (RFC 6750 section 2.1); empty when there is none. */
export function bearerOf(ctx: Context): string {
  return BEARER.exec(ctx.get('authorization'))?.[1] ?? '';
}

/** The data of a request for the provisioning log. */
export function requestInfo(ctx: Context): RequestInfo {
  return {
    requestId: ctx.state.requestId,
    method: ctx.method,
    path: pathBelow(ctx.url, String(ctx.params?.group ?? '')),
    ip: ctx.ip,
    userAgent: userAgentOf(ctx),
    ...(ctx.state.startedAt === undefined ? {} : { startedAt: ctx.state.startedAt }),
  };
}

/** The URL relative to the SCIM base URL. */
function pathBelow(url: string, group: string): string {
  const prefix = /^\/api\/scim\/v2\/groups\/[^/?]*/.exec(url)?.[0] ?? `/api/scim/v2/groups/${group}`;
  const below = url.slice(prefix.length);
  return below.startsWith('/') ? below : `/${below}`;
}

/**
 * Gives every request an id: the `X-Request-Id` from a proxy if it is well-formed and contains no secret, else a new
 * one.
 */
export function requestId(runtime: Runtime, logger: Logger): Middleware {
  return function nameRequest(ctx: Context, next: Next) {
    const sent = ctx.get('x-request-id');
    ctx.state.requestId = SENSIBLE.test(sent) && maskText(sent) === sent ? sent : runtime.id();
    ctx.state.log = logger;
    ctx.set('x-request-id', ctx.state.requestId);
    return next();
  };
}
