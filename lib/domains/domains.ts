import { limits } from '../../config/limits.ts';
import { type VerifiedDomain, verifiedDomains } from '../accounts/index.ts';
import type { Actor, EventBody, Unit } from '../audit/index.ts';
import { RuleError } from '../kernel/index.ts';
import { all, PLATFORM, type Reader } from '../store/index.ts';
import { beginDomainChange, type DomainChange } from './domain_accounts.ts';
import { nextCheck } from './domain_check.ts';
import { asciiDomain, refuseShared } from './domain_names.ts';
import { type DomainClaim, domainClaims, newChallenge, type Outcome, problemOf } from './domain_record.ts';

/** A domain of a group: claimed, verified or both. */
export interface DomainStatus {
  readonly domain: string;
  readonly claim: DomainClaim | undefined;
  readonly verified: VerifiedDomain | undefined;
}

/** A domain after a change. `change` is the work of updating its accounts. */
export interface Changed {
  readonly status: DomainStatus;
  readonly change?: DomainChange;
}

/**
 * Claims an e-mail domain for a top-level group. The claim has the text of the TXT record. A second claim of the same
 * domain returns the first one. Throws `RuleError` for a text that is not a domain, a domain without a single owner, and
 * too many domains.
 */
export async function claimDomain(
  unit: Unit,
  rootId: string,
  written: string,
  actor: Actor,
): Promise<DomainStatus> {
  const domain = asciiDomain(written);
  refuseShared(domain);
  const known = await statusOf(unit, rootId, domain);
  if (known.claim) return known;
  if (!known.verified) await refuseTooMany(unit, rootId);
  const claim = unit.insert(domainClaims, {
    id: unit.id(),
    rootId,
    domain,
    challenge: newChallenge(unit),
    createdAt: unit.now(),
  });
  recordEvent(unit, { rootId, actor }, { action: 'domain.claimed', detail: { domain } });
  return { ...known, claim };
}

/** The claim of a group to a domain. Throws `RuleError` `domain_not_claimed`. */
export async function claimOf(reader: Reader, rootId: string, written: string): Promise<DomainClaim> {
  const domain = asciiDomain(written);
  const claim = await reader.find(domainClaims, rootId, 'domain', domain);
  if (!claim) throw notClaimed(domain);
  return claim;
}

/**
 * Applies the DNS answer for a claim. If the record exists, the domain belongs to the group, which then manages the
 * accounts of the domain. Throws `RuleError` if the claim is gone, or another group has verified the domain.
 */
export async function settleClaim(
  unit: Unit,
  { rootId, domain, challenge }: DomainClaim,
  outcome: Outcome,
  actor: Actor,
): Promise<Changed> {
  const { claim, verified } = await statusOf(unit, rootId, domain);
  if (claim?.challenge !== challenge) throw notClaimed(domain);
  const checkedAt = unit.now();
  if (outcome.kind !== 'found') {
    const problem = problemOf(outcome, domain) ?? '';
    return {
      status: { domain, claim: unit.update(domainClaims, { ...claim, checkedAt, problem }), verified },
    };
  }
  const { checkedAt: _checkedAt, problem: _problem, lapsedAt: _lapsedAt, ...good } = claim;
  const proved = { id: domain, rootId, checkedAt, checkAt: nextCheck(unit) };
  const status = { domain, claim: unit.update(domainClaims, good) };
  if (verified) {
    const { v, verifiedAt } = verified;
    return {
      status: { ...status, verified: unit.update(verifiedDomains, { ...proved, v, verifiedAt }) },
    };
  }
  await refuseForeign(unit, domain);
  const added = unit.insert(verifiedDomains, { ...proved, verifiedAt: checkedAt });
  recordEvent(unit, { rootId, actor }, { action: 'domain.verified', detail: { domain, by: 'dns' } });
  return { status: { ...status, verified: added }, change: beginDomainChange(unit, domain, rootId, actor) };
}

/**
 * Verifies a domain permanently without DNS, because the operator vouches for it. Throws `RuleError` for a text that is
 * not a domain, a domain of another group, and too many domains.
 */
export async function vouchForDomain(
  unit: Unit,
  rootId: string,
  written: string,
  actor: Actor,
): Promise<Changed> {
  const domain = asciiDomain(written);
  const known = await statusOf(unit, rootId, domain);
  if (known.verified && known.verified.checkAt === undefined) return { status: known };
  await refuseForeign(unit, domain, rootId);
  if (!known.claim && !known.verified) await refuseTooMany(unit, rootId);
  recordEvent(unit, { rootId, actor }, { action: 'domain.verified', detail: { domain, by: 'operator' } });
  if (known.verified) {
    const { id, v, verifiedAt } = known.verified;
    return { status: { ...known, verified: unit.update(verifiedDomains, { id, v, rootId, verifiedAt }) } };
  }
  const verified = unit.insert(verifiedDomains, { id: domain, rootId, verifiedAt: unit.now() });
  return { status: { ...known, verified }, change: beginDomainChange(unit, domain, rootId, actor) };
}

/** Removes a domain and its claim from a group. Throws `RuleError` if the group does not have it. */
export async function removeDomain(
  unit: Unit,
  rootId: string,
  written: string,
  actor: Actor,
): Promise<Changed> {
  const domain = asciiDomain(written);
  const { claim, verified } = await statusOf(unit, rootId, domain);
  if (!claim && !verified) throw new RuleError('not_found', `The group has no domain ${domain}.`);
  if (claim) unit.remove(domainClaims, claim);
  if (verified) unit.remove(verifiedDomains, verified);
  recordEvent(unit, { rootId, actor }, { action: 'domain.removed', detail: { domain } });
  const status = { domain, claim: undefined, verified: undefined };
  return verified ? { status, change: beginDomainChange(unit, domain, rootId, actor) } : { status };
}

/** The domains that a group has claimed or verified, by name. */
export async function domainsOf(reader: Reader, rootId: string): Promise<DomainStatus[]> {
  const [claims, own] = await Promise.all([
    all(reader, domainClaims, rootId),
    all(reader, verifiedDomains, PLATFORM, { index: 'root', equal: [rootId] }),
  ]);
  const names = new Set([...claims.map(({ domain }) => domain), ...own.map(({ id }) => id)]);
  return [...names].sort().map((domain) => ({
    domain,
    claim: claims.find((claim) => claim.domain === domain),
    verified: own.find(({ id }) => id === domain),
  }));
}

async function statusOf(reader: Reader, rootId: string, domain: string): Promise<DomainStatus> {
  const [claim, verified] = await Promise.all([
    reader.find(domainClaims, rootId, 'domain', domain),
    reader.get(verifiedDomains, PLATFORM, domain),
  ]);
  return { domain, claim, verified: verified?.rootId === rootId ? verified : undefined };
}

async function refuseForeign(reader: Reader, domain: string, rootId?: string): Promise<void> {
  const known = await reader.get(verifiedDomains, PLATFORM, domain);
  if (known && known.rootId !== rootId)
    throw new RuleError('domain_taken', `${domain} already belongs to another group. Remove it there first.`);
}

async function refuseTooMany(reader: Reader, rootId: string): Promise<void> {
  const { length } = await domainsOf(reader, rootId);
  if (length >= limits.domainsPerGroup)
    throw new RuleError(
      'too_many_domains',
      `A group has at most ${limits.domainsPerGroup} domains. Remove one first.`,
    );
}

function notClaimed(domain: string): RuleError {
  return new RuleError('domain_not_claimed', `The group has not claimed ${domain}. Claim it first.`);
}

function recordEvent(
  unit: Unit,
  { rootId, actor }: { readonly rootId: string; readonly actor: Actor },
  event: EventBody<'domain.claimed' | 'domain.verified' | 'domain.removed'>,
): void {
  unit.record({ rootId, actor, target: { kind: 'domain', id: event.detail.domain }, ...event });
}
