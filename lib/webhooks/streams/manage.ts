import { limits } from '../../../config/limits.ts';
import type { Actor, EventBody, Unit } from '../../audit/index.ts';
import type { Work } from '../../jobs/index.ts';
import { digestOf, fingerprint, newToken, RuleError, type Secret, seal } from '../../kernel/index.ts';
import { scimEventUris } from '../../scim/index.ts';
import { all, PLATFORM, type Reader } from '../../store/index.ts';
import { checkedAddress, freeName } from '../checks.ts';
import { liveOf, namedIn, ofStream, refuseFull, rotated } from '../held.ts';
import { forgetDeliveries } from '../receiver_end.ts';
import { type Stream, type StreamKind, type StreamToken, streams } from './types.ts';

export interface StreamWish {
  readonly name: string;
  readonly kind: StreamKind;
  readonly url?: string;
  /** The `Authorization` header of a push. An empty text removes it. */
  readonly authorization?: string;
  readonly audience?: string;
  readonly events: readonly string[];
}

interface Parts {
  readonly unit: Unit;
  readonly actor: Actor;
  /** Seals the authorization of a push. */
  readonly key: Secret;
  readonly pepper: Buffer;
  readonly allowPrivate: boolean;
}

/**
 * Makes a stream; for a poll, returns the token of its receiver. Throws `RuleError`: `invalid_name`, `invalid_stream`,
 * `stream_name_taken`, `too_many_streams`.
 */
export async function makeStream(
  parts: Parts,
  rootId: string,
  wish: StreamWish,
): Promise<{ readonly stream: Stream; readonly secret?: string }> {
  const { unit, actor } = parts;
  const others = await streamsOf(unit, rootId);
  refuseFull(ofStream, others, limits.streams);
  const id = unit.id();
  const token = wish.kind === 'poll' ? makeToken(unit, parts.pepper) : undefined;
  const stream = unit.insert(streams, {
    id,
    rootId,
    name: freeName(ofStream, others, wish.name),
    kind: wish.kind,
    ...targetOf(parts, id, wish),
    ...(wish.audience === undefined ? {} : { audience: checkedAudience(wish.audience) }),
    events: checkedEvents(wish.events),
    ...tokensOf(token ? [token.stored] : []),
    createdAt: unit.now(),
    ...(actor.accountId === undefined ? {} : { createdBy: actor.accountId }),
    enabled: id,
  });
  note(unit, stream, actor, { action: 'stream.created', detail: detailOf(stream) });
  return { stream, ...(token ? { secret: token.secret } : {}) };
}

/** Throws `RuleError`: `invalid_name`, `invalid_stream`, `stream_name_taken`. */
export async function changeStream(
  parts: Omit<Parts, 'pepper'>,
  stream: Stream,
  wish: Partial<Omit<StreamWish, 'kind'>>,
): Promise<Stream> {
  const { unit, actor } = parts;
  const others = (await streamsOf(unit, stream.rootId)).filter(({ id }) => id !== stream.id);
  const { authorization, ...rest } = stream;
  const asked = { kind: stream.kind, ...(stream.url === undefined ? {} : { url: stream.url }), ...wish };
  const kept = wish.authorization === undefined && authorization !== undefined ? { authorization } : {};
  const changed: Stream = {
    ...rest,
    ...kept,
    ...targetOf(parts, stream.id, asked),
    ...(wish.name === undefined ? {} : { name: freeName(ofStream, others, wish.name) }),
    ...(wish.audience === undefined ? {} : { audience: checkedAudience(wish.audience) }),
    ...(wish.events === undefined ? {} : { events: checkedEvents(wish.events) }),
  };
  note(unit, changed, actor, { action: 'stream.changed', detail: detailOf(changed) });
  return unit.update(streams, changed);
}

/** Delivers nothing until the stream is resumed. New events are kept. */
export function pauseStream(unit: Unit, stream: Stream, actor: Actor): Stream {
  if (stream.enabled === undefined || stream.pausedAt !== undefined) return stream;
  note(unit, stream, actor, { action: 'stream.paused', detail: { name: stream.name } });
  return unit.update(streams, { ...stream, pausedAt: unit.now() });
}

/** Delivers what a paused stream has kept. A disabled stream gets only new changes. */
export function resumeStream(unit: Unit, stream: Stream, actor: Actor): Stream {
  if (stream.enabled !== undefined && stream.pausedAt === undefined) return stream;
  const { pausedAt: _paused, problem: _problem, failingSince: _since, ...rest } = stream;
  note(unit, stream, actor, { action: 'stream.resumed', detail: { name: stream.name } });
  return unit.update(streams, { ...rest, enabled: stream.id });
}

/** Gives the receiver of a poll a new token; the one before works for some hours. Throws `RuleError` `invalid_stream`. */
export function rotateStreamToken(
  { unit, actor, pepper }: Pick<Parts, 'unit' | 'actor' | 'pepper'>,
  stream: Stream,
  overlapHours: number,
): { readonly stream: Stream; readonly secret: string; readonly endsAt: number } {
  if (stream.kind !== 'poll')
    throw new RuleError(
      'invalid_stream',
      `Nobody polls ${stream.name}: it pushes. Change its authorization instead.`,
    );
  const { secret, stored } = makeToken(unit, pepper);
  const { proofs: tokens, endsAt } = rotated(stream.tokens, stored, { now: unit.now(), overlapHours });
  const changed = unit.update(streams, { ...stream, ...tokensOf(tokens) });
  note(unit, stream, actor, {
    action: 'stream.token_rotated',
    detail: { name: stream.name, endsAt: new Date(endsAt).toISOString() },
  });
  return { stream: changed, secret, endsAt };
}

/** Removes a stream, and what it has delivered or not. */
export async function removeStream(unit: Unit, stream: Stream, actor: Actor): Promise<Work> {
  unit.remove(streams, stream);
  note(unit, stream, actor, { action: 'stream.removed', detail: { name: stream.name } });
  return forgetDeliveries(unit, stream);
}

/** The streams of a top-level group, or of the whole service, the oldest first. */
export function streamsOf(reader: Reader, rootId: string): Promise<Stream[]> {
  return all(reader, streams, rootId);
}

/** The stream with this name or id. Throws `RuleError` `not_found`. */
export async function streamNamed(reader: Reader, rootId: string, wanted: string): Promise<Stream> {
  return namedIn(ofStream, await streamsOf(reader, rootId), wanted);
}

/** The tokens that work now, the newest first. */
export function liveTokens({ tokens }: Pick<Stream, 'tokens'>, now: number): StreamToken[] {
  return liveOf(tokens, now);
}

function makeToken(unit: Unit, pepper: Buffer): { readonly secret: string; readonly stored: StreamToken } {
  const secret = newToken(unit, 'rct');
  const stored: StreamToken = {
    id: unit.id(),
    digest: digestOf(secret, pepper),
    keyId: fingerprint(pepper),
    hint: secret.slice(-4),
    createdAt: unit.now(),
  };
  return { secret, stored };
}

/** The tokens as a stream holds them. */
export function tokensOf(tokens: readonly StreamToken[]): Pick<Stream, 'tokens' | 'digests'> {
  return { tokens, digests: tokens.map(({ digest }) => digest) };
}

function targetOf(
  { unit, key, allowPrivate }: Pick<Parts, 'unit' | 'key' | 'allowPrivate'>,
  id: string,
  { kind, url, authorization = '' }: Pick<StreamWish, 'kind' | 'url' | 'authorization'>,
): Pick<Stream, 'url' | 'authorization'> {
  if (kind === 'poll') {
    if (url !== undefined || authorization !== '')
      throw new RuleError('invalid_stream', 'A stream that is polled has no URL and no authorization.');
    return {};
  }
  if (url === undefined) throw new RuleError('invalid_stream', 'Give the URL to which the stream pushes.');
  return {
    url: checkedAddress(ofStream, url, allowPrivate),
    ...(authorization === ''
      ? {}
      : { authorization: seal(key, unit, 'webhook secrets', id, checkedHeader(authorization)) }),
  };
}

function checkedHeader(text: string): string {
  if (text.length > limits.webhookUrlChars || !/^[\x20-\x7e]+$/.test(text))
    throw new RuleError(
      'invalid_stream',
      `The authorization is a header of at most ${limits.webhookUrlChars} printable characters, such as Bearer and a token.`,
    );
  return text;
}

function checkedAudience(text: string): string {
  if (text.trim() === '' || text.length > limits.webhookUrlChars)
    throw new RuleError(
      'invalid_stream',
      `The audience has 1 to ${limits.webhookUrlChars} characters. The receiver says what it expects.`,
    );
  return text;
}

function checkedEvents(events: readonly string[]): string[] {
  const unknown = events.find((uri) => !scimEventUris.includes(uri));
  if (unknown !== undefined)
    throw new RuleError(
      'invalid_stream',
      `There is no event ${unknown.slice(0, limits.nameChars)}. docs/security_events.md has all of them.`,
    );
  return [...new Set(events)];
}

function note(
  unit: Unit,
  { rootId, id }: Stream,
  actor: Actor,
  event: EventBody<
    | 'stream.created'
    | 'stream.changed'
    | 'stream.paused'
    | 'stream.resumed'
    | 'stream.token_rotated'
    | 'stream.removed'
  >,
): void {
  unit.record({ rootId, actor, target: { kind: 'stream', id }, ...event });
}

function detailOf({ name, kind, url, events }: Stream) {
  return { name, kind, ...(url === undefined ? {} : { url }), events };
}

/** Whether a stream of a top-level group, or of the whole service, gets the events of a group. */
export async function isStreamed(reader: Reader, rootId: string): Promise<boolean> {
  const found = await Promise.all([streamsOf(reader, rootId), streamsOf(reader, PLATFORM)]);
  return found.flat().length > 0;
}
