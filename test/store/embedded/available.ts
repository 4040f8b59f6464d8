import { mongoUri } from '../mongo/available.ts';

/** A group of tests of the embedded store alone; a run on MongoDB does not repeat them. */
export function describeEmbedded(title: string, tests: () => void): void {
  if (mongoUri === undefined) describe(title, tests);
}
