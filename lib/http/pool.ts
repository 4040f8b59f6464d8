import { ServiceUnavailable, TooManyRequests } from '../scim/index.ts';

interface PoolSize {
  /** The limit for all requests together, and for those of one party. */
  readonly total: number;
  readonly share: number;
  /** How many requests of one party may wait, and for how many milliseconds. */
  readonly waiting: number;
  readonly waitMs: number;
}

/** The share of a pool that one request has. */
export interface Room {
  /** Changes the weight. A larger weight is never refused, but makes later requests wait. */
  resize(weight: number): void;
  /** May be called twice. */
  release(): void;
}

interface Waiter {
  readonly weight: number;
  readonly admit: (room: Room) => void;
}

/**
 * Limits what requests use at once, in total and per party. A request without room waits for its turn, and is refused
 * after too long; parties take turns.
 */
export class Pool {
  readonly #size: PoolSize;
  #used = 0;
  readonly #usedBy = new Map<string, number>();
  readonly #waiting = new Map<string, Set<Waiter>>();

  constructor(size: PoolSize) {
    this.#size = size;
  }

  /** A weight above a share counts as one share. Throws `TooManyRequests`, `ServiceUnavailable`. */
  async take(party: string, weight: number): Promise<Room> {
    const counted = Math.min(weight, this.#size.share);
    const queue = this.#waiting.get(party);
    if (!queue && this.#fits(party, counted)) return this.#roomOf(party, counted);
    if (queue && queue.size >= this.#size.waiting) throw this.#refusal(party, counted);
    return this.#wait(party, counted);
  }

  #wait(party: string, weight: number): Promise<Room> {
    const queue = this.#waiting.get(party) ?? new Set();
    this.#waiting.set(party, queue);
    return new Promise((resolve, reject) => {
      const giveUp = setTimeout(() => {
        queue.delete(waiter);
        if (queue.size === 0) this.#waiting.delete(party);
        reject(this.#refusal(party, weight));
      }, this.#size.waitMs);
      const waiter: Waiter = {
        weight,
        admit(room) {
          clearTimeout(giveUp);
          resolve(room);
        },
      };
      queue.add(waiter);
    });
  }

  #roomOf(party: string, weight: number): Room {
    let held = weight;
    this.#add(party, held);
    const resize = (next: number): void => {
      if (next === held) return;
      this.#add(party, next - held);
      const isLess = next < held;
      held = next;
      if (isLess) this.#admitWaiting();
    };
    return { resize, release: () => resize(0) };
  }

  /** Admits the first waiting request of each party, round robin, while there is room. */
  #admitWaiting(): void {
    for (let isAdmitting = this.#waiting.size > 0; isAdmitting; ) {
      isAdmitting = false;
      for (const [party, queue] of [...this.#waiting]) {
        const [first] = queue;
        if (!first || !this.#fits(party, first.weight)) continue;
        isAdmitting = true;
        queue.delete(first);
        this.#waiting.delete(party);
        if (queue.size > 0) this.#waiting.set(party, queue);
        first.admit(this.#roomOf(party, first.weight));
      }
    }
  }

  #fits(party: string, weight: number): boolean {
    return this.#fitsShare(party, weight) && this.#used + weight <= this.#size.total;
  }

  #fitsShare(party: string, weight: number): boolean {
    return (this.#usedBy.get(party) ?? 0) + weight <= this.#size.share;
  }

  #add(party: string, weight: number): void {
    this.#used += weight;
    const used = (this.#usedBy.get(party) ?? 0) + weight;
    if (used > 0) this.#usedBy.set(party, used);
    else this.#usedBy.delete(party);
  }

  #refusal(party: string, weight: number): TooManyRequests | ServiceUnavailable {
    const headers = { 'retry-after': '5' };
    return this.#fitsShare(party, weight)
      ? new ServiceUnavailable('The service has too many large requests at once. Try again in 5 s.', headers)
      : new TooManyRequests(
          'This integration has too many large requests at once. Send fewer in parallel, and read their answers. Try again in 5 s.',
          headers,
        );
  }
}

/** Limits of the memory that the requests of all integrations use, in bytes of answers and of bodies. */
export interface Pools {
  readonly answers: Pool;
  readonly bodies: Pool;
  /** Bodies with many members: parsed, they are many times as large. */
  readonly largeBodies: Pool;
}
