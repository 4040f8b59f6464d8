import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { fields, joined, listing, shortTime, table } from './terminal/layout.ts';

export const groupReview = commandOf(operations.groupReview, {
  example: 'group review',
  text: ({ groups, next }, paint) =>
    listing(
      ['group', 'members', 'integrations', 'refused today', 'expires within 30 days'],
      groups.map(({ path, members, integrations, refusedToday, endsSoon }) => [
        ...[path, String(members), String(integrations.length), String(refusedToday)],
        endsSoon.map(({ name, endsAt }) => `${name} (${shortTime(endsAt)})`).join(', '),
      ]),
      { none: 'There is no group.', next },
      paint,
    ),
});

export const groupSummary = commandOf(operations.groupSummary, {
  example: 'group summary acme',
  positional: ['group'],
  text: ({ path, members, refusedToday, owners, credentials }, paint) =>
    joined(
      paint('bold', path),
      fields(
        [
          ['members', String(members)],
          ['refused today', String(refusedToday)],
          ['owners', owners.map(({ username }) => username).join(', ')],
        ],
        paint,
      ),
      credentials.length === 0
        ? 'No credential is live.'
        : table(
            ['credential', 'kind', 'integration', 'last used', 'expires', 'id'],
            credentials.map(({ name, kind, integration, lastUsed, expiresAt, id }) => [
              ...[name, kind, integration, shortTime(lastUsed?.at) || 'never', shortTime(expiresAt), id],
            ]),
            paint,
          ),
    ),
});

export const endingsList = commandOf(operations.endingsList, {
  example: 'endings list',
  text: ({ total, endings }, paint) =>
    endings.length === 0
      ? 'Nothing ends soon.'
      : joined(
          table(
            ['ends', 'group', 'kind', 'name', 'integration', 'id'],
            endings.map(({ group, kind, name, integration, endsAt, id }) => [
              ...[shortTime(endsAt), group, kind, name, integration?.name ?? '', id],
            ]),
            paint,
          ),
          total > endings.length ? `These are the first of ${total}.` : undefined,
        ),
});

export const groupEndings = commandOf(operations.groupEndings, {
  example: 'group endings acme',
  positional: ['group'],
  text: ({ endings }, paint) =>
    endings.length === 0
      ? 'Nothing ends soon.'
      : table(
          ['ends', 'kind', 'name', 'integration', 'id'],
          endings.map(({ kind, name, integration, endsAt, id }) => [
            ...[shortTime(endsAt), kind, name, integration?.name ?? '', id],
          ]),
          paint,
        ),
});
