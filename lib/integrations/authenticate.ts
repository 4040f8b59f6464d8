import { slugKey } from '../groups/index.ts';
import { isSameDigest, RuleError } from '../kernel/index.ts';
import type { Reader } from '../store/index.ts';
import { allowsAddress } from './address_ranges.ts';
import { clientsOf } from './clients.ts';
import { type Integration, integrations, type Scope, type Token } from './types.ts';
import { isLive } from './with_credentials.ts';

interface Credentials {
  /** The path of the top-level group in the URL. */
  readonly group: string;
  /** `tokenDigests` of the sent text; empty when it cannot be a token. */
  readonly digests: readonly string[];
  readonly ip: string;
}

/** What a request was sent with: a token, or an access token under the id and the name of its client. */
export type HeldToken = Pick<
  Token,
  'id' | 'name' | 'digest' | 'scopes' | 'cidrs' | 'expiresAt' | 'revokedAt'
>;

export interface Access {
  readonly integration: Integration;
  readonly token: HeldToken;
}

/** Whether one of the digests belongs to a token that works for some group. */
export async function isLiveToken(reader: Reader, digests: readonly string[], now: number): Promise<boolean> {
  const integration = await integrationOf(reader, digests);
  const token = integration && heldToken(integration, digests);
  return token !== undefined && isLive(token, now);
}

async function integrationOf(reader: Reader, digests: readonly string[]): Promise<Integration | undefined> {
  for (const digest of digests) {
    const integration = await reader.locate(integrations, 'token', digest);
    if (integration) return integration;
  }
  return undefined;
}

/**
 * The integration of a token. Throws `RuleError` `unauthorized`, always the same, for an unknown group, a wrong,
 * revoked or expired token, a token of another group and a forbidden address; `integration_disabled` when all of these
 * are right.
 */
export async function authenticate(
  reader: Reader,
  { group, digests, ip }: Credentials,
  now: number,
): Promise<Access> {
  const integration = await integrationOf(reader, digests);
  const token = integration && heldToken(integration, digests);
  if (!integration || !token || !isLive(token, now)) throw unauthorized();
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

/** The token, or the access token of a client, that has one of these digests. */
export function heldToken(integration: Integration, digests: readonly string[]): HeldToken | undefined {
  const isSent = (held: { readonly digest: string }) =>
    digests.some((digest) => isSameDigest(held.digest, digest));
  const token = integration.tokens.find(isSent);
  if (token) return token;
  for (const client of clientsOf(integration)) {
    const accessToken = client.accessTokens.find(isSent);
    if (accessToken)
      return { ...client, ...accessToken, expiresAt: Math.min(client.expiresAt, accessToken.expiresAt) };
  }
  return undefined;
}

function unauthorized(): RuleError {
  return new RuleError('unauthorized', 'The bearer token is not valid for this endpoint.');
}

/** Throws `RuleError` `removals_paused` for a write of a paused integration. */
export function refusePaused(integration: Integration): void {
  if (integration.paused) throw new RuleError('removals_paused', refusalOf(integration));
}

export function refusalOf({ name }: Integration): string {
  return (
    `The integration ${name} is paused: its requests take access from many people in a short time, or empty a group that ` +
    'gives roles. Nothing was changed. ' +
    'The owners of the group got a mail. An owner can resume the integration in Rollcall or restore the access.'
  );
}
