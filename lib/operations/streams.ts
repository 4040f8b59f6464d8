import { z } from 'zod';
import { scimEventUris } from '../scim/index.ts';
import {
  changeStream,
  currentKey,
  makeStream,
  pauseStream,
  removeStream,
  resumeStream,
  rotateStreamToken,
  streamKinds,
  streamNamed,
  streamsOf,
} from '../webhooks/index.ts';
import { overlap } from './arguments.ts';
import { change, procedure, query } from './operation.ts';
import { streamView } from './stream_views.ts';
import { iso } from './views.ts';
import { countsOf } from './webhook_views.ts';
import { ofGroupOrPlatform, place, rootOf } from './webhooks.ts';

export const namedStream = { ...place, stream: z.string().min(1).describe('name or id of the stream') };

const url = z.string().min(1).describe('where a push goes: an https URL');
const authorization = z
  .string()
  .describe('the Authorization header of a push, such as Bearer and a token; empty for none');
const audience = z.string().min(1).describe('the aud of its tokens; by default the URL of the stream');
const events = z
  .array(z.enum(scimEventUris as readonly [string, ...string[]]))
  .describe('an event URI that it hears; repeatable');

export const streamCreate = procedure({
  name: 'stream.create',
  summary: 'Creates a stream of security event tokens. Prints the token of a poll only once.',
  target: ofGroupOrPlatform,
  input: z.object({
    ...place,
    name: z.string().min(1).describe('its name'),
    kind: z.enum(streamKinds).describe('push: Rollcall posts each token; poll: the receiver asks for them'),
    url: url.exactOptional(),
    authorization: authorization.exactOptional(),
    audience: audience.exactOptional(),
    events: events.default([]),
  }),
  run: async (transact, actor, { group: _group, ...wish }, { services, publicUrl }) => {
    const { secrets, outbound, store } = services;
    const keys = { key: secrets.samlKey, pepper: secrets.tokenPepper };
    const made = await transact(async (unit, at) => {
      const parts = { unit, actor, ...keys, allowPrivate: outbound.allowPrivate };
      const { stream, secret } = await makeStream(parts, rootOf(at), wish);
      return {
        ...(secret === undefined ? {} : { secret }),
        stream: await streamView(unit, publicUrl, stream),
      };
    });
    await currentKey(store, secrets.samlKey);
    return made;
  },
});

export const streamList = query({
  name: 'stream.list',
  summary: 'Lists the streams of a group or of the whole service.',
  target: ofGroupOrPlatform,
  input: z.object(place),
  run: async (view, _actor, _input, at) => {
    const held = await streamsOf(view, rootOf(at));
    return { streams: await Promise.all(held.map((one) => streamView(view, at.publicUrl, one))) };
  },
});

export const streamShow = query({
  name: 'stream.show',
  summary: 'Shows a stream and how many of its deliveries wait or are dead.',
  target: ofGroupOrPlatform,
  input: z.object(namedStream),
  run: async (view, _actor, { stream: wanted }, at) => {
    const stream = await streamNamed(view, rootOf(at), wanted);
    return {
      ...(await streamView(view, at.publicUrl, stream)),
      ...(await countsOf(at.services.store, stream)),
    };
  },
});

export const streamChange = change({
  name: 'stream.change',
  summary: 'Changes the name, the receiver or the filter of a stream.',
  target: ofGroupOrPlatform,
  input: z.object({
    ...namedStream,
    name: z.string().min(1).exactOptional().describe('another name'),
    url: url.exactOptional(),
    authorization: authorization.exactOptional(),
    audience: audience.exactOptional(),
    events: events.exactOptional(),
  }),
  run: async (unit, actor, { group: _group, stream: wanted, ...wish }, at) => {
    const { secrets, outbound } = at.services;
    const stream = await streamNamed(unit, rootOf(at), wanted);
    const parts = { unit, actor, key: secrets.samlKey, allowPrivate: outbound.allowPrivate };
    return streamView(unit, at.publicUrl, await changeStream(parts, stream, wish));
  },
});

export const streamPause = change({
  name: 'stream.pause',
  summary: 'Stops the deliveries of a stream, and keeps what it hears.',
  target: ofGroupOrPlatform,
  input: z.object(namedStream),
  run: async (unit, actor, { stream: wanted }, at) =>
    streamView(unit, at.publicUrl, pauseStream(unit, await streamNamed(unit, rootOf(at), wanted), actor)),
});

export const streamResume = change({
  name: 'stream.resume',
  summary: 'Lets a paused or disabled stream deliver again.',
  target: ofGroupOrPlatform,
  input: z.object(namedStream),
  run: async (unit, actor, { stream: wanted }, at) =>
    streamView(unit, at.publicUrl, resumeStream(unit, await streamNamed(unit, rootOf(at), wanted), actor)),
});

export const streamRotate = change({
  name: 'stream.rotate',
  summary: 'Gives the receiver of a poll a new token; the old one works during the overlap.',
  target: ofGroupOrPlatform,
  input: z.object({ ...namedStream, overlap }),
  run: async (unit, actor, { stream: wanted, overlap: hours }, at) => {
    const held = await streamNamed(unit, rootOf(at), wanted);
    const parts = { unit, actor, pepper: at.services.secrets.tokenPepper };
    const { stream, secret, endsAt } = rotateStreamToken(parts, held, hours);
    return { secret, formerEndsAt: iso(endsAt), stream: await streamView(unit, at.publicUrl, stream) };
  },
});

export const streamRemove = procedure({
  name: 'stream.remove',
  summary: 'Removes a stream. What waits for its receiver is not delivered.',
  target: ofGroupOrPlatform,
  input: z.object(namedStream),
  run: async (transact, actor, { stream: wanted }, { services, publicUrl, patience }) => {
    const { view, work } = await transact(async (unit, at) => {
      const stream = await streamNamed(unit, rootOf(at), wanted);
      const shown = await streamView(unit, publicUrl, stream);
      return { work: await removeStream(unit, stream, actor), view: shown };
    });
    await services.runner.finish(work, patience);
    return view;
  },
});
