import { z } from 'zod';
import type { ComparisonView } from '../operations/index.ts';
import * as operations from '../operations/index.ts';
import { choice, commandOf } from './command.ts';
import { joined, plural, quoted } from './terminal/layout.ts';

interface Named {
  readonly count: number;
  readonly names: readonly string[];
}

/** The comparison, or what following the list has done. */
interface Shown extends Partial<Omit<ComparisonView, 'group' | 'integration'>> {
  readonly group: string;
  readonly integration: string;
  readonly people?: number;
  readonly kept?: readonly string[];
}

const { name, summary } = operations.integrationCompare;
const { people } = operations.integrationFollowList.input.shape;
const input = operations.integrationCompare.input.extend({
  follow: z
    .string()
    .min(1)
    .exactOptional()
    .describe('deactivate whom the list does not name: the id of the plan that the comparison shows'),
  people,
});

const compare = choice<typeof input, Shown>(
  { name, summary, input },
  ({ follow, people: number, ...wish }) => {
    const counted = number === undefined ? {} : { people: number };
    if (follow !== undefined)
      return [operations.integrationFollowList, { ...wish, ...counted, plan: follow }];
    if (number !== undefined)
      throw new operations.InvalidArguments(
        '--people repeats the number of a plan. Add --follow with its id.',
      );
    return [operations.integrationCompare, wish];
  },
);

const none: Named = { count: 0, names: [] };

export const integrationCompare = commandOf(compare, {
  example: 'integration compare acme --list-file people.csv',
  positional: ['group', 'integration'],
  text: (shown) => (shown.people === undefined ? comparisonOf(shown) : followedOf(shown)),
});

function comparisonOf(shown: Shown): string {
  const { integration, listed = 0, both = 0, onlyListed = none, onlyHere = none } = shown;
  const { inactive = none, unprovisioned = none, others = none } = shown;
  return joined(
    `The list has ${plural(listed, 'name', 'names')}; ${plural(both, 'is', 'are')} active by ${integration}.`,
    namesOf('In the list and not here, to be created by the identity provider', onlyListed),
    namesOf(`Active by ${integration} and not in the list`, onlyHere),
    namesOf('In the list and inactive here, to be activated by the identity provider', inactive),
    namesOf(`In the list, and a member whom ${integration} has not created`, unprovisioned),
    namesOf(`A member whom neither the list nor ${integration} knows`, others),
    planOf(shown),
  );
}

function planOf({ group, integration, plan }: Shown): string | undefined {
  if (!plan) return undefined;
  const number = plan.needsNumber ? ` --people ${plan.people}` : '';
  return (
    `Deactivate the ${plural(plan.people, 'user')} whom the list does not name: integration compare ${group} ` +
    `--integration ${quoted(integration)} --list-file … --follow ${plan.id}${number}`
  );
}

function followedOf({ integration, people: count = 0, kept = [] }: Shown): string {
  return joined(
    `${plural(count, 'user')} of ${integration} whom the list does not name ${count === 1 ? 'is' : 'are'} inactive now.`,
    kept.length === 0 ? undefined : `Still active, as the last owner of the group: ${kept.join(', ')}`,
  );
}

function namesOf(title: string, { count, names }: Named): string | undefined {
  if (count === 0) return undefined;
  const more = count - names.length;
  return `${title} (${count}): ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
