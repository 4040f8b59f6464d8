import { limits } from '../../config/limits.ts';
import type { Unit, UnitStore } from '../audit/index.ts';
import { slugKey } from '../groups/index.ts';
import { digestOf, fingerprint, isSameDigest, MINUTE, newToken } from '../kernel/index.ts';
import type { Reader } from '../store/index.ts';
import { allowsAddress } from './address_ranges.ts';
import { askedScopes } from './asked_scopes.ts';
import type { HeldToken } from './authenticate.ts';
import { clientsOf, replaceClient } from './clients.ts';
import { type Verified, verifyAssertion } from './federation/assertion.ts';
import type { KeySource } from './federation/key_set.ts';
import { useOnce } from './federation/seen.ts';
import { OAuthError, wrongClient } from './oauth_error.ts';
import { type Client, defaultSettings, type Integration, integrations } from './types.ts';
import { isLive } from './with_credentials.ts';

/** How a client proves who it is. */
export type Proof =
  | { readonly secretDigests: readonly string[] }
  | {
      readonly assertion: string;
      /** The audiences that a client's own assertion may have. */
      readonly audiences: readonly string[];
    };

/** A request for an access token. */
interface TokenRequest {
  /** The path of the top-level group in the URL. */
  readonly group: string;
  readonly clientId: string;
  readonly proof: Proof;
  /** The requested scopes, separated by spaces. */
  readonly scope: string;
  readonly ip: string;
}

interface GivenToken {
  readonly integration: Integration;
  /** The access token under the id and the name of its client. */
  readonly token: HeldToken;
  /** The access token itself. This is the only time when it is readable. */
  readonly secret: string;
  readonly scope: string;
  readonly expiresIn: number;
}

interface Parts {
  readonly store: UnitStore;
  readonly pepper: Buffer;
  readonly keysOf: KeySource;
  /** Throws when the client gets too many access tokens. */
  readonly countExchange: (clientId: string) => Promise<void>;
}

/**
 * Gives a client an access token. Throws `OAuthError`: always the same `invalid_client` for a client that is unknown, of
 * another group, revoked, expired or at a forbidden address, and for a wrong proof.
 */
export async function giveAccessToken(parts: Parts, request: TokenRequest): Promise<GivenToken> {
  const { store, pepper, countExchange } = parts;
  const verified = await prove(parts, await clientAt(store, request, store.now()), request);
  await countExchange(request.clientId);
  return store.transaction(async (unit) => {
    const found = await clientAt(unit, request, unit.now());
    refuseDisabled(found);
    const given = give(unit, found, request, pepper);
    const { integration, client } = found;
    if (verified && !(await useOnce(unit, { scope: integration.id, id: client.id }, verified)))
      throw wrongClient(`The assertion for ${client.name} is refused: it was used before.`);
    return given;
  }, `access tokens of ${request.clientId}`);
}

interface FoundClient {
  readonly integration: Integration;
  readonly client: Client;
}

/** The live client of this id, if its group has this path. Throws `OAuthError`. */
async function clientAt(
  reader: Reader,
  { group, clientId, ip }: TokenRequest,
  now: number,
): Promise<FoundClient> {
  const integration = await reader.locate(integrations, 'client', clientId);
  const client = integration && clientsOf(integration).find(({ id }) => id === clientId);
  if (!integration || !client || !integration.paths.includes(slugKey(group)))
    throw wrongClient('The client id is not one of this group.');
  const { name, cidrs, revokedAt } = client;
  if (revokedAt !== undefined) throw wrongClient(`The client ${name} is revoked.`);
  if (!isLive(client, now)) throw wrongClient(`The client ${name} has expired.`);
  if (!allowsAddress(cidrs, ip)) throw wrongClient(`The client ${name} may not be used from ${ip}.`);
  return { integration, client };
}

/** Throws `OAuthError` unless the client proves itself as it must; gives what remains of its assertion. */
async function prove(
  { store, keysOf }: Parts,
  { integration, client }: FoundClient,
  { proof }: TokenRequest,
): Promise<Verified | undefined> {
  if (client.kind === 'federation') {
    if (!('assertion' in proof))
      throw wrongClient(`${client.name} proves itself by assertions, not by a secret.`);
    return verifyAssertion({ integration, client }, proof, keysOf, store.now());
  }
  if (!('secretDigests' in proof))
    throw wrongClient(`The client ${client.name} proves itself by a secret, not by an assertion.`);
  if (!proof.secretDigests.some((digest) => isSameDigest(client.digest, digest)))
    throw wrongClient(`The secret is not that of the client ${client.name}.`);
  return undefined;
}

function refuseDisabled({ integration }: FoundClient): void {
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
  { scope, proof }: TokenRequest,
  pepper: Buffer,
): GivenToken {
  const { scopes, text } = askedScopes(scope, client.scopes);
  const minutes = integration.settings.accessTokenMinutes ?? defaultSettings.accessTokenMinutes;
  const now = unit.now();
  const expiresAt = Math.min(client.expiresAt, now + minutes * MINUTE);
  const secret = newToken(unit, 'rca');
  const others = client.accessTokens.slice(1 - limits.accessTokens);
  const accessToken = { digest: digestOf(secret, pepper), keyId: fingerprint(pepper), scopes, expiresAt };
  const renewed = withDigestOf(client, proof, pepper);
  replaceClient(unit, integration, { ...renewed, accessTokens: [...others, accessToken] });
  const expiresIn = Math.floor((expiresAt - now) / 1_000);
  return { integration, token: { ...client, ...accessToken }, secret, scope: text, expiresIn };
}

/** The client with the digest by the pepper of today: while the pepper is replaced, it may have the one before. */
function withDigestOf(client: Client, proof: Proof, pepper: Buffer): Client {
  const digest = 'secretDigests' in proof ? proof.secretDigests[0] : undefined;
  if (client.kind !== 'client' || digest === undefined || digest === client.digest) return client;
  return { ...client, digest, keyId: fingerprint(pepper) };
}
