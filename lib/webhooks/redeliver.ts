import { limits } from '../../config/limits.ts';
import type { Unit } from '../audit/index.ts';
import { RuleError } from '../kernel/index.ts';
import type { Reader } from '../store/index.ts';
import type { Receiver } from './receivers.ts';
import { moveUp } from './settle.ts';
import { verificationUri } from './streams/scim_events.ts';
import { type Delivery, deliveries } from './types.ts';

/** The delivery with this id, or of the event with this id. Throws `RuleError` `not_found`. */
export async function deliveryNamed(
  reader: Reader,
  { kind, id, name }: Receiver,
  wanted: string,
): Promise<Delivery> {
  const found =
    (await reader.get(deliveries, id, wanted)) ?? (await reader.find(deliveries, id, 'event', wanted));
  if (!found)
    throw new RuleError(
      'not_found',
      `The ${nounOf(kind)} ${name} has no delivery ${wanted}. List them first.`,
    );
  return found;
}

/**
 * Makes a delivery due again, with the same event id, and all tries. Throws `RuleError` `not_redeliverable` for a
 * disabled webhook.
 */
export function redeliver(unit: Unit, receiver: Receiver, delivery: Delivery): Delivery {
  refuseDisabled(receiver);
  const now = unit.now();
  return unit.update(deliveries, {
    ...delivery,
    ...{ state: 'waiting', line: delivery.subject, dueAt: now, failures: 0 },
    expiresAt: Math.max(delivery.expiresAt, now + limits.webhookKept),
  });
}

/** Makes the dead deliveries of a receiver due again, the oldest first, as many as one transaction may. */
export async function redeliverDead(unit: Unit, receiver: Receiver): Promise<number> {
  refuseDisabled(receiver);
  const range = { index: 'state', equal: ['dead'], limit: limits.webhookLook };
  const { items } = await unit.list(deliveries, receiver.id, range);
  for (const delivery of items) redeliver(unit, receiver, delivery);
  return items.length;
}

/** Records that the product has acted on an event, once. A waiting delivery then counts as delivered. */
export async function acknowledge(unit: Unit, delivery: Delivery): Promise<Delivery> {
  const now = unit.now();
  const { owed: _owed, ...rest } = delivery;
  if (delivery.acknowledgedAt !== undefined) return delivery;
  if (delivery.state === 'delivered') {
    const expiresAt = now + limits.webhookDeliveredKept;
    return unit.update(deliveries, { ...rest, acknowledgedAt: now, expiresAt });
  }
  await moveUp(unit, delivery);
  const { line: _line, dueAt: _due, ...done } = rest;
  return unit.update(deliveries, {
    ...done,
    ...{ state: 'delivered', deliveredAt: now, acknowledgedAt: now },
    expiresAt: now + limits.webhookDeliveredKept,
  });
}

function refuseDisabled({ kind, enabled, name }: Receiver): void {
  const act = kind === 'webhook' ? 'Enable' : 'Resume';
  if (enabled === undefined)
    throw new RuleError('not_redeliverable', `The ${nounOf(kind)} ${name} is disabled. ${act} it first.`);
}

function nounOf(kind: Receiver['kind']): string {
  return kind === 'webhook' ? 'webhook' : 'stream';
}

/** Queues a test event for one receiver. */
export function queueTest(unit: Unit, receiver: Receiver): Delivery {
  const at = unit.now();
  const [id, eventId] = [unit.id(), unit.id()];
  const isPolled = receiver.kind === 'poll';
  return unit.insert(deliveries, {
    ...{ id, webhookId: receiver.id, rootId: receiver.rootId, eventId, at },
    ...testOf(unit, receiver),
    ...{ state: 'waiting', subject: receiver.id, seq: at, line: eventId, failures: 0, attempts: [] },
    // The job does not send it too, unless this process stops.
    dueAt: isPolled ? at : at + limits.webhookMs + limits.webhookLookMs,
    expiresAt: at + limits.webhookKept,
  });
}

function testOf(unit: Unit, { kind, id, name }: Receiver): Pick<Delivery, 'type' | 'data'> {
  if (kind === 'webhook') return { type: 'webhook.tested', data: { webhook: { id, name } } };
  return {
    type: 'stream.verified',
    data: { txn: unit.id(), sub_id: { format: 'opaque', id }, events: { [verificationUri]: {} } },
  };
}
