import { limits } from '../../config/limits.ts';
import type { UnitStore } from '../audit/index.ts';
import { RuleError, type Secret } from '../kernel/index.ts';
import type { Reader } from '../store/index.ts';
import { EVERYWHERE } from './manage.ts';
import { acknowledge } from './redeliver.ts';
import { isSigned } from './secrets.ts';
import { type Delivery, deliveries, type Webhook, webhooks } from './types.ts';

/** The message with which a receiver confirms that it has acted. It is signed like a webhook (Standard Webhooks 1.0). */
export interface Acknowledgement {
  readonly webhook: string;
  readonly event: string;
  /** The headers `webhook-id`, `webhook-timestamp` and `webhook-signature`. */
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly body: string;
}

/**
 * Notes that the product has acted on an event; again without effect. Throws `RuleError` `invalid_signature`, the same
 * for an unknown webhook or event.
 */
export async function acknowledgeSigned(
  store: UnitStore,
  key: Secret,
  given: Acknowledgement,
): Promise<void> {
  const delivery = await store.find(deliveries, given.webhook, 'event', given.event);
  const webhook = delivery && (await webhookOf(store, delivery));
  const at = /^\d{1,12}$/.test(given.timestamp) ? Number(given.timestamp) : 0;
  const now = store.now();
  const isTimely = Math.abs(now - at * 1_000) <= limits.webhookSkewMs;
  const signed = { id: given.id, at, body: given.body };
  if (
    !webhook ||
    given.id !== given.event ||
    !isTimely ||
    !isSigned(webhook, key, now, signed, given.signature)
  )
    throw new RuleError(
      'invalid_signature',
      'The acknowledgement is not signed by a secret of the webhook, or not now. Sign it like a webhook, with the id of the event.',
    );
  await store.transaction(async (unit) => {
    const present = await unit.get(deliveries, delivery.webhookId, delivery.id);
    if (present) await acknowledge(unit, present);
  });
}

/** The webhook of a delivery: of the group that the event is about, or of the whole service. */
export async function webhookOf(
  reader: Reader,
  { webhookId, rootId }: Pick<Delivery, 'webhookId' | 'rootId'>,
): Promise<Webhook | undefined> {
  const everywhere = await reader.get(webhooks, EVERYWHERE, webhookId);
  return everywhere ?? reader.get(webhooks, rootId, webhookId);
}
