import { z } from 'zod';
import {
  asciiDomain,
  type Changed,
  claimDomain,
  claimOf,
  type DomainStatus,
  domainsOf,
  lapsesAt,
  lookForRecord,
  problemOf,
  recordName,
  removeDomain,
  settleClaim,
  vouchForDomain,
} from '../domains/index.ts';
import { checkedText, rootPath } from './arguments.ts';
import { spendLookUp } from './look_ups.ts';
import { change, procedure, query } from './operation.ts';
import type { Services } from './services.ts';
import { ofTopLevelGroup } from './targets.ts';
import { iso } from './views.ts';

const place = { group: rootPath };
const named = z.object({
  ...place,
  domain: checkedText(asciiDomain).describe('an e-mail domain: acme.test'),
});

export interface DomainView {
  readonly domain: string;
  readonly state: 'claimed' | 'verified' | 'failing' | 'lapsed' | 'vouched';
  /** The TXT record that proves the claim. */
  readonly record?: { readonly name: string; readonly value: string };
  readonly verifiedAt?: string;
  readonly checkedAt?: string;
  readonly problem?: string;
  readonly lapsesAt?: string;
  readonly lapsedAt?: string;
}

export const domainClaim = change({
  name: 'domain.claim',
  summary: 'Claims an e-mail domain for a top-level group, and shows the TXT record that proves it.',
  target: ofTopLevelGroup,
  input: named,
  run: async (unit, actor, { domain }, { group }) => ({
    group: group.slug,
    ...viewOf(await claimDomain(unit, group.id, domain, actor)),
  }),
});

export const domainVouch = procedure({
  name: 'domain.vouch',
  summary: 'Verifies an e-mail domain for a top-level group without a TXT record.',
  target: ofTopLevelGroup,
  input: named,
  run: async (transact, actor, { domain }, { group, services, patience }) => {
    const { status } = await followed(
      services,
      await transact(async (unit) => vouchForDomain(unit, group.id, domain, actor)),
      patience,
    );
    return { group: group.slug, ...viewOf(status) };
  },
});

export const domainVerify = procedure({
  name: 'domain.verify',
  summary: 'Asks DNS for the TXT record of a claimed domain. If it exists, the domain belongs to the group.',
  target: ofTopLevelGroup,
  input: named,
  run: async (transact, actor, input, { group, services, patience }) => {
    const claim = await claimOf(services.store, group.id, input.domain);
    await spendLookUp(services, group.id);
    const outcome = await lookForRecord(services.lookUpTxt, claim);
    const { status } = await followed(
      services,
      await transact(async (unit) => settleClaim(unit, claim, outcome, actor)),
      patience,
    );
    const problem = problemOf(outcome, status.domain);
    const { domain, ...view } = viewOf(status);
    return {
      ...{ group: group.slug, domain, outcome: outcome.kind, ...view },
      ...(problem === undefined ? {} : { problem }),
    };
  },
});

export const domainRemove = procedure({
  name: 'domain.remove',
  summary: 'Removes an e-mail domain and its claim from a top-level group.',
  target: ofTopLevelGroup,
  input: named,
  run: async (transact, actor, { domain }, { group, services, patience }) => {
    const { status } = await followed(
      services,
      await transact(async (unit) => removeDomain(unit, group.id, domain, actor)),
      patience,
    );
    return { group: group.slug, domain: status.domain };
  },
});

export const domainList = query({
  name: 'domain.list',
  summary: 'Lists the e-mail domains of a top-level group, each with its state.',
  target: ofTopLevelGroup,
  input: z.object(place),
  run: async (reader, _actor, _input, { group }) => ({
    group: group.slug,
    domains: (await domainsOf(reader, group.id)).map(viewOf),
  }),
});

/** Updates the accounts of the domain after the change is committed. */
async function followed({ runner }: Services, changed: Changed, patience?: number): Promise<Changed> {
  if (changed.change) await runner.finish(changed.change, patience);
  return changed;
}

function viewOf({ domain, claim, verified }: DomainStatus): DomainView {
  const { checkedAt, problem } = verified?.checkAt === undefined ? (claim ?? {}) : verified;
  const lapses = verified && lapsesAt(verified);
  return {
    domain,
    state: stateOf({ domain, claim, verified }),
    ...(claim ? { record: { name: recordName(domain), value: claim.challenge } } : {}),
    ...(verified ? { verifiedAt: iso(verified.verifiedAt) } : {}),
    ...(checkedAt === undefined ? {} : { checkedAt: iso(checkedAt) }),
    ...(problem === undefined ? {} : { problem }),
    ...(lapses === undefined ? {} : { lapsesAt: iso(lapses) }),
    ...(claim?.lapsedAt === undefined || verified ? {} : { lapsedAt: iso(claim.lapsedAt) }),
  };
}

function stateOf({ claim, verified }: DomainStatus): DomainView['state'] {
  if (!verified) return claim?.lapsedAt === undefined ? 'claimed' : 'lapsed';
  if (verified.checkAt === undefined) return 'vouched';
  return verified.failures === undefined ? 'verified' : 'failing';
}
