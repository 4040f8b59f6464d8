import { expect } from 'chai';
import { DuplicateKey, Unavailable } from '../../../lib/store/errors.ts';
import { type MongoStore, openMongoStore } from '../../../lib/store/mongo/store.ts';
import { collections, registry } from '../collections.ts';
import { addPair, expectWholePairs } from '../pairs.ts';
import { describeMongo } from './available.ts';
import { startServer, type TestServer } from './server.ts';

const workers = 6;
const acknowledgedBeforeEachKill = 60;
const kills = 3;

describeMongo('MongoDB killed under load', () => {
  let server: TestServer;
  let store: MongoStore;

  before(async function () {
    this.timeout(600_000);
    server = await startServer();
    const limits = { mongoSelectMs: 2_000, mongoCommitMs: 4_000 };
    store = await openMongoStore({ uri: server.uri, collections, types: registry, limits });
  });

  after(async () => {
    await store.close();
    await server.stop();
  });

  it('keeps acknowledged writes and shows no half transaction', async function () {
    this.timeout(600_000);
    const acknowledged: string[] = [];
    let enough: (() => void) | undefined;
    let stopped = false;

    const workThrough = async (worker: number) => {
      for (let turn = 0; !stopped; turn++) {
        const id = `${worker}-${turn}`;
        try {
          await addPair(store, id);
        } catch (error) {
          expect(error, String(error)).to.satisfy(mayBeUnknown);
          continue;
        }
        if (acknowledged.push(id) % acknowledgedBeforeEachKill === 0) enough?.();
      }
    };

    const working = Array.from({ length: workers }, (_, worker) => workThrough(worker));
    for (let kill = 0; kill < kills; kill++) {
      await new Promise<void>((resolve) => {
        enough = resolve;
      });
      await server.restart();
    }
    await new Promise<void>((resolve) => {
      enough = resolve;
    });
    stopped = true;
    await Promise.all(working);

    await expectWholePairs(store, acknowledged);
  });
});

/** A commit whose answer was lost may have happened: then its repetition finds its own documents. */
function mayBeUnknown(error: unknown): boolean {
  return error instanceof Unavailable || error instanceof DuplicateKey;
}
