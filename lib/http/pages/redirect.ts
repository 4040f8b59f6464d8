import { limits } from '../../../config/limits.ts';
import type { Context } from '../types.ts';
import type { Site } from './site.ts';

const HOME = '/groups';
/** A path of ours begins with one slash; browsers read a backslash as a slash, and drop control characters. */
const SAFE = /^\/(?![/\\])[^\\\p{Cc}]*$/u;

/** Goes on to a path of ours, by GET (303). */
export function redirect({ base }: Site, ctx: Context, path: string): void {
  ctx.status = 303;
  ctx.set({ location: base + path, 'cache-control': 'no-store' });
  ctx.body = '';
}

/** The path that somebody wanted to go to, where it is one of ours; else the person's groups. Never another origin. */
export function returnPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || wanted.length > limits.returnPathChars || !SAFE.test(wanted)) return HOME;
  if (!URL.canParse(wanted, 'http://here.invalid')) return HOME;
  const { origin, pathname, search } = new URL(wanted, 'http://here.invalid');
  const path = pathname + search;
  return origin === 'http://here.invalid' && SAFE.test(path) ? path : HOME;
}
