import { limits } from '../../config/limits.ts';
import { type VerifiedDomain, verifiedDomains } from '../accounts/verified_domains.ts';
import { record } from '../audit/record.ts';
import type { Actor } from '../audit/types.ts';
import { RuleError } from '../kernel/errors.ts';
import type { Runtime } from '../kernel/runtime.ts';
import { all } from '../store/every.ts';
import { PLATFORM, type Reader, type Store, type Transaction } from '../store/port.ts';
import { followChange, noteChange } from './domain_accounts.ts';
import { nextCheck } from './domain_check.ts';
import { asciiDomain, refuseShared } from './domain_names.ts';
import {
  type DomainClaim,
  domainClaims,
  lookForRecord,
  newChallenge,
  type Outcome,
  problemOf,
} from './domain_record.ts';
import type { LookUpTxt } from './domain_txt.ts';

export interface DomainParts {
  readonly store: Store;
  readonly runtime: Runtime;
  readonly lookUpTxt: LookUpTxt;
}

/** A domain of a group: claimed, verified or both. */
export interface Standing {
  readonly domain: string;
  readonly claim: DomainClaim | undefined;
  readonly verified: VerifiedDomain | undefined;
}

export interface Verification extends Standing {
  readonly outcome: Outcome;
}

/**
 * Claims an e-mail domain for a top-level group; the claim holds what the TXT record has to say. A claim that is there is
 * given again. Throws `RuleError` for what is no domain, a domain that belongs to the public, and too many.
 */
export async function claimDomain(
  { store, runtime }: DomainParts,
  rootId: string,
  written: string,
  actor: Actor,
): Promise<Standing> {
  const domain = asciiDomain(written);
  refuseShared(domain);
  return store.transaction(async (tx) => {
    const known = await standingOf(tx, rootId, domain);
    if (known.claim) return known;
    if (!known.verified) await refuseTooMany(tx, rootId);
    const claim = tx.insert(domainClaims, {
      id: runtime.id(),
      rootId,
      domain,
      challenge: newChallenge(runtime),
      createdAt: runtime.now(),
    });
    note(tx, runtime, { rootId, actor, action: 'domain.claimed', domain });
    return { ...known, claim };
  });
}

/**
 * Asks DNS for the record of a claim. Where it is there, the domain is the group's, which manages its accounts from then
 * on. Throws `RuleError` without a claim, and where another group has verified the domain.
 */
export async function verifyDomain(
  parts: DomainParts,
  rootId: string,
  written: string,
  actor: Actor,
): Promise<Verification> {
  const { store, runtime, lookUpTxt } = parts;
  const domain = asciiDomain(written);
  const asked = await store.find(domainClaims, rootId, 'domain', domain);
  if (!asked) throw notClaimed(domain);
  const outcome = await lookForRecord(lookUpTxt, asked);
  const { change, standing } = await store.transaction(async (tx) => {
    const { claim, verified } = await standingOf(tx, rootId, domain);
    if (claim?.challenge !== asked.challenge) throw notClaimed(domain);
    const checkedAt = runtime.now();
    if (outcome.kind !== 'found') {
      const problem = problemOf(outcome, domain) ?? '';
      return {
        standing: { domain, claim: tx.update(domainClaims, { ...claim, checkedAt, problem }), verified },
      };
    }
    const { checkedAt: _checkedAt, problem: _problem, lapsedAt: _lapsedAt, ...good } = claim;
    const proved = { id: domain, rootId, checkedAt, checkAt: nextCheck(runtime) };
    const standing = { domain, claim: tx.update(domainClaims, good) };
    if (verified) {
      const { v, verifiedAt } = verified;
      return {
        standing: { ...standing, verified: tx.update(verifiedDomains, { ...proved, v, verifiedAt }) },
      };
    }
    await refuseForeign(tx, domain);
    const added = tx.insert(verifiedDomains, { ...proved, verifiedAt: checkedAt });
    note(tx, runtime, { rootId, actor, action: 'domain.verified', domain, by: 'dns' });
    return { standing: { ...standing, verified: added }, change: await noteChange(tx, runtime, domain) };
  });
  if (change) await followChange(parts, change);
  return { ...standing, outcome };
}

/**
 * Takes the operator's word that a domain is the group's, whatever DNS says and for good. Throws `RuleError` for what is
 * no domain, where another group has it, and for too many.
 */
export async function vouchForDomain(
  parts: DomainParts,
  rootId: string,
  written: string,
  actor: Actor,
): Promise<Standing> {
  const { store, runtime } = parts;
  const domain = asciiDomain(written);
  const { change, standing } = await store.transaction(async (tx) => {
    const known = await standingOf(tx, rootId, domain);
    if (known.verified && known.verified.checkAt === undefined) return { standing: known };
    await refuseForeign(tx, domain, rootId);
    if (!known.claim && !known.verified) await refuseTooMany(tx, rootId);
    note(tx, runtime, { rootId, actor, action: 'domain.verified', domain, by: 'operator' });
    if (known.verified) {
      const { id, v, verifiedAt } = known.verified;
      return { standing: { ...known, verified: tx.update(verifiedDomains, { id, v, rootId, verifiedAt }) } };
    }
    const verified = tx.insert(verifiedDomains, { id: domain, rootId, verifiedAt: runtime.now() });
    return { standing: { ...known, verified }, change: await noteChange(tx, runtime, domain) };
  });
  if (change) await followChange(parts, change);
  return standing;
}

/**
 * Takes a domain away from a group: its claim, and the accounts that the group manages because of it. Throws `RuleError`
 * where the group has not got it.
 */
export async function removeDomain(
  parts: DomainParts,
  rootId: string,
  written: string,
  actor: Actor,
): Promise<string> {
  const { store, runtime } = parts;
  const domain = asciiDomain(written);
  const change = await store.transaction(async (tx) => {
    const { claim, verified } = await standingOf(tx, rootId, domain);
    if (!claim && !verified) throw new RuleError('not_found', `the group has no domain ${domain}`);
    if (claim) tx.remove(domainClaims, claim);
    if (verified) tx.remove(verifiedDomains, verified);
    note(tx, runtime, { rootId, actor, action: 'domain.removed', domain });
    return verified && noteChange(tx, runtime, domain);
  });
  if (change) await followChange(parts, change);
  return domain;
}

/** The domains that a group has claimed or that are its own, by name. */
export async function domainsOf(reader: Reader, rootId: string): Promise<Standing[]> {
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

async function standingOf(reader: Reader, rootId: string, domain: string): Promise<Standing> {
  const [claim, verified] = await Promise.all([
    reader.find(domainClaims, rootId, 'domain', domain),
    reader.get(verifiedDomains, PLATFORM, domain),
  ]);
  return { domain, claim, verified: verified?.rootId === rootId ? verified : undefined };
}

async function refuseForeign(reader: Reader, domain: string, rootId?: string): Promise<void> {
  const known = await reader.get(verifiedDomains, PLATFORM, domain);
  if (known && known.rootId !== rootId)
    throw new RuleError('already_exists', `${domain} already belongs to another group`);
}

async function refuseTooMany(reader: Reader, rootId: string): Promise<void> {
  const { length } = await domainsOf(reader, rootId);
  if (length >= limits.domainsPerGroup)
    throw new RuleError('invalid_value', `a group has at most ${limits.domainsPerGroup} domains`);
}

function notClaimed(domain: string): RuleError {
  return new RuleError('not_found', `the group has not claimed ${domain}`);
}

interface Deed {
  readonly rootId: string;
  readonly actor: Actor;
  readonly action: 'domain.claimed' | 'domain.verified' | 'domain.removed';
  readonly domain: string;
  readonly by?: 'dns' | 'operator';
}

function note(tx: Transaction, runtime: Runtime, { rootId, actor, action, domain, by }: Deed): void {
  const detail = { domain, ...(by === undefined ? {} : { by }) };
  record(tx, runtime, { rootId, actor, action, target: domain, detail });
}
