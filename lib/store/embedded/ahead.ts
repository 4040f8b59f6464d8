import type { Change, Changes } from './changes.ts';

/** Changes with more keys than this stay separate layers, so that accepting them is cheap. */
export const LARGE = 2_000;

/** Changes that are accepted but not synced yet. */
export class Ahead {
  /** Oldest first. Only merged layers take further changes. */
  readonly #layers: Changes[] = [];
  readonly #own = new WeakSet<Changes>();

  get isEmpty(): boolean {
    return this.#layers.every(({ size }) => size === 0);
  }

  /** Whether a key that begins like this may have a change. */
  touches(prefix: string): boolean {
    return this.#layers.some((layer) => !this.#isOwn(layer) || begins(layer, prefix));
  }

  /** The latest change of a key. */
  get(key: string): Change | undefined {
    for (let at = this.#layers.length - 1; at >= 0; at--) {
      const change = this.#layers[at]?.get(key);
      if (change) return change;
    }
    return undefined;
  }

  add(changes: Changes): void {
    if (changes.size > LARGE) {
      this.#layers.push(changes);
      return;
    }
    const newest = this.#newest();
    for (const [key, change] of changes) newest.set(key, change);
  }

  /** Drops changes that are synced, and all older ones. */
  settle(changes: Changes): void {
    if (changes.size > LARGE) this.#drop(changes);
    else
      for (const layer of this.#layers.filter((each) => this.#isOwn(each))) {
        for (const [key, change] of changes) if (layer.get(key) === change) layer.delete(key);
        if (layer.size === 0) this.#drop(layer);
      }
  }

  clear(): void {
    this.#layers.length = 0;
  }

  #newest(): Map<string, Change> {
    const newest = this.#layers.at(-1);
    if (newest && this.#isOwn(newest)) return newest;
    const fresh = new Map<string, Change>();
    this.#own.add(fresh);
    this.#layers.push(fresh);
    return fresh;
  }

  #drop(layer: Changes): void {
    const at = this.#layers.indexOf(layer);
    if (at >= 0) this.#layers.splice(at, 1);
  }

  #isOwn(layer: Changes): layer is Map<string, Change> {
    return this.#own.has(layer);
  }
}

function begins(changes: Changes, prefix: string): boolean {
  for (const key of changes.keys()) if (key.startsWith(prefix)) return true;
  return false;
}
