import * as operations from '../operations/index.ts';
import { explained } from '../provisioning/index.ts';
import { commandOf, worded } from './command.ts';
import { remedyText } from './remedies.ts';
import { shortTime } from './terminal/layout.ts';

const attention = worded(
  operations.integrationAttention,
  ({ group, integration, conflicts, mismatches, more }) => ({
    group,
    integration,
    more,
    conflicts: conflicts.map((conflict) => {
      const { email, userName, account = '(hidden)', times, firstSeen, lastSeen } = conflict;
      const remedy = remedyText({ group, integration, account, user: userName }, conflict);
      return { email, userName, account, times, firstSeen, lastSeen, remedy };
    }),
    mismatches: mismatches.map((mismatch) => {
      const { userName, email, times, firstSeen, lastSeen } = mismatch;
      return { userName, email, times, firstSeen, lastSeen, problem: explained(mismatch) };
    }),
  }),
);

export const integrationAttention = commandOf(attention, {
  example: 'integration attention acme',
  positional: ['group', 'integration'],
  text: ({ integration, conflicts, mismatches, more }, paint) =>
    conflicts.length + mismatches.length === 0
      ? `No user of ${integration} needs attention.`
      : [
          ...conflicts.map(({ userName, email, account, times, lastSeen, remedy }) =>
            [
              `${paint('yellow', userName)}: ${email} belongs to the account ${account} (tried ${times}×, last ${shortTime(lastSeen)})`,
              `  ${remedy}`,
            ].join('\n'),
          ),
          ...mismatches.map(({ userName, problem, times, lastSeen }) =>
            [
              `${paint('yellow', userName)}: SCIM and SAML differ (signed in ${times}×, last ${shortTime(lastSeen)})`,
              `  ${problem}`,
            ].join('\n'),
          ),
          ...(more > 0 ? [`… and ${more} more, who appear once these are settled.`] : []),
        ].join('\n'),
});

export const integrationInviteToLink = commandOf(operations.integrationInviteToLink, {
  example: 'integration invite-to-link acme grace@acme.test',
  positional: ['group', 'user'],
  text: ({ userName, email }) =>
    `${email} is asked by mail whether ${userName} is them. Nothing is linked before they say yes.`,
});

export const integrationDismiss = commandOf(operations.integrationDismiss, {
  example: 'integration dismiss acme grace@acme.test',
  positional: ['group', 'user'],
  text: ({ integration, userName }) => `${userName} is removed from the attention list of ${integration}.`,
});
