import { hash } from 'node:crypto';
import type { Unit } from '../../audit/index.ts';
import type { Collection, Doc } from '../../store/index.ts';
import { wrongClient } from '../oauth_error.ts';
import type { Client, Integration } from '../types.ts';
import type { Verified } from './assertion.ts';

/** A used assertion, stored to refuse a replay. The `id` is a digest of the federation and the `jti`. */
export interface AssertionSeen extends Doc {
  readonly integrationId: string;
  readonly expiresAt: number;
}

export const assertionsSeen: Collection<AssertionSeen> = {
  name: 'assertions_seen',
  scope: 'integrationId',
  unique: {},
  indexes: {},
  expires: 'expiresAt',
};

/** Uses up an assertion that has an id. Throws `OAuthError` when it was used before. */
export async function useOnce(
  unit: Unit,
  { integration, client }: { readonly integration: Integration; readonly client: Client },
  used: Verified,
): Promise<void> {
  const { jti, expiresAt } = used;
  if (jti === undefined) return;
  const id = hash('sha256', `${client.id} ${jti}`, 'base64url');
  if (await unit.get(assertionsSeen, integration.id, id))
    throw wrongClient(`The assertion for ${client.name} is refused: it was used before.`);
  unit.insert(assertionsSeen, { id, integrationId: integration.id, expiresAt });
}
