import { type Runtime, systemRuntime } from '../lib/kernel/runtime.ts';

/** A clock that is `later` milliseconds ahead of the real one. */
export interface Clock {
  later: number;
  readonly runtime: Runtime;
  forward(ms: number): void;
}

export function movableClock(): Clock {
  const real = systemRuntime();
  const clock = {
    later: 0,
    runtime: { ...real, now: () => real.now() + clock.later },
    forward(ms: number) {
      clock.later += ms;
    },
  };
  return clock;
}
