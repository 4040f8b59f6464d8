import { limits } from '../../config/limits.ts';
import { type VerifiedDomain, verifiedDomains } from '../accounts/index.ts';
import type { Unit, UnitStore } from '../audit/index.ts';
import { mailOwners } from '../groups/index.ts';
import type { Runner } from '../jobs/index.ts';
import type { Runtime } from '../kernel/index.ts';
import { farthest, PLATFORM } from '../store/index.ts';
import { beginDomainChange, type DomainChange } from './domain_accounts.ts';
import {
  type DomainClaim,
  domainClaims,
  lookForRecord,
  type Outcome,
  problemOf,
  recordName,
} from './domain_record.ts';
import type { LookUpTxt } from './domain_txt.ts';

type Clock = Pick<Runtime, 'now' | 'random'>;

interface Parts {
  readonly store: UnitStore;
  readonly lookUpTxt: LookUpTxt;
  readonly runner: Runner;
}

/** The time of the next check of a verified domain: about once a day, with a random offset. */
export function nextCheck(clock: Clock): number {
  return soon(clock, limits.domainCheckMinMs, limits.domainCheckMaxMs);
}

/** The time when a verification lapses because its record is missing; undefined while the record exists. */
export function lapsesAt({ failingSince }: VerifiedDomain): number | undefined {
  return failingSince === undefined ? undefined : failingSince + limits.domainGraceMs;
}

/** Asks DNS for the records of verified domains that are due, and applies the answers. */
export async function checkDomains(parts: Parts): Promise<void> {
  const along = { index: 'check', limit: limits.domainBatch };
  const page = await parts.store.sweep(verifiedDomains, along);
  const now = parts.store.now();
  const due = page.items.filter(({ checkAt = 0 }) => checkAt <= now);
  const isWrong = ({ checkAt = 0 }: VerifiedDomain) => checkAt > now + limits.domainCheckMaxMs;
  due.push(...(await farthest(parts.store, verifiedDomains, along, isWrong)));
  const changes = await Promise.all(due.map((domain) => check(parts, domain)));
  for (const change of changes) if (change) await parts.runner.finish(change);
}

async function check(
  { store, lookUpTxt }: Parts,
  { id: domain, rootId, checkAt }: VerifiedDomain,
): Promise<DomainChange | undefined> {
  const asked = await store.find(domainClaims, rootId, 'domain', domain);
  if (!asked) return undefined;
  const outcome = await lookForRecord(lookUpTxt, asked);
  return store.transaction(async (unit) => {
    const verified = await unit.get(verifiedDomains, PLATFORM, domain);
    const claim = await unit.find(domainClaims, rootId, 'domain', domain);
    if (verified?.rootId !== rootId || verified.checkAt !== checkAt) return undefined;
    if (claim?.challenge !== asked.challenge) return undefined;
    return applyOutcome(unit, { verified, claim, outcome });
  });
}

interface Checked {
  readonly verified: VerifiedDomain;
  readonly claim: DomainClaim;
  readonly outcome: Outcome;
}

/** Applies a DNS answer to a verified domain. Returns the work that follows when the verification has lapsed. */
async function applyOutcome(
  unit: Unit,
  { verified, claim, outcome }: Checked,
): Promise<DomainChange | undefined> {
  const now = unit.now();
  const { id, v, rootId, verifiedAt } = verified;
  const checked = { id, v, rootId, verifiedAt, checkedAt: now };
  const problem = problemOf(outcome, id);
  if (problem === undefined) {
    unit.update(verifiedDomains, { ...checked, checkAt: nextCheck(unit) });
    return undefined;
  }
  if (outcome.kind === 'server_failure') {
    const checkAt = soon(unit, limits.domainRetryMs, 2 * limits.domainRetryMs);
    unit.update(verifiedDomains, { ...verified, checkedAt: now, problem, checkAt });
    return undefined;
  }
  const failures = (verified.failures ?? 0) + 1;
  const failingSince = Math.min(verified.failingSince ?? now, now);
  const until = failingSince + limits.domainGraceMs;
  if (failures >= limits.domainFailures && now >= until) return lapse(unit, verified, claim, problem);
  const checkAt = nextCheck(unit);
  unit.update(verifiedDomains, { ...checked, problem, failures, failingSince, checkAt });
  if (failures === limits.domainWarnAfter)
    await mailOwners(unit, rootId, (group) => ({
      template: 'domain_failing',
      ...{ group, domain: id, problem, name: recordName(id), value: claim.challenge },
      until: new Date(until).toISOString().slice(0, 10),
    }));
  return undefined;
}

async function lapse(
  unit: Unit,
  verified: VerifiedDomain,
  claim: DomainClaim,
  problem: string,
): Promise<DomainChange> {
  const { id: domain, rootId, failures = 0, failingSince = 0 } = verified;
  const now = unit.now();
  unit.remove(verifiedDomains, verified);
  unit.update(domainClaims, { ...claim, checkedAt: now, problem, lapsedAt: now });
  const detail = { domain, problem, failures: failures + 1, since: new Date(failingSince).toISOString() };
  const actor = { kind: 'system' } as const;
  unit.record({
    rootId,
    actor,
    action: 'domain.lapsed',
    target: { kind: 'domain', id: domain },
    detail,
  });
  await mailOwners(unit, rootId, (group) => ({
    template: 'domain_lapsed',
    ...{ group, domain, problem, name: recordName(domain), value: claim.challenge },
  }));
  return beginDomainChange(unit, domain, rootId);
}

function soon({ now, random }: Clock, least: number, most: number): number {
  const share = random(4).readUInt32BE(0) / 2 ** 32;
  return now() + least + Math.floor(share * (most - least));
}
