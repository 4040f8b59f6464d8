import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { joined, listing, plural } from './terminal/layout.ts';

const positional = ['group', 'directoryGroup', 'target'];

export const linkAdd = commandOf(operations.linkAdd, {
  example: 'link add acme Engineering acme/dev --role developer',
  positional,
  text: ({ link }) =>
    `${link.directoryGroup} is linked to ${link.target}: its members are ${link.role} there.`,
});

export const linkPlan = commandOf(operations.linkPlan, {
  example: 'link plan acme Engineering acme/dev --role developer',
  positional,
  text: ({ directoryGroup, target, role, gains, loses, unchanged, isPartial }, paint) =>
    joined(
      `If ${directoryGroup} gives ${role ?? 'nothing'} in ${target}:`,
      listing(
        ['account', 'role now', 'role then'],
        [...gains, ...loses].map(({ account, from = 'none', to = 'none' }) => [account, from, to]),
        { none: 'No role changes.' },
        paint,
      ),
      `${plural(unchanged, 'person', 'people')} keep their roles.${isPartial ? ' The group has more people than these.' : ''}`,
    ),
});

export const linkChange = commandOf(operations.linkChange, {
  example: 'link change acme Engineering acme/dev --role maintainer',
  positional,
  text: ({ link }) => `The members of ${link.directoryGroup} are now ${link.role} of ${link.target}.`,
});

export const linkRemove = commandOf(operations.linkRemove, {
  example: 'link remove acme Engineering acme/dev',
  positional,
  text: ({ link }) =>
    `${link.directoryGroup} is no longer linked to ${link.target}; the memberships by this link have ended.`,
});

export const linkList = commandOf(operations.linkList, {
  example: 'link list acme',
  positional: ['group'],
  text: ({ integration, links }, paint) =>
    listing(
      ['directory group', 'linked to', 'role', 'id'],
      links.map(({ directoryGroup, target, role, id }) => [directoryGroup, target, role, id]),
      { none: `${integration} has no links.` },
      paint,
    ),
});
