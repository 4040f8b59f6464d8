import { limits } from '../../config/limits.ts';
import type { Outlet, Told, Unit } from '../audit/index.ts';
import { MINUTE, type Runtime } from '../kernel/index.ts';
import { PLATFORM, type Store } from '../store/index.ts';
import { factsOf, takesAccess } from './facts.ts';
import { Hearers } from './hearers.ts';
import { type Message, messagesOf, transactionId } from './messages.ts';
import { Scene } from './payload.ts';
import type { Receiver } from './receivers.ts';
import { deliveries, lines } from './types.ts';

/** Writes a delivery for each receiver of a change, in the transaction of the change. */
export class Outbox implements Outlet<Unit> {
  readonly #hearers: Hearers;
  readonly #queued = new WeakMap<readonly Told[], readonly Receiver[]>();
  readonly #onQueued: ((receivers: readonly Receiver[]) => void)[] = [];

  constructor(store: Store, runtime: Pick<Runtime, 'now'>) {
    this.#hearers = new Hearers(store, runtime);
  }

  /** Calls this after each transaction that has queued deliveries, with their receivers. */
  onQueued(call: (receivers: readonly Receiver[]) => void): void {
    this.#onQueued.push(call);
  }

  async settle(unit: Unit, told: readonly Told[]): Promise<void> {
    const messages = await this.#messages(told);
    if (messages.length === 0) return;
    this.#queued.set(told, [...new Set(messages.flatMap(({ to }) => to))]);
    const scene = new Scene(unit, transactionId(unit));
    const numbers = await numbersOf(unit, messages);
    for (const message of messages) {
      const data = await message.data(scene);
      const seq = numbers(message);
      const eventId = unit.id();
      for (const receiver of message.to) queue(unit, receiver, message, { eventId, seq, data });
    }
  }

  committed(told: readonly Told[]): void {
    this.#hearers.committed(told);
    const queued = this.#queued.get(told);
    if (queued) for (const call of this.#onQueued) call(queued);
  }

  async #messages(told: readonly Told[]): Promise<Message[]> {
    const roots = new Set(told.map((one) => ('event' in one ? one.event.rootId : one.access.rootId)));
    const byRoot = new Map<string, readonly Receiver[]>();
    for (const rootId of roots) byRoot.set(rootId, await this.#hearers.of(rootId));
    if ([...byRoot.values()].every((found) => found.length === 0)) return [];
    return factsOf(told).flatMap((fact) => messagesOf(fact, byRoot.get(fact.rootId) ?? []));
  }
}

/**
 * The numbers of the messages. Those about one person increase, whoever writes them: the transactions write one
 * document, so they conflict. Other messages have their time.
 */
async function numbersOf(unit: Unit, messages: readonly Message[]): Promise<(message: Message) => number> {
  const people = new Set(messages.flatMap(({ person }) => person ?? []));
  const next = new Map<string, number>();
  for (const id of people) {
    const line = await unit.get(lines, PLATFORM, id);
    const count = messages.filter(({ person }) => person === id).length;
    const seq = line?.seq ?? 0;
    next.set(id, seq);
    const moved = { id, seq: seq + count, expiresAt: unit.now() + 2 * limits.webhookKept };
    if (line) unit.update(lines, { ...line, ...moved });
    else unit.insert(lines, moved);
  }
  return ({ person, fact: { at } }) => {
    if (person === undefined) return at;
    const seq = (next.get(person) ?? 0) + 1;
    next.set(person, seq);
    return seq;
  };
}

interface Event {
  readonly eventId: string;
  readonly seq: number;
  readonly data: Readonly<Record<string, unknown>>;
}

function queue(unit: Unit, receiver: Receiver, { fact, subject }: Message, event: Event): void {
  const { type, rootId, at } = fact;
  const { eventId, seq, data } = event;
  const deadlineAt =
    receiver.kind === 'webhook' && takesAccess(fact) ? at + receiver.deadlineMinutes * MINUTE : undefined;
  unit.insert(deliveries, {
    ...{ id: unit.id(), webhookId: receiver.id, rootId, eventId, type, at, subject, seq, line: subject },
    data: deadlineAt === undefined ? data : { ...data, deadline: new Date(deadlineAt).toISOString() },
    ...(deadlineAt === undefined ? {} : { deadlineAt, owed: rootId }),
    ...{ state: 'waiting', dueAt: at, failures: 0, attempts: [], expiresAt: at + limits.webhookKept },
  });
}
