import { type Runtime, resealed, type Secret } from '../../kernel/index.ts';
import type { EventKey, Stream } from './types.ts';

/** The authorization of a push sealed anew, if only the previous value of the key opens it; otherwise undefined. */
export function resealedAuthorization(
  runtime: Pick<Runtime, 'random'>,
  key: Secret,
  { id, authorization }: Pick<Stream, 'id' | 'authorization'>,
): string | undefined {
  return authorization === undefined
    ? undefined
    : resealed(key, runtime, 'webhook secrets', id, authorization);
}

/** A signing key sealed anew, if only the previous value of the key opens it; otherwise undefined. */
export function resealedKey(
  runtime: Pick<Runtime, 'random'>,
  key: Secret,
  { id, sealed }: Pick<EventKey, 'id' | 'sealed'>,
): string | undefined {
  return resealed(key, runtime, 'event signing keys', id, sealed);
}
