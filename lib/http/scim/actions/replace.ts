import { noticeOf } from '../../../provisioning/index.ts';
import { readReplacement } from '../../../scim/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { callerOf } from '../authenticate.ts';
import { bodyOf, readBody } from '../body.ts';
import { ifMatch } from '../conditions.ts';
import type { WritableEndpoint } from '../endpoint.ts';
import { checkParameters } from '../parameters.ts';
import { sendResource } from '../send_resource.ts';

/** `PUT /{resources}/{id}` (RFC 7644 section 3.5.1). */
export function replace(endpoint: WritableEndpoint): Middleware[] {
  return [
    ...endpoint.admit(endpoint.scopes.write),
    checkParameters,
    ...readBody(endpoint.runtime, endpoint.type),
    async function replaceResource(ctx: Context) {
      const caller = callerOf(ctx);
      const notice = noticeOf(caller);
      const body = bodyOf(ctx);
      const changed = await endpoint.service.replace(
        caller,
        String(ctx.params.id),
        (present) => readReplacement(endpoint.type, body, present, notice),
        ifMatch(ctx),
      );
      await sendResource(ctx, changed, endpoint);
    },
  ];
}
