import { NotFound } from '../../scim/index.ts';
import type { Context, Next } from '../types.ts';
import { handleProblems } from './problem.ts';

/** Answers an unknown path below `/api` with a problem; those below `/api/scim` have answered before. */
export async function refuseUnknownApiPath(ctx: Context, next: Next): Promise<void> {
  if (!/^\/api(\/|$)/i.test(ctx.path)) {
    await next();
    return;
  }
  await handleProblems(ctx, () =>
    Promise.reject(
      new NotFound(`There is no endpoint ${ctx.method} ${ctx.path}. /api/v1 lists those that there are.`),
    ),
  );
}
