import type { Context } from '../../types.ts';

/** A query parameter; empty when it is absent or repeated. */
export function queried(ctx: Context, name: string): string {
  const value = ctx.query[name];
  return typeof value === 'string' ? value : '';
}
