import type { Context, Middleware } from '../../types.ts';
import { callerOf } from '../authenticate.ts';
import { ifMatch } from '../conditions.ts';
import type { WritableEndpoint } from '../endpoint.ts';
import { sendNothing } from '../reply.ts';

/** `DELETE /{resources}/{id}` (RFC 7644 section 3.6). */
export function remove(endpoint: WritableEndpoint): Middleware[] {
  return [
    ...endpoint.admit(endpoint.scopes.write),
    async function removeResource(ctx: Context) {
      await endpoint.service.remove(callerOf(ctx), String(ctx.params.id), ifMatch(ctx));
      sendNothing(ctx);
    },
  ];
}
