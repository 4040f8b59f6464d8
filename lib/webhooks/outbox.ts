import { limits } from '../../config/limits.ts';
import type { Outlet, Told, Unit } from '../audit/index.ts';
import { hasPassed, MINUTE, type Runtime } from '../kernel/index.ts';
import { all, type Collection, PLATFORM, type Store } from '../store/index.ts';
import { factsOf, takesAccess } from './facts.ts';
import { EVERYWHERE } from './manage.ts';
import { type Message, messagesOf, transactionId } from './messages.ts';
import { Scene } from './payload.ts';
import { type Receiver, receiverCollections } from './receivers.ts';
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
 * The numbers of the messages. Those about one person increase: all transactions that write them write one
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

interface Known {
  readonly at: number;
  readonly found: readonly Receiver[];
}

const ANY = '';
const MOST = 10_000;

/**
 * The receivers of the changes of a group. Remembers them for `limits.webhookFreshMs`, so that a change without receivers
 * costs nothing. Knows at once each receiver that this process makes.
 */
export class Hearers {
  readonly #store: Store;
  readonly #now: Runtime['now'];
  readonly #known = new Map<string, Known>();
  #generation = 0;

  constructor(store: Store, { now }: Pick<Runtime, 'now'>) {
    this.#store = store;
    this.#now = now;
  }

  /** The enabled webhooks and streams of a group and of the whole service. */
  async of(rootId: string): Promise<readonly Receiver[]> {
    if ((await this.#find(ANY)).length === 0) return [];
    const everywhere = await this.#find(EVERYWHERE);
    return rootId === EVERYWHERE ? everywhere : [...everywhere, ...(await this.#find(rootId))];
  }

  /** Forgets what a committed transaction has changed. */
  committed(told: readonly Told[]): void {
    if (!told.some((one) => 'event' in one && kinds.has(one.event.target.kind))) return;
    this.#generation += 1;
    this.#known.clear();
  }

  async #find(rootId: string): Promise<readonly Receiver[]> {
    const known = this.#known.get(rootId);
    if (known && !hasPassed(known.at, limits.webhookFreshMs, this.#now())) return known.found;
    const generation = this.#generation;
    const at = this.#now();
    const read = await Promise.all(receiverCollections.map((from) => this.#read(from, rootId)));
    const found = read.flat().filter(({ enabled }) => enabled !== undefined);
    if (this.#known.size >= MOST) this.#known.clear();
    // What was read before a change of the receivers must not be remembered after it.
    if (generation === this.#generation) this.#known.set(rootId, { at, found });
    return found;
  }

  async #read(from: Collection<Receiver>, rootId: string): Promise<readonly Receiver[]> {
    if (rootId !== ANY) return all(this.#store, from, rootId);
    return (await this.#store.sweep(from, { index: 'enabled', limit: 1 })).items;
  }
}

const kinds: ReadonlySet<string> = new Set(['webhook', 'stream']);
