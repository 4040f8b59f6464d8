import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { sealTurn, verifyChain } from '../../lib/audit/chain.ts';
import { record } from '../../lib/audit/record.ts';
import { auditEntries, auditHeads } from '../../lib/audit/types.ts';
import { type Runtime, systemRuntime } from '../../lib/runtime.ts';
import { openStore } from '../../lib/store/open.ts';
import type { Collection, Doc, Store } from '../../lib/store/port.ts';
import { dropDatabase, testDatabase } from '../store/mongo/database.ts';

const collections = [auditEntries, auditHeads] as unknown as readonly Collection<Doc>[];

describe('sealing the audit log', () => {
  const key = Buffer.alloc(32, 1);
  let directory: string;
  let database: string | undefined;
  let store: Store;
  let runtime: Runtime;
  let now: number;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rollcall-'));
    database = testDatabase();
    store = await openStore(
      { mongodbUri: database, mongodbQueryTimeout: 60_000, dataDir: directory },
      collections,
    );
    now = 1_000;
    runtime = { ...systemRuntime(), now: () => now };
  });
  afterEach(async () => {
    await store.close();
    await dropDatabase(database);
    await rm(directory, { recursive: true });
  });

  async function happen(rootId: string, times: number): Promise<void> {
    await store.transaction(async (tx) => {
      for (let at = 0; at < times; at++)
        record(tx, runtime, {
          ...{ rootId, action: 'user.created', target: `${at}`, detail: {} },
          actor: { kind: 'scim' },
        });
    });
    now += 1;
  }

  const verdict = (rootId: string) => verifyChain(store, key, rootId);

  it('goes on while there is more than a batch', async () => {
    await happen('busy', 2 * limits.sealBatch + 1);
    expect(await sealTurn(store, key)).to.equal(2 * limits.sealBatch + 1);
    expect(await verdict('busy')).to.deep.equal({ sealed: 2 * limits.sealBatch + 1, unsealed: 0 });
    expect(await sealTurn(store, key)).to.equal(0);
  });

  it('begins each batch where the last one ended, and does not pass over what is sealed again', async () => {
    await happen('busy', 2 * limits.sealBatch + 1);
    const begun: unknown[] = [];
    const watched = new Proxy(store, {
      get: (target, name) =>
        name === 'sweep'
          ? (...[from, range]: Parameters<Store['sweep']>) => {
              begun.push(range.after);
              return target.sweep(from, range);
            }
          : (Reflect.get(target, name) as () => unknown).bind(target),
    });
    await sealTurn(watched, key);
    expect(begun[0]).to.equal(undefined);
    expect(new Set(begun).size).to.equal(3);
  });

  it('ends its turn after so many entries, and goes on in the next one', async () => {
    const most = 2 * limits.sealBatch;
    await happen('busy', most + 1);
    expect(await sealTurn(store, key, most)).to.equal(most);
    expect(await verdict('busy')).to.deep.equal({ sealed: most, unsealed: 1 });
    expect(await sealTurn(store, key, most)).to.equal(1);
    expect(await verdict('busy')).to.deep.equal({ sealed: most + 1, unsealed: 0 });
  });

  for (const quiet of ['a', 'z'])
    it(`lets no entry of a group wait for those that came later in another one (${quiet} and m)`, async () => {
      await happen('m', 10);
      await happen(quiet, 1);
      await happen('m', limits.sealBatch);
      await sealTurn(store, key, 1);
      expect(await verdict(quiet)).to.deep.equal({ sealed: 1, unsealed: 0 });
      expect(await verdict('m')).to.deep.equal({ sealed: limits.sealBatch - 1, unsealed: 11 });
    });
});
