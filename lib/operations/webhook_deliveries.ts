import { z } from 'zod';
import type { Reader } from '../store/index.ts';
import {
  acknowledge,
  bodyOf,
  type Delivery,
  deliveries,
  deliveryNamed,
  queueTest,
  webhookNamed,
  webhookOf,
} from '../webhooks/index.ts';
import { pageOf, paging } from './arguments.ts';
import { again, deliveriesOf, deliveryArgument, listed, redelivered } from './delivery_lists.ts';
import { spendLookUp } from './look_ups.ts';
import { change, procedure, query } from './operation.ts';
import { groupPath } from './receiver_views.ts';
import { iso } from './views.ts';
import { type DeliveryView, deliveryView, wholeDelivery } from './webhook_views.ts';
import { named, ofGroupOrPlatform, place, rootOf } from './webhooks.ts';

export const webhookDeliveries = query({
  name: 'webhook.deliveries',
  summary: 'Lists the deliveries of a webhook, the newest first.',
  target: ofGroupOrPlatform,
  input: z.object({ ...named, ...listed }),
  run: async (view, _actor, { group: _group, webhook: wanted, ...page }, at) => {
    const webhook = await webhookNamed(view, rootOf(at), wanted);
    return { webhook: webhook.name, ...(await deliveriesOf(view, webhook, page)) };
  },
});

export const webhookDelivery = query({
  name: 'webhook.delivery',
  summary: 'Shows one delivery: its payload, and every attempt with the answer.',
  target: ofGroupOrPlatform,
  input: z.object({ ...named, delivery: deliveryArgument }),
  run: async (view, _actor, { webhook: wanted, delivery: which }, at) => {
    const webhook = await webhookNamed(view, rootOf(at), wanted);
    const found = await deliveryNamed(view, webhook, which);
    const payload = JSON.parse(bodyOf(at.publicUrl, found)) as object;
    return { webhook: webhook.name, ...wholeDelivery(found, payload) };
  },
});

export const webhookRedeliver = change({
  name: 'webhook.redeliver',
  summary: 'Sends a delivery again, or all dead ones, with the same event id.',
  target: ofGroupOrPlatform,
  input: z.object({ ...named, ...again }),
  run: async (unit, _actor, { webhook: wanted, ...asked }, at) => {
    const webhook = await webhookNamed(unit, rootOf(at), wanted);
    return { webhook: webhook.name, redelivered: await redelivered(unit, webhook, asked, at.nameOf) };
  },
});

export const webhookTest = procedure({
  name: 'webhook.test',
  summary: 'Sends a test event to a webhook and shows the answer.',
  target: ofGroupOrPlatform,
  input: z.object(named),
  run: async (transact, _actor, { webhook: wanted }, here) => {
    const { publicUrl, services } = here;
    await spendLookUp(services, rootOf(here));
    const queued = await transact(async (unit, at) => {
      const webhook = await webhookNamed(unit, rootOf(at), wanted);
      return { webhook, delivery: queueTest(unit, webhook) };
    });
    const { at, ...attempt } = await services.courier.sendNow({ publicUrl }, queued.webhook, queued.delivery);
    return { webhook: queued.webhook.name, event: queued.delivery.eventId, at: iso(at), ...attempt };
  },
});

export interface OutstandingView extends DeliveryView {
  readonly webhook: string;
  /** The path of the group that the person has left. */
  readonly group: string;
  readonly isOverdue: boolean;
}

export const webhookOutstanding = query({
  name: 'webhook.outstanding',
  summary: 'Lists events that took access and that the product has not acknowledged, by deadline.',
  target: ofGroupOrPlatform,
  input: z.object({ ...place, ...paging }),
  run: async (view, _actor, { group: _group, ...page }, at) => {
    const equal = at.group ? { equal: [at.group.id] } : {};
    const range = { index: 'owed', ...equal, ...pageOf(page) };
    const { items, next } = await at.services.store.sweep(deliveries, range);
    const outstanding = await Promise.all(items.map((one) => outstandingView(view, one, view.now())));
    return { outstanding, ...(next === undefined ? {} : { next }) };
  },
});

export const webhookAcknowledge = change({
  name: 'webhook.acknowledge',
  summary: 'Notes that the product has acted on an event, where it cannot say so itself.',
  target: ofGroupOrPlatform,
  input: z.object({ ...named, delivery: deliveryArgument }),
  run: async (unit, _actor, { webhook: wanted, delivery: which }, at) => {
    const webhook = await webhookNamed(unit, rootOf(at), wanted);
    return {
      webhook: webhook.name,
      ...deliveryView(await acknowledge(unit, await deliveryNamed(unit, webhook, which))),
    };
  },
});

async function outstandingView(reader: Reader, found: Delivery, now: number): Promise<OutstandingView> {
  const { rootId, deadlineAt = 0 } = found;
  const [webhook, group] = await Promise.all([webhookOf(reader, found), groupPath(reader, rootId)]);
  return {
    webhook: webhook?.name ?? '(removed)',
    group,
    isOverdue: deadlineAt <= now,
    ...deliveryView(found),
  };
}
