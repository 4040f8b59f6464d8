import { z } from 'zod';
import { type Explanation, whyAccess } from '../access/explain/why.ts';
import { whyPerson } from '../access/explain/why_person.ts';
import { groupAt } from '../groups/tree.ts';
import { RuleError } from '../kernel/errors.ts';
import { accountName, groupPath } from '../operations/arguments.ts';
import { accountOf } from '../operations/find.ts';
import { command } from './command.ts';
import { joined } from './terminal/layout.ts';
import type { Paint } from './terminal/paint.ts';

export const memberWhy = command({
  name: 'member why',
  summary: 'Explains why a person has access, or none: request, decision, membership.',
  example: 'member why acme ann',
  args: z.object({ group: groupPath, account: accountName }),
  positional: ['group', 'account'],
  run: async (services, _context, { group: path, account: who }): Promise<Explanation> => {
    const { store } = services;
    const group = await groupAt(store, path);
    const account = await accountOf(store, who).catch(unlessMissing);
    return account ? whyAccess(services, group, account) : whyPerson(services, group, who);
  },
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

/** Who has no account may still be a user of an identity provider. */
function unlessMissing(error: unknown): undefined {
  if (!(error instanceof RuleError && error.code === 'not_found')) throw error;
}

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
