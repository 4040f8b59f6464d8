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
        route: String(ctx.state.route ?? ctx._matchedRoute ?? 'none'),
        method: methods.has(ctx.method) ? ctx.method : OTHER,
        status: ctx.res.statusCode,
        seconds: seconds(),
      }),
    );
    await next();
  };
}
