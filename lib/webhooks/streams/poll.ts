import { limits } from '../../../config/limits.ts';
import type { Unit } from '../../audit/index.ts';
import { fingerprint, RuleError, type Secret, tokenDigests } from '../../kernel/index.ts';
import { dueTo, firstsOf } from '../due.ts';
import { end } from '../settle.ts';
import { type Attempt, type Delivery, deliveries } from '../types.ts';
import type { HeldPolls } from './held_polls.ts';
import { liveTokens, tokensOf } from './manage.ts';
import { type SigningParts, signedToken } from './token.ts';
import { type Stream, streams } from './types.ts';

/** A poll (RFC 8936 section 2.4), its limits applied. */
export interface Poll {
  readonly maxEvents: number;
  readonly returnImmediately: boolean;
  readonly ack: readonly string[];
  readonly setErrs: Readonly<Record<string, { readonly err: string; readonly description?: string }>>;
}

/** The answer to a poll (RFC 8936 section 2.5): the tokens by their `jti`. */
export interface PollAnswer {
  readonly sets: Readonly<Record<string, string>>;
  readonly moreAvailable?: true;
}

interface Parts extends SigningParts {
  readonly polls: HeldPolls;
}

/**
 * The stream that a token may poll. Gives a token of the previous pepper its new digest. Throws `RuleError`
 * `unauthorized`, the same for an unknown stream.
 */
export async function streamFor(
  { store }: Pick<SigningParts, 'store'>,
  pepper: Secret,
  id: string,
  bearer: string,
): Promise<Stream> {
  const digests = tokenDigests(bearer, ['rct'], pepper);
  for (const digest of digests) {
    const stream = await store.locate(streams, 'token', digest);
    const token = stream && liveTokens(stream, store.now()).find((one) => one.digest === digest);
    if (!token || stream.id !== id) continue;
    if (digest !== digests[0]) await store.transaction((unit) => renewDigest(unit, stream, pepper, digests));
    return stream;
  }
  throw new RuleError('unauthorized', 'The token is not one of this stream, or it has ended.');
}

async function renewDigest(
  unit: Unit,
  { rootId, id }: Stream,
  pepper: Secret,
  [digest = '', ...former]: readonly string[],
): Promise<void> {
  const stream = await unit.get(streams, rootId, id);
  if (!stream?.digests.some((one) => former.includes(one))) return;
  const tokens = stream.tokens.map((token) =>
    former.includes(token.digest) ? { ...token, digest, keyId: fingerprint(pepper) } : token,
  );
  unit.update(streams, { ...stream, ...tokensOf(tokens) });
}

/**
 * Takes what a receiver acknowledges or refuses, and gives it the next tokens. Of each resource only the first one that
 * is not acknowledged, so that they arrive in order. Waits for one, if the receiver lets it: a newer poll of the stream,
 * `limits.pollWaitMs` or `hasLeft` end the wait.
 */
export async function poll(
  parts: Parts,
  stream: Stream,
  asked: Poll,
  hasLeft: AbortSignal,
): Promise<PollAnswer> {
  await settlePoll(parts, stream, asked);
  if (asked.maxEvents === 0) return { sets: {} };
  const turn = parts.polls.begin(stream.id, hasLeft);
  try {
    for (let looks = limits.pollWaitMs / limits.pollLookMs; ; looks--) {
      const answer = await offer(parts, stream, asked.maxEvents);
      const isEmpty = Object.keys(answer.sets).length === 0;
      if (!isEmpty || asked.returnImmediately || looks <= 0) return answer;
      if ((await turn.wait()) === 'ended') return answer;
    }
  } finally {
    turn.end();
  }
}

async function settlePoll({ store }: Parts, { id }: Stream, { ack, setErrs }: Poll): Promise<void> {
  const refused = new Map(Object.entries(setErrs));
  const named = [...new Set([...ack, ...refused.keys()])];
  if (named.length === 0) return;
  await store.transaction(async (unit) => {
    for (const jti of named) {
      const delivery = await unit.find(deliveries, id, 'event', jti);
      if (delivery?.state === 'waiting') await settleOne(unit, delivery, refused.get(jti));
    }
  });
}

/** A refused token is not given again (RFC 8936 section 2.6). */
async function settleOne(unit: Unit, delivery: Delivery, refusal: Poll['setErrs'][string] | undefined) {
  const text = refusal && `${refusal.err}: ${refusal.description ?? ''}`.replace(/: $/, '');
  const said = refusal
    ? { problem: `the receiver refuses it: ${text}`.slice(0, limits.webhookAnswerChars) }
    : { answer: 'acknowledged' };
  const changed = { attempts: withAttempt(delivery, { at: unit.now(), ms: 0, ...said }) };
  await end(unit, delivery, refusal ? 'dead' : 'delivered', changed);
}

async function offer(parts: Parts, { rootId, id }: Stream, most: number): Promise<PollAnswer> {
  const { store } = parts;
  const stream = await store.get(streams, rootId, id);
  if (stream?.enabled === undefined || stream.pausedAt !== undefined) return { sets: {} };
  const { firsts, putOffs, hasMore } = await firstsOf(store, id, await dueTo(store, id), most);
  if (firsts.length === 0) return putOffs > 0 ? offer(parts, stream, most) : { sets: {} };
  const given = await lend(parts, firsts);
  const tokens = await Promise.all(
    given.map(async (delivery) => [delivery.eventId, await signedToken(parts, stream, delivery)] as const),
  );
  return { sets: Object.fromEntries(tokens), ...(hasMore ? { moreAvailable: true } : {}) };
}

/** Notes that these deliveries are given to the receiver. They are due again after `limits.pollAgainMs`. */
function lend({ store }: Parts, firsts: readonly Delivery[]): Promise<Delivery[]> {
  return store.transaction(async (unit) => {
    const given: Delivery[] = [];
    for (const { webhookId, id, v } of firsts) {
      const present = await unit.get(deliveries, webhookId, id);
      if (present?.v !== v) continue;
      const now = unit.now();
      const attempts = withAttempt(present, { at: now, ms: 0, answer: 'given to a poll' });
      given.push(unit.update(deliveries, { ...present, attempts, dueAt: now + limits.pollAgainMs }));
    }
    return given;
  });
}

function withAttempt({ attempts }: Delivery, attempt: Attempt): Attempt[] {
  return [...attempts, attempt].slice(-limits.webhookAttempts);
}
