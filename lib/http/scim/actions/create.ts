import { noticeOf } from '../../../provisioning/index.ts';
import { readResource } from '../../../scim/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { callerOf } from '../authenticate.ts';
import { bodyOf, readBody } from '../body.ts';
import type { WritableEndpoint } from '../endpoint.ts';
import { checkParameters } from '../parameters.ts';
import { sendResource } from '../send_resource.ts';

/** `POST /{resources}` (RFC 7644 section 3.3). */
export function create(endpoint: WritableEndpoint): Middleware[] {
  return [
    ...endpoint.admit(endpoint.scopes.write),
    checkParameters,
    ...readBody(endpoint.runtime, endpoint.type),
    async function createResource(ctx: Context) {
      const caller = callerOf(ctx);
      const resource = readResource(endpoint.type, bodyOf(ctx), noticeOf(caller));
      const created = await endpoint.service.create(caller, resource);
      ctx.status = 201;
      await sendResource(ctx, created, endpoint);
    },
  ];
}
