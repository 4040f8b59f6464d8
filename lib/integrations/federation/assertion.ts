import type { JWTPayload } from 'jose';
import { limits } from '../../../config/limits.ts';
import { mailOwners } from '../../groups/index.ts';
import { wrongClient } from '../oauth_error.ts';
import type { Federation, Integration } from '../types.ts';
import type { KeyHolder, KeySource } from './key_set.ts';
import { BadJwt, endOfLife, idOfJwt, readJwt, shown, verifiedPayload } from './signed_jwt.ts';

/** What remains of a verified assertion: its id, to refuse a replay. */
export interface Verified {
  readonly jti?: string;
  readonly expiresAt: number;
}

interface Place {
  readonly integration: Integration;
  readonly client: Federation;
}

interface Sent {
  readonly assertion: string;
  /** The audiences of a client's own assertion. */
  readonly audiences: readonly string[];
}

const REQUIRED = ['iss', 'sub', 'aud', 'exp'];

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
  try {
    const written = await readJwt(assertion);
    const checks = { keysOf, now };
    const payload = await verifiedPayload(holderOf(place), assertion, written, REQUIRED, checks);
    refuseForeign(payload, place, audiences);
    const jti = idOfJwt(payload);
    return { ...(jti === undefined ? {} : { jti }), expiresAt: endOfLife(payload, now) };
  } catch (error) {
    if (!(error instanceof BadJwt)) throw error;
    throw wrongClient(`The assertion for ${place.client.name} is refused: ${error.message}.`);
  }
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

function holderOf({ integration, client }: Place): KeyHolder {
  return {
    scope: integration.id,
    id: client.id,
    jwksUrl: client.trust.jwksUrl,
    warn: (unit, problem) =>
      mailOwners(unit, integration.rootId, (group) => ({
        template: 'keys_unreachable',
        group,
        integration: integration.name,
        credential: client.name,
        problem,
      })),
  };
}

/** Refuses an assertion of another issuer, subject, audience or tenant. Throws `BadJwt`. */
function refuseForeign(payload: JWTPayload, { client }: Place, audiences: readonly string[]): void {
  const { issuer = client.id, subject = client.id, audience } = client.trust;
  if (payload.iss !== issuer) throw new BadJwt('claim', `its iss is ${shown(payload.iss)}, not ${issuer}`);
  if (payload.sub !== subject) throw new BadJwt('claim', `its sub is ${shown(payload.sub)}, not ${subject}`);
  const wanted = audience === undefined ? audiences : [audience];
  const [aud, ...others]: readonly unknown[] = [payload.aud ?? []].flat();
  if (
    typeof aud !== 'string' ||
    others.length > 0 ||
    !wanted.some((one) => withoutDefault(one) === withoutDefault(aud))
  )
    throw new BadJwt('claim', `its aud is ${shown(payload.aud)}, not ${wanted.join(' or ')}`);
  refuseForeignTenant(payload, issuer);
}

/** An issuer with tenants, as Microsoft's is, must be that of the assertion's tenant. */
function refuseForeignTenant({ tid }: JWTPayload, issuer: string): void {
  const needsTenant = /^https:\/\/login\.microsoftonline\.[a-z]+\//.test(issuer);
  if (tid === undefined && !needsTenant) return;
  if (typeof tid !== 'string' || !issuer.split('/').includes(tid))
    throw new BadJwt('claim', `its tid is ${shown(tid)}, which the issuer ${issuer} does not have`);
}

/** Entra's page shows `api://{app id}/.default` for the audience that is `api://{app id}` in the assertion. */
function withoutDefault(audience: string): string {
  return audience.replace(/\/\.default$/, '');
}
