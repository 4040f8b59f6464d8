import { z } from 'zod';
import { lapsesAt } from '../domains/domain_check.ts';
import { asciiDomain } from '../domains/domain_names.ts';
import { problemOf, recordName } from '../domains/domain_record.ts';
import {
  claimDomain,
  domainsOf,
  removeDomain,
  type Standing,
  verifyDomain,
  vouchForDomain,
} from '../domains/domains.ts';
import { checkedText, rootPath } from '../operations/arguments.ts';
import { topLevelGroup } from '../operations/find.ts';
import { iso } from '../operations/views.ts';
import { command, operator } from './command.ts';
import { fields, joined, listing, shortTime } from './terminal/layout.ts';
import type { Paint } from './terminal/paint.ts';

type State = 'claimed' | 'verified' | 'failing' | 'lapsed' | 'vouched';

interface DomainView {
  readonly domain: string;
  readonly state: State;
  /** The TXT record that has to be there. */
  readonly record?: { readonly name: string; readonly value: string };
  readonly verifiedAt?: string;
  readonly checkedAt?: string;
  readonly problem?: string;
  readonly lapsesAt?: string;
  readonly lapsedAt?: string;
}

const domainName = checkedText(asciiDomain).describe('an e-mail domain: acme.test');

export const domainAdd = command({
  name: 'group domain add',
  summary: 'Claims an e-mail domain for a top-level group, and prints the TXT record that proves it.',
  example: 'group domain add acme acme.test',
  args: z.object({
    group: rootPath,
    domain: domainName,
    verified: z.boolean().default(false).describe('you vouch for it yourself: no TXT record is needed'),
  }),
  positional: ['group', 'domain'],
  run: async (services, _context, { group: path, domain, verified }) => {
    const group = await topLevelGroup(services.store, path);
    const added = verified ? vouchForDomain : claimDomain;
    return { group: group.slug, ...viewOf(await added(services, group.id, domain, operator)) };
  },
  text: ({ group, ...view }, paint) =>
    view.state === 'vouched'
      ? belongs(group, view.domain)
      : joined(
          `Put this TXT record into the DNS of ${view.domain}:`,
          recordText(view, paint),
          view.state === 'claimed' || view.state === 'lapsed'
            ? `Then: rollcall group domain verify ${group} ${view.domain}`
            : `${view.domain} is verified as long as it is there.`,
        ),
});

export const domainVerify = command({
  name: 'group domain verify',
  summary: 'Asks DNS for the TXT record of a claimed domain. Where it is there, the domain is the group’s.',
  example: 'group domain verify acme acme.test',
  args: z.object({ group: rootPath, domain: domainName }),
  positional: ['group', 'domain'],
  run: async (services, _context, { group: path, domain }) => {
    const group = await topLevelGroup(services.store, path);
    const { outcome, ...standing } = await verifyDomain(services, group.id, domain, operator);
    const problem = problemOf(outcome, standing.domain);
    const { domain: name, ...view } = viewOf(standing);
    return {
      ...{ group: group.slug, domain: name, outcome: outcome.kind, ...view },
      ...(problem === undefined ? {} : { problem }),
    };
  },
  isBad: ({ outcome }) => outcome !== 'found',
  text: ({ group, outcome, ...view }, paint) =>
    outcome === 'found'
      ? belongs(group, view.domain)
      : joined(
          `The record is not as it should be: ${view.problem}.`,
          recordText(view, paint),
          'New records may take a while until every DNS server knows them.',
        ),
});

export const domainRemove = command({
  name: 'group domain remove',
  summary: 'Takes an e-mail domain away from a top-level group, and its claim.',
  example: 'group domain remove acme acme.test',
  args: z.object({ group: rootPath, domain: domainName }),
  positional: ['group', 'domain'],
  run: async (services, _context, { group: path, domain }) => {
    const group = await topLevelGroup(services.store, path);
    return { group: group.slug, domain: await removeDomain(services, group.id, domain, operator) };
  },
  text: ({ group, domain }) =>
    `${domain} does not belong to ${group} any more, which manages no account because of it. Links stay as they are.`,
});

export const domainList = command({
  name: 'group domain list',
  summary: 'Lists the e-mail domains of a top-level group, each with its state.',
  example: 'group domain list acme',
  args: z.object({ group: rootPath }),
  positional: ['group'],
  run: async ({ store }, _context, { group: path }) => {
    const group = await topLevelGroup(store, path);
    return { group: group.slug, domains: (await domainsOf(store, group.id)).map(viewOf) };
  },
  text: ({ group, domains }, paint) =>
    listing(
      ['domain', 'state', 'verified', 'checked', 'remark'],
      domains.map((view) => [
        view.domain,
        view.state,
        shortTime(view.verifiedAt),
        shortTime(view.checkedAt),
        remarkOn(view),
      ]),
      { none: `${group} has no e-mail domain.` },
      paint,
    ),
});

function viewOf({ domain, claim, verified }: Standing): DomainView {
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

function stateOf({ claim, verified }: Standing): State {
  if (!verified) return claim?.lapsedAt === undefined ? 'claimed' : 'lapsed';
  if (verified.checkAt === undefined) return 'vouched';
  return verified.failures === undefined ? 'verified' : 'failing';
}

function remarkOn({ lapsesAt, lapsedAt, problem, record, state }: DomainView): string {
  const dates = [
    ...(lapsesAt === undefined ? [] : [`lapses after ${shortTime(lapsesAt)}`]),
    ...(lapsedAt === undefined ? [] : [`lapsed ${shortTime(lapsedAt)}`]),
  ];
  const wanted = state === 'claimed' && record ? [`TXT ${record.name} ${record.value}`] : [];
  return [...dates, ...(problem === undefined ? [] : [problem]), ...wanted].join('; ');
}

function recordText({ record }: DomainView, paint: Paint): string | undefined {
  return (
    record &&
    fields(
      [
        ['name', record.name],
        ['type', 'TXT'],
        ['value', ['cyan', record.value]],
      ],
      paint,
    )
  );
}

function belongs(group: string, domain: string): string {
  return (
    `${domain} belongs to ${group}, which manages the accounts that have their confirmed primary e-mail there; ` +
    'people with a confirmed address there are linked when they are provisioned.'
  );
}
