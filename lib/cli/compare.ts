import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { joined, plural } from './terminal/layout.ts';

interface Named {
  readonly count: number;
  readonly names: readonly string[];
}

export const integrationCompare = commandOf(operations.integrationCompare, {
  example: 'integration compare acme --list-file people.csv',
  positional: ['group', 'integration'],
  text: ({ integration, listed, both, onlyListed, onlyHere, inactive, unprovisioned, others }) =>
    joined(
      `The list has ${plural(listed, 'name', 'names')}; ${plural(both, 'is', 'are')} active by ${integration}.`,
      namesOf('In the list and not here', onlyListed),
      namesOf(`Active by ${integration} and not in the list`, onlyHere),
      namesOf('In the list and inactive here', inactive),
      namesOf(`In the list, and a member whom ${integration} has not created`, unprovisioned),
      namesOf(`A member whom neither the list nor ${integration} knows`, others),
    ),
});

function namesOf(title: string, { count, names }: Named): string | undefined {
  if (count === 0) return undefined;
  const more = count - names.length;
  return `${title} (${count}): ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
