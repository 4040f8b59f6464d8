import type { UnitStore } from '../../audit/index.ts';
import type { Secret } from '../../kernel/index.ts';
import type { Delivery } from '../types.ts';
import { currentKey, privateKeyOf } from './keys.ts';
import type { EventKey, Stream } from './types.ts';

const imported = new WeakMap<Secret, Map<string, CryptoKey>>();

export interface SigningParts {
  readonly store: UnitStore;
  /** Unseals the signing keys. */
  readonly key: Secret;
  readonly publicUrl: string;
}

/** The URL of a stream: the audience of its tokens, unless the receiver wants another. */
export function streamUrl(publicUrl: string, { id }: Pick<Stream, 'id'>): string {
  return `${publicUrl}/api/v1/streams/${id}`;
}

/** The claims of a security event token (RFC 8417 section 2.2, RFC 9967 section 2). The same for every try. */
export function claimsOf(publicUrl: string, stream: Stream, { eventId, at, data }: Delivery) {
  return {
    iss: publicUrl,
    aud: stream.audience ?? streamUrl(publicUrl, stream),
    iat: Math.floor(at / 1_000),
    jti: eventId,
    ...data,
  };
}

/** A signed security event token. Throws `RuleError` `event_key_sealed`. */
export async function signedToken(
  { store, key, publicUrl }: SigningParts,
  stream: Stream,
  delivery: Delivery,
): Promise<string> {
  // Loaded late: most installations never need it.
  const { SignJWT } = await import('jose');
  const signing = await currentKey(store, key);
  return new SignJWT(claimsOf(publicUrl, stream, delivery))
    .setProtectedHeader({ alg: 'RS256', typ: 'secevent+jwt', kid: signing.id })
    .sign(await cryptoKeyOf(signing, key));
}

async function cryptoKeyOf(signing: EventKey, key: Secret): Promise<CryptoKey> {
  const known = imported.get(key) ?? new Map<string, CryptoKey>();
  imported.set(key, known);
  const found = known.get(signing.id);
  if (found) return found;
  const { importPKCS8 } = await import('jose');
  const made = await importPKCS8(privateKeyOf(signing, key), 'RS256');
  known.set(signing.id, made);
  return made;
}
