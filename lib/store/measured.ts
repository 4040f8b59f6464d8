import type { Store } from './port.ts';

export interface Call {
  readonly call: string;
  readonly failed: boolean;
  readonly seconds: number;
}

const timed = [
  'get',
  'getMany',
  'find',
  'locate',
  'list',
  'transaction',
  'snapshot',
  'query',
  'count',
  'sweep',
  'purge',
] as const satisfies readonly (keyof Store)[];

/** The same store, which reports the time of each call. `stopwatch` starts a clock that tells seconds. */
export function measuredStore(
  store: Store,
  note: (call: Call) => void,
  stopwatch: () => () => number,
): Store {
  const methods = new Map<PropertyKey, unknown>();
  for (const name of timed) {
    const method = store[name] as (...args: readonly unknown[]) => Promise<unknown>;
    methods.set(name, async (...args: readonly unknown[]) => {
      const seconds = stopwatch();
      let failed = true;
      try {
        const result = await method.apply(store, [...args]);
        failed = false;
        return result;
      } finally {
        note({ call: name, failed, seconds: seconds() });
      }
    });
  }
  return new Proxy(store, {
    get(target, name) {
      if (methods.has(name)) return methods.get(name);
      const value: unknown = Reflect.get(target, name, target);
      const bound: unknown = typeof value === 'function' ? value.bind(target) : value;
      return bound;
    },
  });
}
