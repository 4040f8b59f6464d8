import { isSecretName, maskText } from './redact.ts';

const SECRET = /password|token|secret/i;

/**
 * A path, optionally with a query. Masks text that looks like a secret, and the values of parameters with secret names.
 */
export function maskUrl(url: string): string {
  const [path = '', ...query] = url.split(/[?&]/);
  const shown = query.map((part) =>
    isSecret(part) && part.includes('=') ? part.replace(/=.*/, '=***') : masked(part, ' '),
  );
  return masked(path, '+') + (shown.length > 0 ? `?${shown.join('&')}` : '');
}

/** Whether a part of a query has a secret value. The part may be a path with a query of its own. */
function isSecret(part: string): boolean {
  const plain = decoded(part);
  return SECRET.test(plain) || isSecretName(plain.split('=')[0] ?? '');
}

/** As sent, unless its encoding hides a secret. */
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
