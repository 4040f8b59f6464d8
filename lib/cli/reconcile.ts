import { z } from 'zod';
import type { RoleDifferenceView } from '../operations/index.ts';
import * as operations from '../operations/index.ts';
import { choice, commandOf } from './command.ts';
import { joined, listing, plural, quoted } from './terminal/layout.ts';

/** The plan, or what has been carried out. */
interface Shown {
  readonly group: string;
  readonly integration: string;
  readonly differences?: readonly RoleDifferenceView[];
  readonly looked?: number;
  readonly next?: string;
  readonly people?: number;
}

const { name, summary } = operations.integrationReconcile;
const input = operations.integrationReconcilePlan.input.extend({
  plan: z.boolean().default(false).describe('only show whose roles differ; nothing changes'),
});

const reconcile = choice<typeof input, Shown>({ name, summary, input }, ({ plan, after, ...place }) => {
  if (plan) return [operations.integrationReconcilePlan, after === undefined ? place : { ...place, after }];
  if (after !== undefined) throw new operations.InvalidArguments('--after pages the plan. Add --plan.');
  return [operations.integrationReconcile, place];
});

export const integrationReconcile = commandOf(reconcile, {
  example: 'integration reconcile acme --plan',
  positional: ['group', 'integration'],
  text: ({ group, integration, differences, looked = 0, next, people = 0 }, paint) =>
    differences
      ? joined(
          listing(
            ['account', 'in', 'role now', 'role then'],
            differences.map(({ account, group: where, from = 'none', to = 'none' }) => [
              account,
              where,
              from,
              to,
            ]),
            { none: `Everybody has what the links of ${integration} give.`, next },
            paint,
          ),
          next === undefined
            ? undefined
            : `A part of the plan: ${plural(looked, 'user')} of the integration.`,
          differences.length === 0
            ? undefined
            : `Carry it out: integration reconcile ${group} --integration ${quoted(integration)}`,
        )
      : `Everybody has what the links of ${integration} give. ${plural(people, 'person has', 'people have')} other roles now.`,
});
