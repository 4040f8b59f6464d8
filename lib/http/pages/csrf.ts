import { createHmac, timingSafeEqual } from 'node:crypto';
import { newSecret } from '../../accounts/index.ts';
import { valuesOf } from '../../kernel/index.ts';
import type { Context, Middleware, Next } from '../types.ts';
import { cookie, GUEST_COOKIE, setCookie } from './cookies.ts';
import { field } from './form.ts';
import { PageError } from './page_error.ts';
import type { Site } from './site.ts';

const GUEST = /^[\w-]{43}$/;

/** The token for the forms of this page, bound to the session, or to a guest cookie, which it sets if it is missing. */
export function formToken(site: Site, ctx: Context): string {
  const bound = boundTo(ctx) ?? newGuest(site, ctx);
  return tokenOf(site.formKey, bound);
}

/** Refuses a form from another site, according to the browser (`Sec-Fetch-Site`, else `Origin`). */
export function checkOrigin({ origin }: Site): Middleware {
  return async function refuseOtherSites(ctx: Context, next: Next) {
    const from = ctx.get('sec-fetch-site');
    const ours = from === '' ? ctx.get('origin') === origin : from === 'same-origin';
    if (!ours) throw refused();
    await next();
  };
}

/** Refuses a form whose token does not belong to this session. */
export function checkFormToken(site: Site): Middleware {
  return async function refuseOtherSessions(ctx: Context, next: Next) {
    const bound = boundTo(ctx);
    if (bound === undefined || !isTokenOf(site, bound, field(ctx, 'form_token'))) throw refused();
    await next();
  };
}

function boundTo(ctx: Context): string | undefined {
  if (ctx.state.signedIn) return `session ${ctx.state.signedIn.secret}`;
  const guest = ctx.state.guest ?? cookie(ctx, GUEST_COOKIE);
  return guest !== undefined && GUEST.test(guest) ? `guest ${guest}` : undefined;
}

function newGuest({ services: { runtime } }: Site, ctx: Context): string {
  const guest = newSecret(runtime);
  ctx.state.guest = guest;
  setCookie(ctx, GUEST_COOKIE, guest);
  return `guest ${guest}`;
}

function isTokenOf({ formKey }: Site, bound: string, sent: string): boolean {
  return valuesOf(formKey).some((key) => isEqual(sent, tokenOf(key, bound)));
}

function tokenOf(key: Buffer, bound: string): string {
  return createHmac('sha256', key).update(bound).digest('base64url');
}

function isEqual(sent: string, expected: string): boolean {
  const [a, b] = [Buffer.from(sent), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function refused(): PageError {
  return new PageError(403, 'form_refused', 'This form could not be accepted', [
    'It was open for too long, was sent twice, or did not come from our pages. Nothing was changed.',
    'Go back, load the page again, and send the form once more. Your browser has to accept cookies.',
  ]);
}
