import { noticeOf } from '../../../provisioning/index.ts';
import { readResource } from '../../../scim/index.ts';
import type { Context, Middleware, Next } from '../../types.ts';
import { callerOf } from '../authenticate.ts';
import { bodyOf } from '../body.ts';
import type { WritableEndpoint } from '../endpoint.ts';

/** `POST /{resources}` (RFC 7644 section 3.3). */
export function create({ type, service }: WritableEndpoint): Middleware {
  return async function createResource(ctx: Context, next: Next) {
    const caller = callerOf(ctx);
    const resource = readResource(type, bodyOf(ctx), noticeOf(caller));
    ctx.state.resource = await service.create(caller, resource);
    ctx.status = 201;
    await next();
  };
}
