import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { deliverMails } from '../../lib/events/deliver.ts';
import { mails, queueMail } from '../../lib/events/mails.ts';
import { systemRuntime } from '../../lib/runtime.ts';
import { openStore } from '../../lib/store/open.ts';
import type { Collection, Doc, Store } from '../../lib/store/port.ts';
import { dropDatabase, testDatabase } from '../store/mongo/database.ts';

describe('a mail that cannot be sent', () => {
  let directory: string;
  let database: string | undefined;
  let store: Store;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rollcall-'));
    database = testDatabase();
    const collections = [mails as unknown as Collection<Doc>];
    store = await openStore(
      { mongodbUri: database, mongodbQueryTimeout: 60_000, dataDir: directory },
      collections,
    );
  });
  after(async () => {
    await store.close();
    await dropDatabase(database);
    await rm(directory, { recursive: true });
  });

  it('is tried again after a minute, then after two, and not before', async () => {
    let now = 1_000;
    const runtime = { ...systemRuntime(), now: () => now };
    await store.transaction(async (tx) =>
      queueMail(tx, runtime, 'ann@mail.test', { template: 'email_taken' }),
    );
    let tried = 0;
    const refuse = async () => {
      tried += 1;
      throw new Error('no server');
    };
    const triedAfter = async (seconds: number) => {
      now += seconds * 1_000;
      await deliverMails(store, runtime, refuse, 'https://rollcall.test', () => '');
      return tried;
    };
    expect([await triedAfter(0), await triedAfter(59), await triedAfter(1)]).to.deep.equal([1, 1, 2]);
    expect([await triedAfter(119), await triedAfter(1)]).to.deep.equal([2, 3]);
  });
});
