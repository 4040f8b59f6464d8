import { compareTexts } from '../../scim/index.ts';

/** Keys of a chunk as it is made, and keys beyond which the chunks are made anew. */
const CHUNK = 256;
const WORN = 4_096;

interface Chunk {
  first: string;
  count: number;
}

/**
 * How many keys a space holds, and which is the n-th, at a cost that does not grow with their number: of each chunk of
 * keys the first one and their count.
 */
export class Ranks {
  readonly #chunks: Chunk[] = [];
  #total = 0;
  /** No key comes after it. */
  #last = '';
  #isWorn = false;

  get total(): number {
    return this.#total;
  }

  /** Whether a chunk has grown so far in its midst that looking for a number in it costs too much. */
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

  /** Where to look for the key that has `offset` keys before it, and how many keys to pass over from there. */
  locate(offset: number): { readonly from: string; readonly skip: number } | undefined {
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
