import { NotFound } from '../../scim/index.ts';
import type { Context, Next } from '../types.ts';
import { handleErrors } from './error_handler.ts';

/** Answers an unknown path below the SCIM base URL with a SCIM error. */
export async function refuseUnknownScimPath(ctx: Context, next: Next): Promise<void> {
  if (!/^\/api\/scim(\/|$)/i.test(ctx.path)) {
    await next();
    return;
  }
  await handleErrors(ctx, () =>
    Promise.reject(
      new NotFound(
        `There is no endpoint ${ctx.method} ${ctx.path}. /ResourceTypes under the base URL lists the endpoints.`,
      ),
    ),
  );
}
