import type { Context } from './types.ts';

/** Some identity providers put the configured text into the header as it is, without the scheme. */
const BEARER = /^(?:Bearer +)?(\S+) *$/i;

/** What a request brings as its bearer token, in the header only (RFC 6750 section 2.1); empty where it brings none. */
export function bearerOf(ctx: Context): string {
  return BEARER.exec(ctx.get('authorization'))?.[1] ?? '';
}
