import type Router from '@koa/router';
import type { Action } from '../../../access/index.ts';
import type { Middleware, State } from '../../types.ts';
import type { Site } from '../site.ts';
import { acknowledge, redeliver, showDelivery } from './deliveries.ts';
import type { Desk } from './desk.ts';
import { streamKind, webhookKind } from './kinds.ts';
import { createStream, showNewStream } from './new_stream.ts';
import { createWebhook, showNewWebhook } from './new_webhook.ts';
import {
  actOn,
  redeliverDead,
  remove,
  rotate,
  showReceiver,
  showRemove,
  showRotate,
  testReceiver,
} from './receiver.ts';
import { showReceivers } from './receivers.ts';

interface DeskDoors {
  page(action: Action): readonly Middleware[];
  form(action: Action): readonly Middleware[];
  /** A form that has no page of its own: it is on the page above. */
  act(action: Action): readonly Middleware[];
}

/** The pages of webhooks and streams below a path. Each names its action in the policy. */
export function addReceiverRoutes(
  router: Router<State>,
  site: Site,
  desk: Desk,
  under: string,
  { page, form, act }: DeskDoors,
): void {
  router.get(`${under}/webhooks`, ...page('webhook.list'), showReceivers(site, desk));
  router.get(`${under}/webhooks/new`, ...page('webhook.create'), showNewWebhook(site, desk));
  router.post(`${under}/webhooks/new`, ...form('webhook.create'), createWebhook(site, desk));
  router.get(`${under}/streams/new`, ...page('stream.create'), showNewStream(site, desk));
  router.post(`${under}/streams/new`, ...form('stream.create'), createStream(site, desk));
  for (const kind of [webhookKind, streamKind]) {
    const { noun, acts, operations } = kind;
    const one = `${under}/${kind.page}/:${noun}`;
    const delivery = `${one}/deliveries/:${kind.delivery}`;
    router.get(one, ...page(`${noun}.show`), showReceiver(site, desk, kind));
    router.post(`${one}/test`, ...act(`${noun}.test`), testReceiver(site, desk, kind));
    for (const made of acts)
      router.post(`${one}/${made.path}`, ...act(made.action), actOn(site, desk, kind, made));
    router.post(`${one}/redeliver`, ...act(`${noun}.redeliver`), redeliverDead(site, desk, kind));
    router.get(`${one}/rotate`, ...page(`${noun}.rotate`), showRotate(site, desk, kind));
    router.post(`${one}/rotate`, ...form(`${noun}.rotate`), rotate(site, desk, kind));
    router.get(`${one}/remove`, ...page(`${noun}.remove`), showRemove(site, desk, kind));
    router.post(`${one}/remove`, ...form(`${noun}.remove`), remove(site, desk, kind));
    router.get(delivery, ...page(`${noun}.delivery`), showDelivery(site, desk, kind));
    router.post(`${delivery}/redeliver`, ...act(`${noun}.redeliver`), redeliver(site, desk, kind));
    if (operations.acknowledge) {
      const noted = acknowledge(site, desk, kind, operations.acknowledge);
      router.post(`${delivery}/acknowledge`, ...act('webhook.acknowledge'), noted);
    }
  }
}
