import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { namesAfter } from './people.ts';
import { joined, plural, quoted, shortTime } from './terminal/layout.ts';

export const integrationResume = commandOf(operations.integrationResume, {
  example: 'integration resume acme',
  positional: ['group', 'integration'],
  text: ({ integration, guardOffUntil }) =>
    `Resumed the integration ${integration}; it may remove any number of people until ${shortTime(guardOffUntil)}.`,
});

export const integrationDiscard = commandOf(operations.integrationDiscard, {
  example: 'integration discard acme',
  positional: ['group', 'integration'],
  text: ({ group, integration, restored }) =>
    joined(
      `Gave ${plural(restored.length, 'person', 'people')} their access back${namesAfter(restored)}`,
      `The integration ${integration} is disabled. Fix the identity provider, then: integration change ${group} ${quoted(integration)} --enable`,
    ),
});
