import { timingSafeEqual } from 'node:crypto';
import { slugKey } from '../groups/index.ts';
import { RuleError } from '../kernel/index.ts';
import type { Reader } from '../store/index.ts';
import { allowsAddress } from './address_ranges.ts';
import { refusePaused } from './pause.ts';
import { isLive } from './tokens.ts';
import { type Integration, integrations, type Scope, type Token } from './types.ts';

export interface Credentials {
  /** The path of the top-level group in the URL. */
  readonly group: string;
  /** `tokenDigest` of the sent text; undefined when it cannot be a token. */
  readonly digest: string | undefined;
  readonly ip: string;
}

export interface Access {
  readonly integration: Integration;
  readonly token: Token;
}

/** Whether a digest belongs to a token that works for some group. */
export async function isLiveToken(reader: Reader, digest: string, now: number): Promise<boolean> {
  const integration = await reader.locate(integrations, 'token', digest);
  const token = integration?.tokens.find((held) => sameDigest(held.digest, digest));
  return token !== undefined && isLive(token, now);
}

/**
 * The integration of a token. Throws `RuleError` `unauthorized`, always the same, for an unknown group, a wrong,
 * revoked or expired token, a token of another group and a forbidden address; `integration_disabled` when all of these
 * are right.
 */
export async function authenticate(
  reader: Reader,
  { group, digest, ip }: Credentials,
  now: number,
): Promise<Access> {
  if (digest === undefined) throw unauthorized();
  const integration = await reader.locate(integrations, 'token', digest);
  const token = integration?.tokens.find((held) => sameDigest(held.digest, digest));
  if (!integration || !token) throw unauthorized();
  if (token.revokedAt !== undefined || token.expiresAt <= now) throw unauthorized();
  if (!integration.paths.includes(slugKey(group))) throw unauthorized();
  if (!allowsAddress(token.cidrs, ip)) throw unauthorized();
  if (!integration.enabled)
    throw new RuleError(
      'integration_disabled',
      `The integration ${integration.name} is disabled. An owner of the group can enable it.`,
    );
  return { integration, token };
}

/**
 * Throws `RuleError` `insufficient_scope` unless the token has this scope, and `removals_paused` for a write while the
 * integration is paused.
 */
export function authorize({ integration, token }: Access, scope: Scope): void {
  if (!token.scopes.includes(scope))
    throw new RuleError('insufficient_scope', `The token ${token.name} does not have the scope ${scope}.`);
  if (scope.endsWith(':write')) refusePaused(integration);
}

function unauthorized(): RuleError {
  return new RuleError('unauthorized', 'The bearer token is not valid for this endpoint.');
}

function sameDigest(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
