import type { Context, Middleware, Next } from '../types.ts';
import { callerOf } from './authenticate.ts';
import type { Tenant, WritableEndpoint } from './endpoint.ts';

/** Reads what a request asks for, inside one integration. */
export type Load<T> = (ctx: Context, tenant: Tenant) => Promise<T>;

/**
 * Starts reading while the token is still being checked, for the integration that the token had before: a guess that
 * saves a round trip to the store. The result is used only if the check, which runs for every request, returns that
 * integration.
 */
export function readAhead<T>(guess: (ctx: Context) => Tenant | undefined, load: Load<T>): Middleware {
  return function startReading(ctx: Context, next: Next) {
    const tenant = guess(ctx);
    if (tenant !== undefined) {
      const found = load(ctx, tenant);
      found.catch(() => undefined);
      ctx.state.ahead = { integrationId: tenant.id, found };
    }
    return next();
  };
}

/** What `readAhead` has found, otherwise what `load` finds now. */
export function loaded<T>(ctx: Context, load: Load<T>): Promise<T> {
  const { integration } = callerOf(ctx);
  const { ahead } = ctx.state;
  return ahead?.integrationId === integration.id ? (ahead.found as Promise<T>) : load(ctx, integration);
}

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
