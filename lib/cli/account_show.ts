import * as operations from '../operations/index.ts';
import { originKinds } from '../operations/index.ts';
import { remarkText } from './account_remarks.ts';
import { commandOf } from './command.ts';
import { fields, joined, shortTime, table } from './terminal/layout.ts';

export const accountShow = commandOf(operations.accountShow, {
  example: 'account show ann',
  positional: ['account'],
  text: (account, paint) =>
    joined(
      paint('bold', account.username),
      fields(
        [
          ['name', account.name],
          ['id', account.id],
          ['created', shortTime(account.createdAt)],
          ['password', account.hasPassword ? 'set' : 'none'],
          ['sessions', String(account.sessions)],
          ['operator', account.operator ? 'yes' : undefined],
          ['remarks', remarkText(account.remarks) || undefined],
          ['managed by', account.managedBy],
          ['because of', account.managedDomain],
        ],
        paint,
      ),
      account.emails.length === 0
        ? 'It has no e-mail.'
        : table(
            ['e-mail', 'primary', 'confirmed'],
            account.emails.map(({ email, primary, confirmedAt }) => [
              email,
              primary ? 'yes' : '',
              confirmedAt === undefined ? 'no' : shortTime(confirmedAt),
            ]),
            paint,
          ),
      account.memberships.length === 0
        ? 'It has no memberships.'
        : table(
            ['group', 'role', 'by'],
            account.memberships.map((membership) => [
              membership.group,
              membership.role,
              originKinds(membership),
            ]),
            paint,
          ),
      ...account.groups.map(({ group, deprovisionedAt, identities, samlNameIds }) =>
        [
          ...(deprovisionedAt === undefined
            ? []
            : [`${group}: deprovisioned since ${shortTime(deprovisionedAt)}`]),
          ...identities.map(
            ({ integration, userName, id }) => `${group}: ${userName} of ${integration} (${id})`,
          ),
          ...samlNameIds.map((nameId) => `${group}: SAML identity ${nameId}`),
        ].join('\n'),
      ),
    ),
});
