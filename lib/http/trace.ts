import type { Tracing } from '../observe/index.ts';
import { atEnd } from './at_end.ts';
import { methodOf, routeOf } from './measure.ts';
import type { Context, Middleware, Next } from './types.ts';

/** Makes a span of each request, until its answer is sent or given up. It names the route, not the address. */
export function traceRequests({ begin }: Pick<Tracing, 'begin'>): Middleware {
  return async function traceRequest(ctx: Context, next: Next) {
    const method = methodOf(ctx);
    const span = begin(
      { name: method, kind: 'server', attributes: { 'http.request.method': method } },
      ctx.headers,
    );
    atEnd(ctx, () => {
      const { statusCode } = ctx.res;
      const route = routeOf(ctx);
      span.end({
        name: `${method} ${route}`,
        attributes: { 'http.route': route, 'http.response.status_code': statusCode },
        ...(statusCode >= 500 ? { error: String(statusCode) } : {}),
      });
    });
    await span.within(next);
  };
}
