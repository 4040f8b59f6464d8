import { randomUUID } from 'node:crypto';
import mongoose, { type mongo } from 'mongoose';
import { figuresOf, Samples } from '../statistics.ts';
import { writesOfACreate } from '../writes.ts';

type Inserted = Record<string, mongo.Document & { _id: string }>;

/**
 * A bare transaction of as many inserts as a created user makes, with the same documents, all in one `bulkWrite`.
 * Answers each message `{clients, seconds}` with the figures.
 */
const [uri = ''] = process.argv.slice(2);
const client = await new mongoose.mongo.MongoClient(uri).connect();
const database = client.db().databaseName;
const writes = await writesOfACreate();
const collections = [...new Set(writes.map(({ collection }) => collection))];
for (const name of collections) await client.db().createCollection(`bench_${name}`);

process.on('message', ({ clients, seconds }: { clients: number; seconds: number }) => {
  run(clients, seconds / 4)
    .then(() => run(clients, seconds))
    .then(
      (figures) => process.send?.(figures),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
});
process.send?.({ writes: writes.length });

async function run(clients: number, seconds: number) {
  const samples = new Samples();
  const before = process.cpuUsage();
  const start = performance.now();
  const until = start + seconds * 1_000;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let from = performance.now(); from < until; ) {
        await transact();
        const to = performance.now();
        samples.add(to - from);
        from = to;
      }
    }),
  );
  const figures = figuresOf(samples, (performance.now() - start) / 1_000);
  const { user, system } = process.cpuUsage(before);
  return { ...figures, cpu: (user + system) / 1_000 / figures.count };
}

async function transact(): Promise<void> {
  const session = client.startSession();
  try {
    await session.withTransaction(
      () =>
        client.bulkWrite<Inserted>(
          writes.map(({ collection, document }) => ({
            name: 'insertOne',
            namespace: `${database}.bench_${collection}`,
            document: { ...document, _id: randomUUID() },
          })),
          { session },
        ),
      { writeConcern: { w: 'majority' } },
    );
  } finally {
    await session.endSession();
  }
}
