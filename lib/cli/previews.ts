import type { PlanRow } from '../operations/index.ts';
import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { joined, listing, plural, quoted } from './terminal/layout.ts';
import type { Paint } from './terminal/paint.ts';

export const integrationPreview = commandOf(operations.integrationPreview, {
  example: 'integration preview acme',
  positional: ['group', 'integration'],
  text: ({ group, integration }) =>
    joined(
      `The integration ${integration} is in preview: Rollcall answers as if everything was done, and changes nothing.`,
      `Show the plan: integration plan ${group} --integration ${quoted(integration)}`,
    ),
});

export const integrationPlan = commandOf(operations.integrationPlan, {
  example: 'integration plan acme',
  positional: ['group', 'integration'],
  text: ({ group, integration, people, plan, next }, paint) =>
    joined(
      planText(
        plan,
        { none: `The plan of ${integration} is empty: the identity provider has sent nothing yet.`, next },
        paint,
      ),
      next === undefined ? undefined : `The whole plan has ${plural(people, 'user')}.`,
      `Carry it out: integration go-live ${group} --integration ${quoted(integration)}`,
    ),
});

export const integrationGoLive = commandOf(operations.integrationGoLive, {
  example: 'integration go-live acme',
  positional: ['group', 'integration'],
  text: ({ integration, people, done }, paint) =>
    joined(
      planText(done, { none: 'There was nothing to carry out.' }, paint),
      people > done.length ? `… and ${people - done.length} more.` : undefined,
      `The integration ${integration} is live: ${plural(people, 'user')} carried out.`,
    ),
});

function planText(
  rows: readonly PlanRow[],
  rest: { readonly none: string; readonly next?: string | undefined },
  paint: Paint,
): string {
  return listing(
    ['userName', 'outcome', 'username', 'joins', 'leaves', 'why not'],
    rows.map(({ userName, outcome, username = '', joins, leaves, reason = '' }) => [
      userName,
      outcome === 'refuse' ? ['red', outcome] : outcome,
      username,
      joins.join(', '),
      leaves.join(', '),
      reason,
    ]),
    rest,
    paint,
  );
}
