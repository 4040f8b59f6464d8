import { expect } from 'chai';
import { type MongoStore, openMongoStore } from '../../../lib/store/mongo/store.ts';
import type { Reader, Transaction } from '../../../lib/store/port.ts';
import { Remembered } from '../../../lib/store/remembered.ts';
import { registry } from '../collections.ts';
import { describeMongo } from './available.ts';
import { asDeclared, people } from './collections.ts';
import { dropDatabase, testDatabase } from './database.ts';

describe('remembered reads', () => {
  const reads: readonly (readonly [what: string, read: (reader: Reader) => Promise<unknown>])[] = [
    ['a document', (reader) => reader.get(people, 't', '1')],
    ['another document', (reader) => reader.get(people, 't', '2')],
    ['the same id of another tenant', (reader) => reader.get(people, 'u', '1')],
    ['several documents', (reader) => reader.getMany(people, 't', ['1', '2'])],
    ['them in another order', (reader) => reader.getMany(people, 't', ['2', '1'])],
    ['a value of a unique key', (reader) => reader.find(people, 't', 'name', '1')],
    ['a number that looks the same', (reader) => reader.find(people, 't', 'name', 1)],
    ['a list', (reader) => reader.list(people, 't', { index: 'tag', equal: ['1'], limit: 9 })],
    ['a shorter list', (reader) => reader.list(people, 't', { index: 'tag', equal: ['1'], limit: 8 })],
  ];

  it('ask for the same thing once, and for different things each', async () => {
    let asked = 0;
    const answering = {
      get: async () => (asked += 1),
      getMany: async () => (asked += 1),
      find: async () => (asked += 1),
      locate: async () => (asked += 1),
      list: async () => (asked += 1),
    } as unknown as Reader;
    const remembered = new Remembered(answering);
    for (const times of [1, 2])
      for (const [at, [what, read]] of reads.entries())
        expect([what, times, await read(remembered)]).to.deep.equal([what, times, at + 1]);
  });
});

describeMongo('what is read ahead of a unit of work on MongoDB', (server) => {
  const database = testDatabase(server) ?? '';
  let store: MongoStore;
  let made = 0;

  before(async function () {
    this.timeout(60_000);
    store = await openMongoStore({ uri: database, collections: asDeclared([people]), types: registry });
  });
  after(async () => {
    await store.close();
    await dropDatabase(database);
  });

  it('is used, and read anew after a conflict with a rival', async () => {
    const id = await person();
    const ahead = store.ahead();
    await ahead.get(people, 't', id);
    await count(id);
    const seen: unknown[] = [];
    const work = async (tx: Transaction) => {
      const doc = await tx.get(people, 't', id);
      seen.push(doc?.count);
      if (doc) tx.update(people, { ...doc, count: doc.count + 10 });
    };
    await store.transaction(work, undefined, ahead);
    expect(seen).to.deep.equal([0, 1]);
    expect((await store.get(people, 't', id))?.count).to.equal(11);
  });

  it('is read anew when it is old', async () => {
    const id = await person();
    const old = Object.defineProperty(store.ahead(), 'begunAt', { value: -1e9 });
    await old.get(people, 't', id);
    await count(id);
    const found = await store.transaction((tx) => tx.get(people, 't', id), undefined, old);
    expect(found?.count).to.equal(1);
  });

  it('may fail where nobody asks for it', async () => {
    const id = await person();
    const found = await store.transaction(async (tx) => {
      tx.foresee((reader) => [reader.find(people, 't', 'nothing', 'x')]);
      return tx.get(people, 't', id);
    });
    expect(found?.id).to.equal(id);
  });

  async function person(): Promise<string> {
    const id = `p${made++}`;
    await store.transaction(async (tx) => tx.insert(people, { id, tenant: 't', name: id, count: 0 }));
    return id;
  }

  async function count(id: string): Promise<void> {
    await store.transaction(async (tx) => {
      const doc = await tx.get(people, 't', id);
      if (doc) tx.update(people, { ...doc, count: doc.count + 1 });
    });
  }
});
