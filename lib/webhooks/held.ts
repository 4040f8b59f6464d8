import { HOUR, type RuleCode, RuleError } from '../kernel/index.ts';
import { fold } from '../scim/index.ts';
import type { Receiver } from './receivers.ts';

/** What the refusals of a kind of receiver are called. */
export interface Words {
  readonly noun: 'webhook' | 'stream';
  readonly invalid: RuleCode;
  readonly taken: RuleCode;
  readonly tooMany: RuleCode;
}

export const ofWebhook: Words = {
  noun: 'webhook',
  invalid: 'invalid_webhook',
  taken: 'webhook_name_taken',
  tooMany: 'too_many_webhooks',
};
export const ofStream: Words = {
  noun: 'stream',
  invalid: 'invalid_stream',
  taken: 'stream_name_taken',
  tooMany: 'too_many_streams',
};

/** Throws `RuleError` when a group, or the service, has as many receivers of a kind as it may. */
export function refuseFull({ noun, tooMany }: Words, held: readonly Receiver[], most: number): void {
  if (held.length >= most)
    throw new RuleError(tooMany, `There are at most ${most} ${noun}s. Remove one first.`);
}

/** The receiver with this name or id. Throws `RuleError` `not_found`. */
export function namedIn<R extends Receiver>({ noun }: Words, held: readonly R[], wanted: string): R {
  const found = held.find(({ id, name }) => id === wanted || fold(name) === fold(wanted));
  if (!found) throw new RuleError('not_found', `There is no ${noun} ${wanted}. List them first.`);
  return found;
}

/** The signing secrets of a receiver. During a rotation, two are valid. */
interface Proof {
  readonly createdAt: number;
  readonly endsAt?: number;
}

/** Those that work now, the newest first. */
export function liveOf<P extends Proof>(proofs: readonly P[], now: number): P[] {
  return proofs
    .filter(({ endsAt }) => endsAt === undefined || endsAt > now)
    .sort((one, other) => other.createdAt - one.createdAt);
}

/** A new one before the last, which ends after the overlap. */
export function rotated<P extends Proof>(
  proofs: readonly P[],
  next: P,
  { now, overlapHours }: { readonly now: number; readonly overlapHours: number },
): { readonly proofs: readonly P[]; readonly endsAt: number } {
  const endsAt = now + overlapHours * HOUR;
  const [last] = liveOf(proofs, now);
  const kept = last ? [{ ...last, endsAt: Math.min(last.endsAt ?? endsAt, endsAt) }] : [];
  return { proofs: [next, ...kept], endsAt };
}
