import { z } from 'zod';
import { knownAccount } from '../access/index.ts';
import { type Account, accounts, emailKey } from '../accounts/index.ts';
import type { View } from '../audit/index.ts';
import {
  endOf,
  type Group,
  type Invitation,
  invitationNamed,
  invitations,
  invite,
  inviteAgain,
  isCertainlyNamed,
  memberOf,
  pathOf,
  roles,
  withdrawInvitation,
  works,
} from '../groups/index.ts';
import { RuleError } from '../kernel/index.ts';
import { acceptInvitation, addByHand } from '../provisioning/index.ts';
import { all, PLATFORM, type Reader } from '../store/index.ts';
import { groupPath } from './arguments.ts';
import { accountOfActor, spendMail } from './inviting.ts';
import { change, procedure, query } from './operation.ts';
import { ofGroup, ofOwnAccount } from './targets.ts';
import { accountRef, iso } from './views.ts';

const named = {
  group: groupPath,
  invitation: z.string().min(1).describe('id or e-mail of the invitation'),
};

export const memberInvite = procedure({
  name: 'member.invite',
  summary:
    'Invites somebody to a group by e-mail. A person who has a role in the tree becomes a member at once.',
  target: ofGroup,
  input: z.object({
    group: groupPath,
    who: z.string().min(1).describe('e-mail; or the username of a person with a role in the top-level group'),
    role: z.enum(roles).describe('the role in the group'),
  }),
  scope: ({ role }) => (role === 'owner' ? 'admin' : 'write'),
  run: async (transact, actor, { who, role }, { group: found, services }) => {
    const { store } = services;
    if (!(await insider(store, found, who))) await spendMail(services, found, addressOf(who));
    return transact(async (unit, { group }) => {
      const path = await pathOf(unit, group);
      const account = await insider(unit, group, who);
      if (account) {
        const given = await addByHand(unit, { group, account, actor }, role);
        return { group: path, account: accountRef(account), ...given };
      }
      const by = await accountOfActor(unit, actor);
      const key = services.secrets.tokenPepper;
      const invitation = await invite(unit, group, { email: addressOf(who), role, by, actor, key });
      return { group: path, invitation: await viewOf(unit, invitation), role };
    });
  },
});

export const invitationList = query({
  name: 'invitation.list',
  summary: 'Lists the invitations to a group that nobody has accepted.',
  target: ofGroup,
  input: z.object({ group: groupPath }),
  run: async (view, _actor, _input, { group }) => {
    const held = await all(view, invitations, group.rootId, { index: 'group', equal: [group.id] });
    const newest = held.toSorted((a, b) => b.sentAt - a.sentAt);
    return {
      group: await pathOf(view, group),
      invitations: await Promise.all(newest.map((one) => viewOf(view, one))),
    };
  },
});

export const invitationResend = procedure({
  name: 'invitation.resend',
  summary: 'Mails an invitation again. The new link works for a week. The former link stops working.',
  target: ofGroup,
  input: z.object(named),
  run: async (transact, actor, { invitation: wanted }, { group: found, services }) => {
    const { email } = await invitationNamed(services.store, found, wanted);
    await spendMail(services, found, email);
    return transact(async (unit, { group }) => {
      const invitation = await invitationNamed(unit, group, wanted);
      const by = await accountOfActor(unit, actor);
      const sent = inviteAgain(unit, group, invitation, { by, actor, key: services.secrets.tokenPepper });
      return { group: await pathOf(unit, group), invitation: await viewOf(unit, sent) };
    });
  },
});

export const invitationWithdraw = change({
  name: 'invitation.withdraw',
  summary: 'Withdraws an invitation. Its link stops working.',
  target: ofGroup,
  input: z.object(named),
  run: async (unit, actor, { invitation: wanted }, { group }) => {
    const invitation = await invitationNamed(unit, group, wanted);
    withdrawInvitation(unit, invitation, actor);
    return { group: await pathOf(unit, group), email: invitation.email };
  },
});

export const profileInvitationAccept = change({
  name: 'profile.invitation.accept',
  summary: 'Accepts an invitation that was mailed to one of your addresses.',
  target: ofOwnAccount,
  input: z.object({ token: z.string().describe('the secret of the mailed link') }),
  run: async (unit, _actor, { token }, { account }) => {
    const { group, invitation } = await acceptInvitation(unit, account, token);
    return { group: await pathOf(unit, group), name: group.name, role: invitation.role };
  },
});

/** The account of a person with a role in the tree, if the e-mail names it for certain. It needs no invitation. */
async function insider(reader: Reader, { rootId }: Group, who: string): Promise<Account | undefined> {
  const account = await knownAccount(reader, rootId, who);
  const member = account && (await memberOf(reader, rootId, account.id));
  if (!member || (member.memberships.length === 0 && !member.deprovisioned)) return undefined;
  return (await isCertainlyNamed(reader, account, who, rootId)) ? account : undefined;
}

function addressOf(who: string): string {
  if (emailKey(who) === undefined)
    throw new RuleError('invalid_email', `Nobody in this group is ${who}. Invite other people by e-mail.`);
  return who;
}

async function viewOf(view: View, invitation: Invitation) {
  const { id, email, role, invitedBy, sentAt } = invitation;
  const inviter = invitedBy === undefined ? undefined : await view.get(accounts, PLATFORM, invitedBy);
  return {
    id,
    email,
    role,
    ...(inviter ? { by: inviter.name } : {}),
    sentAt: iso(sentAt),
    until: iso(endOf(invitation)),
    over: !(await works(view, invitation)),
  };
}
