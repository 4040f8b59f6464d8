import { z } from 'zod';
import { type Explanation, knownAccount, nobodyKnown, whyAccess, whyPerson } from '../access/index.ts';
import type { Account } from '../accounts/index.ts';
import type { Actor } from '../audit/index.ts';
import { doubtsAbout, type Group, isCertainlyNamed, memberOf, pathOf, roles } from '../groups/index.ts';
import { RuleError } from '../kernel/index.ts';
import { addByHand, convert, removeByHand } from '../provisioning/index.ts';
import type { Reader } from '../store/index.ts';
import { accountName, groupPath } from './arguments.ts';
import { accountOf } from './find.ts';
import { change, query } from './operation.ts';
import { ofGroup } from './targets.ts';
import { accountRef, iso, membershipViews } from './views.ts';

const groupAndAccount = { group: groupPath, account: accountName };

export const memberAdd = change({
  name: 'member.add',
  summary: 'Adds an account to a group, or changes the role of a member.',
  target: ofGroup,
  input: z.object({ ...groupAndAccount, role: z.enum(roles).describe('the role in the group') }),
  scope: ({ role }) => (role === 'owner' ? 'admin' : 'write'),
  run: async (unit, actor, { account: who, role }, { group }) => {
    const account = await accountKnownTo(unit, actor, group, who);
    if (actor.kind !== 'operator') await refuseUnconfirmed(unit, group, account, who);
    const given = await addByHand(unit, { group, account, actor }, role);
    return {
      group: await pathOf(unit, group),
      account: accountRef(account),
      ...given,
      ...(actor.kind === 'operator' ? await doubtsAbout(unit, account, who, group.rootId) : {}),
    };
  },
});

export const memberRemove = change({
  name: 'member.remove',
  summary: 'Ends a membership that was given by hand or by invitation, or that has lost its cause.',
  target: ofGroup,
  input: z.object(groupAndAccount),
  run: async (unit, actor, { account: who }, { group, services: { registry } }) => {
    const account = await accountKnownTo(unit, actor, group, who);
    const left = await removeByHand(unit, registry.userType, { group, account, actor });
    const [stays] = await membershipViews(unit, group.rootId, left ? [left] : []);
    return {
      group: await pathOf(unit, group),
      account: accountRef(account),
      ...(stays ? { stays } : {}),
    };
  },
});

export const memberConvert = change({
  name: 'member.convert',
  summary: 'Leaves a membership to the group links, or keeps it by hand.',
  target: ofGroup,
  input: z.object({
    ...groupAndAccount,
    to: z
      .enum(['directory-groups', 'manual'])
      .describe('what decides from now on; manual also keeps the other origins'),
  }),
  run: async (unit, actor, { account: who, to }, { group, services: { registry } }) => {
    const account = await accountKnownTo(unit, actor, group, who);
    const by = { group, account, actor };
    const { membership, formerRole, changed } = await convert(unit, registry.userType, by, to);
    const [view] = await membershipViews(unit, group.rootId, membership ? [membership] : []);
    return {
      group: await pathOf(unit, group),
      account: accountRef(account),
      to,
      changed,
      ...(membership ? { role: membership.role } : {}),
      formerRole,
      origins: view?.origins ?? [],
    };
  },
});

export const memberShow = query({
  name: 'member.show',
  summary: 'Shows all memberships of one person under a top-level group.',
  target: ofGroup,
  input: z.object(groupAndAccount),
  run: async (reader, actor, { group: path, account: who }, { group }) => {
    const account = await accountKnownTo(reader, actor, group, who);
    const member = await memberOf(reader, group.rootId, account.id);
    if (!member)
      throw new RuleError(
        'not_a_member',
        `${account.username} has never been a member of ${path} or of a group in it.`,
      );
    const { memberships, deprovisioned: gone } = member;
    return {
      account: accountRef(account),
      memberships: await membershipViews(reader, group.rootId, memberships),
      ...(gone
        ? {
            deprovisioned: {
              at: iso(gone.at),
              taken: await membershipViews(reader, group.rootId, gone.taken),
            },
          }
        : {}),
    };
  },
});

export const memberWhy = query({
  name: 'member.why',
  summary: 'Explains why a person has access or has none: request, decision, membership.',
  target: ofGroup,
  input: z.object(groupAndAccount),
  run: async (reader, actor, { account: who }, { group, services }): Promise<Explanation> => {
    const account = actor.kind === 'operator' ? await accountOf(reader, who).catch(unlessMissing) : undefined;
    return account ? whyAccess(services, group, account) : whyPerson(services, group, who);
  },
});

/** The account of a name. Only the operator knows accounts without a relation to the group. */
async function accountKnownTo(reader: Reader, actor: Actor, group: Group, who: string): Promise<Account> {
  if (actor.kind === 'operator') return accountOf(reader, who);
  const account = await knownAccount(reader, group.rootId, who);
  if (!account) throw nobodyKnown(who);
  return account;
}

/** Only the operator adds an account to a top-level group without an invitation, or by an address that may be invented. */
async function refuseUnconfirmed(
  reader: Reader,
  { rootId }: Group,
  account: Account,
  who: string,
): Promise<void> {
  const member = await memberOf(reader, rootId, account.id);
  if (!member || member.memberships.length === 0) throw nobodyKnown(who);
  if (!(await isCertainlyNamed(reader, account, who, rootId)))
    throw new RuleError(
      'email_unconfirmed',
      `Nobody has confirmed that ${who} belongs to ${account.username}. Name the username, or invite the address.`,
    );
}

/** A person without an account may still be a user of an identity provider. */
function unlessMissing(error: unknown): undefined {
  if (!(error instanceof RuleError && error.code === 'not_found')) throw error;
}
