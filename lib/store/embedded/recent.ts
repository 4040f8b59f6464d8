/**
 * Values by key, of which the most recently used are kept: at least `count` of them, at most twice as many. Two halves
 * take turns, so that a use costs no reordering.
 */
export class Recent<V> {
  readonly #count: number;
  #young = new Map<string, V>();
  #old = new Map<string, V>();

  constructor(count: number) {
    this.#count = count;
  }

  get(key: string): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: V): void {
    if (this.#young.size >= this.#count && !this.#young.has(key)) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }

  /** Sets a value only where the key has one. */
  replace(key: string, value: V): void {
    if (this.#young.has(key) || this.#old.has(key)) this.set(key, value);
  }

  delete(key: string): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
