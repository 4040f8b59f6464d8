import { limits } from '../../config/limits.ts';
import type { Actor, Unit } from '../audit/index.ts';
import { DAY, givenName, HOUR, RuleError } from '../kernel/index.ts';
import { fold } from '../scim/index.ts';
import { checkedRanges, meaningOf } from './address_ranges.ts';
import { refuseEnding } from './integrations.ts';
import { type Credential, defaultScopes, type Integration, type Scope, scopes } from './types.ts';
import { isLive } from './with_credentials.ts';

/** What an owner chooses for a credential of any kind. */
export interface CredentialWishes {
  readonly name: string;
  readonly scopes?: readonly Scope[];
  readonly cidrs?: readonly string[];
  readonly days?: number;
  /** The credential that it follows: during the overlap of a rotation both have one name. */
  readonly follows?: Credential;
}

interface Kind {
  /** In a sentence. */
  readonly noun: string;
  readonly mostDays: number;
  /** The credentials of this kind. */
  readonly present: readonly Credential[];
}

/**
 * The fields that all kinds of credentials share. Throws `RuleError` when the integration has too many of the kind or a
 * live one with the name, or a wish is invalid.
 */
export function newCredential(
  unit: Unit,
  integration: Integration,
  wishes: CredentialWishes,
  { noun, mostDays, present }: Kind,
  actor: Actor,
) {
  refuseEnding(integration);
  const now = unit.now();
  const live = present.filter((one) => isLive(one, now));
  if (live.length >= limits.liveTokens)
    throw new RuleError(
      'too_many_tokens',
      `An integration has at most ${limits.liveTokens} live ${noun}s. Revoke one first.`,
    );
  const name = givenName(wishes.name);
  const namesake = wishes.follows ? undefined : live.find((one) => fold(one.name) === fold(name));
  if (namesake)
    throw new RuleError(
      'token_name_taken',
      `The integration has a live ${noun} named ${namesake.name}. Choose another name, or rotate that one.`,
    );
  const days = wishes.days ?? limits.tokenDays;
  if (!(days > 0 && days <= mostDays))
    throw new RuleError('invalid_lifetime', `A ${noun} lives 1 to ${mostDays} days.`);
  return {
    id: unit.id(),
    name,
    scopes: checkedScopes(wishes.scopes ?? defaultScopes),
    cidrs: checkedRanges(wishes.cidrs ?? []),
    createdAt: now,
    ...(actor.accountId === undefined ? {} : { createdBy: actor.accountId }),
    expiresAt: now + days * DAY,
  };
}

/** The time at which the old one of a rotation ends. Throws `RuleError`. */
export function endOfRotated(unit: Unit, old: Credential, overlapHours: number, noun: string): number {
  if (!(overlapHours >= 0 && overlapHours <= limits.overlapHours))
    throw new RuleError('invalid_overlap', `The overlap is 0 to ${limits.overlapHours} hours.`);
  const now = unit.now();
  if (!isLive(old, now))
    throw new RuleError(
      'token_not_live',
      `The ${noun} ${old.name} has expired or is revoked. Create a new one.`,
    );
  return Math.min(old.expiresAt, now + overlapHours * HOUR);
}

/** The wishes for a successor of a credential. */
export function wishesLike(follows: Credential): CredentialWishes {
  const { name, scopes: held, cidrs } = follows;
  return { name, scopes: held, cidrs: cidrs.map(meaningOf), follows };
}

function checkedScopes(wanted: readonly string[]): Scope[] {
  const known = scopes.filter((scope) => wanted.includes(scope));
  const unknown = wanted.find((scope) => !known.some((other) => other === scope));
  if (unknown !== undefined || known.length === 0)
    throw new RuleError(
      'invalid_scope',
      `${unknown === undefined ? 'A credential needs a scope' : `${unknown} is not a scope`}. Scopes are ${scopes.join(', ')}.`,
    );
  return known;
}
