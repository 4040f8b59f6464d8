/** Counts one more document. */
export type Seen = () => void;

/** How far the renewal of secrets in this process is, while one runs. */
export class Renewal {
  #seen: number | undefined;

  /** The documents and chains that it has seen; undefined while none runs. */
  get seen(): number | undefined {
    return this.#seen;
  }

  async during<T>(work: (seen: Seen) => Promise<T>): Promise<T> {
    this.#seen = 0;
    try {
      return await work(() => {
        this.#seen = (this.#seen ?? 0) + 1;
      });
    } finally {
      this.#seen = undefined;
    }
  }
}
