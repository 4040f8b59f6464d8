import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { listing, shortTime } from './terminal/layout.ts';

export const memberInvite = commandOf(operations.memberInvite, {
  example: 'member invite acme/dev ann@acme.test --role developer',
  positional: ['group', 'who'],
  text: ({ group, role, ...done }) =>
    'invitation' in done
      ? `${done.invitation.email} is invited as ${role} of ${group}. The link in the mail works until ${shortTime(done.invitation.until)}.`
      : `${done.account.username} is ${role} of ${group}.`,
});

export const invitationList = commandOf(operations.invitationList, {
  example: 'invitation list acme',
  positional: ['group'],
  text: ({ group, invitations }, paint) =>
    listing(
      ['e-mail', 'role', 'invited by', 'sent', 'works until', 'id'],
      invitations.map(({ email, role, by, sentAt, until, over, id }) => [
        email,
        role,
        by ?? 'operator',
        shortTime(sentAt),
        over ? ['yellow', 'expired'] : shortTime(until),
        id,
      ]),
      { none: `Nobody is invited to ${group}.` },
      paint,
    ),
});

export const invitationResend = commandOf(operations.invitationResend, {
  example: 'invitation resend acme ann@acme.test',
  positional: ['group', 'invitation'],
  text: ({ group, invitation: { email, until } }) =>
    `The invitation of ${email} to ${group} is sent again. Its link works until ${shortTime(until)}.`,
});

export const invitationWithdraw = commandOf(operations.invitationWithdraw, {
  example: 'invitation withdraw acme ann@acme.test',
  positional: ['group', 'invitation'],
  text: ({ group, email }) => `${email} is no longer invited to ${group}.`,
});
