import type { Context, Middleware, Next } from '../types.ts';
import type { Tenant, WritableEndpoint } from './endpoint.ts';

/**
 * Begins reading what a change will need while its token is being checked and its body arrives, for the integration that
 * the token had before. A unit of work uses it only if the check returns that integration.
 */
export function foresee(
  guess: (ctx: Context) => Tenant | undefined,
  { service }: WritableEndpoint,
): Middleware {
  return function foreseeChange(ctx: Context, next: Next) {
    const tenant = guess(ctx);
    const ahead = tenant && service.foresee?.(tenant, ctx.method, ctx.params.id);
    if (ahead) ctx.state.foreseen = { integrationId: tenant.id, ahead };
    return next();
  };
}
