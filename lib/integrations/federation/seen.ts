import { hash } from 'node:crypto';
import type { Unit } from '../../audit/index.ts';
import type { Collection, Doc } from '../../store/index.ts';
import type { Verified } from './assertion.ts';

/** A used JWT, stored to refuse a replay. The `id` is a digest of its issuer and its `jti`. */
interface AssertionSeen extends Doc {
  /** The integration of a federation, or the top-level group of a logout issuer. */
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

interface From {
  /** The integration, or the top-level group. */
  readonly scope: string;
  /** The issuer, as nothing else in the scope is named. */
  readonly id: string;
}

/** Uses up a JWT that has an id. False when it was used before. */
export async function useOnce(unit: Unit, { scope, id: of }: From, used: Verified): Promise<boolean> {
  const { jti, expiresAt } = used;
  if (jti === undefined) return true;
  const id = hash('sha256', `${of} ${jti}`, 'base64url');
  if (await unit.get(assertionsSeen, scope, id)) return false;
  unit.insert(assertionsSeen, { id, integrationId: scope, expiresAt });
  return true;
}
