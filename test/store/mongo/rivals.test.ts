import { expect } from 'chai';
import { DuplicateKey } from '../../../lib/store/errors.ts';
import { type MongoStore, openMongoStore } from '../../../lib/store/mongo/store.ts';
import { registry } from '../collections.ts';
import { describeMongo } from './available.ts';
import { asDeclared, type Person, people } from './collections.ts';
import { dropDatabase, testDatabase } from './database.ts';

describeMongo('two processes on one MongoDB', (server) => {
  const uri = testDatabase(server) ?? server;
  let stores: readonly MongoStore[];

  before(async () => {
    const open = () => openMongoStore({ uri, collections: asDeclared([people]), types: registry });
    const first = await open();
    stores = [first, await open()];
  });

  after(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await dropDatabase(uri);
  });

  const race = <T>(work: (store: MongoStore, runner: string) => Promise<T>) =>
    Promise.allSettled(
      stores.flatMap((store, process) => [0, 1, 2, 3, 4].map((n) => work(store, `${process}${n}`))),
    );

  const insert = (store: MongoStore, person: Omit<Person, 'v'>) =>
    store.transaction(async (tx) => {
      if (await tx.find(people, person.tenant, 'name', person.name)) throw new Error('taken');
      return tx.insert(people, person);
    });

  it('give a unique value to one of many that insert it', async () => {
    const outcomes = await race((store, runner) =>
      insert(store, { id: `one-${runner}`, tenant: 'a', name: 'ada', count: 0 }),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(String(outcome.reason)).to.equal('Error: taken');
    }
  });

  it('give a unique value to one of many that also write other documents', async () => {
    const outcomes = await race((store, runner) =>
      store.transaction(async (tx) => {
        if (await tx.find(people, 'b', 'name', 'bob')) throw new Error('taken');
        tx.insert(people, { id: `side-${runner}`, tenant: 'b', name: `side-${runner}`, count: 0 });
        tx.insert(people, { id: `two-${runner}`, tenant: 'b', name: 'bob', count: 0 });
      }),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    expect(await stores[0]?.count(people, 'b')).to.equal(2);
  });

  it('count in the same document, alone and beside another write, and lose nothing', async () => {
    await stores[0]?.transaction(async (tx) =>
      tx.insert(people, { id: 'counter', tenant: 'c', name: 'counter', count: 0 }),
    );
    const outcomes = await race((store, runner) =>
      store.transaction(async (tx) => {
        const counter = await tx.get(people, 'c', 'counter');
        if (!counter) throw new Error('gone');
        tx.update(people, { ...counter, count: counter.count + 1 });
        if (runner.endsWith('4'))
          tx.insert(people, { id: `seen-${runner}`, tenant: 'c', name: runner, count: 0 });
      }),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).to.deep.equal([]);
    expect((await stores[1]?.get(people, 'c', 'counter'))?.count).to.equal(outcomes.length);
  });

  it('see at once what was acknowledged to the other', async () => {
    const [first, second] = stores;
    for (let n = 0; n < 20; n++) {
      const id = `fresh-${n}`;
      await first?.transaction(async (tx) => tx.insert(people, { id, tenant: 'd', name: id, count: n }));
      expect((await second?.get(people, 'd', id))?.count).to.equal(n);
    }
  });

  it('let two documents swap a unique value', async () => {
    const store = stores[0];
    const add = (id: string) => ({ id, tenant: 'e', name: id, count: 0 });
    await store?.transaction(async (tx) => [tx.insert(people, add('x')), tx.insert(people, add('y'))]);
    await store?.transaction(async (tx) => {
      const [x, y] = [await tx.get(people, 'e', 'x'), await tx.get(people, 'e', 'y')];
      if (x && y) tx.update(people, { ...x, name: y.name });
      if (x && y) tx.update(people, { ...y, name: x.name });
    });
    expect((await store?.find(people, 'e', 'name', 'x'))?.id).to.equal('y');
    expect((await store?.find(people, 'e', 'name', 'y'))?.id).to.equal('x');
  });

  it('name the taken value, alone and among other writes', async () => {
    const quick = await openMongoStore({
      uri,
      collections: asDeclared([people]),
      types: registry,
      retry: { attempts: 1, pause: async () => undefined },
    });
    const held = { id: 'held', tenant: 'f', name: 'held', count: 0, tags: ['t'] };
    await quick.transaction(async (tx) => tx.insert(people, held));
    for (const [taken, index] of [
      [{ ...held, id: 'other' }, 'name'],
      [{ ...held, name: 'other' }, 'id'],
    ] as const) {
      for (const beside of [0, 1]) {
        const error = await quick
          .transaction(async (tx) => {
            if (beside) tx.insert(people, { id: `beside-${index}`, tenant: 'f', name: 'free', count: 0 });
            tx.insert(people, taken);
          })
          .catch((reason: unknown) => reason);
        expect(error).to.be.instanceOf(DuplicateKey);
        expect(error).to.include({ collection: 'people', index, value: 'held' });
      }
    }
    expect(await quick.count(people, 'f')).to.equal(1);
    await quick.close();
  });
});
