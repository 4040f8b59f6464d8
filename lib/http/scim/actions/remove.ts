import type { Context, Middleware, Next } from '../../types.ts';
import { callerOf } from '../authenticate.ts';
import { ifMatch } from '../conditions.ts';
import type { WritableEndpoint } from '../endpoint.ts';

/** `DELETE /{resources}/{id}` (RFC 7644 section 3.6). */
export function remove({ service }: WritableEndpoint): Middleware {
  return async function removeResource(ctx: Context, next: Next) {
    await service.remove(callerOf(ctx), String(ctx.params.id), ifMatch(ctx));
    await next();
  };
}
