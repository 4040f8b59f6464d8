import type { Logger } from 'pino';
import type { Runtime } from '../kernel/index.ts';
import { maskText } from '../observe/index.ts';
import type { Context, Middleware, Next } from './types.ts';

const SENSIBLE = /^[\w.-]{8,64}$/;

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
