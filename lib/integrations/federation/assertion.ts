import type { JWTPayload } from 'jose';
import { limits } from '../../../config/limits.ts';
import { wrongClient } from '../oauth_error.ts';
import type { KeySource, Place } from './key_set.ts';

/** No HMAC, no `none`: the key of an assertion is public. */
export const assertionAlgorithms = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'],
] as const;

/** What remains of a verified assertion: its id, to refuse a replay. */
export interface Verified {
  readonly jti?: string;
  readonly expiresAt: number;
}

interface Sent {
  readonly assertion: string;
  /** The audiences of a client's own assertion. */
  readonly audiences: readonly string[];
}

/**
 * Verifies an assertion of a federation: algorithm, key, signature, issuer, subject, audience, tenant and times (RFC 7523
 * section 3). Throws `OAuthError` with the true reason for the owners.
 */
export async function verifyAssertion(
  place: Place,
  { assertion, audiences }: Sent,
  keysOf: KeySource,
  now: number,
): Promise<Verified> {
  const { client } = place;
  const payload = await signedPayload(place, assertion, keysOf, now);
  const refuse = (problem: string) => wrongClient(`The assertion for ${client.name} is refused: ${problem}.`);
  const { issuer = client.id, subject = client.id, audience } = client.trust;
  if (payload.iss !== issuer) throw refuse(`its iss is ${shown(payload.iss)}, not ${issuer}`);
  if (payload.sub !== subject) throw refuse(`its sub is ${shown(payload.sub)}, not ${subject}`);
  const wanted = audience === undefined ? audiences : [audience];
  const [aud, ...others]: readonly unknown[] = [payload.aud ?? []].flat();
  if (
    typeof aud !== 'string' ||
    others.length > 0 ||
    !wanted.some((one) => withoutDefault(one) === withoutDefault(aud))
  )
    throw refuse(`its aud is ${shown(payload.aud)}, not ${wanted.join(' or ')}`);
  refuseForeignTenant(payload, issuer, refuse);
  const { exp = 0, iat, jti } = payload;
  if (exp * 1_000 - (iat === undefined ? now : iat * 1_000) > limits.assertionLifeMs)
    throw refuse('it lives longer than a day');
  if (iat !== undefined && iat * 1_000 > now + limits.assertionSkewMs)
    throw refuse('its iat is in the future');
  if (jti !== undefined && (typeof jti !== 'string' || jti.length > limits.jtiChars))
    throw refuse('its jti is too long');
  return { ...(jti === undefined ? {} : { jti }), expiresAt: exp * 1_000 + limits.assertionSkewMs };
}

/** The client that an assertion without `client_id` speaks of: itself (RFC 7523 section 3). */
export async function selfIssuer(assertion: string): Promise<string | undefined> {
  if (assertion.length > limits.assertionChars) return undefined;
  const { decodeJwt } = await import('jose');
  try {
    const { iss, sub } = decodeJwt(assertion);
    return typeof iss === 'string' && iss === sub ? iss : undefined;
  } catch {
    return undefined;
  }
}

/** The payload once the signature and the times are right. */
async function signedPayload(
  place: Place,
  assertion: string,
  keysOf: KeySource,
  now: number,
): Promise<JWTPayload> {
  const { name } = place.client;
  const refuse = (problem: string) => wrongClient(`The assertion for ${name} is refused: ${problem}.`);
  if (assertion.length > limits.assertionChars) throw refuse('it is too long');
  // Loaded late: most installations never need it.
  const jose = await import('jose');
  const { alg, kid } = headerOf(jose, assertion) ?? {};
  if (!assertionAlgorithms.some((known) => known === alg)) throw refuse(`its alg is ${shown(alg)}`);
  const { keys, problem } = await keysOf(place, typeof kid === 'string' ? kid : undefined);
  try {
    const verified = await jose.jwtVerify(assertion, jose.createLocalJWKSet({ keys: [...keys] }), {
      algorithms: [...assertionAlgorithms],
      currentDate: new Date(now),
      clockTolerance: limits.assertionSkewMs / 1_000,
      requiredClaims: ['iss', 'sub', 'aud', 'exp'],
    });
    return verified.payload;
  } catch (error) {
    if (!(error instanceof jose.errors.JOSEError)) throw error;
    const unknown = error.code === 'ERR_JWKS_NO_MATCHING_KEY';
    if (unknown && problem !== undefined) throw refuse(`the keys cannot be fetched: ${problem}`);
    throw refuse(unknown ? `the JWKS has no key ${shown(kid)} for it` : sentence(error));
  }
}

function headerOf(jose: typeof import('jose'), assertion: string) {
  try {
    return jose.decodeProtectedHeader(assertion);
  } catch {
    return undefined;
  }
}

/** An issuer with tenants, as Microsoft's is, must be that of the assertion's tenant. */
function refuseForeignTenant({ tid }: JWTPayload, issuer: string, refuse: (problem: string) => Error): void {
  const needsTenant = /^https:\/\/login\.microsoftonline\.[a-z]+\//.test(issuer);
  if (tid === undefined && !needsTenant) return;
  if (typeof tid !== 'string' || !issuer.split('/').includes(tid))
    throw refuse(`its tid is ${shown(tid)}, which the issuer ${issuer} does not have`);
}

/** Entra's page shows `api://{app id}/.default` for the audience that is `api://{app id}` in the assertion. */
function withoutDefault(audience: string): string {
  return audience.replace(/\/\.default$/, '');
}

function sentence(error: Error): string {
  return error.message.replace(/\.$/, '');
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return (text ?? 'missing').slice(0, limits.loggedValueChars);
}
