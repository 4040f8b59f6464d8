import { limits } from '../../config/limits.ts';
import { accounts, operators } from '../accounts/index.ts';
import type { Unit, UnitStore } from '../audit/index.ts';
import { hasPassed } from '../kernel/index.ts';
import { queueMail } from '../outbox/index.ts';
import { all, PLATFORM } from '../store/index.ts';
import type { Outcome } from './answer.ts';
import { firstTwo } from './due.ts';
import { type Receiver, receiverAgain, saveReceiver } from './receivers.ts';
import { type Delivery, deliveries } from './types.ts';

export interface Tried {
  readonly delivery: Delivery;
  readonly outcome: Outcome;
}

/**
 * Writes what came of a round of deliveries to one receiver, in one transaction. Returns of how many: what something else
 * has changed meanwhile stays as it is.
 */
export async function settleRound(
  store: UnitStore,
  seen: Receiver,
  tried: readonly Tried[],
): Promise<number> {
  return store.transaction(async (unit) => {
    unit.foresee((reader) =>
      tried.flatMap(({ delivery: { webhookId, id, line } }) => [
        reader.get(deliveries, webhookId, id),
        ...(line === undefined ? [] : [firstTwo(reader, webhookId, line)]),
      ]),
    );
    let settled = 0;
    for (const { delivery, outcome } of tried) {
      const present = await unit.get(deliveries, delivery.webhookId, delivery.id);
      if (present?.v !== delivery.v) continue;
      await settleOne(unit, present, outcome);
      settled += 1;
    }
    const receiver = await receiverAgain(unit, seen);
    if (receiver) await settleHealth(unit, receiver, tried);
    return settled;
  });
}

async function settleOne(unit: Unit, delivery: Delivery, outcome: Outcome): Promise<void> {
  const attempts = [...delivery.attempts, outcome.attempt].slice(-limits.webhookAttempts);
  const now = unit.now();
  if (outcome.result === 'delivered') return end(unit, delivery, 'delivered', { attempts });
  const failures = delivery.failures + 1;
  if (outcome.result === 'refused' || failures >= limits.webhookTries)
    return end(unit, delivery, 'dead', { attempts, failures });
  const wait = waitAfter(failures);
  const asked = Math.min(outcome.retryAfter ?? 0, limits.webhookRetryAfterMs);
  const dueAt = now + Math.max(wait, asked) + jitter(unit, wait);
  unit.update(deliveries, { ...delivery, attempts, failures, dueAt });
}

/** Ends a delivery; the next one of its line becomes due. */
export async function end(
  unit: Unit,
  delivery: Delivery,
  state: 'delivered' | 'dead',
  changed: Partial<Pick<Delivery, 'attempts' | 'failures'>>,
): Promise<void> {
  await moveUp(unit, delivery);
  const { line: _line, dueAt: _due, ...rest } = delivery;
  const now = unit.now();
  if (state === 'dead') unit.update(deliveries, { ...rest, ...changed, state });
  else {
    const expiresAt = delivery.owed === undefined ? now + limits.webhookDeliveredKept : delivery.expiresAt;
    unit.update(deliveries, { ...rest, ...changed, state, deliveredAt: now, expiresAt });
  }
}

/** Milliseconds until the next try: 5 seconds, then four times as long each time, at most a day. */
function waitAfter(failures: number): number {
  const wait = limits.webhookRetryMs * limits.webhookRetryFactor ** (failures - 1);
  return Math.min(wait, limits.webhookRetryMostMs);
}

/**
 * Makes the next delivery of a line due, before this one leaves the line. It always writes it, so that a rival that puts it
 * off conflicts.
 */
export async function moveUp(unit: Unit, { id, webhookId, line }: Delivery): Promise<void> {
  if (line === undefined) return;
  const next = (await firstTwo(unit, webhookId, line)).find((one) => one.id !== id);
  if (next) unit.update(deliveries, { ...next, dueAt: next.dueAt ?? unit.now() });
}

/** Up to a tenth, so that receivers that failed together are not tried together. */
function jitter(unit: Unit, wait: number): number {
  return Math.floor((unit.random(1)[0] ?? 0) * (wait / 2_560));
}

async function settleHealth(unit: Unit, receiver: Receiver, tried: readonly Tried[]): Promise<void> {
  const { failingSince, ...rest } = receiver;
  if (receiver.enabled === undefined) return;
  const last = tried.at(-1)?.outcome.attempt;
  const problem = last?.problem ?? `the receiver answers ${last?.status}`;
  if (tried.some(({ outcome }) => outcome.result === 'gone'))
    return disable(unit, receiver, 'the receiver answers 410: it is gone');
  if (tried.some(({ outcome }) => outcome.result === 'delivered')) {
    if (failingSince !== undefined) saveReceiver(unit, rest);
  } else if (failingSince === undefined) saveReceiver(unit, { ...receiver, failingSince: unit.now() });
  else if (hasPassed(failingSince, limits.webhookDisableMs, unit.now()))
    await disable(unit, receiver, problem);
}

async function disable(unit: Unit, receiver: Receiver, problem: string): Promise<void> {
  const { enabled: _enabled, ...rest } = receiver;
  saveReceiver(unit, { ...rest, problem });
  noteDisabled(unit, receiver, problem);
  for (const to of await mailedFor(unit, receiver))
    queueMail(unit, to, {
      template: receiver.kind === 'webhook' ? 'webhook_disabled' : 'stream_disabled',
      webhook: receiver.name,
      host: hostOf(receiver),
      problem,
    });
}

/** The people who repair a receiver: its maker, or the operators if a command made it. */
async function mailedFor(unit: Unit, { createdBy }: Receiver): Promise<string[]> {
  const ids =
    createdBy === undefined ? (await all(unit, operators, PLATFORM)).map(({ id }) => id) : [createdBy];
  const found = await Promise.all(ids.map((id) => unit.get(accounts, PLATFORM, id)));
  return found.flatMap((account) => account?.email ?? []);
}

function hostOf({ url }: Receiver): string {
  return url === undefined ? '' : new URL(url).host;
}

/** Records that Rollcall itself has disabled a receiver. */
export function noteDisabled(unit: Unit, { kind, rootId, id, name }: Receiver, problem: string): void {
  const event = { rootId, actor: { kind: 'system' }, detail: { name, problem } } as const;
  if (kind === 'webhook')
    unit.record({ ...event, action: 'webhook.disabled', target: { kind: 'webhook', id } });
  else unit.record({ ...event, action: 'stream.disabled', target: { kind: 'stream', id } });
}
