import { limits } from '../../config/limits.ts';
import { accounts } from '../accounts/index.ts';
import type { View } from '../audit/index.ts';
import { groups, pathOf } from '../groups/index.ts';
import type { Reader, Store } from '../store/index.ts';
import { PLATFORM } from '../store/index.ts';
import {
  type Delivery,
  deliveries,
  EVERYWHERE,
  liveSecrets,
  type Receiver,
  type Webhook,
} from '../webhooks/index.ts';
import { iso } from './views.ts';

export interface WebhookView {
  readonly id: string;
  readonly name: string;
  /** The path of the group whose changes it hears; absent for the whole service. */
  readonly group?: string;
  readonly kind: Webhook['kind'];
  readonly url: string;
  /** Empty for all. */
  readonly types: readonly string[];
  readonly state: 'enabled' | 'disabled';
  /** Why Rollcall disabled it. */
  readonly problem?: string;
  readonly failingSince?: string;
  readonly deadlineMinutes: number;
  readonly secrets: readonly { readonly id: string; readonly createdAt: string; readonly endsAt?: string }[];
  readonly createdAt: string;
  /** The username of its maker; absent when the operator made it. */
  readonly createdBy?: string;
}

export async function webhookView(view: View, webhook: Webhook): Promise<WebhookView> {
  const { id, rootId, name, kind, url, types, enabled, problem, failingSince, deadlineMinutes, createdBy } =
    webhook;
  const [group, maker] = await Promise.all([
    rootId === EVERYWHERE ? undefined : groupPath(view, rootId),
    createdBy === undefined ? undefined : view.get(accounts, PLATFORM, createdBy),
  ]);
  return {
    ...{ id, name },
    ...(group === undefined ? {} : { group }),
    ...{ kind, url, types },
    state: enabled === undefined ? 'disabled' : 'enabled',
    ...(problem === undefined ? {} : { problem }),
    ...(failingSince === undefined ? {} : { failingSince: iso(failingSince) }),
    deadlineMinutes,
    secrets: liveSecrets(webhook, view.now()).map(({ id: secretId, createdAt, endsAt }) => ({
      ...{ id: secretId, createdAt: iso(createdAt) },
      ...(endsAt === undefined ? {} : { endsAt: iso(endsAt) }),
    })),
    createdAt: iso(webhook.createdAt),
    ...(maker ? { createdBy: maker.username } : {}),
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

export async function groupPath(reader: Reader, rootId: string): Promise<string> {
  const group = await reader.get(groups, rootId, rootId);
  return group ? pathOf(reader, group) : rootId;
}

function usernameIn({ account }: Delivery['data']): string | undefined {
  if (typeof account !== 'object' || account === null || !('username' in account)) return undefined;
  return typeof account.username === 'string' ? account.username : undefined;
}
