/** The result of work that pauses, without the pauses. */
export function ended<T>(work: Generator<void, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
