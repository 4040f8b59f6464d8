import type { Context, Next } from '../types.ts';

const PATH = /^(\/api\/scim\/v2\/groups\/[^/]+)(\/.*)$/i;

/**
 * Reads `//Users/` as `/Users`: clients join a base address and a path carelessly. Only what comes below a group's base
 * address is tidied, so that no path comes to mean another group.
 */
export async function tidySlashes(ctx: Context, next: Next): Promise<void> {
  const [, base = '', below = ''] = PATH.exec(ctx.path) ?? [];
  if (base !== '') ctx.path = base + below.replace(/\/+/g, '/').replace(/\/$/, '');
  await next();
}
