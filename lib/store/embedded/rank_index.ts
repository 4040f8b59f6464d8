import type { Changes } from './changes.ts';
import { spanOf } from './keys.ts';
import { Ranks } from './ranks.ts';
import { spacesOf } from './spaces.ts';
import type { View } from './view.ts';

/** Keys to read in one step. */
const STEP = 1_000;

interface Held {
  ranks: Ranks | undefined;
  /** What became durable while the ranks were built. */
  readonly missed: Changes[];
  readonly made: Promise<Ranks>;
}

/** The ranks of the requested spaces: built by one scan of the keys, then updated by every commit. */
export class RankIndex {
  readonly #settledView: (begin: () => void) => Promise<View>;
  readonly #held = new Map<string, Held>();

  /** `settledView` returns a view with exactly the commits that were followed before `begin` runs. */
  constructor(settledView: (begin: () => void) => Promise<View>) {
    this.#settledView = settledView;
  }

  async of(space: string): Promise<Ranks> {
    let held = this.#held.get(space);
    if (held?.ranks?.isWorn) held = undefined;
    return held?.ranks ?? (held ?? this.#make(space)).made;
  }

  /** Call it for each commit, in order. */
  follow(changes: Changes): void {
    if (this.#held.size === 0) return;
    for (const [key, { space, counts }] of changes) {
      const held = this.#held.get(space);
      if (held?.ranks) count(held.ranks, key, counts);
      else if (held && held.missed.at(-1) !== changes) held.missed.push(changes);
    }
  }

  #make(space: string): Held {
    const missed: Changes[] = [];
    const held: Held = { ranks: undefined, missed, made: this.#scan(space, missed) };
    this.#held.set(space, held);
    return held;
  }

  async #scan(space: string, missed: Changes[]): Promise<Ranks> {
    try {
      const view = await this.#settledView(() => {
        missed.length = 0;
      });
      const ranks = new Ranks();
      try {
        for await (const keys of view.keys(spanOf(space), STEP)) for (const key of keys) ranks.added(key);
      } finally {
        await view.close();
      }
      for (const changes of missed)
        for (const [key, { counts }] of spacesOf(changes).get(space)?.pairs ?? []) count(ranks, key, counts);
      missed.length = 0;
      const held = this.#held.get(space);
      if (held) held.ranks = ranks;
      return ranks;
    } catch (error) {
      this.#held.delete(space);
      throw error;
    }
  }
}

function count(ranks: Ranks, key: string, by: number): void {
  if (by > 0) ranks.added(key);
  else if (by < 0) ranks.removed(key);
}
