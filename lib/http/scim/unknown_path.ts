import { NotFound } from '../../scim/index.ts';
import type { Context, Next } from '../types.ts';
import { handleErrors } from './error_handler.ts';

/** Refuses a path below the SCIM ones that no endpoint has, in the form of SCIM. */
export async function refuseUnknownScimPath(ctx: Context, next: Next): Promise<void> {
  if (!/^\/api\/scim(\/|$)/i.test(ctx.path)) {
    await next();
    return;
  }
  await handleErrors(ctx, () =>
    Promise.reject(new NotFound(`There is no endpoint ${ctx.method} ${ctx.path}.`)),
  );
}
