import type { Store } from './port.ts';

const observed = [
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

/** Runs a call of the store. `collection` is undefined for a call that names none. */
type Around = <T>(call: string, collection: string | undefined, run: () => Promise<T>) => Promise<T>;

/** The same store, with something around each of its calls. */
export function observedStore(store: Store, around: Around): Store {
  const methods = new Map<PropertyKey, unknown>();
  for (const name of observed) {
    const method = store[name] as (...args: readonly unknown[]) => Promise<unknown>;
    methods.set(name, async (...args: readonly unknown[]) =>
      around(name, collectionOf(args[0]), async () => method.apply(store, [...args])),
    );
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

function collectionOf(first: unknown): string | undefined {
  if (typeof first !== 'object' || first === null || !('name' in first)) return undefined;
  return typeof first.name === 'string' ? first.name : undefined;
}
