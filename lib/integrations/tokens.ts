import { limits } from '../../config/limits.ts';
import type { Actor, Unit } from '../audit/index.ts';
import { digestOf, fingerprint, newToken } from '../kernel/index.ts';
import { note } from './integrations.ts';
import { type CredentialWishes, endOfRotated, newCredential, wishesLike } from './new_credential.ts';
import { type Integration, integrations, type Token } from './types.ts';
import { withCredentials } from './with_credentials.ts';

/** A new token. This is the only time when its secret is readable. */
interface IssuedToken {
  readonly secret: string;
  readonly token: Token;
}

/** Makes a token. Throws `RuleError` when the integration has too many, or an option is invalid. */
export function issueToken(
  unit: Unit,
  integration: Integration,
  wishes: CredentialWishes,
  pepper: Buffer,
  actor: Actor,
): IssuedToken {
  const kind = { noun: 'token', mostDays: limits.tokenDays, present: integration.tokens };
  const made = newCredential(unit, integration, wishes, kind, actor);
  const secret = newToken(unit, 'rcs');
  const token: Token = {
    ...made,
    digest: digestOf(secret, pepper),
    keyId: fingerprint(pepper),
    hint: secret.slice(-4),
  };
  saveTokens(unit, integration, [...integration.tokens, token]);
  note(unit, integration, actor, {
    action: 'token.created',
    detail: { tokenId: token.id, name: token.name },
  });
  return { secret, token };
}

/** Makes a token with the options of the old one, which works for `overlapHours` more. */
export function rotateToken(
  unit: Unit,
  integration: Integration,
  old: Token,
  overlapHours: number,
  pepper: Buffer,
  actor: Actor,
): IssuedToken {
  const ends = endOfRotated(unit, old, overlapHours, 'token');
  const shortened = saveTokens(
    unit,
    integration,
    integration.tokens.map((token) => (token.id === old.id ? { ...token, expiresAt: ends } : token)),
  );
  note(unit, integration, actor, {
    action: 'token.rotated',
    detail: { tokenId: old.id, endsAt: new Date(ends).toISOString() },
  });
  return issueToken(unit, shortened, wishesLike(old), pepper, actor);
}

export function revokeToken(unit: Unit, integration: Integration, token: Token, actor: Actor): void {
  const now = unit.now();
  saveTokens(
    unit,
    integration,
    integration.tokens.map((other) =>
      other.id === token.id ? { ...other, revokedAt: other.revokedAt ?? now } : other,
    ),
  );
  note(unit, integration, actor, {
    action: 'token.revoked',
    detail: { tokenId: token.id, name: token.name },
  });
}

function saveTokens(unit: Unit, integration: Integration, tokens: readonly Token[]): Integration {
  return unit.update(integrations, withCredentials(integration, { tokens }, unit.now()));
}
