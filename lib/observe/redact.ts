import { isAnyArrayBuffer } from 'node:util/types';

const MASK = '***';
const DEEPEST = 12;

/** Names of secret values, in any case and punctuation, also after the URN of a schema. */
const SECRET_NAME =
  /pass(word|wd|phrase)|secret|(token|authorization|cookie|pepper|apikey|privatekey|saml(response|request))$/;

/** Quick tests that save the long one for most names and texts. */
const MAYBE_SECRET_NAME = /pass|secret|token|auth|cookie|pepper|key|saml/i;
const MAYBE_SECRET = /rc[saxplet][_%]|eyJ|private key|bearer|basic|:\/\/|password|passwd|secret|token/i;

/**
 * Secrets recognizable by form: Rollcall's tokens, JSON Web Tokens, private keys, Authorization headers, user and password in a URL,
 * named values. No pattern removes a quote, so a line of JSON stays valid.
 */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/(rc[saxplet](?:_|%(?:25)*5f))[0-9a-z]{20,}/gi, `$1${MASK}`],
  [/\beyJ[\w-]{6,}\.[\w-]{6,}(?:\.[\w-]*)*/g, MASK],
  [/(-----BEGIN (?:[A-Z]+ ){0,2}PRIVATE KEY-----)[^"'-]*/g, `$1${MASK}`],
  [/\b(Bearer|Basic) +[\w.~+/=-]{6,}/gi, `$1 ${MASK}`],
  [/(:\/\/)[^/\s@"'\\]{1,512}@/g, `$1${MASK}@`],
  [/((?:password|passwd|secret|token)\\*["']\s{0,4}:\s{0,4}\\*["'])[^"'\\]*/gi, `$1${MASK}`],
  [/((?:password|passwd|secret|token)\s{0,4}[=:]\s{0,4}\\*["']?)[^\s"'\\,;&(){}[\]]+/gi, `$1${MASK}`],
];

/** Anything of which a secret, or the name of one, may be a part; also an escape, which may hide it. */
const MAYBE_SECRET_JSON =
  /\\u|rc[saxplt][_%]|eyJ|bearer|basic|:\/\/[^/\s@"'\\]{1,512}@|pass|secret|token|auth|cookie|pepper|key|saml/i;

/** Whether a JSON text has surely no secret and no name of one: a quick test for most of them. */
export function isHarmless(json: string): boolean {
  return !MAYBE_SECRET_JSON.test(json);
}

/** Masks what looks like a secret in a text. */
export function maskText(text: string): string {
  if (!MAYBE_SECRET.test(text)) return text;
  return SHAPES.reduce((masked, [shape, replacement]) => masked.replace(shape, replacement), text);
}

/** Masks what looks like a secret in the texts of a value. */
export function maskJson<T extends object>(value: T): T {
  return JSON.parse(maskText(JSON.stringify(value))) as T;
}

/** Whether a value with this name must be hidden. */
export function isSecretName(name: string): boolean {
  return MAYBE_SECRET_NAME.test(name) && SECRET_NAME.test(name.toLowerCase().replace(/[^a-z0-9]/g, ''));
}

/**
 * A copy of a JSON value for logs. Masks secrets by name and by form, and the `value` of a PATCH operation whose `path`
 * names a secret. An error keeps its type, message, code, stack and causes. For bytes, which may contain a secret, it
 * shows only their number.
 */
export function redact(value: unknown): unknown {
  return copy(value, maskText, 0);
}

/** Like `redact`, for values whose text is masked later. */
export function redactNames(value: unknown): unknown {
  return copy(value, (text) => text, 0);
}

function copy(value: unknown, ofText: (text: string) => string, depth: number): unknown {
  if (typeof value === 'string') return ofText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return '…';
  if (ArrayBuffer.isView(value) || isAnyArrayBuffer(value)) return `[${value.byteLength} bytes]`;
  const inside = (inner: unknown) => copy(inner, ofText, depth + 1);
  if (Array.isArray(value)) return value.map(inside);
  if (value instanceof Error) return inside(partsOf(value));
  if (turnsItself(value)) return inside(value.toJSON());
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return `[${value.constructor.name}]`;
  const entries = Object.entries(value);
  const hidesValue = entries.some(([name, path]) => isNamed(name, 'path') && isSecretPath(path));
  return Object.fromEntries(
    entries.map(([name, inner]) => {
      const hidden = isSecretName(name) || (hidesValue && isNamed(name, 'value'));
      return [name, hidden ? MASK : inside(inner)];
    }),
  );
}

/** Other properties of an error may contain what was sent: Node puts the bytes of a request into `rawPacket`. */
function partsOf(error: Error & { readonly code?: unknown; readonly errors?: unknown }): object {
  const { message, code, stack, cause, errors } = error;
  const parts = { type: error.constructor.name, message, code, stack, cause, errors };
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));
}

function turnsItself(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

function isNamed(name: string, wanted: string): boolean {
  return name.length === wanted.length && name.toLowerCase() === wanted;
}

function isSecretPath(path: unknown): boolean {
  return typeof path === 'string' && isSecretName(path);
}
