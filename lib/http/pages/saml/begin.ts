import { samlStarts, spend } from '../../../accounts/index.ts';
import { type NewRequest, type StartedRequest, startRequest } from '../../../sign_on/index.ts';
import { goOnPage } from '../../../views/index.ts';
import type { Context, Middleware, Next } from '../../types.ts';
import { sendPage } from '../send_page.ts';
import type { Site } from '../site.ts';
import { tooMany } from '../too_many.ts';
import { rememberRequest } from './open_requests.ts';
import { samlParts, sideHere } from './side.ts';

/** Limits how many sign-ins one IP address may start: each is stored until its response arrives. */
export function limitStarts({ services: { store } }: Site): Middleware {
  return async function countStarts(ctx: Context, next: Next) {
    const waitMs = await spend(store, samlStarts(ctx.ip));
    if (waitMs !== undefined) throw tooMany(waitMs);
    await next();
  };
}

/** Starts a sign-in or a link, and sends the browser to the identity provider. */
export async function begin(site: Site, ctx: Context, wish: NewRequest): Promise<void> {
  const { provider, urls } = sideHere(ctx);
  const had = ctx.state.signedIn?.session.id;
  const session = had === undefined ? {} : { sessionId: had };
  await go(site, ctx, await startRequest(samlParts(site), provider, urls, { ...wish, ...session }));
}

/**
 * Sends the browser to the identity provider. After a form it uses an intermediate page, because `form-action` also
 * applies to redirects after a form (CSP 3, section 6.4.1): if the identity provider wants a form, only the scheme of
 * what follows is known.
 */
export async function go(
  site: Site,
  ctx: Context,
  { go: to, browser, expires }: StartedRequest,
): Promise<void> {
  const { group } = sideHere(ctx);
  rememberRequest(site, ctx, browser, expires);
  if (to.kind === 'form')
    return sendPage(site, ctx, {
      ...goOnPage({ group: group.name, go: to }),
      formAction: [new URL(to.action).protocol],
    });
  if (ctx.method === 'GET') {
    ctx.status = 302;
    ctx.set({ location: to.url, 'cache-control': 'no-store' });
    ctx.body = '';
    return undefined;
  }
  ctx.set('refresh', `0;url=${to.url}`);
  return sendPage(site, ctx, goOnPage({ group: group.name, go: to }));
}
