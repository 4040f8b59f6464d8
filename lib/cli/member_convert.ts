import { z } from 'zod';
import { record } from '../audit/record.ts';
import { grant, memberOf, saveMember, withdraw } from '../groups/members.ts';
import { groupAt, pathOf } from '../groups/tree.ts';
import type { Group, Member, Membership, Origin } from '../groups/types.ts';
import { RuleError } from '../kernel/errors.ts';
import { accountName, groupPath } from '../operations/arguments.ts';
import { accountOf } from '../operations/find.ts';
import { accountRef, membershipViews, originKinds } from '../operations/views.ts';
import { orphanedOrigins } from '../provisioning/orphans.ts';
import { command, operator } from './command.ts';

export const memberConvert = command({
  name: 'member convert',
  summary: 'Lets the links alone decide a membership that was given by hand, or keeps one by hand.',
  example: 'member convert acme/dev ann --to directory-groups',
  args: z.object({
    group: groupPath,
    account: accountName,
    to: z
      .enum(['directory-groups', 'manual'])
      .describe('what decides from now on; manual adds to what holds it up'),
  }),
  positional: ['group', 'account'],
  run: ({ store, runtime, registry }, _context, { group: path, account: who, to }) =>
    store.transaction(async (tx) => {
      const [group, account] = await Promise.all([groupAt(tx, path), accountOf(tx, who)]);
      const before = await memberOf(tx, group.rootId, account.id);
      const held = before && membershipIn(before, group);
      if (!before || !held)
        throw new RuleError('not_found', `${account.username} is not a member of ${path}`);
      const cause = runtime.id();
      const by = { since: runtime.now(), cause };
      const orphans = await orphanedOrigins(tx, registry.userType, before, held);
      if (to === 'directory-groups' && !isByLinks(held, orphans)) throw noLink(account.username, path);
      const converted = to === 'manual' ? byHand(before, held, by) : byLinks(before, held);
      const after = orphans.reduce((rest, origin) => withdraw(rest, origin, group.id), converted);
      const now = membershipIn(after, group);
      const changed = after !== before;
      if (changed) {
        await saveMember(tx, before, after);
        record(tx, runtime, {
          rootId: group.rootId,
          actor: operator,
          action: 'member.converted',
          target: account.id,
          detail: { groupId: group.id, to, from: held.role, role: now?.role },
          requestId: cause,
        });
      }
      const [membership] = await membershipViews(tx, group.rootId, now ? [now] : []);
      return {
        group: await pathOf(tx, group),
        account: accountRef(account),
        to,
        changed,
        ...(now ? { role: now.role } : {}),
        formerRole: held.role,
        origins: membership?.origins ?? [],
      };
    }),
  text: ({ group, account, changed, role, origins }) =>
    role
      ? `${account.username} ${changed ? 'is' : 'was already'} ${role} of ${group} by ${originKinds({ origins })}.`
      : `${account.username} is not a member of ${group} any more: the cause of the membership was gone.`,
});

function membershipIn({ memberships }: Member, group: Group): Membership | undefined {
  return memberships.find(({ groupId }) => groupId === group.id);
}

/** Whether links hold a membership up, or nothing does. */
function isByLinks({ origins }: Membership, orphans: readonly Origin[]): boolean {
  const isLinked = origins.some((origin) => origin.kind === 'directory_group' && !orphans.includes(origin));
  return isLinked || orphans.length === origins.length;
}

/** The member without what hands gave in this membership, so that the links decide. */
function byLinks(member: Member, { groupId, origins }: Membership): Member {
  return origins
    .filter(({ kind }) => kind === 'manual' || kind === 'invite')
    .reduce((rest, origin) => withdraw(rest, origin, groupId), member);
}

/** The member with the present role given by hand too, so that it stays when the links end. */
function byHand(
  member: Member,
  { groupId, role, origins }: Membership,
  by: { readonly since: number; readonly cause: string },
): Member {
  if (origins.some((origin) => origin.kind === 'manual' && origin.role === role)) return member;
  return grant(member, groupId, { kind: 'manual', role, ...by });
}

function noLink(username: string, path: string): RuleError {
  return new RuleError(
    'invalid_value',
    `no link would hold the membership up: ${username} is in no directory group that is linked to ${path}. ` +
      'Link one first, or take the membership away with member remove',
  );
}
