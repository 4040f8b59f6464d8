import { limits } from '../../config/limits.ts';
import type { Runtime } from '../kernel/index.ts';
import type { Collection, Doc } from '../store/index.ts';
import type { LookUpTxt } from './domain_txt.ts';

/** A top-level group claims an e-mail domain. Several groups may claim the same one. */
export interface DomainClaim extends Doc {
  readonly rootId: string;
  readonly domain: string;
  /** The required text of the TXT record. */
  readonly challenge: string;
  readonly createdAt: number;
  /** The time of the last check that did not find the record. */
  readonly checkedAt?: number;
  readonly problem?: string;
  /** The time when the verification ended because the record was gone. */
  readonly lapsedAt?: number;
}

export const domainClaims: Collection<DomainClaim> = {
  name: 'domain_claims',
  scope: 'rootId',
  unique: { domain: { fields: ['domain'] } },
  indexes: {},
};

/** The result of a DNS check. After `server_failure` nothing is known about the record. */
export type Outcome =
  | { readonly kind: 'found' }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'other_value'; readonly values: readonly string[] }
  | { readonly kind: 'server_failure'; readonly code: string };

export function newChallenge({ random }: Pick<Runtime, 'random'>): string {
  return `rollcall-verification=${random(24).toString('base64url')}`;
}

export function recordName(domain: string): string {
  return `_rollcall.${domain}`;
}

/** Asks DNS whether the record of a claim exists. */
export async function lookForRecord(
  lookUpTxt: LookUpTxt,
  { domain, challenge }: Pick<DomainClaim, 'domain' | 'challenge'>,
): Promise<Outcome> {
  const answer = await lookUpTxt(recordName(domain));
  if (answer.kind === 'failure') return { kind: 'server_failure', code: answer.code };
  if (answer.kind === 'none') return { kind: 'not_found' };
  if (answer.values.some((value) => value.trim() === challenge)) return { kind: 'found' };
  const shown = answer.values.slice(0, limits.shownTxtValues);
  return { kind: 'other_value', values: shown.map((value) => value.slice(0, limits.loggedValueChars)) };
}

/** The problem as a clause; undefined for success. */
export function problemOf(outcome: Outcome, domain: string): string | undefined {
  switch (outcome.kind) {
    case 'found':
      return undefined;
    case 'not_found':
      return `there is no TXT record at ${recordName(domain)}`;
    case 'other_value':
      return `the TXT record at ${recordName(domain)} has another value: ${outcome.values.join(', ')}`;
    case 'server_failure':
      return `DNS did not answer for ${recordName(domain)} (${outcome.code})`;
  }
}
