import {
  type Account,
  endSession as end,
  type Flash,
  keepFlash,
  type MadeBy,
  type OpenSession,
  replaceSession,
  type Session,
  useSession,
} from '../../accounts/index.ts';
import { userAgentOf } from '../client.ts';
import type { Context, Middleware, Next } from '../types.ts';
import { cookie, dropCookie, GUEST_COOKIE, SESSION_COOKIE, setCookie } from './cookies.ts';
import { redirect } from './redirect.ts';
import type { Site } from './site.ts';

export interface SignedIn extends OpenSession {
  readonly secret: string;
}

/** Reads the session for the following middleware. */
export function readSession({ services }: Site): Middleware {
  return async function whoIsSignedIn(ctx: Context, next: Next) {
    const secret = cookie(ctx, SESSION_COOKIE);
    const found = secret === undefined ? undefined : await useSession(services, secret, ctx.ip);
    if (secret !== undefined && found) ctx.state.signedIn = { ...found, secret };
    await next();
  };
}

/** Admits signed-in persons only; others sign in first and come back. */
export function requireSignedIn(site: Site): Middleware {
  return async function signInFirst(ctx: Context, next: Next) {
    if (ctx.state.signedIn) await next();
    else {
      const back = ctx.method === 'GET' ? `?return_to=${encodeURIComponent(ctx.url)}` : '';
      redirect(site, ctx, `/sign-in${back}`);
    }
  };
}

/** The session of this request; only after `requireSignedIn`. */
export function signedIn(ctx: Context): SignedIn {
  if (!ctx.state.signedIn) throw new Error('this route is not behind requireSignedIn');
  return ctx.state.signedIn;
}

/**
 * Signs an account in with this browser, always with a new session and a new secret. Ends the former session. `until`
 * is the end that the identity provider asks for.
 */
export async function beginSession(
  { services }: Site,
  ctx: Context,
  account: Account,
  madeBy: MadeBy,
  { until, flash, recovered }: { until?: number; flash?: Flash; recovered?: Session['recovered'] } = {},
): Promise<Session> {
  const { session, secret } = await replaceSession(services, ctx.state.signedIn?.secret, {
    accountId: account.id,
    madeBy,
    ip: ctx.ip,
    userAgent: userAgentOf(ctx),
    ...(until === undefined ? {} : { until }),
    ...(flash === undefined ? {} : { flash }),
    ...(recovered === undefined ? {} : { recovered }),
  });
  enter(ctx, { session, account, secret });
  return session;
}

/** Gives this browser a session that was opened for it. */
export function enter(ctx: Context, signedIn: SignedIn): void {
  setCookie(ctx, SESSION_COOKIE, signedIn.secret);
  dropCookie(ctx, GUEST_COOKIE);
  ctx.state.signedIn = signedIn;
}

/** Signs this browser out. */
export async function endSession({ services }: Site, ctx: Context): Promise<void> {
  const former = ctx.state.signedIn?.secret;
  if (former !== undefined) await end(services, former);
  dropCookie(ctx, SESSION_COOKIE);
  ctx.state.signedIn = undefined;
}

/** Stores a message that the next page shows once to the signed-in person. */
export async function say({ services }: Site, ctx: Context, flash: Flash): Promise<void> {
  await keepFlash(services, signedIn(ctx).session, flash);
}

/** The message for this page. It is not shown again. */
export async function takeFlash({ services }: Site, ctx: Context): Promise<Flash | undefined> {
  const session = ctx.state.signedIn?.session;
  if (session?.flash === undefined) return undefined;
  await keepFlash(services, session, undefined);
  return session.flash;
}
