/** A queue for each thing: those that wait get it one after the other, in order of arrival. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  /** Resolves when the turn begins; returns the function that ends it. */
  async take(thing: string): Promise<() => void> {
    const before = this.#last.get(thing);
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#last.set(thing, ended);
    await before;
    return () => {
      if (this.#last.get(thing) === ended) this.#last.delete(thing);
      end();
    };
  }
}
