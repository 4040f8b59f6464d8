import type { Context } from './types.ts';

/** Some identity providers send the configured text as the whole header, without the scheme. */
const BEARER = /^(?:Bearer +)?(\S+) *$/i;

/** The kinds of tokens that the endpoints of an integration take. */
export const scimTokenKinds = ['rcs', 'rca'] as const;

/** The bearer token of a request, from the header only (RFC 6750 section 2.1); empty when there is none. */
export function bearerOf(ctx: Context): string {
  return BEARER.exec(ctx.get('authorization'))?.[1] ?? '';
}
