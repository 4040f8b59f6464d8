import { limits } from '../../config/limits.ts';
import type { UnitStore } from '../audit/index.ts';
import type { Poster, Secret } from '../kernel/index.ts';
import { batches } from '../store/index.ts';
import { type SendParts, send } from './answer.ts';
import { settleRound } from './settle.ts';
import { type Attempt, type Delivery, deliveries, type Webhook, webhooks } from './types.ts';

interface Parts {
  readonly store: UnitStore;
  readonly poster: Poster;
  /** Unseals the secrets of webhooks. */
  readonly key: Secret;
}

/** Where the courier works. */
export interface Post {
  readonly publicUrl: string;
  /** Whether this process may deliver to a webhook now. Asked before each round. */
  claim(webhookId: string): Promise<boolean>;
}

/**
 * Delivers what waits. Each webhook has its own run, so a slow receiver delays nobody else; in a run a bounded number of
 * deliveries goes out at a time, and of each line only the first.
 */
export class Courier {
  readonly #parts: Parts;
  readonly #running = new Map<string, Promise<void>>();
  /** Webhooks for which something was queued while they run. */
  readonly #again = new Set<string>();
  readonly #failed: unknown[] = [];
  /** Webhooks whose receiver is down: when to look again, and how long it then waits. */
  readonly #paused = new Map<string, { readonly until: number; readonly wait: number }>();
  #isStopping = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Starts to deliver to every enabled webhook, and waits for nobody. Throws `AggregateError` of what failed since. */
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

  /** Starts to deliver to these webhooks. */
  start(post: Post, found: readonly Webhook[]): void {
    for (const webhook of found) {
      if (this.#running.has(webhook.id)) this.#again.add(webhook.id);
      else this.#begin(post, webhook);
    }
  }

  /** Sends one delivery now, whatever waits before it, and returns its answer. */
  async sendNow(post: Pick<Post, 'publicUrl'>, webhook: Webhook, delivery: Delivery): Promise<Attempt> {
    const outcome = await send(this.#sending(post), webhook, delivery);
    await settleRound(this.#parts.store, webhook, [{ delivery, outcome }]);
    return outcome.attempt;
  }

  /** Ends after the rounds that run now. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.all(this.#running.values());
  }

  #throwFailed(): void {
    const failed = this.#failed.splice(0);
    if (failed.length > 0) throw new AggregateError(failed, `deliveries to ${failed.length} webhooks failed`);
  }

  async #startAll(post: Post): Promise<void> {
    const along = { index: 'enabled', limit: limits.maxPageSize };
    for await (const found of batches(this.#parts.store, webhooks, along)) this.start(post, found);
  }

  #begin(post: Post, webhook: Webhook): void {
    const { id } = webhook;
    if (this.#isStopping) return;
    const { until = 0 } = this.#paused.get(id) ?? {};
    if (until > this.#parts.store.now()) return;
    const run = this.#run(post, webhook)
      .catch((error: unknown) => void this.#failed.push(error))
      .finally(() => {
        this.#running.delete(id);
        if (this.#again.delete(id)) this.#begin(post, webhook);
      });
    this.#running.set(id, run);
  }

  async #run(post: Post, { rootId, id }: Webhook): Promise<void> {
    const { store } = this.#parts;
    for (let goesOn = true; goesOn && !this.#isStopping; ) {
      const webhook = await store.get(webhooks, rootId, id);
      if (webhook?.enabled === undefined) return;
      const due = await this.#due(id);
      if (due.length === 0 || !(await post.claim(id))) return;
      const { firsts, putOffs } = await this.#firsts(id, due);
      goesOn = firsts.length === 0 ? putOffs > 0 : await this.#round(post, webhook, firsts);
    }
  }

  async #due(id: string): Promise<Delivery[]> {
    const { store } = this.#parts;
    const { items } = await store.list(deliveries, id, { index: 'due', limit: limits.webhookLook });
    return items.filter(({ dueAt = 0 }) => dueAt <= store.now());
  }

  /** The due deliveries that nothing of their line is before, up to as many as go out at a time. Puts the others off. */
  async #firsts(
    id: string,
    due: readonly Delivery[],
  ): Promise<{ readonly firsts: readonly Delivery[]; readonly putOffs: number }> {
    const { store } = this.#parts;
    const firsts: Delivery[] = [];
    const behind: Delivery[] = [];
    const heads = new Map<string, string | undefined>();
    for (const one of due) {
      if (firsts.length >= limits.webhookAtOnce) break;
      const line = one.line ?? '';
      if (!heads.has(line)) heads.set(line, await headOf(store, id, line));
      if (heads.get(line) === one.id) firsts.push(one);
      else behind.push(one);
    }
    return { firsts, putOffs: behind.length === 0 ? 0 : await putOff(store, id, behind) };
  }

  /** Whether the next round may follow at once. */
  async #round(post: Post, webhook: Webhook, firsts: readonly Delivery[]): Promise<boolean> {
    const { store } = this.#parts;
    const parts = this.#sending(post);
    const tried = await Promise.all(
      firsts.map(async (delivery) => ({ delivery, outcome: await send(parts, webhook, delivery) })),
    );
    await settleRound(store, webhook, tried);
    const isDown =
      tried.length >= limits.webhookDownAfter && tried.every(({ outcome }) => outcome.result !== 'delivered');
    if (!isDown) {
      this.#paused.delete(webhook.id);
      return true;
    }
    const { wait = limits.webhookPauseMs / 64 } = this.#paused.get(webhook.id) ?? {};
    this.#paused.set(webhook.id, {
      until: store.now() + wait,
      wait: Math.min(2 * wait, limits.webhookPauseMs),
    });
    return false;
  }

  #sending({ publicUrl }: Pick<Post, 'publicUrl'>): SendParts {
    const { store: runtime, poster, key } = this.#parts;
    return { poster, key, runtime, publicUrl };
  }
}

async function headOf(
  store: Pick<UnitStore, 'list'>,
  webhookId: string,
  line: string,
): Promise<string | undefined> {
  const { items } = await store.list(deliveries, webhookId, { index: 'line', equal: [line], limit: 1 });
  return items[0]?.id;
}

/**
 * Takes deliveries that are behind others of their line from the due ones, and returns how many. The one before makes
 * them due again.
 */
async function putOff(store: UnitStore, webhookId: string, behind: readonly Delivery[]): Promise<number> {
  return store.transaction(async (unit) => {
    let count = 0;
    for (const { id } of behind) {
      const present = await unit.get(deliveries, webhookId, id);
      if (present?.line === undefined || present.dueAt === undefined) continue;
      if ((await headOf(unit, webhookId, present.line)) === id) continue;
      const { dueAt: _due, ...rest } = present;
      unit.update(deliveries, rest);
      count += 1;
    }
    return count;
  });
}
