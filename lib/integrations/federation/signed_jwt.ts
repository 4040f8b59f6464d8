import type { JWTPayload } from 'jose';
import { limits } from '../../../config/limits.ts';
import type { KeyHolder, KeySource } from './key_set.ts';

/** No HMAC, no `none`: the key of an issuer is public. */
export const assertionAlgorithms = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'],
] as const;

/** What is wrong with a JWT: its form, its key or signature, or a claim. `message` completes "it is refused: …". */
export class BadJwt extends Error {
  readonly of: 'form' | 'key' | 'claim';

  constructor(of: BadJwt['of'], problem: string) {
    super(problem);
    this.of = of;
  }
}

/** A JWT as it is written. Nothing of it is proved. */
interface WrittenJwt {
  readonly alg: unknown;
  readonly kid: unknown;
  /** Without the prefix `application/`, in lower case (RFC 7515 section 4.1.9); empty where there is none. */
  readonly typ: string;
  readonly payload: JWTPayload;
}

/** Reads a JWT without a proof. Throws `BadJwt`. */
export async function readJwt(jwt: string): Promise<WrittenJwt> {
  if (jwt.length > limits.assertionChars) throw new BadJwt('form', 'it is too long');
  const { decodeJwt, decodeProtectedHeader } = await import('jose');
  try {
    const { alg, kid, typ } = decodeProtectedHeader(jwt);
    const type = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : '';
    return { alg, kid, typ: type, payload: decodeJwt(jwt) };
  } catch {
    throw new BadJwt('form', 'it is no JWT');
  }
}

/**
 * The payload of a JWT once the algorithm, the key, the signature and the times are right, and the claims are there.
 * Throws `BadJwt`.
 */
export async function verifiedPayload(
  holder: KeyHolder,
  jwt: string,
  { alg, kid }: Pick<WrittenJwt, 'alg' | 'kid'>,
  requiredClaims: readonly string[],
  { keysOf, now }: { readonly keysOf: KeySource; readonly now: number },
): Promise<JWTPayload> {
  // Loaded late: most installations never need it.
  const jose = await import('jose');
  if (!assertionAlgorithms.some((known) => known === alg))
    throw new BadJwt('key', `its alg is ${shown(alg)}`);
  const { keys, problem } = await keysOf(holder, typeof kid === 'string' ? kid : undefined);
  try {
    const verified = await jose.jwtVerify(jwt, jose.createLocalJWKSet({ keys: [...keys] }), {
      algorithms: [...assertionAlgorithms],
      currentDate: new Date(now),
      clockTolerance: limits.assertionSkewMs / 1_000,
      requiredClaims: [...requiredClaims],
    });
    return verified.payload;
  } catch (error) {
    if (!(error instanceof jose.errors.JOSEError)) throw error;
    const unknown = error.code === 'ERR_JWKS_NO_MATCHING_KEY';
    if (unknown && problem !== undefined) throw new BadJwt('key', `the keys cannot be fetched: ${problem}`);
    if (unknown) throw new BadJwt('key', `the JWKS has no key ${shown(kid)} for it`);
    const isClaim =
      error instanceof jose.errors.JWTClaimValidationFailed || error instanceof jose.errors.JWTExpired;
    throw new BadJwt(isClaim ? 'claim' : 'key', error.message.replace(/\.$/, ''));
  }
}

/** Until when a verified JWT could be used again; it lives for a day at most. Throws `BadJwt`. */
export function endOfLife({ exp, iat }: JWTPayload, now: number): number {
  const began = iat === undefined ? now : iat * 1_000;
  const ends = exp === undefined ? began + limits.assertionLifeMs : exp * 1_000;
  if (ends - began > limits.assertionLifeMs) throw new BadJwt('claim', 'it lives longer than a day');
  if (began > now + limits.assertionSkewMs) throw new BadJwt('claim', 'its iat is in the future');
  if (ends < now - limits.assertionSkewMs) throw new BadJwt('claim', 'its iat is older than a day');
  return ends + limits.assertionSkewMs;
}

/** The `jti` of a verified JWT, if it has one. Throws `BadJwt`. */
export function idOfJwt({ jti }: JWTPayload): string | undefined {
  if (jti !== undefined && (typeof jti !== 'string' || jti.length > limits.jtiChars))
    throw new BadJwt('claim', 'its jti is too long');
  return jti;
}

/** A value of a JWT for the owners' log. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return (text ?? 'missing').slice(0, limits.loggedValueChars);
}
