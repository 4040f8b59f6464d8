import type { Runtime } from './runtime.ts';

/** Crockford's base32: no characters that are easily confused. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';

/** A code of 80 random bits for people to type, in groups of four. */
export function newTypedCode({ random }: Pick<Runtime, 'random'>): string {
  const letters = [...random(16)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
  return (letters.match(/.{4}/g) ?? []).join('-');
}

/** A typed code in its canonical form: lower case, without separators, and with letters that look like digits replaced. */
export function meantCode(typed: string): string {
  return typed
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/[il]/g, '1')
    .replace(/o/g, '0');
}
