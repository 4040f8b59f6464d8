/** Runs the works of one lane one after the other, in order of arrival; works without a lane at once. */
export class Lanes {
  readonly #tails = new Map<string, Promise<unknown>>();

  async run<T>(lane: string | undefined, work: () => Promise<T>): Promise<T> {
    if (lane === undefined) return work();
    const before = this.#tails.get(lane);
    const turn = before ? before.then(work) : work();
    const tail = turn.catch(() => undefined);
    this.#tails.set(lane, tail);
    try {
      return await turn;
    } finally {
      if (this.#tails.get(lane) === tail) this.#tails.delete(lane);
    }
  }
}
