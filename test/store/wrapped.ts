/** What a function answered becomes what this makes of it. */
export type Answered = (name: string, answer: unknown, args: readonly unknown[]) => unknown;

/** The same object; the answers of its functions go through `answered`. */
export function wrapped<T extends object>(target: T, answered: Answered): T {
  return new Proxy(target, {
    get(_target, name) {
      const held: unknown = Reflect.get(target, name);
      if (typeof held !== 'function') return held;
      return (...args: unknown[]) => answered(String(name), Reflect.apply(held, target, args), args);
    },
  });
}
