import { limits } from '../../../config/limits.ts';
import type { Context } from '../types.ts';
import type { Site } from './site.ts';

const HOME = '/groups';
/** A local path begins with one slash. Browsers read a backslash as a slash, and drop control characters. */
const SAFE = /^\/(?![/\\])[^\\\p{Cc}]*$/u;

/** Redirects to a local path, by GET (303). */
export function redirect({ base }: Site, ctx: Context, path: string): void {
  ctx.status = 303;
  ctx.set({ location: base + path, 'cache-control': 'no-store' });
  ctx.body = '';
}

/** The wanted path if it is a local one, else the person's groups. Never another origin. */
export function returnPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || wanted.length > limits.returnPathChars || !SAFE.test(wanted)) return HOME;
  if (!URL.canParse(wanted, 'http://here.invalid')) return HOME;
  const { origin, pathname, search } = new URL(wanted, 'http://here.invalid');
  const path = pathname + search;
  return origin === 'http://here.invalid' && SAFE.test(path) ? path : HOME;
}
