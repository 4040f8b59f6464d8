import type { StreamView } from '../operations/index.ts';
import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { deliveriesTable, deliveryText, isRefused, type Tried, triedText } from './delivery_texts.ts';
import { fields, joined, listing, shortTime } from './terminal/layout.ts';
import type { Style } from './terminal/paint.ts';

export const streamCreate = commandOf(operations.streamCreate, {
  example: 'stream create Signals --kind poll --group acme',
  positional: ['name'],
  text: ({ secret, stream }, paint) =>
    joined(
      `Created the stream ${stream.name}.`,
      fields([['token', secret && ['cyan', secret]], ...facts(stream)], paint),
      secret && 'The token is not shown again. docs/security_events.md shows how a receiver polls.',
    ),
});

export const streamList = commandOf(operations.streamList, {
  example: 'stream list --group acme',
  text: ({ streams }, paint) =>
    listing(
      ['name', 'kind', 'state', 'events', 'created by', 'id'],
      streams.map((one) => [
        ...[one.name, one.kind, stateOf(one), eventsText(one.events), one.createdBy ?? '', one.id],
      ]),
      { none: 'There is no stream.' },
      paint,
    ),
});

export const streamShow = commandOf(operations.streamShow, {
  example: 'stream show Signals --group acme',
  positional: ['stream'],
  text: (stream, paint) =>
    joined(
      paint('bold', stream.name),
      fields([...facts(stream), ['waiting', String(stream.waiting)], ['dead', String(stream.dead)]], paint),
    ),
});

export const streamChange = commandOf(operations.streamChange, {
  example: 'stream change Signals --group acme --audience https://product.example',
  positional: ['stream'],
  text: (stream, paint) => joined(`Changed the stream ${stream.name}.`, fields(facts(stream), paint)),
});

export const streamPause = commandOf(operations.streamPause, {
  example: 'stream pause Signals --group acme',
  positional: ['stream'],
  text: ({ name }) => `Paused the stream ${name}; what it hears is kept.`,
});

export const streamResume = commandOf(operations.streamResume, {
  example: 'stream resume Signals --group acme',
  positional: ['stream'],
  text: ({ name }) => `The stream ${name} delivers again.`,
});

export const streamRotate = commandOf(operations.streamRotate, {
  example: 'stream rotate Signals --group acme --overlap 24',
  positional: ['stream'],
  text: ({ secret, formerEndsAt, stream }, paint) =>
    joined(
      `Rotated the token of ${stream.name}; the old one works until ${shortTime(formerEndsAt)} UTC.`,
      fields([['token', ['cyan', secret]]], paint),
      'The token is not shown again.',
    ),
});

export const streamRemove = commandOf(operations.streamRemove, {
  example: 'stream remove Signals --group acme',
  positional: ['stream'],
  text: ({ name }) => `Removed the stream ${name}; nothing more is delivered by it.`,
});

export const streamTest = commandOf(operations.streamTest, {
  example: 'stream test Signals --group acme',
  positional: ['stream'],
  text: (sent, paint) => {
    if (sent.kind === 'poll') return `The next poll of ${sent.stream} gets a verification event.`;
    return triedText(sent as Tried, paint);
  },
  isBad: (sent) => sent.kind === 'push' && isRefused(sent as Tried),
});

export const streamDeliveries = commandOf(operations.streamDeliveries, {
  example: 'stream deliveries Signals --group acme --state dead',
  positional: ['stream'],
  text: ({ stream, deliveries, next }, paint) => deliveriesTable(stream, deliveries, next, paint),
});

export const streamDelivery = commandOf(operations.streamDelivery, {
  example: 'stream delivery Signals 0198c0de-0000-7000-8000-000000000000 --group acme',
  positional: ['stream', 'delivery'],
  text: (delivery, paint) => deliveryText('jti', delivery, paint),
});

export const streamRedeliver = commandOf(operations.streamRedeliver, {
  example: 'stream redeliver Signals --group acme --dead',
  positional: ['stream', 'delivery'],
  text: ({ stream, redelivered }) => `${redelivered} deliveries of ${stream} are due again.`,
});

export const eventKeyList = commandOf(operations.eventKeyList, {
  example: 'event-key list',
  text: ({ jwksUrl, keys }, paint) =>
    joined(
      fields([['JWKS', jwksUrl]], paint),
      listing(
        ['state', 'signs from', 'published until', 'kid'],
        keys.map(({ state, signsFrom, publishedUntil, id }) => [
          [state === 'signing' ? 'green' : 'dim', state],
          ...[shortTime(signsFrom), shortTime(publishedUntil), id],
        ]),
        { none: 'There is no key yet. The first stream makes one.' },
        paint,
      ),
    ),
});

export const eventKeyRotate = commandOf(operations.eventKeyRotate, {
  example: 'event-key rotate',
  text: ({ id, signsFrom, state }) =>
    state === 'next'
      ? `Published the key ${id}; it signs from ${shortTime(signsFrom)} UTC. The former one stays published.`
      : `Published the key ${id}; it signs from now on.`,
});

function facts(stream: StreamView): Parameters<typeof fields>[0] {
  const { id, group, kind, url, hasAuthorization, pollUrl, audience, issuer, jwksUrl, events } = stream;
  return [
    ['kind', kind],
    ['URL', url],
    ['authorization', hasAuthorization ? 'set' : undefined],
    ['poll', pollUrl],
    ['hears', group ?? 'the whole service'],
    ['events', eventsText(events)],
    ['iss', issuer],
    ['aud', audience],
    ['JWKS', jwksUrl],
    ['state', stateOf(stream)],
    ['problem', stream.problem],
    ['failing since', stream.failingSince && shortTime(stream.failingSince)],
    ['created by', stream.createdBy],
    ['id', id],
  ];
}

function stateOf({ state }: StreamView): readonly [Style, string] {
  return [state === 'enabled' ? 'green' : state === 'paused' ? 'yellow' : 'red', state];
}

function eventsText(events: readonly string[]): string {
  return events.length === 0 ? 'all' : events.join(', ');
}
