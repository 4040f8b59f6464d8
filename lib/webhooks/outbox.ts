import { limits } from '../../config/limits.ts';
import type { Outlet, Told, Unit } from '../audit/index.ts';
import { MINUTE, type Runtime } from '../kernel/index.ts';
import { PLATFORM, type Store } from '../store/index.ts';
import { hears } from './event_types.ts';
import { type Fact, factsOf, takesAccess } from './facts.ts';
import { Hearers } from './hearers.ts';
import { Scene } from './payload.ts';
import { deliveries, lines, type Webhook } from './types.ts';

interface Heard {
  readonly fact: Fact;
  readonly by: readonly Webhook[];
}

/** Writes a delivery for every webhook that hears of a change, in the transaction of the change. */
export class Outbox implements Outlet<Unit> {
  readonly #hearers: Hearers;
  readonly #queued = new WeakMap<readonly Told[], readonly Webhook[]>();
  #onQueued: (webhooks: readonly Webhook[]) => void = () => undefined;

  constructor(store: Store, runtime: Pick<Runtime, 'now'>) {
    this.#hearers = new Hearers(store, runtime);
  }

  /** Calls this after each transaction that has queued deliveries, with their webhooks. */
  onQueued(call: (webhooks: readonly Webhook[]) => void): void {
    this.#onQueued = call;
  }

  async settle(unit: Unit, told: readonly Told[]): Promise<void> {
    const heard = await this.#heard(told);
    if (heard.length === 0) return;
    this.#queued.set(told, [...new Set(heard.flatMap(({ by }) => by))]);
    const scene = new Scene(unit);
    const numbers = await numbersOf(unit, heard);
    for (const { fact, by } of heard) {
      const data = await scene.dataOf(fact);
      const seq = numbers(fact);
      const eventId = unit.id();
      for (const webhook of by) queue(unit, webhook, fact, { eventId, seq, data });
    }
  }

  committed(told: readonly Told[]): void {
    this.#hearers.committed(told);
    const queued = this.#queued.get(told);
    if (queued) this.#onQueued(queued);
  }

  async #heard(told: readonly Told[]): Promise<Heard[]> {
    const roots = new Set(told.map((one) => ('event' in one ? one.event.rootId : one.access.rootId)));
    const byRoot = new Map<string, readonly Webhook[]>();
    for (const rootId of roots) byRoot.set(rootId, await this.#hearers.of(rootId));
    if ([...byRoot.values()].every((found) => found.length === 0)) return [];
    return factsOf(told).flatMap((fact) => {
      const found = byRoot.get(fact.rootId) ?? [];
      const by = found.filter((webhook) => hears(webhook.types, fact.type) && !isRemoval(fact, webhook));
      return by.length === 0 ? [] : [{ fact, by }];
    });
  }
}

function isRemoval({ type, subject }: Fact, { id }: Webhook): boolean {
  return type === 'webhook.removed' && subject === id;
}

/**
 * The numbers of the events. Those about one account increase, whoever writes them: the transactions write one document,
 * so they conflict. Other events have their time.
 */
async function numbersOf(unit: Unit, heard: readonly Heard[]): Promise<(fact: Fact) => number> {
  const people = new Set(heard.flatMap(({ fact: { accountId } }) => accountId ?? []));
  const next = new Map<string, number>();
  for (const id of people) {
    const line = await unit.get(lines, PLATFORM, id);
    const count = heard.filter(({ fact }) => fact.accountId === id).length;
    const seq = line?.seq ?? 0;
    next.set(id, seq);
    const moved = { id, seq: seq + count, expiresAt: unit.now() + 2 * limits.webhookKept };
    if (line) unit.update(lines, { ...line, ...moved });
    else unit.insert(lines, moved);
  }
  return ({ accountId, at }) => {
    if (accountId === undefined) return at;
    const seq = (next.get(accountId) ?? 0) + 1;
    next.set(accountId, seq);
    return seq;
  };
}

interface Event {
  readonly eventId: string;
  readonly seq: number;
  readonly data: Readonly<Record<string, unknown>>;
}

function queue(unit: Unit, webhook: Webhook, fact: Fact, { eventId, seq, data }: Event): void {
  const { type, rootId, at, subject } = fact;
  const deadlineAt = takesAccess(fact) ? at + webhook.deadlineMinutes * MINUTE : undefined;
  unit.insert(deliveries, {
    ...{ id: unit.id(), webhookId: webhook.id, rootId, eventId, type, at, subject, seq, line: subject },
    data: deadlineAt === undefined ? data : { ...data, deadline: new Date(deadlineAt).toISOString() },
    ...(deadlineAt === undefined ? {} : { deadlineAt, owed: rootId }),
    ...{ state: 'waiting', dueAt: at, failures: 0, attempts: [], expiresAt: at + limits.webhookKept },
  });
}
