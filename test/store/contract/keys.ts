import { expect } from 'chai';
import { DuplicateKey } from '../../../lib/store/errors.ts';
import { PLATFORM } from '../../../lib/store/port.ts';
import { type Person, people, places } from '../collections.ts';
import type { Open } from '../contract.ts';
import { Fixture, fresh, placeAt, refusal } from './fixture.ts';

/** The index and the value of a conflict, which the error has to name. */
const taken: readonly [what: string, held: Partial<Person>, wanted: Partial<Person>, ...named: string[]][] = [
  ['a value', { name: 'Ada' }, { name: 'Ada' }, 'name', 'Ada'],
  ['one element of several', { aliases: ['a', 'b'] }, { aliases: ['c', 'b'] }, 'alias', 'b'],
  ['two values together', { room: 'R', seat: 1 }, { room: 'R', seat: 1 }, 'seat', 'R, 1'],
];

/** Both may be: no value is taken. */
const free: readonly [what: string, one: Partial<Person>, other: Partial<Person>][] = [
  ['absent values', { room: 'R' }, { room: 'R' }],
  ['empty lists', { aliases: [] }, { aliases: [] }],
  ['one of two values alone', { room: 'R', seat: 1 }, { room: 'R', seat: 2 }],
  ['letter case', { name: 'Ada' }, { name: 'ada' }],
  ['a text and its beginning', { name: 'Ada' }, { name: 'Ada\u0000' }],
  ['values that join to the same text', { room: 'a\u0000', seat: 1 }, { room: 'a', seat: 1 }],
];

export function keys(open: Open): void {
  describe('unique keys', () => {
    const fixture = Fixture.for(open, { attempts: 1 });

    for (const [what, held, wanted, index, value] of taken) {
      it(`refuse ${what} that is taken, with its name`, async () => {
        const tenant = fresh('t');
        const [holder] = await fixture.add(tenant, held);
        const error = await refusal(fixture.add(tenant, wanted));
        expect(error).to.be.instanceOf(DuplicateKey);
        expect(error).to.include({ collection: 'people', index, value });
        expect(await fixture.store.count(people, tenant)).to.equal(1);

        const [other] = await fixture.add(tenant, {});
        if (!other || !holder) throw new Error('nobody was inserted');
        const update = fixture.store.transaction(async (tx) => tx.update(people, { ...other, ...wanted }));
        expect(await refusal(update)).to.include({ collection: 'people', index, value });
        expect(await fixture.store.get(people, tenant, other.id)).to.deep.equal(other);
      });

      it(`release ${what} to another document`, async () => {
        const tenant = fresh('t');
        const [holder] = await fixture.add(tenant, held);
        if (!holder) throw new Error('nobody was inserted');
        const { id, v, tenant: owner } = holder;
        await fixture.store.transaction(async (tx) =>
          tx.update(people, { id, v, tenant: owner, name: fresh('other') }),
        );
        const [next] = await fixture.add(tenant, wanted);
        expect(next?.v).to.equal(1);
      });
    }

    for (const [what, one, other] of free) {
      it(`distinguish ${what}`, async () => {
        const tenant = fresh('t');
        await fixture.add(tenant, one);
        await fixture.add(tenant, other);
        expect(await fixture.store.count(people, tenant)).to.equal(2);
      });
    }

    it('find the document with a value', async () => {
      const tenant = fresh('t');
      const [ada, grace] = await fixture.add(
        tenant,
        { name: 'Ada', aliases: ['a', 'b'], room: 'R', seat: 1 },
        { name: 'Grace', aliases: ['c'], room: 'R', seat: 2 },
      );
      const { store } = fixture;
      expect(await store.find(people, tenant, 'name', 'Grace')).to.deep.equal(grace);
      expect(await store.find(people, tenant, 'alias', 'b')).to.deep.equal(ada);
      expect(await store.find(people, tenant, 'seat', 'R', 2)).to.deep.equal(grace);
      expect(await store.find(people, tenant, 'alias', 'd')).to.equal(undefined);
      expect(await store.find(people, tenant, 'seat', 'R', 3)).to.equal(undefined);
    });

    it('follow an update', async () => {
      const tenant = fresh('t');
      const [ada] = await fixture.add(tenant, { name: 'Ada', aliases: ['a', 'b'] });
      if (!ada) throw new Error('nobody was inserted');
      await fixture.store.transaction(async (tx) =>
        tx.update(people, { ...ada, name: 'Augusta', aliases: ['b', 'c'] }),
      );
      const found = async (key: string, value: string) =>
        (await fixture.store.find(people, tenant, key, value))?.v;
      expect(await found('name', 'Ada')).to.equal(undefined);
      expect(await found('name', 'Augusta')).to.equal(2);
      expect(await found('alias', 'a')).to.equal(undefined);
      expect(await found('alias', 'b')).to.equal(2);
      expect(await found('alias', 'c')).to.equal(2);
    });

    it('that are global apply across tenants, and locate finds the document', async () => {
      const badge = fresh('badge');
      const [holder] = await fixture.add(fresh('t'), { badge });
      const error = await refusal(fixture.add(fresh('t'), { badge }));
      expect(error).to.include({ collection: 'people', index: 'badge', value: badge });
      expect(await fixture.store.locate(people, 'badge', badge)).to.deep.equal(holder);
      expect(await fixture.store.locate(people, 'badge', fresh('badge'))).to.equal(undefined);
    });

    it('that are not global cannot be read across tenants', async () => {
      expect(await refusal(fixture.store.locate(people, 'name', 'Ada'))).to.be.instanceOf(TypeError);
    });

    it('require all of their values', async () => {
      expect(await refusal(fixture.store.find(people, 't', 'seat', 'R'))).to.be.instanceOf(TypeError);
      expect(await refusal(fixture.store.find(people, 't', 'nothing', 'R'))).to.be.instanceOf(TypeError);
    });

    it('may move a value within one unit of work', async () => {
      const tenant = fresh('t');
      const [x, y, z] = await fixture.add(tenant, { name: 'x' }, { name: 'y' }, { name: 'z' });
      if (!x || !y || !z) throw new Error('nobody was inserted');
      await fixture.store.transaction(async (tx) => {
        tx.update(people, { ...x, name: 'y' });
        tx.update(people, { ...y, name: 'x' });
        tx.remove(people, z);
        tx.insert(people, { id: fresh('p'), tenant, name: 'z' });
      });
      expect((await fixture.store.find(people, tenant, 'name', 'x'))?.id).to.equal(y.id);
      expect((await fixture.store.find(people, tenant, 'name', 'y'))?.id).to.equal(x.id);
      expect((await fixture.store.find(people, tenant, 'name', 'z'))?.v).to.equal(1);
    });

    it('allow replacing a document by another with the same id and values', async () => {
      const tenant = fresh('t');
      const [old] = await fixture.add(tenant, { name: 'Ada', aliases: ['a'], badge: fresh('badge') });
      if (!old) throw new Error('nobody was inserted');
      const { v, ...fields } = old;
      await fixture.store.transaction(async (tx) => {
        tx.remove(people, old);
        tx.insert(people, { ...fields, note: 'new' });
      });
      expect(await fixture.store.find(people, tenant, 'alias', 'a')).to.deep.equal({
        ...fields,
        note: 'new',
        v,
      });
    });

    it('refuse the same value twice within one unit of work', async () => {
      const tenant = fresh('t');
      const error = await refusal(fixture.add(tenant, { name: 'twin' }, { name: 'twin' }));
      expect(error).to.include({ collection: 'people', index: 'name', value: 'twin' });
      expect(await fixture.store.count(people, tenant)).to.equal(0);
    });

    it('of the platform apply to everybody', async () => {
      const slug = fresh('slug');
      const insert = () => fixture.store.transaction(async (tx) => tx.insert(places, placeAt(slug)));
      const { id } = await insert();
      expect(await refusal(insert())).to.include({ collection: 'places', index: 'slug', value: slug });
      expect((await fixture.store.find(places, PLATFORM, 'slug', slug))?.id).to.equal(id);
    });
  });
}
