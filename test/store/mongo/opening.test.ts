import { expect } from 'chai';
import mongoose from 'mongoose';
import { Unavailable } from '../../../lib/store/errors.ts';
import { Layout } from '../../../lib/store/mongo/layout.ts';
import { declareModels } from '../../../lib/store/mongo/models.ts';
import { unsuitable } from '../../../lib/store/mongo/server_check.ts';
import { openMongoStore } from '../../../lib/store/mongo/store.ts';
import type { Collection } from '../../../lib/store/port.ts';
import { registry } from '../collections.ts';
import { describeMongo } from './available.ts';
import { asDeclared, type Person, people } from './collections.ts';
import { dropDatabase, testDatabase } from './database.ts';

describe('a MongoDB server', () => {
  const servers = [
    { title: 'a replica set', hello: { setName: 'rs0' }, version: '8.0.4', reason: undefined },
    {
      title: 'a router of a sharded cluster',
      hello: { msg: 'isdbgrid' },
      version: '8.2.0',
      reason: undefined,
    },
    { title: 'a standalone server', hello: {}, version: '8.0.4', reason: /--replSet rs0.*rs\.initiate\(\)/ },
    {
      title: 'an old server',
      hello: { setName: 'rs0' },
      version: '7.0.14',
      reason: /8\.0 or newer.*7\.0\.14/,
    },
    { title: 'a server of two digits', hello: { setName: 'rs0' }, version: '10.0.1', reason: undefined },
  ];
  for (const { title, hello, version, reason } of servers) {
    it(`that is ${title} is ${reason ? 'refused with a remedy' : 'accepted'}`, () => {
      const said = unsuitable(hello, version);
      if (reason) expect(said).to.match(reason);
      else expect(said).to.equal(undefined);
    });
  }

  it('that does not answer is unavailable, and the password is not in the message', async () => {
    const uri = 'mongodb://ada:lovelace@127.0.0.1:1/rollcall';
    const limits = { mongoSelectMs: 200 };
    const error = await openMongoStore({ uri, collections: [], types: registry, limits }).catch(
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(Unavailable);
    expect(String(error)).to.contain('127.0.0.1:1').and.not.to.contain('lovelace');
  });
});

describe('a collection that cannot be stored', () => {
  const wrong: readonly { title: string; declaration: Partial<Collection<Person>> }[] = [
    { title: 'a key over a field of the store', declaration: { indexes: { doc: { fields: ['doc'] } } } },
    { title: 'a key with a dot', declaration: { unique: { 'a.b': { fields: ['name'] } } } },
    { title: 'a field that is an operator', declaration: { unique: { name: { fields: ['$name'] } } } },
    {
      title: 'a key with the name of the primary order',
      declaration: { indexes: { primary: { fields: ['name'] } } },
    },
  ];
  for (const { title, declaration } of wrong) {
    it(title, () => {
      const [collection] = asDeclared([{ ...people, ...declaration }]);
      expect(() => collection && new Layout(collection, registry)).to.throw(
        TypeError,
        'people cannot be stored',
      );
    });
  }
});

describeMongo('the indexes', (server) => {
  const uri = testDatabase(server) ?? server;
  const open = (declared: Collection<Person>) =>
    openMongoStore({ uri, collections: asDeclared([declared]), types: registry });

  after(() => dropDatabase(uri));

  it('of a new database are built at once', async () => {
    const store = await open(people);
    expect(await store.missingIndexes()).to.deep.equal([]);
    await store.close();
  });

  it('declared later or changed are missing until they are built', async () => {
    const changed: Collection<Person> = {
      ...people,
      expires: 'count',
      unique: { name: { fields: ['name', 'count'] } },
      indexes: { ...people.indexes, name2: { fields: ['name'] } },
    };
    const store = await open(changed);
    expect(await store.missingIndexes()).to.deep.equal(['people.expiry', 'people.name', 'people.name2']);
    await store.ensureIndexes();
    expect(await store.missingIndexes()).to.deep.equal([]);
    await store.close();
  });

  it('that cannot be compared because MongoDB does not answer are unavailable, with a remedy', async () => {
    const store = await open(people);
    await store.close();
    const error = await store.missingIndexes().catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(Unavailable);
    expect(String(error)).to.contain('Try again');
  });

  it('made by an operator are kept', async () => {
    const operator = await mongoose.createConnection(uri).asPromise();
    await operator.collection('people').createIndex({ doc: 1 }, { name: 'mine' });
    const store = await open(people);
    expect(await store.missingIndexes()).to.deep.equal(['people.name']);
    await store.ensureIndexes();
    const names = (await operator.collection('people').listIndexes().toArray()).map(({ name }) =>
      String(name),
    );
    expect(names).to.include.members(['mine', 'name', 'tag', 'primary']);
    await operator.close();
    await store.close();
  });

  it('contain only documents with a value', async () => {
    const store = await open(people);
    await store.transaction(async (tx) => {
      for (const n of [1, 2, 3]) {
        tx.insert(people, {
          id: `p${n}`,
          tenant: 't',
          name: `p${n}`,
          count: n,
          tags: n === 1 ? ['x', 'y'] : [],
        });
      }
    });
    expect(await store.count(people, 't', { index: 'tag' })).to.equal(1);
    expect((await store.list(people, 't', { index: 'tag', equal: ['y'], limit: 9 })).items).to.have.length(1);
    await store.close();
  });
});

describeMongo('values that carry operators', (server) => {
  const uri = testDatabase(server) ?? server;
  after(() => dropDatabase(uri));

  it('are refused in every value', async () => {
    const store = await openMongoStore({ uri, collections: asDeclared([people]), types: registry });
    await store.transaction(async (tx) => tx.insert(people, { id: 'a', tenant: 't', name: 'ada', count: 1 }));
    for (const operator of [{ $ne: null }, { $gt: '' }, { $regex: '.*' }, ['ada'], null, undefined]) {
      const evil = operator as unknown as string;
      const attempts = [
        () => store.get(people, 't', evil),
        () => store.get(people, evil, 'a'),
        () => store.find(people, 't', 'name', evil),
        () => store.find(people, evil, 'name', 'ada'),
        () => store.list(people, 't', { index: 'name', equal: [evil], limit: 1 }),
        () => store.list(people, evil, { limit: 1 }),
        () => store.count(people, evil),
        () => store.count(people, 't', { index: 'name', equal: [evil] }),
      ];
      for (const attempt of attempts) {
        const error = await attempt().catch((reason: unknown) => reason);
        expect(error, `${attempt} with ${JSON.stringify(operator)}`).to.be.instanceOf(TypeError);
      }
    }
    await store.close();
  });

  it('become values in MongoDB, and an unknown field is an error', async () => {
    const connection = await mongoose.createConnection(uri, { sanitizeFilter: true }).asPromise();
    if (!connection.db) throw new Error('not connected');
    const { checked } =
      declareModels(connection, connection.db, asDeclared([people]), registry).get('people') ?? {};
    expect(checked?.({ name: { $ne: null } })).to.deep.equal({ name: { $eq: { $ne: null } } });
    expect(() => checked?.({ nobody: 'x' })).to.throw('nobody');
    expect(() => checked?.({ $where: 'true' })).to.throw('$where');
    await connection.close();
  });
});
