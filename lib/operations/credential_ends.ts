import type { Actor, Unit } from '../audit/index.ts';
import { type Credential, type Integration, mailOtherOwners } from '../integrations/index.ts';
import { HOUR } from '../kernel/index.ts';
import { revoke } from './credential_kinds.ts';
import { worded } from './credential_views.ts';
import { iso } from './views.ts';

/** Tells the other owners of a rotation. Returns the old credential as the answer shows it: it ends with the overlap. */
export async function replaced(
  unit: Unit,
  integration: Integration,
  actor: Actor,
  old: Credential,
  overlap: number,
): Promise<{ readonly id: string; readonly hint?: string; readonly expiresAt: string }> {
  await mailOtherOwners(unit, integration, actor, `rotated ${worded(old)}`);
  const expiresAt = iso(Math.min(old.expiresAt, unit.now() + overlap * HOUR));
  return { id: old.id, ...('hint' in old ? { hint: old.hint } : {}), expiresAt };
}

/** Revokes a credential, unless it is, and tells the other owners. */
export async function revoked<C extends Credential>(
  unit: Unit,
  integration: Integration,
  actor: Actor,
  credential: C,
): Promise<C> {
  if (credential.revokedAt !== undefined) return credential;
  revoke(unit, integration, credential, actor);
  await mailOtherOwners(unit, integration, actor, `revoked ${worded(credential)}`);
  return { ...credential, revokedAt: unit.now() };
}
