import Router from '@koa/router';
import { type Store, StoreError } from '../store/index.ts';
import type { Context, Next, State } from './types.ts';

/** `/healthz`: the process runs. `/readyz`: it accepts work now. */
export function healthRoutes(store: Store, isStopping: () => boolean): Router<State> {
  const router = new Router<State>();
  router.use(async (ctx: Context, next: Next) => {
    ctx.set({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    await next();
  });
  router.get('/healthz', function health(ctx: Context) {
    ctx.body = { status: 'ok' };
  });
  router.get('/readyz', async function readiness(ctx: Context) {
    const reason = isStopping() ? 'the service is stopping' : await whyNotReady(store);
    ctx.status = reason === undefined ? 200 : 503;
    ctx.body = reason === undefined ? { status: 'ok' } : { status: 'unavailable', reason };
  });
  return router;
}

async function whyNotReady(store: Store): Promise<string | undefined> {
  try {
    await store.ready();
    return undefined;
  } catch (error) {
    return error instanceof StoreError ? error.message : 'the store does not answer';
  }
}
