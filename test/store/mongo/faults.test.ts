import { expect } from 'chai';
import mongoose, { type Connection } from 'mongoose';
import { systemRuntime } from '../../../lib/kernel/runtime.ts';
import { logDays, logEntries } from '../../../lib/provisioning/collections.ts';
import { unauthenticatedEntry } from '../../../lib/provisioning/log.ts';
import { logBatchBodies, logBatches } from '../../../lib/provisioning/log_batches.ts';
import { LogBook } from '../../../lib/provisioning/log_book.ts';
import { parseFilter } from '../../../lib/scim/filter/parse.ts';
import { TooManyMatches, Unavailable } from '../../../lib/store/errors.ts';
import { type MongoStore, openMongoStore } from '../../../lib/store/mongo/store.ts';
import { loggedIn } from '../../logged.ts';
import { registry, users, userType } from '../collections.ts';
import { refusal } from '../contract/fixture.ts';
import { describeMongo } from './available.ts';
import { asDeclared, people } from './collections.ts';
import { startServer, type TestServer } from './server.ts';

const CONFLICT = { title: 'another transaction was quicker (112)', data: { errorCode: 112 } } as const;
const faults = [
  { title: 'the primary stepped down (189)', data: { errorCode: 189 } },
  { title: 'this is not the primary (10107)', data: { errorCode: 10_107 } },
  { title: 'the server shuts down (91)', data: { errorCode: 91 } },
  CONFLICT,
  { title: 'the connection is closed', data: { closeConnection: true } },
] as const;

/** Which command of a unit of work fails, how often, and what has to become of the work. */
const steps = [
  { command: 'find', times: 1, documents: 2, outcome: 'either' },
  { command: 'find', times: 1_000, documents: 2, outcome: 'unavailable' },
  { command: 'insert', times: 1, documents: 1, outcome: 'either' },
  { command: 'insert', times: 1_000, documents: 1, outcome: 'unavailable' },
  { command: 'bulkWrite', times: 1, documents: 2, outcome: 'committed' },
  { command: 'bulkWrite', times: 1_000, documents: 2, outcome: 'unavailable' },
  { command: 'commitTransaction', times: 1, documents: 2, outcome: 'committed' },
  { command: 'commitTransaction', times: 1_000, documents: 2, outcome: 'unavailable' },
  { command: 'abortTransaction', times: 1, documents: 2, outcome: 'committed' },
] as const;

describeMongo('MongoDB that fails', () => {
  let server: TestServer;
  let store: MongoStore;
  let operator: Connection;

  before(async function () {
    this.timeout(600_000);
    server = await startServer();
    const limits = { mongoSelectMs: 1_000, mongoCommitMs: 600, readyMs: 300 };
    store = await openMongoStore({
      // What the failing server says of itself does not change, so the driver has to ask it anew.
      uri: `${server.uri}?serverMonitoringMode=poll&heartbeatFrequencyMS=500&minHeartbeatFrequencyMS=50`,
      collections: asDeclared([people, users, logDays, logEntries, logBatches, logBatchBodies]),
      types: registry,
      appName: 'rollcall-faults',
      limits,
    });
    operator = await mongoose.createConnection(server.uri).asPromise();
  });

  after(async () => {
    await operator.close();
    await store.close();
    await server.stop();
  });

  /** Fails commands of the store's connections only. */
  async function failing<T>(
    failCommands: readonly string[],
    times: number,
    data: object,
    work: () => Promise<T>,
  ): Promise<T> {
    const point = { configureFailPoint: 'failCommand' };
    await operator.db?.admin().command({
      ...point,
      mode: { times },
      data: { appName: 'rollcall-faults', failCommands, ...data },
    });
    try {
      return await work();
    } finally {
      await operator.db?.admin().command({ ...point, mode: 'off' });
    }
  }

  for (const { title, data } of faults) {
    for (const { command, times, documents, outcome } of steps) {
      it(`${title}, ${times === 1 ? 'once' : 'always'} at ${command}`, async () => {
        const ids = Array.from({ length: documents }, (_, n) => `${title}-${command}-${times}-${n}`);
        const write = () =>
          store.transaction(async (tx) => {
            await tx.get(people, 't', 'nobody');
            for (const id of ids) tx.insert(people, { id, tenant: 't', name: id, count: 0 });
          });
        const error = await failing([command], times, data, write).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        const held = await Promise.all(ids.map((id) => store.get(people, 't', id)));
        const committed = held.filter((doc) => doc !== undefined).length;

        if (error !== undefined) expect(error).to.be.instanceOf(Unavailable);
        expect(committed, 'documents written').to.equal(error === undefined ? documents : 0);
        if (outcome === 'committed') expect(error).to.equal(undefined);
        if (outcome === 'unavailable') expect(error).to.be.instanceOf(Unavailable);
      });
    }
  }

  for (const { title, data } of faults.filter((fault) => fault !== CONFLICT))
    it(`${title}: a read is asked once more`, async () => {
      const id = `${title}, read again`;
      await store.transaction(async (tx) => tx.insert(people, { id, tenant: 't', name: id, count: 0 }));
      const found = await failing(['find'], 1, data, () => store.get(people, 't', id));
      expect(found?.name).to.equal(id);
    });

  it('writes the provisioning log once when a commit ends without an answer', async () => {
    const [book, runtime] = [new LogBook(store), systemRuntime()];
    const request = { requestId: 'r', method: 'GET', ip: '192.0.2.1', userAgent: '' };
    const paths = ['/1', '/2', '/3'];
    for (const path of paths)
      book.add(unauthenticatedEntry(runtime, 'g', { ...request, path }, { status: 200, outcome: 'Read.' }));
    await failing(['commitTransaction'], 1, { closeConnection: true }, () => book.flush());
    const items = await loggedIn(store, 'g');
    expect(items.map(({ path }) => path)).to.deep.equal(paths);
  });

  it('gives up a read and a write that the server never answers', async () => {
    const patient = await openMongoStore({
      uri: server.uri,
      collections: asDeclared([people]),
      types: registry,
      ...{ appName: 'rollcall-faults', answerMs: 200, limits: { mongoCommitMs: 600 } },
    });
    const blocked = { blockConnection: true, blockTimeMS: 2_000 };
    const read = () => patient.get(people, 't', 'x');
    const write = () =>
      patient.transaction(async (tx) => {
        tx.insert(people, { id: 'unanswered', tenant: 't', name: 'unanswered', count: 0 });
      });
    try {
      for (const [command, work] of [
        ['find', read],
        ['insert', write],
      ] as const)
        expect(await failing([command], 50, blocked, () => refusal(work())), command).to.be.instanceOf(
          Unavailable,
        );
    } finally {
      await patient.close();
    }
  });

  it('repeats a read once', async () => {
    const read = () => store.count(people, 't');
    await failing(['aggregate'], 1, { errorCode: 189 }, read);
  });

  it('stops a search that takes too long, and reports that it is too expensive', async () => {
    const filter = parseFilter('title co "x"', userType);
    const slow = () => store.query(users, 'i', { filter, from: { offset: 0 }, limit: 1 });
    expect(await failing(['find'], 1, { errorCode: 50 }, () => refusal(slow()))).to.be.instanceOf(
      TooManyMatches,
    );
    const count = () => store.query(users, 'i', { filter, from: { offset: 0 }, limit: 0 });
    expect(await failing(['aggregate'], 2, { errorCode: 50 }, () => refusal(count()))).to.be.instanceOf(
      TooManyMatches,
    );
    expect(await failing(['find'], 5, { errorCode: 189 }, () => refusal(slow()))).to.be.instanceOf(
      Unavailable,
    );
    const read = () => refusal(store.get(people, 't', 'x'));
    expect(await failing(['find'], 1, { errorCode: 50 }, read)).to.be.instanceOf(Unavailable);
  });

  it('reports not ready without waiting for a slow server', async () => {
    const blocked = { blockConnection: true, blockTimeMS: 2_000 };
    const error = await failing(['ping'], 1, blocked, () =>
      store.ready().then(
        () => undefined,
        (reason: unknown) => reason,
      ),
    );
    expect(error).to.be.instanceOf(Unavailable);
    await store.ready();
  });

  it('is not ready and answers nothing while the server is down, and continues afterwards', async function () {
    this.timeout(600_000);
    await server.kill();
    const refused = await Promise.all(
      [
        store.ready(),
        store.get(people, 't', 'x'),
        store.list(people, 't', { limit: 1 }),
        store.transaction(async (tx) => tx.insert(people, { id: 'x', tenant: 't', name: 'x', count: 0 })),
      ].map((asked) =>
        asked.then(
          () => 'answered',
          (reason: unknown) => reason,
        ),
      ),
    );
    for (const reason of refused) expect(reason).to.be.instanceOf(Unavailable);
    await server.restart();
    expect(await store.get(people, 't', 'x')).to.equal(undefined);
    await store.ready();
  });
});
