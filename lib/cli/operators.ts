import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { joined, listing, shortTime } from './terminal/layout.ts';

export const operatorAdd = commandOf(operations.operatorAdd, {
  example: 'operator add ada',
  positional: ['account'],
  text: ({ username, pages }) =>
    joined(
      `${username} is an operator.`,
      `The operator's pages are at ${pages}, after a sign-in with the password.`,
    ),
});

export const operatorRemove = commandOf(operations.operatorRemove, {
  example: 'operator remove ada',
  positional: ['account'],
  text: ({ username }) => `${username} is no longer an operator.`,
});

export const operatorList = commandOf(operations.operatorList, {
  example: 'operator list',
  text: ({ operators, next }, paint) =>
    listing(
      ['username', 'name', 'e-mail', 'since', 'remark'],
      operators.map(({ username, name, email, since, managed }) => [
        ...[username, name, email ?? '', shortTime(since)],
        managed ? 'a group manages it: it has no access' : '',
      ]),
      { none: 'No account is an operator.', next },
      paint,
    ),
});
