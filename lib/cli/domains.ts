import { z } from 'zod';
import type { DomainView } from '../operations/index.ts';
import * as operations from '../operations/index.ts';
import { choice, commandOf } from './command.ts';
import { fields, joined, listing, shortTime } from './terminal/layout.ts';
import type { Paint } from './terminal/paint.ts';

const { domainClaim, domainVouch } = operations;

const add = choice(
  {
    ...domainClaim,
    input: domainClaim.input.extend({
      verified: z.boolean().default(false).describe('you vouch for the domain: it needs no TXT record'),
    }),
  },
  ({ verified, ...input }) => [verified ? domainVouch : domainClaim, input],
);

export const domainAdd = commandOf(add, {
  name: 'group domain add',
  example: 'group domain add acme acme.test',
  positional: ['group', 'domain'],
  text: ({ group, ...view }, paint) =>
    view.state === 'vouched'
      ? belongs(group, view.domain)
      : joined(
          `Put this TXT record into the DNS of ${view.domain}:`,
          recordText(view, paint),
          view.state === 'claimed' || view.state === 'lapsed'
            ? `Then: rollcall group domain verify ${group} ${view.domain}`
            : `${view.domain} stays verified while the record exists.`,
        ),
});

export const domainVerify = commandOf(operations.domainVerify, {
  name: 'group domain verify',
  example: 'group domain verify acme acme.test',
  positional: ['group', 'domain'],
  isBad: ({ outcome }) => outcome !== 'found',
  text: ({ group, outcome, ...view }, paint) =>
    outcome === 'found'
      ? belongs(group, view.domain)
      : joined(
          `The record is wrong: ${view.problem}.`,
          recordText(view, paint),
          'New records can take a while to reach every DNS server.',
        ),
});

export const domainRemove = commandOf(operations.domainRemove, {
  name: 'group domain remove',
  example: 'group domain remove acme acme.test',
  positional: ['group', 'domain'],
  text: ({ group, domain }) =>
    `${domain} no longer belongs to ${group}, which manages no account because of it. Links stay as they are.`,
});

export const domainList = commandOf(operations.domainList, {
  name: 'group domain list',
  example: 'group domain list acme',
  positional: ['group'],
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
