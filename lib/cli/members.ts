import * as operations from '../operations/index.ts';
import { originKinds } from '../operations/index.ts';
import { commandOf } from './command.ts';
import { fields, joined, listing, shortTime, table } from './terminal/layout.ts';

export const memberAdd = commandOf(operations.memberAdd, {
  example: 'member add acme/dev ann --role developer',
  positional: ['group', 'account'],
  text: ({ group, account, role, unconfirmed, madeBy }) => {
    const { username, name, email } = account;
    const person = [name, email].filter((part) => part !== undefined && part !== '').join(', ');
    return joined(
      `${username} (${person}) is ${role} of ${group}.`,
      unconfirmed && `The account has not confirmed ${unconfirmed}.`,
      madeBy && `Provisioning of ${madeBy} made the account, and may rename it and sign it in.`,
    );
  },
});

export const memberRemove = commandOf(operations.memberRemove, {
  example: 'member remove acme/dev ann',
  positional: ['group', 'account'],
  text: ({ group, account, stays }) =>
    stays
      ? `${account.username} stays ${stays.role} of ${group}: ${originKinds(stays)} gives the membership.`
      : `${account.username} is no longer a member of ${group}.`,
});

export const memberConvert = commandOf(operations.memberConvert, {
  example: 'member convert acme/dev ann --to directory-groups',
  positional: ['group', 'account'],
  text: ({ group, account, changed, role, origins }) =>
    role
      ? `${account.username} ${changed ? 'is' : 'was already'} ${role} of ${group} by ${originKinds({ origins })}.`
      : `${account.username} is no longer a member of ${group}: the membership had lost its cause.`,
});

export const memberList = commandOf(operations.memberList, {
  example: 'member list acme',
  positional: ['group'],
  text: ({ group, members, next }, paint) =>
    listing(
      ['username', 'name', 'e-mail', 'role', 'by'],
      members.map(({ account, role, origins }) => [
        account.username,
        account.name,
        account.email ?? '',
        role,
        originKinds({ origins }),
      ]),
      { none: `Found no members of ${group}.`, next },
      paint,
    ),
});

export const memberShow = commandOf(operations.memberShow, {
  example: 'member show acme ann',
  positional: ['group', 'account'],
  text: ({ account, memberships, deprovisioned: gone }, paint) => {
    const rows = (gone?.taken ?? memberships).map((held) => [held.group, held.role, originKinds(held)]);
    return joined(
      paint('bold', account.username),
      gone ? fields([['deprovisioned', ['yellow', shortTime(gone.at)]]], paint) : undefined,
      gone ? 'Taken, and restored on reactivation:' : undefined,
      rows.length === 0 ? 'No memberships.' : table(['group', 'role', 'by'], rows, paint),
    );
  },
});

export const memberOrigins = commandOf(operations.memberOrigins, {
  example: 'member origins acme',
  positional: ['group'],
  text: ({ origins, isPartial, at }, paint) =>
    [
      table(
        ['origin', 'members'],
        origins.map(({ origin, count }) => [origin, String(count)]),
        paint,
      ),
      ...(isPartial ? ['The group has more members than these.'] : []),
      `Counted ${shortTime(at)}.`,
    ].join('\n'),
});
