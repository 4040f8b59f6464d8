import { limits } from '../../config/limits.ts';
import type { Client, Integration, Token } from './types.ts';

interface Credentials {
  readonly tokens?: readonly Token[];
  readonly clients?: readonly Client[];
}

export function isLive(
  { expiresAt, revokedAt }: { readonly expiresAt: number; readonly revokedAt?: number },
  now: number,
): boolean {
  return revokedAt === undefined && expiresAt > now;
}

/**
 * The integration with these credentials, and the keys by which a request finds them. A credential that has ended loses
 * its access tokens; the oldest ended ones are dropped.
 */
export function withCredentials(
  integration: Integration,
  { tokens = integration.tokens, clients = integration.clients ?? [] }: Credentials,
  now: number,
): Integration {
  const shownTokens = shown(tokens, now);
  const shownClients = shown(clients, now).map((client) => ({
    ...client,
    accessTokens: isLive(client, now) ? client.accessTokens.filter(({ expiresAt }) => expiresAt > now) : [],
  }));
  const accessTokens = shownClients.flatMap((client) => client.accessTokens);
  return {
    ...integration,
    tokens: shownTokens,
    digests: [...shownTokens.filter((token) => isLive(token, now)), ...accessTokens].map(
      ({ digest }) => digest,
    ),
    ...(shownClients.length === 0
      ? {}
      : { clients: shownClients, clientIds: shownClients.map(({ id }) => id) }),
  };
}

/** The integration without access tokens: its clients must ask for new ones. */
export function withoutAccessTokens(integration: Integration, now: number): Integration {
  const clients = (integration.clients ?? []).map((client) => ({ ...client, accessTokens: [] }));
  return withCredentials(integration, { clients }, now);
}

/** The integration with all credentials revoked. */
export function withoutCredentials(integration: Integration, now: number): Integration {
  const ended = <C extends Client | Token>(credential: C): C => ({
    ...credential,
    revokedAt: credential.revokedAt ?? now,
  });
  const { tokens, clients = [] } = integration;
  return withCredentials(integration, { tokens: tokens.map(ended), clients: clients.map(ended) }, now);
}

/** The ended ones first, so that the newest credential is the last. */
function shown<C extends Client | Token>(credentials: readonly C[], now: number): C[] {
  const gone = credentials.filter((one) => !isLive(one, now)).slice(-limits.shownTokens);
  return [...gone, ...credentials.filter((one) => isLive(one, now))];
}
