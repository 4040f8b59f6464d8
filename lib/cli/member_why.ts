import type { Explanation } from '../access/index.ts';
import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { joined } from './terminal/layout.ts';
import type { Paint } from './terminal/paint.ts';

export const memberWhy = commandOf(operations.memberWhy, {
  example: 'member why acme ann',
  positional: ['group', 'account'],
  text: ({ group, account, memberships, noAccess }, paint) =>
    joined(
      paint('bold', `${account?.username ?? 'nobody'} in ${group}`),
      ...memberships.map((membership) => membershipText(membership, paint)),
      ...noAccess.map(({ decision, taken, request }) =>
        lines(paint('yellow', `No access: ${decision}.`), [
          ...(taken && taken.length > 0
            ? [`taken: ${taken.map((held) => `${held.role} of ${held.group}`).join(', ')}`]
            : []),
          ...(request ? [request.sentence] : []),
        ]),
      ),
    ),
});

function membershipText(
  { group, role, because, origins }: Explanation['memberships'][number],
  paint: Paint,
): string {
  const heading = `${paint('green', role)} of ${group}.${origins.length > 1 ? ` ${because}` : ''}`;
  return [
    heading,
    ...origins.map(({ effective, decision, role: given, request }) =>
      lines(`  ${effective ? '*' : '-'} ${given}: ${decision}`, [`  ${request.sentence}`]),
    ),
  ].join('\n');
}

function lines(first: string, more: readonly string[]): string {
  return [first, ...more.map((line) => `  ${line}`)].join('\n');
}
