import type { MeasuredRequest } from '../observe/index.ts';
import { atEnd } from './at_end.ts';
import type { Context, Middleware, Next } from './types.ts';

export interface Measuring {
  request(measured: MeasuredRequest): void;
  /** Starts a clock that tells seconds. */
  stopwatch(): () => number;
}

const OTHER = 'OTHER';
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** Reports each request when its answer is sent or given up. */
export function measure({ request, stopwatch }: Measuring): Middleware {
  return async function measureRequest(ctx: Context, next: Next) {
    const seconds = stopwatch();
    atEnd(ctx, () =>
      request({
        route: routeOf(ctx),
        method: methodOf(ctx),
        status: ctx.res.statusCode,
        seconds: seconds(),
      }),
    );
    await next();
  };
}

/** The pattern of the path, once the router has found it. */
export function routeOf(ctx: Context): string {
  return String(ctx.state.route ?? ctx._matchedRoute ?? 'none');
}

/** The method, if it is one of a few. */
export function methodOf({ method }: Context): string {
  return methods.has(method) ? method : OTHER;
}
