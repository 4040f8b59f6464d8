import type { Context } from '../types.ts';

/** The session's secret. */
export const SESSION_COOKIE = '__Host-sid';
/** What the forms of somebody who is not signed in are bound to. */
export const GUEST_COOKIE = '__Host-guest';

/**
 * Sets a cookie for this browser session that no other host can set (RFC 6265bis section 4.1.3.2). Written by hand:
 * Koa refuses `Secure` on the plain connection that the proxy makes.
 */
export function setCookie(ctx: Context, name: string, value: string): void {
  ctx.append('set-cookie', `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax`);
}

/** Sets a cookie that comes back with a form that another site posts. */
export function setCrossSiteCookie(ctx: Context, name: string, value: string, seconds: number): void {
  ctx.append(
    'set-cookie',
    `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=None; Max-Age=${Math.max(0, seconds)}`,
  );
}

export function dropCookie(ctx: Context, name: string): void {
  ctx.append('set-cookie', `${name}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`);
}

export function cookie(ctx: Context, name: string): string | undefined {
  return ctx.cookies.get(name, { signed: false }) || undefined;
}
