import type { Shown } from '../../../provisioning/index.ts';
import { NotFound } from '../../../scim/index.ts';
import type { Context, Middleware, Next } from '../../types.ts';
import type { Endpoint } from '../endpoint.ts';
import { type Load, loaded } from '../read_ahead.ts';

export function resourceOf({ service, scopeOf }: Endpoint): Load<Shown | undefined> {
  return (ctx, tenant) => service.get(scopeOf(tenant), String(ctx.params.id));
}

/** `GET /{resources}/{id}` (RFC 7644 section 3.4.1). */
export function read({ type }: Endpoint, load: Load<Shown | undefined>): Middleware {
  return async function readOne(ctx: Context, next: Next) {
    const found = await loaded(ctx, load);
    if (!found) throw new NotFound(`There is no ${type.name} ${ctx.params.id}. Look for it with a filter.`);
    ctx.state.resource = found;
    await next();
  };
}
