import { limits } from '../../config/limits.ts';
import type { Actor, Unit } from '../audit/index.ts';
import { digestOf, fingerprint, newToken } from '../kernel/index.ts';
import { note } from './integrations.ts';
import { type CredentialWishes, endOfRotated, newCredential, wishesLike } from './new_credential.ts';
import {
  type Client,
  type Credential,
  type Federation,
  type Integration,
  integrations,
  type SecretClient,
  type Trust,
} from './types.ts';
import { withCredentials } from './with_credentials.ts';

/** A new client. This is the only time when its secret is readable. */
interface IssuedClient {
  readonly secret: string;
  readonly client: SecretClient;
}

/** Makes a client with a secret. Throws `RuleError` when the integration has too many, or an option is invalid. */
export function issueClient(
  unit: Unit,
  integration: Integration,
  wishes: CredentialWishes,
  pepper: Buffer,
  actor: Actor,
): IssuedClient {
  const present = clientsOf(integration).filter(({ kind }) => kind === 'client');
  const kind = { noun: 'client', mostDays: limits.clientSecretDays, present };
  const made = newCredential(unit, integration, wishes, kind, actor);
  const secret = newToken(unit, 'rcx');
  const client: SecretClient = {
    ...made,
    kind: 'client',
    digest: digestOf(secret, pepper),
    keyId: fingerprint(pepper),
    hint: secret.slice(-4),
    accessTokens: [],
  };
  addClient(unit, integration, client, actor);
  return { secret, client };
}

/** Makes a federation, which has no secret. Throws `RuleError` as `issueClient` does. */
export function addFederation(
  unit: Unit,
  integration: Integration,
  wishes: CredentialWishes,
  trust: Trust,
  actor: Actor,
): Federation {
  const present = clientsOf(integration).filter(({ kind }) => kind === 'federation');
  const kind = { noun: 'federation', mostDays: limits.clientSecretDays, present };
  const made = newCredential(unit, integration, wishes, kind, actor);
  const client: Federation = { ...made, kind: 'federation', trust, accessTokens: [] };
  addClient(unit, integration, client, actor);
  return client;
}

/** Makes a federation with the trust and the options of the old one, which works for `overlapHours` more. */
export function rotateFederation(
  unit: Unit,
  integration: Integration,
  old: Federation,
  overlapHours: number,
  actor: Actor,
): Federation {
  const shortened = shortenClient(unit, integration, old, overlapHours, actor);
  return addFederation(unit, shortened, wishesLike(old), old.trust, actor);
}

/** Makes a client with the options of the old one, which works for `overlapHours` more. */
export function rotateClient(
  unit: Unit,
  integration: Integration,
  old: SecretClient,
  overlapHours: number,
  pepper: Buffer,
  actor: Actor,
): IssuedClient {
  const shortened = shortenClient(unit, integration, old, overlapHours, actor);
  return issueClient(unit, shortened, wishesLike(old), pepper, actor);
}

/** Revokes a client and its access tokens. */
export function revokeClient(unit: Unit, integration: Integration, client: Client, actor: Actor): void {
  const revokedAt = unit.now();
  replaceClient(unit, integration, { ...client, revokedAt });
  note(unit, integration, actor, {
    action: 'credential.revoked',
    detail: { credentialId: client.id, kind: client.kind, name: client.name },
  });
}

export function clientsOf({ clients = [] }: Integration): readonly Client[] {
  return clients;
}

/** Every credential of an integration: its tokens, then its clients. */
export function credentialsOf(integration: Integration): readonly Credential[] {
  return [...integration.tokens, ...clientsOf(integration)];
}

/** The integration with a changed client. */
export function replaceClient(unit: Unit, integration: Integration, changed: Client): Integration {
  const clients = clientsOf(integration).map((client) => (client.id === changed.id ? changed : client));
  return unit.update(integrations, withCredentials(integration, { clients }, unit.now()));
}

function addClient(unit: Unit, integration: Integration, client: Client, actor: Actor): void {
  const clients = [...clientsOf(integration), client];
  unit.update(integrations, withCredentials(integration, { clients }, unit.now()));
  note(unit, integration, actor, {
    action: 'credential.created',
    detail: { credentialId: client.id, kind: client.kind, name: client.name },
  });
}

function shortenClient(
  unit: Unit,
  integration: Integration,
  old: Client,
  overlapHours: number,
  actor: Actor,
): Integration {
  const expiresAt = endOfRotated(unit, old, overlapHours, 'client');
  const shortened = replaceClient(unit, integration, { ...old, expiresAt });
  note(unit, integration, actor, {
    action: 'credential.rotated',
    detail: { credentialId: old.id, kind: old.kind, endsAt: new Date(expiresAt).toISOString() },
  });
  return shortened;
}
