import { Unavailable } from '../../lib/store/errors.ts';
import type { Store } from '../../lib/store/port.ts';

type Commit = Store['transaction'];

/** The store, whose next commit happens while nobody learns of it: the connection is lost before the answer. */
export function withoutAnswer(store: Store): Store {
  return failingOnce(store, async (...asked) => {
    await store.transaction(...asked);
    throw new Unavailable('the answer was lost');
  });
}

/** The store, whose next commit does not happen. */
export function withoutCommit(store: Store): Store {
  return failingOnce(store, () => Promise.reject(new Unavailable('the store is gone')));
}

function failingOnce(store: Store, commit: Commit): Store {
  let isDue = true;
  const transaction: Commit = (...asked) => {
    if (!isDue) return store.transaction(...asked);
    isDue = false;
    return commit(...asked);
  };
  return new Proxy(store, {
    get(target, name) {
      if (name === 'transaction') return transaction;
      const held: unknown = Reflect.get(target, name);
      return typeof held === 'function' ? (held.bind(target) as unknown) : held;
    },
  });
}
