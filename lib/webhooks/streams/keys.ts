import { createPublicKey } from 'node:crypto';
import { limits } from '../../../config/limits.ts';
import type { Actor, Unit, UnitStore } from '../../audit/index.ts';
import { ACCOUNTS_CHAIN } from '../../audit/index.ts';
import { hasPassed, RuleError, type Runtime, type Secret, seal, unseal } from '../../kernel/index.ts';
import { all, PLATFORM, type Reader } from '../../store/index.ts';
import { type EventKey, eventKeys } from './types.ts';

type KeyPair = Awaited<ReturnType<Runtime['keyPair']>>;

/** The published keys, the oldest first. */
export async function publishedKeys(reader: Reader, now: number): Promise<EventKey[]> {
  const held = await all(reader, eventKeys, PLATFORM);
  return held
    .filter(({ expiresAt = Number.POSITIVE_INFINITY }) => expiresAt > now)
    .sort((one, other) => one.signsFrom - other.signsFrom);
}

/** The key that signs: the newest whose time has come. */
export function signingKey(keys: readonly EventKey[], now: number): EventKey | undefined {
  return keys.filter(({ signsFrom }) => signsFrom <= now).at(-1);
}

/** The key that signs now; makes the first one. `key` seals it. */
export async function currentKey(store: UnitStore, key: Secret): Promise<EventKey> {
  const found = signingKey(await publishedKeys(store, store.now()), store.now());
  if (found) return found;
  const pair = await store.keyPair();
  return store.transaction(async (unit) => {
    const rival = signingKey(await publishedKeys(unit, unit.now()), unit.now());
    return rival ?? insertKey(unit, key, pair, unit.now());
  });
}

/** Refuses a rotation while a key waits for its time. Throws `RuleError` `event_key_waits`. */
export async function refuseWaiting(reader: Reader, now: number): Promise<void> {
  const waiting = (await publishedKeys(reader, now)).find(({ signsFrom }) => signsFrom > now);
  if (waiting)
    throw new RuleError(
      'event_key_waits',
      `A new key is published already, and signs from ${new Date(waiting.signsFrom).toISOString()}. Wait until then, or withdraw the former ones at once.`,
    );
}

interface Rotation {
  /** Seals the key. */
  readonly key: Secret;
  readonly actor: Actor;
  readonly pair: KeyPair;
  /** Whether the former keys are withdrawn at once, because another person may have one. */
  readonly isUrgent: boolean;
}

/**
 * Publishes a new key, which signs a day later; the former ones stay published for as long as their tokens may be
 * verified. An urgent rotation signs at once and withdraws them.
 */
export async function rotateKey(unit: Unit, { key, actor, pair, isUrgent }: Rotation): Promise<EventKey> {
  const now = unit.now();
  const former = await publishedKeys(unit, now);
  const signsFrom = isUrgent || former.length === 0 ? now : now + limits.eventKeyPublishMs;
  for (const one of former)
    if (isUrgent) unit.remove(eventKeys, one);
    else unit.update(eventKeys, { ...one, expiresAt: one.expiresAt ?? signsFrom + limits.eventKeyKeptMs });
  const made = insertKey(unit, key, pair, signsFrom);
  unit.record({
    rootId: ACCOUNTS_CHAIN,
    actor,
    action: 'event_key.rotated',
    target: { kind: 'event_key', id: made.id },
    detail: { signsFrom: new Date(signsFrom).toISOString(), withdrawn: isUrgent ? former.length : 0 },
  });
  return made;
}

/** Rotates the key when the newest has signed for long. */
export async function rotateWhenDue(store: UnitStore, key: Secret): Promise<void> {
  const newest = (await publishedKeys(store, store.now())).at(-1);
  if (!newest || !hasPassed(newest.signsFrom, limits.eventKeyLifeMs, store.now())) return;
  if (newest.signsFrom > store.now()) return;
  const pair = await store.keyPair();
  await store.transaction((unit) =>
    rotateKey(unit, { key, actor: { kind: 'system' }, pair, isUrgent: false }),
  );
}

/** The private key, PKCS #8 PEM. Throws `RuleError` `event_key_sealed`. */
export function privateKeyOf({ id, sealed }: EventKey, key: Secret): string {
  const pem = unseal(key, 'event signing keys', id, sealed);
  if (pem === undefined)
    throw new RuleError(
      'event_key_sealed',
      'SAML_SECRET has changed, so the key that signs security event tokens cannot be read. Rotate it: rollcall event-key rotate --urgent.',
    );
  return pem;
}

function insertKey(unit: Unit, key: Secret, { privateKey, publicKey }: KeyPair, signsFrom: number): EventKey {
  const id = unit.id();
  return unit.insert(eventKeys, {
    id,
    sealed: seal(key, unit, 'event signing keys', id, privateKey),
    jwk: { ...createPublicKey(publicKey).export({ format: 'jwk' }), kid: id, alg: 'RS256', use: 'sig' },
    createdAt: unit.now(),
    signsFrom,
  });
}
