import type { Context, Middleware, Next } from '../types.ts';
import type { Site } from './site.ts';

/** What a page may do besides. */
export interface Allowed {
  /** Origins that its forms may post to. */
  readonly formAction?: readonly string[];
}

/**
 * The headers of every page. `same-origin` and not `no-referrer`: under that a browser sends `Origin: null` with our
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
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    ...(origin.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  });
}

/** Sets the headers for every answer, a redirect too. */
export function secureHeaders(site: Site): Middleware {
  return async function setSecureHeaders(ctx: Context, next: Next) {
    secure(site, ctx);
    await next();
  };
}
