import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { openEmbeddedStore } from '../../lib/store/embedded/store.ts';
import type { Transaction } from '../../lib/store/port.ts';
import { people } from './collections.ts';
import { Fixture, fresh, personIn } from './contract/fixture.ts';
import { type Open, storeContract } from './contract.ts';

const openEmbedded: Open = async (opening) => {
  const directory = await mkdtemp(join(tmpdir(), 'rollcall-store-'));
  let store = await openEmbeddedStore({ directory, ...opening });
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await openEmbeddedStore({ directory, ...opening });
      return store;
    },
    destroy: async () => {
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
};

storeContract('the embedded store', openEmbedded);

describe('a large unit of work in the embedded store', () => {
  const fixture = Fixture.for(openEmbedded);
  const many = 2_500;

  it('is repeated when a rival has written its document during the commit', async () => {
    const { store } = fixture;
    const [tenant, other] = [fresh('t'), fresh('t')];
    const [held] = await fixture.add(tenant, { age: 1 });
    const id = held?.id ?? '';
    const grow = async (tx: Transaction, by: number) => {
      const person = await tx.get(people, tenant, id);
      if (person) tx.update(people, { ...person, age: Number(person.age) + by });
    };
    let runs = 0;
    let rival: Promise<void> | undefined;
    await store.transaction(async (tx) => {
      runs += 1;
      for (let at = 0; at < many; at++) tx.insert(people, personIn(other));
      await grow(tx, 10);
      setImmediate(() => {
        rival ??= store.transaction((one) => grow(one, 100));
      });
    });
    await rival;
    expect(runs).to.equal(2);
    expect((await store.get(people, tenant, id))?.age).to.equal(111);
    expect(await store.count(people, other)).to.equal(many);
  });

  it('is visible completely or not at all', async () => {
    const { store } = fixture;
    const tenant = fresh('t');
    const work = store.transaction(async (tx) => {
      for (let at = 0; at < many; at++) tx.insert(people, personIn(tenant));
    });
    const seen = new Set<number>();
    let isGoing = true;
    const ended = work.finally(() => {
      isGoing = false;
    });
    while (isGoing) {
      // What is remembered is answered without a turn for the commit.
      await turn();
      const { items } = await store.list(people, tenant, { limit: many });
      seen.add(items.length);
      const inside = await store.transaction((tx) => tx.list(people, tenant, { limit: many }));
      seen.add(inside.items.length);
    }
    await ended;
    seen.add(await store.count(people, tenant));
    seen.delete(0);
    expect([...seen]).to.deep.equal([many]);
  });
});

describe('expired documents in the embedded store', () => {
  const fixture = Fixture.for(openEmbedded);

  it('are removed, however many there are, and no others', async () => {
    const { store } = fixture;
    const tenant = fresh('t');
    const [gone, kept] = [1_201, 3];
    await store.transaction(async (tx) => {
      for (let at = 0; at < gone; at++) tx.insert(people, personIn(tenant, { vanishesAt: 1_000 + at }));
      for (let at = 0; at < kept; at++)
        tx.insert(people, personIn(tenant, { vanishesAt: 1_000 + gone + at }));
      tx.insert(people, personIn(tenant));
    });
    expect(await store.purge(1_000 + gone)).to.equal(gone);
    expect(await store.count(people, tenant)).to.equal(kept + 1);
    expect(await store.purge(1_000 + gone)).to.equal(0);
  });
});
