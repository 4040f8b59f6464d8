import type { Runtime } from './runtime.ts';

/** Crockford's base32: no characters that are easily confused. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';

/** A code of 80 random bits for people to type, in groups of four. */
export function newTypedCode({ random }: Pick<Runtime, 'random'>): string {
  const letters = [...random(16)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
  return (letters.match(/.{4}/g) ?? []).join('-');
}

/** The code that somebody meant: without separators, in lower case, and with the digits that were typed as letters. */
export function meantCode(typed: string): string {
  return typed
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/[il]/g, '1')
    .replace(/o/g, '0');
}
