import { limits } from '../../config/limits.ts';

const HOME = '/groups';
const HERE = 'http://here.invalid';
/** A local path begins with one slash. Browsers read a backslash as a slash, and drop control characters. */
const SAFE = /^\/(?![/\\])[^\\\p{Cc}]*$/u;

/** The wanted path if it is local, or else the page of the person's groups. Never another origin. */
export function returnPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || wanted.length > limits.returnPathChars || !SAFE.test(wanted)) return HOME;
  if (!URL.canParse(wanted, HERE)) return HOME;
  const { origin, pathname, search } = new URL(wanted, HERE);
  const path = pathname + search;
  return origin === HERE && SAFE.test(path) ? path : HOME;
}
