import { limits } from '../../config/limits.ts';
import type { UnitStore } from '../audit/index.ts';
import type { Poster, Secret } from '../kernel/index.ts';
import { batches } from '../store/index.ts';
import { type Outcome, send } from './answer.ts';
import { dueTo, firstsOf } from './due.ts';
import { isServed, type Receiver, receiverAgain, receiverCollections } from './receivers.ts';
import { settleRound } from './settle.ts';
import { push } from './streams/push.ts';
import type { Attempt, Delivery } from './types.ts';

interface Parts {
  readonly store: UnitStore;
  readonly poster: Poster;
  /** Unseals the secrets of webhooks and the keys of streams. */
  readonly key: Secret;
}

/** Where the courier works. */
export interface Post {
  readonly publicUrl: string;
  /** Whether this process may deliver to a receiver now. Asked before each round. */
  claim(receiverId: string): Promise<boolean>;
}

/**
 * Delivers what waits. Each receiver has its own run, so a slow receiver delays nobody else; in a run a bounded number of
 * deliveries goes out at a time, and of each line only the first.
 */
export class Courier {
  readonly #parts: Parts;
  readonly #running = new Map<string, Promise<void>>();
  /** Receivers for which something was queued while they run. */
  readonly #again = new Set<string>();
  readonly #failed: unknown[] = [];
  /** Receivers that are down: when to look again, and how long it then waits. */
  readonly #paused = new Map<string, { readonly until: number; readonly wait: number }>();
  #isStopping = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Starts to deliver to every enabled receiver, and waits for nobody. Throws `AggregateError` of what failed since. */
  async look(post: Post): Promise<void> {
    await this.#startAll(post);
    this.#throwFailed();
  }

  /** Delivers everything that is due, and waits for the answers. */
  async deliver(post: Post): Promise<void> {
    await this.#startAll(post);
    while (this.#running.size > 0) await Promise.all(this.#running.values());
    this.#throwFailed();
  }

  /** Starts to deliver to those of them that do not poll. */
  start(post: Post, found: readonly Receiver[]): void {
    for (const receiver of found) {
      if (this.#running.has(receiver.id)) this.#again.add(receiver.id);
      else if (isServed(receiver)) this.#begin(post, receiver);
    }
  }

  /** Sends one delivery now, whatever waits before it, and returns its answer. */
  async sendNow(post: Pick<Post, 'publicUrl'>, to: Receiver, delivery: Delivery): Promise<Attempt> {
    const outcome = await this.#send(post, to, delivery);
    await settleRound(this.#parts.store, to, [{ delivery, outcome }]);
    return outcome.attempt;
  }

  /** Ends after the rounds that run now. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.all(this.#running.values());
  }

  #throwFailed(): void {
    const failed = this.#failed.splice(0);
    if (failed.length > 0)
      throw new AggregateError(failed, `deliveries to ${failed.length} receivers failed`);
  }

  async #startAll(post: Post): Promise<void> {
    const along = { index: 'enabled', limit: limits.maxPageSize };
    for (const collection of receiverCollections)
      for await (const found of batches(this.#parts.store, collection, along)) this.start(post, found);
  }

  #begin(post: Post, receiver: Receiver): void {
    const { id } = receiver;
    if (this.#isStopping) return;
    const { until = 0 } = this.#paused.get(id) ?? {};
    if (until > this.#parts.store.now()) return;
    const run = this.#run(post, receiver)
      .catch((error: unknown) => void this.#failed.push(error))
      .finally(() => {
        this.#running.delete(id);
        if (this.#again.delete(id)) this.#begin(post, receiver);
      });
    this.#running.set(id, run);
  }

  async #run(post: Post, seen: Receiver): Promise<void> {
    const { store } = this.#parts;
    const { id } = seen;
    for (let goesOn = true; goesOn && !this.#isStopping; ) {
      const receiver = await receiverAgain(store, seen);
      if (!receiver || !isServed(receiver)) return;
      const due = await dueTo(store, id);
      if (due.length === 0 || !(await post.claim(id))) return;
      const { firsts, putOffs } = await firstsOf(store, id, due, limits.webhookAtOnce);
      goesOn = firsts.length === 0 ? putOffs > 0 : await this.#round(post, receiver, firsts);
    }
  }

  /** Whether the next round may follow at once. */
  async #round(post: Post, to: Receiver, firsts: readonly Delivery[]): Promise<boolean> {
    const { store } = this.#parts;
    const tried = await Promise.all(
      firsts.map(async (delivery) => ({ delivery, outcome: await this.#send(post, to, delivery) })),
    );
    const settled = await settleRound(store, to, tried);
    const isDown =
      tried.length >= limits.webhookDownAfter &&
      tried.every(({ outcome: { result } }) => result === 'failed' || result === 'gone');
    if (!isDown) {
      this.#paused.delete(to.id);
      return settled > 0;
    }
    const { wait = limits.webhookPauseMs / 64 } = this.#paused.get(to.id) ?? {};
    this.#paused.set(to.id, {
      until: store.now() + wait,
      wait: Math.min(2 * wait, limits.webhookPauseMs),
    });
    return false;
  }

  #send({ publicUrl }: Pick<Post, 'publicUrl'>, to: Receiver, delivery: Delivery): Promise<Outcome> {
    const { store, poster, key } = this.#parts;
    const parts = { store, runtime: store, poster, key, publicUrl };
    return to.kind === 'webhook' ? send(parts, to, delivery) : push(parts, to, delivery);
  }
}
