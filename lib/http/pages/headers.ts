import type { Context, Middleware, Next } from '../types.ts';
import type { Site } from './site.ts';

/** Exceptions for a page. */
export interface Allowed {
  /** Origins to which its forms may post. */
  readonly formAction?: readonly string[];
}

/** A path with the secret of a set-up link. No form is on its pages. */
const HOLDS_SECRET = /^\/set-up\/rcl_/;

/**
 * The headers of every page. `same-origin`, because with `no-referrer` a browser sends `Origin: null` with Rollcall's
 * own forms (Fetch, section 3.2).
 */
export function secure({ origin }: Site, ctx: Context, { formAction = [] }: Allowed = {}): void {
  ctx.set({
    'content-security-policy': [
      "default-src 'none'",
      "style-src 'self'",
      "img-src 'self' data:",
      "script-src 'self'",
      ['form-action', "'self'", ...formAction].join(' '),
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': HOLDS_SECRET.test(ctx.path) ? 'no-referrer' : 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    ...(origin.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  });
}

/** Sets the headers for every answer, redirects included. */
export function secureHeaders(site: Site): Middleware {
  return async function setSecureHeaders(ctx: Context, next: Next) {
    secure(site, ctx);
    await next();
  };
}
