import { createHash } from 'node:crypto';

/** Chance that a seed repeats. */
export class Chance {
  readonly #seed: string;
  #drawn = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** A number from 0 up to, but not including, 1. */
  next(): number {
    const drawn = createHash('sha256')
      .update(`${this.#seed} ${this.#drawn++}`)
      .digest();
    return drawn.readUInt32BE() / 2 ** 32;
  }

  /** A whole number of `from` to `to`. */
  whole(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  /** One of a list that is not empty. */
  of<T>(list: readonly T[]): T {
    const found = list[this.whole(0, list.length - 1)];
    if (found === undefined) throw new TypeError('there is nothing to choose from');
    return found;
  }

  /** Another chance of the same seed: what it draws does not depend on what this one has drawn. */
  named(name: string): Chance {
    return new Chance(`${this.#seed} ${name}`);
  }
}
