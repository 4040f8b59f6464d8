import type { Context } from '../types.ts';
import type { Site } from './site.ts';

/** Redirects to a local path, by GET (303). */
export function redirect({ base }: Site, ctx: Context, path: string): void {
  ctx.status = 303;
  ctx.set({ location: base + path, 'cache-control': 'no-store' });
  ctx.body = '';
}
