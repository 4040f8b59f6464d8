import { createHmac, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Runtime } from './runtime.ts';
import { type Secret, valuesOf } from './secret.ts';

/**
 * `rcs`: of an integration, for SCIM; `rca`: the same, short-lived, from the token endpoint; `rcx`: the secret of a
 * client; `rcp`: of a person, for the API; `rcl`: in a set-up link; `rce`: of the push of security
 * events; `rct`: of the receiver of a stream.
 */
type TokenKind = 'rcs' | 'rca' | 'rcx' | 'rcp' | 'rcl' | 'rce' | 'rct';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SECRET_CHARS = 43;
const CHECKSUM_CHARS = 6;
const SHAPE = /^(rc[saxplet])_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;
/** The largest multiple of 62 in a byte. Larger bytes are drawn again, so that every character is equally likely. */
const FAIR = 248;

/** A new token: its kind, `_`, 43 random base62 characters (256 bits), 6 of CRC-32. */
export function newToken(runtime: Runtime, kind: TokenKind): string {
  let secret = '';
  while (secret.length < SECRET_CHARS)
    for (const byte of runtime.random(SECRET_CHARS))
      if (byte < FAIR && secret.length < SECRET_CHARS) secret += ALPHABET[byte % ALPHABET.length];
  return `${kind}_${secret}${checksum(secret)}`;
}

/** The kind that a text has by its form; undefined when it cannot be a token, which saves a look-up. */
export function tokenKind(text: string): TokenKind | undefined {
  const [, kind, secret = '', check] = SHAPE.exec(text) ?? [];
  return check === checksum(secret) ? (kind as TokenKind) : undefined;
}

/** The digests that a text may be stored under, if it has the form of a token of one of these kinds; otherwise none. */
export function tokenDigests(text: string, kinds: readonly TokenKind[], pepper: Secret): readonly string[] {
  const kind = tokenKind(text);
  return kind !== undefined && kinds.includes(kind) ? digestsOf(text, pepper) : [];
}

/** The digests by each value of the pepper; the one that is written comes first. */
export function digestsOf(token: string, pepper: Secret): readonly string[] {
  return valuesOf(pepper).map((value) => digestOf(token, value));
}

/** Whether two digests are equal, in constant time. */
export function isSameDigest(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

/** The stored digest of a token: HMAC-SHA-256 in base64url. */
export function digestOf(token: string, pepper: Buffer): string {
  return createHmac('sha256', pepper).update(token).digest('base64url');
}

function checksum(secret: string): string {
  let rest = crc32(secret);
  let text = '';
  for (let at = 0; at < CHECKSUM_CHARS; at++) {
    text = ALPHABET[rest % ALPHABET.length] + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}
