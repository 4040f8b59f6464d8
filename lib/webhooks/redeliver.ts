import { limits } from '../../config/limits.ts';
import type { Unit } from '../audit/index.ts';
import { RuleError } from '../kernel/index.ts';
import type { Reader } from '../store/index.ts';
import { moveUp } from './settle.ts';
import { type Delivery, deliveries, type Webhook } from './types.ts';

/** The delivery with this id, or of the event with this id. Throws `RuleError` `not_found`. */
export async function deliveryNamed(
  reader: Reader,
  { id, name }: Webhook,
  wanted: string,
): Promise<Delivery> {
  const found =
    (await reader.get(deliveries, id, wanted)) ?? (await reader.find(deliveries, id, 'event', wanted));
  if (!found)
    throw new RuleError('not_found', `The webhook ${name} has no delivery ${wanted}. List them first.`);
  return found;
}

/**
 * Makes a delivery due again, with the same event id, and all tries. Throws `RuleError` `not_redeliverable` for a
 * disabled webhook.
 */
export function redeliver(unit: Unit, webhook: Webhook, delivery: Delivery): Delivery {
  refuseDisabled(webhook);
  const now = unit.now();
  return unit.update(deliveries, {
    ...delivery,
    ...{ state: 'waiting', line: delivery.subject, dueAt: now, failures: 0 },
    expiresAt: Math.max(delivery.expiresAt, now + limits.webhookKept),
  });
}

/** Makes the dead deliveries of a webhook due again, the oldest first, as many as one transaction may. */
export async function redeliverDead(unit: Unit, webhook: Webhook): Promise<number> {
  refuseDisabled(webhook);
  const range = { index: 'state', equal: ['dead'], limit: limits.webhookLook };
  const { items } = await unit.list(deliveries, webhook.id, range);
  for (const delivery of items) redeliver(unit, webhook, delivery);
  return items.length;
}

/** Records that the product has acted on an event, once. A delivery that waits still is delivered thereby. */
export async function acknowledge(unit: Unit, delivery: Delivery): Promise<Delivery> {
  const now = unit.now();
  const { owed: _owed, ...rest } = delivery;
  if (delivery.acknowledgedAt !== undefined) return delivery;
  if (delivery.state === 'delivered') {
    const expiresAt = now + limits.webhookDeliveredKept;
    return unit.update(deliveries, { ...rest, acknowledgedAt: now, expiresAt });
  }
  const { line: _line, dueAt: _due, ...done } = rest;
  const settled = unit.update(deliveries, {
    ...done,
    ...{ state: 'delivered', deliveredAt: now, acknowledgedAt: now },
    expiresAt: now + limits.webhookDeliveredKept,
  });
  await moveUp(unit, delivery);
  return settled;
}

function refuseDisabled({ enabled, name }: Webhook): void {
  if (enabled === undefined)
    throw new RuleError('not_redeliverable', `The webhook ${name} is disabled. Enable it first.`);
}

/** Queues a test event for one webhook. */
export function queueTest(unit: Unit, webhook: Webhook): Delivery {
  const at = unit.now();
  const [id, eventId] = [unit.id(), unit.id()];
  return unit.insert(deliveries, {
    ...{ id, webhookId: webhook.id, rootId: webhook.rootId, eventId, type: 'webhook.tested', at },
    data: { webhook: { id: webhook.id, name: webhook.name } },
    ...{ state: 'waiting', subject: webhook.id, seq: at, line: eventId, failures: 0, attempts: [] },
    // The job does not send it too, unless this process stops.
    dueAt: at + limits.webhookMs + limits.webhookLookMs,
    expiresAt: at + limits.webhookKept,
  });
}
