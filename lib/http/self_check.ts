import Router from '@koa/router';
import { answerTo, QUESTION, type Runtime, SELF_CHECK, type Secret } from '../kernel/index.ts';
import type { Context, Next, State } from './types.ts';

interface Asked {
  readonly pepper: Secret;
  readonly runtime: Runtime;
}

/**
 * Proves to `rollcall doctor` that this service answers at PUBLIC_URL, and says how the request arrived. For everybody
 * without the secret of the installation there is no such address.
 */
export function selfCheckRoutes({ pepper, runtime }: Asked): Router<State> {
  const router = new Router<State>();
  router.get(SELF_CHECK, async function answerDoctor(ctx: Context, next: Next) {
    const answer = answerTo(pepper, ctx.get(QUESTION));
    if (answer === undefined) {
      await next();
      return;
    }
    ctx.set('cache-control', 'no-store');
    ctx.body = { answer, ip: ctx.ip, forwardedFor: ctx.get('x-forwarded-for'), now: runtime.now() };
  });
  return router;
}
