/** Lets those who want the same thing have it one after the other, in the order in which they came. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  /** Resolves when it is one's turn, with what ends it. */
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
