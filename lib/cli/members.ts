import { z } from 'zod';
import { record } from '../audit/record.ts';
import {
  type AccessChange,
  emptyMember,
  grant,
  memberOf,
  reinstated,
  saveMember,
  withdraw,
} from '../groups/members.ts';
import { roles } from '../groups/roles.ts';
import { groupAt, pathOf } from '../groups/tree.ts';
import { type Group, type Member, members, type Origin } from '../groups/types.ts';
import { RuleError } from '../kernel/errors.ts';
import type { Runtime } from '../kernel/runtime.ts';
import { accountName, groupPath, pageOf, paging } from '../operations/arguments.ts';
import { accountOf } from '../operations/find.ts';
import { accountRef, accountRefById, iso, membershipViews, originKinds } from '../operations/views.ts';
import { orphanedOrigins } from '../provisioning/orphans.ts';
import { isStillSaid } from '../provisioning/users/matching.ts';
import type { Transaction } from '../store/port.ts';
import { command, operator } from './command.ts';
import { fields, joined, listing, shortTime, table } from './terminal/layout.ts';
import { doubtsAbout } from './whose_account.ts';

const groupAndAccount = { group: groupPath, account: accountName };

export const memberAdd = command({
  name: 'member add',
  summary: 'Makes an account a member of a group, or gives a member another role.',
  example: 'member add acme/dev ann --role developer',
  args: z.object({ ...groupAndAccount, role: z.enum(roles).describe('the role in the group') }),
  positional: ['group', 'account'],
  run: ({ store, runtime }, _context, { group: path, account: who, role }) =>
    store.transaction(async (tx) => {
      const [group, account] = await Promise.all([groupAt(tx, path), accountOf(tx, who)]);
      const before = await memberOf(tx, group.rootId, account.id);
      if (before?.deprovisioned && (await isStillSaid(tx, before)))
        throw deprovisioned(path, account.username, before.deprovisioned.at);
      const start = before ? reinstated(before) : { ...emptyMember(group.rootId, account.id), v: 0 };
      const cause = runtime.id();
      const after = grant(start, group.id, { kind: 'manual', role, since: runtime.now(), cause });
      const [change] = await saveMember(tx, before, after);
      const membership = after.memberships.find(({ groupId }) => groupId === group.id);
      const same = { groupId: group.id, from: membership?.role ?? role, to: membership?.role ?? role };
      note(tx, runtime, group, after, change ?? same, cause);
      return {
        group: await pathOf(tx, group),
        account: accountRef(account),
        role: membership?.role ?? role,
        ...(change?.from === undefined ? {} : { formerRole: change.from }),
        ...(await doubtsAbout(tx, account, who, group.rootId)),
      };
    }),
  text: ({ group, account, role, unconfirmed, madeBy }) => {
    const { username, name, email } = account;
    const person = [name, email].filter((part) => part !== undefined && part !== '').join(', ');
    return joined(
      `${username} (${person}) is ${role} of ${group}.`,
      unconfirmed && `The account has not confirmed ${unconfirmed}.`,
      madeBy && `Provisioning of ${madeBy} has made the account, and may rename it and sign it in.`,
    );
  },
});

export const memberRemove = command({
  name: 'member remove',
  summary: 'Takes away a membership that was given by hand or by an invitation, or whose cause is gone.',
  example: 'member remove acme/dev ann',
  args: z.object(groupAndAccount),
  positional: ['group', 'account'],
  run: ({ store, runtime, registry }, _context, { group: path, account: who }) =>
    store.transaction(async (tx) => {
      const [group, account] = await Promise.all([groupAt(tx, path), accountOf(tx, who)]);
      const before = await memberOf(tx, group.rootId, account.id);
      const membership = before?.memberships.find(({ groupId }) => groupId === group.id);
      if (!before || !membership)
        throw new RuleError('not_found', `${account.username} is not a member of ${path}`);
      const byHand = membership.origins.filter(({ kind }) => kind === 'manual' || kind === 'invite');
      const removable = [...byHand, ...(await orphanedOrigins(tx, registry.userType, before, membership))];
      if (removable.length === 0) throw heldByOthers(path, account.username, membership.origins);
      const after = removable.reduce((left, origin) => withdraw(left, origin, group.id), before);
      const [change] = await saveMember(tx, before, after);
      if (change) note(tx, runtime, group, after, change);
      const left = after.memberships.find(({ groupId }) => groupId === group.id);
      return {
        group: await pathOf(tx, group),
        account: accountRef(account),
        ...(left ? { stays: (await membershipViews(tx, group.rootId, [left]))[0] } : {}),
      };
    }),
  text: ({ group, account, stays }) =>
    stays
      ? `${account.username} stays ${stays.role} of ${group}: ${originKinds(stays)} holds the membership up.`
      : `${account.username} is not a member of ${group} any more.`,
});

export const memberList = command({
  name: 'member list',
  summary: 'Lists the members of a group; access that comes from above is not counted.',
  example: 'member list acme',
  args: z.object({ group: groupPath, ...paging }),
  positional: ['group'],
  run: async ({ store }, _context, { group: path, ...page }) => {
    const group = await groupAt(store, path);
    const { items, next } = await store.list(members, group.rootId, {
      index: 'group',
      equal: [group.id],
      ...pageOf(page),
    });
    const shown = await Promise.all(
      items.map(async ({ accountId, memberships }) => {
        const here = memberships.filter(({ groupId }) => groupId === group.id);
        const [account, [view]] = await Promise.all([
          accountRefById(store, accountId),
          membershipViews(store, group.rootId, here),
        ]);
        return view ? [{ account, role: view.role, origins: view.origins }] : [];
      }),
    );
    return { group: path, members: shown.flat(), ...(next === undefined ? {} : { next }) };
  },
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
      { none: `${group} has no members.`, next },
      paint,
    ),
});

export const memberShow = command({
  name: 'member show',
  summary: 'Shows all memberships of one person under a top-level group.',
  example: 'member show acme ann',
  args: z.object(groupAndAccount),
  positional: ['group', 'account'],
  run: async ({ store }, _context, { group: path, account: who }) => {
    const [group, account] = await Promise.all([groupAt(store, path), accountOf(store, who)]);
    const member = await memberOf(store, group.rootId, account.id);
    if (!member)
      throw new RuleError('not_found', `${account.username} has never been a member under ${path}`);
    const { memberships, deprovisioned: gone } = member;
    return {
      account: accountRef(account),
      memberships: await membershipViews(store, group.rootId, memberships),
      ...(gone
        ? {
            deprovisioned: {
              at: iso(gone.at),
              taken: await membershipViews(store, group.rootId, gone.taken),
            },
          }
        : {}),
    };
  },
  text: ({ account, memberships, deprovisioned: gone }, paint) => {
    const rows = (gone?.taken ?? memberships).map((held) => [held.group, held.role, originKinds(held)]);
    return joined(
      paint('bold', account.username),
      gone ? fields([['deprovisioned', ['yellow', shortTime(gone.at)]]], paint) : undefined,
      gone ? 'Taken, and given back on return:' : undefined,
      rows.length === 0 ? 'No memberships.' : table(['group', 'role', 'by'], rows, paint),
    );
  },
});

function note(
  tx: Transaction,
  runtime: Runtime,
  group: Group,
  member: Member,
  { from, to }: AccessChange,
  cause?: string,
): void {
  record(tx, runtime, {
    rootId: group.rootId,
    actor: operator,
    action: from === undefined ? 'member.added' : to === undefined ? 'member.removed' : 'member.changed',
    target: member.accountId,
    detail: {
      groupId: group.id,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    },
    ...(cause === undefined ? {} : { requestId: cause }),
  });
}

function deprovisioned(path: string, username: string, at: number): RuleError {
  const root = path.split('/')[0];
  return new RuleError(
    'deprovisioned',
    `${username} cannot be added: the identity provider of ${root} says since ${iso(at)} that this person is ` +
      'inactive. Activate the user there; the memberships come back by themselves.',
  );
}

function heldByOthers(path: string, username: string, origins: readonly Origin[]): RuleError {
  const kinds = originKinds({ origins: origins.map((origin) => ({ ...origin, since: '' })) });
  return new RuleError(
    'invalid_value',
    `${username} is a member of ${path} by ${kinds}, not by hand. Remove the person there; in the identity ` +
      'provider, deactivate the user.',
  );
}
