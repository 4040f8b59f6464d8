import { unhurried } from '../../../kernel/index.ts';
import { noticeOf, patchOptionsOf } from '../../../provisioning/index.ts';
import { etagOf, parsePatch } from '../../../scim/index.ts';
import type { Context, Middleware, Next } from '../../types.ts';
import { callerOf } from '../authenticate.ts';
import { bodyOf } from '../body.ts';
import { ifMatch } from '../conditions.ts';
import type { Endpoint, WritableEndpoint } from '../endpoint.ts';
import { parameters } from '../parameters.ts';
import { sendNothing } from '../present.ts';
import { resourceIn, sendResource } from '../send_resource.ts';

/** `PATCH /{resources}/{id}` (RFC 7644 section 3.5.2): all or nothing. */
export function patch(endpoint: WritableEndpoint): Middleware {
  const { type, service, runtime } = endpoint;
  return async function patchResource(ctx: Context, next: Next) {
    const caller = callerOf(ctx);
    const operations = await unhurried(
      runtime,
      parsePatch(bodyOf(ctx), type, noticeOf(caller), patchOptionsOf(caller)),
    );
    const id = String(ctx.params.id);
    ctx.state.resource = await service.patch(caller, id, operations, ifMatch(ctx), statusOf(ctx, endpoint));
    await next();
  };
}

/** Answers with the resource; for a group, which may have many members, only if the client asks for attributes. */
export function showPatched(endpoint: Endpoint): Middleware {
  return async function showPatchedResource(ctx: Context) {
    const patched = resourceIn(ctx);
    if (statusOf(ctx, endpoint) === 200) return sendResource(ctx, patched, endpoint);
    ctx.set('etag', etagOf(patched.v));
    sendNothing(ctx);
  };
}

function statusOf(ctx: Context, { type }: Endpoint): 200 | 204 {
  return type.apart && parameters(ctx).attributes === undefined ? 204 : 200;
}
