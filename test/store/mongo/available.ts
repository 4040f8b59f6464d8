/** The server that the MongoDB tests use; undefined when they are not asked for (`npm run test:mongo` asks). */
export const mongoUri: string | undefined = process.env.MONGODB_URI || undefined;

/** For the closing lines of a run that left the MongoDB tests out. */
export const mongoNotRun =
  'The MongoDB tests were not run: MONGODB_URI is not set (npm run test:mongo starts a server).';

/** A group of tests that needs a MongoDB; without one it is not there at all. */
export function describeMongo(title: string, tests: (uri: string) => void): void {
  const uri = mongoUri;
  if (uri !== undefined) describe(title, () => tests(uri));
}
