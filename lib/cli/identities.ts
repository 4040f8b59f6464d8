import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { fields, joined, listing, shortTime } from './terminal/layout.ts';

export const identityList = commandOf(operations.identityList, {
  example: 'identity list acme --held',
  positional: ['group'],
  text: ({ integration, identities, next }, paint) =>
    listing(
      ['userName', 'externalId', 'active', 'account', 'id', 'modified'],
      identities.map(({ userName, externalId, active, account, id, modifiedAt }) => [
        userName,
        externalId ?? '',
        active ? ['green', 'yes'] : ['yellow', 'no'],
        account ?? ['yellow', 'held'],
        id,
        shortTime(modifiedAt),
      ]),
      { none: `${integration} has no such users.`, next },
      paint,
    ),
});

export const identityShow = commandOf(operations.identityShow, {
  example: 'identity show acme grace@acme.test',
  positional: ['group', 'identity'],
  text: (shown, paint) =>
    joined(
      paint('bold', shown.userName),
      fields(
        [
          ['integration', shown.integration],
          ['id', shown.id],
          ['externalId', shown.externalId],
          ['account', shown.account ?? 'none: held until it is linked'],
          ['active', shown.active ? 'yes' : 'no'],
          ['modified', shortTime(shown.modifiedAt)],
        ],
        paint,
      ),
      JSON.stringify(shown.resource, undefined, 2),
    ),
});

export const identityLink = commandOf(operations.identityLink, {
  example: 'identity link acme grace@acme.test --account grace',
  positional: ['group', 'identity'],
  text: ({ userName, account }) => `${userName} is now ${account}.`,
});
