import { limits } from '../../config/limits.ts';
import type { Unit, UnitStore } from '../audit/index.ts';
import { slugKey } from '../groups/index.ts';
import { digestOf, isSameDigest, MINUTE, newToken } from '../kernel/index.ts';
import type { Reader } from '../store/index.ts';
import { allowsAddress } from './address_ranges.ts';
import { askedScopes } from './asked_scopes.ts';
import { clientsOf, replaceClient } from './clients.ts';
import { OAuthError, wrongClient } from './oauth_error.ts';
import { type Client, defaultSettings, type Integration, integrations } from './types.ts';
import { isLive } from './with_credentials.ts';

/** A request for an access token. */
export interface TokenRequest {
  /** The path of the top-level group in the URL. */
  readonly group: string;
  readonly clientId: string;
  /** The digest of the secret that was sent. */
  readonly secretDigest: string;
  /** The requested scopes, separated by spaces. */
  readonly scope: string;
  readonly ip: string;
}

export interface GivenToken {
  readonly integration: Integration;
  readonly client: Client;
  /** The access token. This is the only time when it is readable. */
  readonly secret: string;
  readonly scope: string;
  readonly expiresIn: number;
}

interface Parts {
  readonly store: UnitStore;
  readonly pepper: Buffer;
  /** Throws when the client gets too many access tokens. */
  readonly countExchange: (clientId: string) => Promise<void>;
}

/**
 * Gives a client an access token. Throws `OAuthError`: always the same `invalid_client` for a client that is unknown, of
 * another group, revoked, expired or at a forbidden address, and for a wrong secret.
 */
export async function giveAccessToken(parts: Parts, request: TokenRequest): Promise<GivenToken> {
  const { store, pepper, countExchange } = parts;
  const first = await clientAt(store, request);
  prove(first, request);
  refuseEnded(first, request, store.now());
  await countExchange(request.clientId);
  return store.transaction(async (unit) => {
    const found = await clientAt(unit, request);
    prove(found, request);
    refuseEnded(found, request, unit.now());
    return give(unit, found, request, pepper);
  }, `access tokens of ${request.clientId}`);
}

interface FoundClient {
  readonly integration: Integration;
  readonly client: Client;
}

/** The client of this id, if its group has this path. Throws `OAuthError`. */
async function clientAt(reader: Reader, { group, clientId }: TokenRequest): Promise<FoundClient> {
  const integration = await reader.locate(integrations, 'client', clientId);
  const client = integration && clientsOf(integration).find(({ id }) => id === clientId);
  if (!integration || !client || !integration.paths.includes(slugKey(group)))
    throw wrongClient('The client id is not one of this group.');
  return { integration, client };
}

function prove({ client }: FoundClient, { secretDigest }: TokenRequest): void {
  if (!isSameDigest(client.digest, secretDigest))
    throw wrongClient(`The secret is not that of the client ${client.name}.`);
}

function refuseEnded({ integration, client }: FoundClient, { ip }: TokenRequest, now: number): void {
  const { name, cidrs, revokedAt } = client;
  if (revokedAt !== undefined) throw wrongClient(`The client ${name} is revoked.`);
  if (!isLive(client, now)) throw wrongClient(`The client ${name} has expired.`);
  if (!allowsAddress(cidrs, ip)) throw wrongClient(`The client ${name} may not be used from ${ip}.`);
  if (!integration.enabled)
    throw new OAuthError(
      'unauthorized_client',
      `The integration ${integration.name} is disabled. An owner of the group can enable it.`,
    );
}

/** Above `limits.accessTokens` the oldest access tokens of the client end. */
function give(
  unit: Unit,
  { integration, client }: FoundClient,
  { scope }: TokenRequest,
  pepper: Buffer,
): GivenToken {
  const { scopes, text } = askedScopes(scope, client.scopes);
  const minutes = integration.settings.accessTokenMinutes ?? defaultSettings.accessTokenMinutes;
  const now = unit.now();
  const expiresAt = Math.min(client.expiresAt, now + minutes * MINUTE);
  const secret = newToken(unit, 'rca');
  const others = client.accessTokens.slice(1 - limits.accessTokens);
  const accessTokens = [...others, { digest: digestOf(secret, pepper), scopes, expiresAt }];
  replaceClient(unit, integration, { ...client, accessTokens });
  return { integration, client, secret, scope: text, expiresIn: Math.floor((expiresAt - now) / 1_000) };
}
