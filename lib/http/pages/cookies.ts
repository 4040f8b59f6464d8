import type { Context } from '../types.ts';

/** Holds the secret of the session. */
export const SESSION_COOKIE = '__Host-sid';
/** Binds the forms of a visitor who is not signed in. */
export const GUEST_COOKIE = '__Host-guest';

/** Holds the secret of a set-up link. */
export const SETUP_COOKIE = '__Host-set-up';

/**
 * Sets a session cookie that no other host can set (RFC 6265bis section 4.1.3.2). Not with Koa's function, which
 * refuses `Secure` on the plain connection from the proxy.
 */
export function setCookie(ctx: Context, name: string, value: string): void {
  ctx.append('set-cookie', `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax`);
}

/** Sets a cookie that the browser also sends with a form from another site. */
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
