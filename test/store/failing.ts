import { createServices, type Services } from '../../lib/operations/services.ts';
import { Unavailable } from '../../lib/store/errors.ts';
import type { Store } from '../../lib/store/port.ts';

type Commit = Store['transaction'];

/** A store that loses the answer of one commit, the one after `before` others: the commit happens. */
export function withoutAnswer<S extends Store>(store: S, before = 0): S {
  return failingOnce(store, before, async (...asked) => {
    await store.transaction(...asked);
    throw new Unavailable('the answer was lost');
  });
}

/** A store where one commit does not happen, the one after `before` others. */
export function withoutCommit<S extends Store>(store: S, before = 0): S {
  return failingOnce(store, before, () => Promise.reject(new Unavailable('the store is gone')));
}

/** A store that reports each of its transactions. */
export function counted<S extends Store>(store: S, count: () => void): S {
  return committing(store, (...asked) => {
    count();
    return store.transaction(...asked);
  });
}

/** A store whose process is killed after some commits: no other one happens. */
export function stoppedAfter<S extends Store>(store: S, commits = 0): S {
  let left = commits;
  return committing(store, (...asked) => {
    left -= 1;
    return left < 0 ? Promise.reject(new Unavailable('the process is gone')) : store.transaction(...asked);
  });
}

function failingOnce<S extends Store>(store: S, before: number, commit: Commit): S {
  let left = before;
  return committing(store, (...asked) => {
    left -= 1;
    return left === -1 ? commit(...asked) : store.transaction(...asked);
  });
}

function committing<S extends Store>(store: S, transaction: Commit): S {
  return new Proxy(store, {
    get(target, name) {
      if (name === 'transaction') return transaction;
      const held: unknown = Reflect.get(target, name);
      return typeof held === 'function' ? (held.bind(target) as unknown) : held;
    },
  });
}

/** The services of another process, on the same store or on one that fails. */
export function restarted(services: Services, store: Store = services.store): Services {
  return createServices({ ...services, store });
}
