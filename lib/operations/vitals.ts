import type { JobState } from '../jobs/index.ts';

/** What the running service knows of itself. A command that opens the store alone has none. */
export interface Vitals {
  readonly version: string;
  readonly store: 'embedded' | 'mongodb';
  readonly startedAt: number;
  /** Settings that are allowed but probably wrong, in sentences. */
  readonly warnings: readonly string[];
  jobs(): readonly JobState[];
}
