import { createHmac, timingSafeEqual } from 'node:crypto';
import { RuleError, type Runtime, resealed, type Secret, seal, unseal } from '../kernel/index.ts';
import { liveOf } from './held.ts';
import type { Webhook, WebhookSecret } from './types.ts';

const PREFIX = 'whsec_';
const BYTES = 32;

/** A new secret (Standard Webhooks 1.0: `whsec_` and base64), and how it is stored. */
export function newSecret(
  runtime: Runtime,
  key: Secret,
): { readonly secret: string; readonly stored: WebhookSecret } {
  const secret = PREFIX + runtime.random(BYTES).toString('base64');
  const id = runtime.id();
  const sealed = seal(key, runtime, 'webhook secrets', id, secret);
  return { secret, stored: { id, sealed, createdAt: runtime.now() } };
}

/** The secrets that sign now, the newest first. */
export function liveSecrets({ secrets }: Pick<Webhook, 'secrets'>, now: number): WebhookSecret[] {
  return liveOf(secrets, now);
}

/** What a signature covers (Standard Webhooks 1.0). `at` is in seconds. */
export interface Signed {
  readonly id: string;
  readonly at: number;
  readonly body: string;
}

/** The value of `webhook-signature`, with a signature for every live secret. Throws `RuleError` `webhook_secret_changed`. */
export function signatures(
  webhook: Pick<Webhook, 'secrets'>,
  key: Secret,
  now: number,
  signed: Signed,
): string {
  return liveSecrets(webhook, now)
    .map((secret) => `v1,${signatureOf(bytesOf(secret, key), signed).toString('base64')}`)
    .join(' ');
}

/** Whether one of the signatures is by a live secret. */
export function isSigned(
  webhook: Pick<Webhook, 'secrets'>,
  key: Secret,
  now: number,
  signed: Signed,
  given: string,
): boolean {
  const held = given
    .split(' ')
    .flatMap((one) => (one.startsWith('v1,') ? [Buffer.from(one.slice(3), 'base64')] : []));
  const own = liveSecrets(webhook, now).map((secret) => signatureOf(bytesOf(secret, key), signed));
  return held.some((one) => own.some((other) => one.length === other.length && timingSafeEqual(one, other)));
}

function signatureOf(secret: Buffer, { id, at, body }: Signed): Buffer {
  return createHmac('sha256', secret).update(`${id}.${at}.${body}`).digest();
}

function bytesOf({ id, sealed }: WebhookSecret, key: Secret): Buffer {
  const secret = unseal(key, 'webhook secrets', id, sealed);
  if (secret === undefined)
    throw new RuleError(
      'webhook_secret_changed',
      'SAML_SECRET has changed, so the secrets of the webhook cannot be read. Rotate the secret of the webhook.',
    );
  return Buffer.from(secret.slice(PREFIX.length), 'base64');
}

/** Seals again the secrets that only the previous key opens. Undefined if there are none. */
export function resealedSecrets(
  runtime: Pick<Runtime, 'random'>,
  key: Secret,
  { secrets }: Pick<Webhook, 'secrets'>,
): WebhookSecret[] | undefined {
  const renewed = secrets.map((secret) => ({
    secret,
    sealed: resealed(key, runtime, 'webhook secrets', secret.id, secret.sealed),
  }));
  if (renewed.every(({ sealed }) => sealed === undefined)) return undefined;
  return renewed.map(({ secret, sealed }) => (sealed === undefined ? secret : { ...secret, sealed }));
}
