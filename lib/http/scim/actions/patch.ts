import { unhurried } from '../../../kernel/index.ts';
import { noticeOf } from '../../../provisioning/index.ts';
import { etagOf, parsePatch } from '../../../scim/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { callerOf } from '../authenticate.ts';
import { bodyOf, readBody } from '../body.ts';
import { ifMatch } from '../conditions.ts';
import type { WritableEndpoint } from '../endpoint.ts';
import { checkParameters, parameters } from '../parameters.ts';
import { sendNothing } from '../reply.ts';
import { sendResource } from '../send_resource.ts';

/**
 * `PATCH /{resources}/{id}` (RFC 7644 section 3.5.2): all or nothing. Answers with the resource; for a group, which may
 * have many members, only if the client asks for attributes.
 */
export function patch(endpoint: WritableEndpoint): Middleware[] {
  return [
    ...endpoint.admit(endpoint.scopes.write),
    checkParameters,
    ...readBody(endpoint.runtime, endpoint.type),
    async function patchResource(ctx: Context) {
      const caller = callerOf(ctx);
      const ignoreUnknown = caller.integration.settings.ignoreUnknownAttributes;
      const reading = parsePatch(bodyOf(ctx), endpoint.type, noticeOf(caller), { ignoreUnknown });
      const operations = await unhurried(endpoint.runtime, reading);
      const status = endpoint.type.apart && parameters(ctx).attributes === undefined ? 204 : 200;
      const id = String(ctx.params.id);
      const changed = await endpoint.service.patch(caller, id, operations, ifMatch(ctx), status);
      if (status === 200) return sendResource(ctx, changed, endpoint);
      ctx.set('etag', etagOf(changed.v));
      sendNothing(ctx);
    },
  ];
}
