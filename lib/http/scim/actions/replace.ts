import { noticeOf } from '../../../provisioning/index.ts';
import { readReplacement } from '../../../scim/index.ts';
import type { Context, Middleware, Next } from '../../types.ts';
import { callerOf } from '../authenticate.ts';
import { bodyOf } from '../body.ts';
import { ifMatch } from '../conditions.ts';
import type { WritableEndpoint } from '../endpoint.ts';

/** `PUT /{resources}/{id}` (RFC 7644 section 3.5.1). */
export function replace({ type, service }: WritableEndpoint): Middleware {
  return async function replaceResource(ctx: Context, next: Next) {
    const caller = callerOf(ctx);
    const notice = noticeOf(caller);
    const body = bodyOf(ctx);
    ctx.state.resource = await service.replace(
      caller,
      String(ctx.params.id),
      (present) => readReplacement(type, body, present, notice),
      ifMatch(ctx),
    );
    await next();
  };
}
