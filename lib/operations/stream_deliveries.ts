import { z } from 'zod';
import { claimsOf, deliveryNamed, queueTest, type Stream, streamNamed } from '../webhooks/index.ts';
import { again, deliveriesOf, deliveryArgument, listed, redelivered } from './delivery_lists.ts';
import { spendLookUp } from './look_ups.ts';
import { change, procedure, query } from './operation.ts';
import { namedStream } from './streams.ts';
import { iso } from './views.ts';
import { wholeDelivery } from './webhook_views.ts';
import { ofGroupOrPlatform, rootOf } from './webhooks.ts';

export const streamDeliveries = query({
  name: 'stream.deliveries',
  summary: 'Lists the deliveries of a stream, the newest first.',
  target: ofGroupOrPlatform,
  input: z.object({ ...namedStream, ...listed }),
  run: async (view, _actor, { group: _group, stream: wanted, ...page }, at) => {
    const stream = await streamNamed(view, rootOf(at), wanted);
    return { stream: stream.name, ...(await deliveriesOf(view, stream, page)) };
  },
});

export const streamDelivery = query({
  name: 'stream.delivery',
  summary: 'Shows one delivery: the claims of its token, and every attempt with the answer.',
  target: ofGroupOrPlatform,
  input: z.object({ ...namedStream, delivery: deliveryArgument }),
  run: async (view, _actor, { stream: wanted, delivery: which }, at) => {
    const stream = await streamNamed(view, rootOf(at), wanted);
    const found = await deliveryNamed(view, stream, which);
    return { stream: stream.name, ...wholeDelivery(found, claimsOf(at.publicUrl, stream, found)) };
  },
});

export const streamRedeliver = change({
  name: 'stream.redeliver',
  summary: 'Delivers a token again, or all dead ones, with the same jti.',
  target: ofGroupOrPlatform,
  input: z.object({ ...namedStream, ...again }),
  run: async (unit, _actor, { stream: wanted, ...asked }, at) => {
    const stream = await streamNamed(unit, rootOf(at), wanted);
    return { stream: stream.name, redelivered: await redelivered(unit, stream, asked, at.nameOf) };
  },
});

export const streamTest = procedure({
  name: 'stream.test',
  summary: 'Sends a verification event: a push shows the answer, a poll gets it with its next request.',
  target: ofGroupOrPlatform,
  input: z.object(namedStream),
  run: async (transact, _actor, { stream: wanted }, here) => {
    const { publicUrl, services } = here;
    await spendLookUp(services, rootOf(here));
    const { stream, delivery } = await transact(async (unit, place) => {
      const found: Stream = await streamNamed(unit, rootOf(place), wanted);
      return { stream: found, delivery: queueTest(unit, found) };
    });
    const sent = { stream: stream.name, kind: stream.kind, event: delivery.eventId };
    if (stream.kind === 'poll') {
      services.polls.wake([stream]);
      return { ...sent, at: iso(delivery.at) };
    }
    const { at, ...attempt } = await services.courier.sendNow({ publicUrl }, stream, delivery);
    return { ...sent, at: iso(at), ...attempt };
  },
});
