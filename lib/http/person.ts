import { sessionsOf, usePersonalToken } from '../accounts/index.ts';
import { tokenDigests } from '../kernel/index.ts';
import { bearerOf } from './client.ts';
import { readSession } from './pages/session.ts';
import type { Site } from './pages/site.ts';
import type { Context, Middleware, Next } from './types.ts';

/** Reads the person of a request for the following middleware. With an Authorization header it ignores the cookie. */
export function whoAsks(site: Site): readonly Middleware[] {
  const { services } = site;
  const { store, secrets } = services;
  const bySession = readSession(site);
  return [
    async function personOfToken(ctx: Context, next: Next) {
      const digests = tokenDigests(bearerOf(ctx), ['rcp'], secrets.tokenPepper);
      const found = await usePersonalToken(services, digests, ctx.ip);
      if (found) {
        const { account, token } = found;
        const sessions = await sessionsOf(store, account.id);
        ctx.state.person = { account, sessions, by: { token } };
      }
      await next();
    },
    async function sessionOfCookie(ctx: Context, next: Next) {
      if (ctx.get('authorization') === '') await bySession(ctx, next);
      else await next();
    },
    async function personOfSession(ctx: Context, next: Next) {
      const { signedIn } = ctx.state;
      if (signedIn) {
        const { account, session } = signedIn;
        ctx.state.person = { account, sessions: [session], by: { session } };
      }
      await next();
    },
  ];
}
