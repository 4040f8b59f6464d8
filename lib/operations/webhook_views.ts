import { limits } from '../../config/limits.ts';
import type { View } from '../audit/index.ts';
import type { Store } from '../store/index.ts';
import { type Delivery, deliveries, liveSecrets, type Receiver, type Webhook } from '../webhooks/index.ts';
import { type BelongsView, belongsView, proofView, type TroubleView, troubleView } from './receiver_views.ts';
import { iso } from './views.ts';

export interface WebhookView extends BelongsView, TroubleView {
  readonly id: string;
  readonly name: string;
  readonly kind: Webhook['kind'];
  readonly url: string;
  /** Empty for all. */
  readonly types: readonly string[];
  readonly state: 'enabled' | 'disabled';
  readonly deadlineMinutes: number;
  readonly secrets: readonly { readonly id: string; readonly createdAt: string; readonly endsAt?: string }[];
}

export async function webhookView(view: View, webhook: Webhook): Promise<WebhookView> {
  const { id, name, kind, url, types, enabled, deadlineMinutes } = webhook;
  return {
    ...{ id, name, kind, url, types },
    ...(await belongsView(view, webhook)),
    state: enabled === undefined ? 'disabled' : 'enabled',
    ...troubleView(webhook),
    deadlineMinutes,
    secrets: liveSecrets(webhook, view.now()).map(proofView),
  };
}

/** How many deliveries of a receiver wait, and how many are dead, up to `limits.webhooksCounted`. */
export async function countsOf(store: Store, { id }: Receiver) {
  const count = (state: Delivery['state']) =>
    store.count(deliveries, id, { index: 'state', equal: [state], limit: limits.webhookCounted });
  const [waiting, dead] = await Promise.all([count('waiting'), count('dead')]);
  return { waiting, dead };
}

export interface DeliveryView {
  readonly id: string;
  /** The id that the receiver sees as `webhook-id`. */
  readonly event: string;
  readonly type: string;
  readonly at: string;
  readonly state: Delivery['state'];
  /** The username of the account that it is about. */
  readonly account?: string;
  readonly attempts: number;
  /** The status or the problem of the last attempt. */
  readonly last?: string;
  readonly nextAt?: string;
  readonly deliveredAt?: string;
  readonly deadline?: string;
  readonly acknowledgedAt?: string;
}

/** One delivery with what the receiver gets, and every try. */
export function wholeDelivery(delivery: Delivery, payload: object) {
  const tries = delivery.attempts.map(({ at, ...rest }) => ({ at: iso(at), ...rest }));
  return { ...deliveryView(delivery), payload, tries };
}

export function deliveryView(delivery: Delivery): DeliveryView {
  const { id, eventId, type, at, state, data, attempts, dueAt, deliveredAt, deadlineAt, acknowledgedAt } =
    delivery;
  const account = usernameIn(data);
  const last = attempts.at(-1);
  return {
    ...{ id, event: eventId, type, at: iso(at), state },
    ...(account === undefined ? {} : { account }),
    attempts: attempts.length,
    ...(last ? { last: last.problem ?? String(last.status ?? '') } : {}),
    ...(state === 'waiting' && dueAt !== undefined ? { nextAt: iso(dueAt) } : {}),
    ...(deliveredAt === undefined ? {} : { deliveredAt: iso(deliveredAt) }),
    ...(deadlineAt === undefined ? {} : { deadline: iso(deadlineAt) }),
    ...(acknowledgedAt === undefined ? {} : { acknowledgedAt: iso(acknowledgedAt) }),
  };
}

function usernameIn({ account }: Delivery['data']): string | undefined {
  if (typeof account !== 'object' || account === null || !('username' in account)) return undefined;
  return typeof account.username === 'string' ? account.username : undefined;
}
