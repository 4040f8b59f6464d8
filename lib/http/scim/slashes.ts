import type { Context, Next } from '../types.ts';

const PATH = /^(\/api\/scim\/v2\/groups\/[^/]+)(\/.*)$/i;

/**
 * Reads `//Users/` as `/Users`: clients join a base URL and a path carelessly. Changes only what follows a group's base
 * URL, so that no path ever means another group.
 */
export function tidySlashes(ctx: Context, next: Next): Promise<unknown> {
  const [, base = '', below = ''] = PATH.exec(ctx.path) ?? [];
  if (base !== '') ctx.path = base + below.replace(/\/+/g, '/').replace(/\/$/, '');
  return next();
}
