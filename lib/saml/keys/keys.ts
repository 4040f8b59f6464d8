import { limits } from '../../../config/limits.ts';
import { DAY, RuleError, type Runtime, resealed, type Secret, seal, unseal } from '../../kernel/index.ts';
import type { Connection, SpKey } from '../connection.ts';

const uses = ['signing', 'decryption'] as const;

export interface KeyParts {
  readonly runtime: Runtime;
  /** Encrypts the private keys of providers. */
  readonly samlKey: Secret;
}

/** Makes key pairs for signing and for decryption, with self-signed certificates. */
export async function newKeys(parts: KeyParts, name: string, state: SpKey['state']): Promise<SpKey[]> {
  return Promise.all(uses.map((use) => newKey(parts, name, use, state)));
}

/**
 * The keys after the next step of a rotation. The first step makes `next` keys, which are published beside the active
 * ones. The second step makes them active; the former keys decrypt for some more days.
 */
export async function rotated(parts: KeyParts, provider: Connection, name: string): Promise<SpKey[]> {
  const now = parts.runtime.now();
  const kept = keysInForce(provider, now);
  if (!kept.some(({ state }) => state === 'active'))
    return [...kept.filter(({ state }) => state === 'former'), ...(await newKeys(parts, name, 'active'))];
  if (!kept.some(({ state }) => state === 'next')) return [...kept, ...(await newKeys(parts, name, 'next'))];
  return kept.map((key) => {
    if (key.state === 'next') return { ...key, state: 'active' };
    if (key.state === 'former') return key;
    return { ...key, state: 'former', until: now + limits.samlOverlapDays * DAY };
  });
}

/** The keys without expired ones. */
export function keysInForce({ keys = [] }: Pick<Connection, 'keys'>, now: number): SpKey[] {
  return keys.filter(({ until = Number.POSITIVE_INFINITY }) => until > now);
}

/** The private keys that may decrypt an assertion, newest first. Skips keys that `samlKey` does not decrypt. */
export function decryptionKeys(samlKey: Secret, provider: Connection, now: number): string[] {
  return keysInForce(provider, now)
    .filter(({ use }) => use === 'decryption')
    .reverse()
    .flatMap((key) => unseal(samlKey, 'saml private keys', contextOf(key), key.sealed) ?? []);
}

/** The key pair that signs. Throws `RuleError` when there is none, or its private key cannot be decrypted. */
export function signingKey(samlKey: Secret, provider: Connection): { key: string; certificate: string } {
  const pair = provider.keys?.find(({ use, state }) => use === 'signing' && state === 'active');
  if (!pair) throw new RuleError('no_signing_key', 'The SAML provider has no signing key. Rotate its keys.');
  const key = unseal(samlKey, 'saml private keys', contextOf(pair), pair.sealed);
  if (key === undefined)
    throw new RuleError(
      'saml_secret_changed',
      'SAML_SECRET has changed, so the keys cannot be read. Rotate the keys twice.',
    );
  return { key, certificate: pair.certificate };
}

/** The keys that only the previous value of the secret opens, sealed anew; undefined when there are none. */
export function resealedKeys(
  { runtime, samlKey }: KeyParts,
  { keys = [] }: Pick<Connection, 'keys'>,
): SpKey[] | undefined {
  const renewed = keys.map((key) => ({
    key,
    sealed: resealed(samlKey, runtime, 'saml private keys', contextOf(key), key.sealed),
  }));
  if (renewed.every(({ sealed }) => sealed === undefined)) return undefined;
  return renewed.map(({ key, sealed }) => (sealed === undefined ? key : { ...key, sealed }));
}

async function newKey(
  { runtime, samlKey }: KeyParts,
  name: string,
  use: SpKey['use'],
  state: SpKey['state'],
): Promise<SpKey> {
  const id = runtime.id();
  const createdAt = runtime.now();
  const notAfter = createdAt + limits.samlKeyDays * DAY;
  // Loaded only here: it would take a tenth of the time of a start, and keys are rarely made.
  const { generate } = await import('selfsigned');
  const keyPair = await runtime.keyPair();
  const { cert: certificate } = await generate([{ name: 'commonName', value: `${name} ${use}` }], {
    keyPair,
    algorithm: 'sha256',
    notBeforeDate: new Date(createdAt - DAY),
    notAfterDate: new Date(notAfter),
  });
  const sealed = seal(samlKey, runtime, 'saml private keys', contextOf({ id, use }), keyPair.privateKey);
  return { id, use, state, certificate, sealed, createdAt, notAfter };
}

function contextOf({ id, use }: Pick<SpKey, 'id' | 'use'>): string {
  return `${use} ${id}`;
}
