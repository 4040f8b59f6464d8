import { z } from 'zod';
import { type EventKey, publishedKeys, refuseWaiting, rotateKey, signingKey } from '../webhooks/index.ts';
import { procedure, query } from './operation.ts';
import { jwksUrl } from './stream_views.ts';
import { ofPlatform } from './targets.ts';
import { iso } from './views.ts';

export const eventKeyList = query({
  name: 'event_key.list',
  summary: 'Lists the keys that sign security event tokens, as the JWKS publishes them.',
  target: ofPlatform,
  input: z.object({}),
  run: async (view, _actor, _input, { publicUrl }) => {
    const now = view.now();
    const keys = await publishedKeys(view, now);
    const signing = signingKey(keys, now);
    return { jwksUrl: jwksUrl(publicUrl), keys: keys.map((key) => viewOf(key, signing, now)) };
  },
});

export const eventKeyRotate = procedure({
  name: 'event_key.rotate',
  summary: 'Publishes a new key for security event tokens, which signs from the next day on.',
  target: ofPlatform,
  input: z.object({
    urgent: z
      .boolean()
      .default(false)
      .describe('signs at once and withdraws the former keys, because one may be known to others'),
  }),
  run: async (transact, actor, { urgent }, { publicUrl, services: { store, secrets } }) => {
    if (!urgent) await refuseWaiting(store, store.now());
    const pair = await store.keyPair();
    return transact(async (unit) => {
      if (!urgent) await refuseWaiting(unit, unit.now());
      const made = await rotateKey(unit, { key: secrets.samlKey, actor, pair, isUrgent: urgent });
      return { jwksUrl: jwksUrl(publicUrl), ...viewOf(made, made, unit.now()) };
    });
  },
});

function viewOf(
  { id, createdAt, signsFrom, expiresAt }: EventKey,
  signing: EventKey | undefined,
  now: number,
) {
  const state = signsFrom > now ? 'next' : signing?.id === id ? 'signing' : 'former';
  return {
    ...{ id, state, createdAt: iso(createdAt), signsFrom: iso(signsFrom) },
    ...(expiresAt === undefined ? {} : { publishedUntil: iso(expiresAt) }),
  } as const;
}
