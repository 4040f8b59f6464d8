import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';

type Limit = Awaited<ReturnType<typeof operations.seatsShow.perform>>['limit'];

export const seatsShow = commandOf(operations.seatsShow, {
  example: 'seats show acme',
  positional: ['group'],
  text: ({ group, limit }) => limitText(group, limit),
});

export const seatsSet = commandOf(operations.seatsSet, {
  example: 'seats set acme --seats 50 --when-full refuse',
  positional: ['group'],
  text: ({ group, limit }) => limitText(group, limit),
});

export const seatsRemove = commandOf(operations.seatsRemove, {
  example: 'seats remove acme',
  positional: ['group'],
  text: ({ group, changed }) =>
    changed ? `${group} has no limit of seats any more.` : `${group} had no limit of seats.`,
});

function limitText(group: string, limit: Limit): string {
  if (!limit) return `${group} has no limit of seats.`;
  const { seats, used, whenFull, counting } = limit;
  const next =
    whenFull === 'refuse'
      ? 'Who would be one too many is refused.'
      : 'A person beyond the limit is let in and reported.';
  return `${group} uses ${used} of ${seats} seats${counting ? ', and its members are still being counted' : ''}. ${next}`;
}
