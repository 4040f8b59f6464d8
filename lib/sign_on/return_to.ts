import { limits } from '../../config/limits.ts';

/**
 * A path of this service to redirect to, or `/` if the wanted text is no such path: an absolute or scheme-relative URL,
 * a backslash, a control character. Call it at the start and again at the end.
 */
export function safeReturnTo(wanted: string | undefined): string {
  if (wanted === undefined || wanted.length > limits.samlReturnToChars) return '/';
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(wanted) || wanted.includes('\\')) return '/';
  const base = 'https://here.invalid';
  if (!URL.canParse(wanted, base)) return '/';
  const url = new URL(wanted, base);
  const path = `${url.pathname}${url.search}${url.hash}`;
  return url.origin === base && !path.startsWith('//') ? path : '/';
}
