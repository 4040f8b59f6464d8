import { observedStore } from './observed.ts';
import type { Store } from './port.ts';

interface Call {
  readonly call: string;
  readonly failed: boolean;
  readonly seconds: number;
}

/** The same store, which reports the time of each call. `stopwatch` starts a clock that tells seconds. */
export function measuredStore(
  store: Store,
  note: (call: Call) => void,
  stopwatch: () => () => number,
): Store {
  return observedStore(store, async (call, _collection, run) => {
    const seconds = stopwatch();
    let failed = true;
    try {
      const result = await run();
      failed = false;
      return result;
    } finally {
      note({ call, failed, seconds: seconds() });
    }
  });
}
