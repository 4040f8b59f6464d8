import { compareTexts } from '../../scim/index.ts';

/** The size of a new chunk, and the size at which all chunks are rebuilt. */
const CHUNK = 64;
const WORN = 4_096;

/** Where to start for a key, and how many keys to skip from there. */
export interface Ranked {
  readonly from: string;
  readonly skip: number;
}

interface Chunk {
  first: string;
  count: number;
}

/**
 * The number of keys in a space, and the n-th key, at a cost independent of their number. Stores the first key and the
 * count of each chunk.
 */
export class Ranks {
  readonly #chunks: Chunk[] = [];
  #total = 0;
  /** The largest key. */
  #last = '';
  #isWorn = false;

  get total(): number {
    return this.#total;
  }

  /** Whether an inner chunk has grown too large for a fast search. */
  get isWorn(): boolean {
    return this.#isWorn;
  }

  added(key: string): void {
    this.#total += 1;
    const last = this.#chunks.at(-1);
    if (compareTexts(key, this.#last) > 0) {
      this.#last = key;
      if (last && last.count < CHUNK) last.count += 1;
      else this.#chunks.push({ first: key, count: 1 });
      return;
    }
    const chunk = this.#chunks[this.#at(key)];
    if (!chunk) {
      this.#chunks.push({ first: key, count: 1 });
      return;
    }
    if (compareTexts(key, chunk.first) < 0) chunk.first = key;
    chunk.count += 1;
    this.#isWorn ||= chunk.count > WORN;
  }

  removed(key: string): void {
    const at = this.#at(key);
    const chunk = this.#chunks[at];
    if (!chunk) return;
    this.#total -= 1;
    chunk.count -= 1;
    if (chunk.count === 0) this.#chunks.splice(at, 1);
  }

  /** The place of the key at `offset`. */
  locate(offset: number): Ranked | undefined {
    let skip = offset;
    for (const { first, count } of this.#chunks) {
      if (skip < count) return { from: first, skip };
      skip -= count;
    }
    return undefined;
  }

  /** The last chunk that begins at or before `key`, or the first one. */
  #at(key: string): number {
    let [low, high] = [0, this.#chunks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareTexts(this.#chunks[middle]?.first ?? '', key) <= 0) low = middle + 1;
      else high = middle;
    }
    return Math.max(low - 1, 0);
  }
}
