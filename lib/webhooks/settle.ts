import { limits } from '../../config/limits.ts';
import { accounts } from '../accounts/index.ts';
import type { Unit, UnitStore } from '../audit/index.ts';
import { hasPassed } from '../kernel/index.ts';
import { queueMail } from '../outbox/index.ts';
import { PLATFORM } from '../store/index.ts';
import type { Outcome } from './answer.ts';
import { noteDisabled } from './manage.ts';
import { type Delivery, deliveries, type Webhook, webhooks } from './types.ts';

export interface Tried {
  readonly delivery: Delivery;
  readonly outcome: Outcome;
}

/** Writes what came of a round of deliveries to one webhook, in one transaction. */
export async function settleRound(store: UnitStore, seen: Webhook, tried: readonly Tried[]): Promise<void> {
  await store.transaction(async (unit) => {
    for (const { delivery, outcome } of tried) {
      const present = await unit.get(deliveries, delivery.webhookId, delivery.id);
      if (present && present.v === delivery.v) await settleOne(unit, present, outcome);
    }
    const webhook = await unit.get(webhooks, seen.rootId, seen.id);
    if (webhook) await settleHealth(unit, webhook, tried);
  });
}

async function settleOne(unit: Unit, delivery: Delivery, outcome: Outcome): Promise<void> {
  const { line: _line, dueAt: _due, ...rest } = delivery;
  const attempts = [...delivery.attempts, outcome.attempt].slice(-limits.webhookAttempts);
  const now = unit.now();
  if (outcome.result === 'delivered') {
    const expiresAt = delivery.owed === undefined ? now + limits.webhookDeliveredKept : delivery.expiresAt;
    unit.update(deliveries, { ...rest, state: 'delivered', attempts, deliveredAt: now, expiresAt });
    return moveUp(unit, delivery);
  }
  const failures = delivery.failures + 1;
  if (failures >= limits.webhookTries) {
    unit.update(deliveries, { ...rest, state: 'dead', attempts, failures });
    return moveUp(unit, delivery);
  }
  const wait = waitAfter(failures);
  const asked = Math.min(outcome.retryAfter ?? 0, limits.webhookRetryAfterMs);
  const dueAt = now + Math.max(wait, asked) + jitter(unit, wait);
  unit.update(deliveries, { ...delivery, attempts, failures, dueAt });
}

/** Milliseconds until the next try: 5 seconds, then four times as long each time, at most a day. */
function waitAfter(failures: number): number {
  const wait = limits.webhookRetryMs * limits.webhookRetryFactor ** (failures - 1);
  return Math.min(wait, limits.webhookRetryMostMs);
}

/** Makes the next delivery of a line due. It always writes it, so that a rival that puts it off conflicts. */
export async function moveUp(unit: Unit, { id, webhookId, line }: Delivery): Promise<void> {
  if (line === undefined) return;
  const { items } = await unit.list(deliveries, webhookId, { index: 'line', equal: [line], limit: 2 });
  const next = items.find((one) => one.id !== id);
  if (next) unit.update(deliveries, { ...next, dueAt: next.dueAt ?? unit.now() });
}

/** Up to a tenth, so that receivers that failed together are not tried together. */
function jitter(unit: Unit, wait: number): number {
  return Math.floor((unit.random(1)[0] ?? 0) * (wait / 2_560));
}

async function settleHealth(unit: Unit, webhook: Webhook, tried: readonly Tried[]): Promise<void> {
  const { enabled, failingSince, ...rest } = webhook;
  if (enabled === undefined) return;
  const last = tried.at(-1)?.outcome.attempt;
  const problem = last?.problem ?? `the receiver answers ${last?.status}`;
  if (tried.some(({ outcome }) => outcome.result === 'gone'))
    return disable(unit, webhook, 'the receiver answers 410: it is gone');
  if (tried.some(({ outcome }) => outcome.result === 'delivered')) {
    if (failingSince !== undefined) unit.update(webhooks, { ...rest, enabled });
  } else if (failingSince === undefined) unit.update(webhooks, { ...webhook, failingSince: unit.now() });
  else if (hasPassed(failingSince, limits.webhookDisableMs, unit.now()))
    await disable(unit, webhook, problem);
}

async function disable(unit: Unit, webhook: Webhook, problem: string): Promise<void> {
  const { enabled: _enabled, ...rest } = webhook;
  unit.update(webhooks, { ...rest, problem });
  noteDisabled(unit, webhook, problem);
  const { createdBy, name, url } = webhook;
  const maker = createdBy === undefined ? undefined : await unit.get(accounts, PLATFORM, createdBy);
  if (maker?.email !== undefined)
    queueMail(unit, maker.email, {
      template: 'webhook_disabled',
      webhook: name,
      host: new URL(url).host,
      problem,
    });
}
