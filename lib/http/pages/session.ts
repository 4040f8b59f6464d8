import { limits } from '../../../config/limits.ts';
import {
  closeSession,
  type Flash,
  findSession,
  type MadeBy,
  newSecret,
  noteUse,
  type OpenSession,
  openSession,
  type Session,
  sessions,
} from '../../accounts/sessions.ts';
import type { Account } from '../../accounts/types.ts';
import { hasPassed } from '../../kernel/runtime.ts';
import { PLATFORM } from '../../store/port.ts';
import { userAgentOf } from '../client.ts';
import type { Context, Middleware, Next } from '../types.ts';
import { cookie, dropCookie, GUEST_COOKIE, SESSION_COOKIE, setCookie } from './cookies.ts';
import { redirect } from './redirect.ts';
import type { Site } from './site.ts';

export interface SignedIn extends OpenSession {
  readonly secret: string;
}

/** Finds out who is signed in, for all that follows. */
export function readSession({ services: { store }, runtime }: Site): Middleware {
  return async function whoIsSignedIn(ctx: Context, next: Next) {
    const secret = cookie(ctx, SESSION_COOKIE);
    const found = secret === undefined ? undefined : await findSession(store, runtime, secret);
    if (secret !== undefined && found) ctx.state.signedIn = { ...found, secret };
    if (found && hasPassed(found.session.usedAt, limits.sessionNoteEvery, runtime.now()))
      await store.transaction(async (tx) => {
        const session = await tx.get(sessions, PLATFORM, found.session.id);
        if (session) noteUse(tx, runtime, session, ctx.ip);
      });
    await next();
  };
}

/** Lets only those pass who are signed in; the others sign in first and come back. */
export function requireSignedIn(site: Site): Middleware {
  return async function signInFirst(ctx: Context, next: Next) {
    if (ctx.state.signedIn) await next();
    else {
      const back = ctx.method === 'GET' ? `?return_to=${encodeURIComponent(ctx.url)}` : '';
      redirect(site, ctx, `/sign-in${back}`);
    }
  };
}

/** The session of this request; only behind `requireSignedIn`. */
export function signedIn(ctx: Context): SignedIn {
  if (!ctx.state.signedIn) throw new Error('this route is not behind requireSignedIn');
  return ctx.state.signedIn;
}

/** Who is signed in; undefined for guests. */
export function currentAccount(ctx: Context): Account | undefined {
  return ctx.state.signedIn?.account;
}

/**
 * Signs an account in with this browser: always a new session with a new secret, and the one before ends. `until` is
 * when the identity provider wants it to end.
 */
export async function beginSession(
  { services: { store }, runtime }: Site,
  ctx: Context,
  account: Account,
  madeBy: MadeBy,
  { until, flash, recovered }: { until?: number; flash?: Flash; recovered?: Session['recovered'] } = {},
): Promise<Session> {
  const secret = newSecret(runtime);
  const former = ctx.state.signedIn?.secret;
  const session = await store.transaction(async (tx) => {
    if (former !== undefined) await closeSession(tx, former);
    return openSession(tx, runtime, secret, {
      accountId: account.id,
      madeBy,
      ip: ctx.ip,
      userAgent: userAgentOf(ctx),
      ...(until === undefined ? {} : { until }),
      ...(flash === undefined ? {} : { flash }),
      ...(recovered === undefined ? {} : { recovered }),
    });
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
export async function endSession({ services: { store } }: Site, ctx: Context): Promise<void> {
  const former = ctx.state.signedIn?.secret;
  if (former !== undefined) await store.transaction((tx) => closeSession(tx, former));
  dropCookie(ctx, SESSION_COOKIE);
  ctx.state.signedIn = undefined;
}

/** What the next page says once to who is signed in. */
export async function say({ services: { store } }: Site, ctx: Context, flash: Flash): Promise<void> {
  const { session } = signedIn(ctx);
  await store.transaction(async (tx) => {
    const kept = await tx.get(sessions, PLATFORM, session.id);
    if (kept) tx.update(sessions, { ...kept, flash });
  });
}

/** What was said for this page; it is not said again. */
export async function takeFlash({ services: { store } }: Site, ctx: Context): Promise<Flash | undefined> {
  const session = ctx.state.signedIn?.session;
  if (session?.flash === undefined) return undefined;
  await store.transaction(async (tx) => {
    const kept = await tx.get(sessions, PLATFORM, session.id);
    if (!kept) return;
    const { flash: _, ...rest } = kept;
    tx.update(sessions, rest);
  });
  return session.flash;
}
