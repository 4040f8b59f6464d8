import { maskText } from './redact.ts';

const SECRET = /password|token|secret/i;

/** A path, perhaps with a query, without what looks like a secret and without the values of parameters that speak of one. */
export function maskUrl(url: string): string {
  const [path = '', ...query] = url.split(/[?&]/);
  const shown = query.map((part) =>
    SECRET.test(decoded(part)) && part.includes('=') ? part.replace(/=.*/, '=***') : masked(part, ' '),
  );
  return masked(path, '+') + (shown.length > 0 ? `?${shown.join('&')}` : '');
}

/** As it was sent, unless its encoding hides a secret. */
function masked(part: string, plus: string): string {
  const text = decoded(part.replaceAll('+', plus));
  const shown = maskText(text);
  return shown === text ? part : shown;
}

/** Some clients encode twice. */
function decoded(text: string, times = 3): string {
  const once = text.replace(/(?:%[\da-f]{2})+/gi, (bytes) => {
    try {
      return decodeURIComponent(bytes);
    } catch {
      return bytes;
    }
  });
  return once === text || times === 1 ? once : decoded(once, times - 1);
}
