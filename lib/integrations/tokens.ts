import { limits } from '../../config/limits.ts';
import type { Actor, Unit } from '../audit/index.ts';
import { DAY, digestOf, HOUR, newToken, RuleError } from '../kernel/index.ts';
import { checkedRanges, meaningOf } from './address_ranges.ts';
import { checkedName, note, refuseEnding } from './integrations.ts';
import { defaultScopes, type Integration, integrations, type Scope, scopes, type Token } from './types.ts';

export interface TokenWishes {
  readonly name: string;
  readonly scopes?: readonly Scope[];
  readonly cidrs?: readonly string[];
  readonly days?: number;
}

/** A new token. This is the only time when its secret is readable. */
export interface IssuedToken {
  readonly secret: string;
  readonly token: Token;
}

/** Makes a token. Throws `RuleError` when the integration has too many, or an option is invalid. */
export function issueToken(
  unit: Unit,
  integration: Integration,
  wishes: TokenWishes,
  pepper: Buffer,
  actor: Actor,
): IssuedToken {
  refuseEnding(integration);
  const now = unit.now();
  if (integration.tokens.filter((token) => isLive(token, now)).length >= limits.liveTokens)
    throw new RuleError(
      'too_many_tokens',
      `An integration has at most ${limits.liveTokens} live tokens. Revoke one first.`,
    );
  const days = wishes.days ?? limits.tokenDays;
  if (!(days > 0 && days <= limits.tokenDays))
    throw new RuleError('invalid_lifetime', `A token lives 1 to ${limits.tokenDays} days.`);
  const secret = newToken(unit, 'rcs');
  const token: Token = {
    id: unit.id(),
    name: checkedName(wishes.name),
    digest: digestOf(secret, pepper),
    hint: secret.slice(-4),
    scopes: checkedScopes(wishes.scopes ?? defaultScopes),
    cidrs: checkedRanges(wishes.cidrs ?? []),
    createdAt: now,
    expiresAt: now + days * DAY,
  };
  saveTokens(unit, integration, [...integration.tokens, token], now);
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
  if (!(overlapHours >= 0 && overlapHours <= limits.overlapHours))
    throw new RuleError('invalid_overlap', `The overlap is 0 to ${limits.overlapHours} hours.`);
  const now = unit.now();
  if (!isLive(old, now))
    throw new RuleError(
      'token_not_live',
      `The token ${old.name} has expired or is revoked. Create a new one.`,
    );
  const ends = Math.min(old.expiresAt, now + overlapHours * HOUR);
  const shortened = saveTokens(
    unit,
    integration,
    integration.tokens.map((token) => (token.id === old.id ? { ...token, expiresAt: ends } : token)),
    now,
  );
  note(unit, integration, actor, {
    action: 'token.rotated',
    detail: { tokenId: old.id, endsAt: new Date(ends).toISOString() },
  });
  return issueToken(
    unit,
    shortened,
    { name: old.name, scopes: old.scopes, cidrs: old.cidrs.map(meaningOf) },
    pepper,
    actor,
  );
}

export function revokeToken(unit: Unit, integration: Integration, token: Token, actor: Actor): void {
  const now = unit.now();
  saveTokens(
    unit,
    integration,
    integration.tokens.map((other) =>
      other.id === token.id ? { ...other, revokedAt: other.revokedAt ?? now } : other,
    ),
    now,
  );
  note(unit, integration, actor, {
    action: 'token.revoked',
    detail: { tokenId: token.id, name: token.name },
  });
}

/** By id or by name, the newest with that name. Throws `RuleError` when the integration has none. */
export function tokenNamed(integration: Integration, idOrName: string): Token {
  const found = integration.tokens.findLast(({ id, name }) => id === idOrName || name === idOrName);
  if (!found) throw new RuleError('not_found', `The integration has no token ${idOrName}.`);
  return found;
}

export function isLive(token: Token, now: number): boolean {
  return token.revokedAt === undefined && token.expiresAt > now;
}

function saveTokens(
  unit: Unit,
  integration: Integration,
  tokens: readonly Token[],
  now: number,
): Integration {
  const live = tokens.filter((token) => isLive(token, now));
  const gone = tokens.filter((token) => !isLive(token, now)).slice(-limits.shownTokens);
  return unit.update(integrations, {
    ...integration,
    tokens: [...gone, ...live],
    digests: live.map((token) => token.digest),
  });
}

function checkedScopes(wanted: readonly string[]): Scope[] {
  const known = scopes.filter((scope) => wanted.includes(scope));
  const unknown = wanted.find((scope) => !known.some((other) => other === scope));
  if (unknown !== undefined || known.length === 0)
    throw new RuleError(
      'invalid_scope',
      `${unknown === undefined ? 'A token needs a scope' : `${unknown} is not a scope`}. Scopes are ${scopes.join(', ')}.`,
    );
  return known;
}
