import { expect } from 'chai';
import { people, userOf, users } from '../collections.ts';
import type { Open } from '../contract.ts';
import { pageOf } from '../found.ts';
import { Fixture, fresh, refusal } from './fixture.ts';

export function isolation(open: Open): void {
  describe('a tenant', () => {
    const fixture = Fixture.for(open, { attempts: 1 });

    it('never sees the documents of another', async () => {
      const [own, other] = [fresh('t'), fresh('t')];
      const badge = fresh('badge');
      const fields = { name: 'Ada', aliases: ['a'], tags: ['x'], age: 1, room: 'R', seat: 1 };
      const [ada] = await fixture.add(own, { ...fields, badge, dueAt: 1 });
      const { store } = fixture;
      const id = ada?.id ?? '';
      expect(await store.get(people, other, id)).to.equal(undefined);
      expect(await store.find(people, other, 'name', 'Ada')).to.equal(undefined);
      expect(await store.find(people, other, 'alias', 'a')).to.equal(undefined);
      for (const index of [undefined, 'tag', 'age', 'roomAge']) {
        const along = index === undefined ? {} : { index };
        expect((await store.list(people, other, { ...along, limit: 9 })).items).to.deep.equal([]);
        expect(await store.count(people, other, along)).to.equal(0);
      }
      await fixture.add(other, fields);
      expect(await store.count(people, own)).to.equal(1);
      expect(await store.count(people, other)).to.equal(1);
    });

    it('does not see them through a global key', async () => {
      const badge = fresh('badge');
      await fixture.add(fresh('t'), { badge, dueAt: 1 });
      const nobody = (): undefined => undefined;
      const found = await fixture.store.find(people, fresh('t'), 'badge', badge).catch(nobody);
      expect(found).to.equal(undefined);
      const page = await fixture.store.list(people, fresh('t'), { index: 'due', limit: 9 }).catch(nobody);
      expect(page?.items ?? []).to.deep.equal([]);
    });

    it('cannot change them', async () => {
      const [own, other] = [fresh('t'), fresh('t')];
      const [ada] = await fixture.add(own, {});
      if (!ada) throw new Error('nobody was inserted');
      const stolen = { ...ada, tenant: other };
      await refusal(fixture.store.transaction(async (tx) => tx.update(people, stolen)));
      await refusal(fixture.store.transaction(async (tx) => tx.remove(people, stolen)));
      expect(await fixture.store.get(people, own, ada.id)).to.deep.equal(ada);
      expect(await fixture.store.get(people, other, ada.id)).to.equal(undefined);
    });

    it('with a name that is a prefix of another name sees its own documents only', async () => {
      const own = fresh('t');
      const others = ['', '\u0000', '\u0000\u0000', '\u0001', 'a', '\n'].map((more) => own + more);
      for (const tenant of others) await fixture.add(tenant, { name: tenant, tags: [tenant] });
      for (const tenant of others) {
        expect(await fixture.names(tenant)).to.deep.equal([tenant]);
        const tagged = await fixture.store.list(people, tenant, { index: 'tag', limit: 9 });
        expect(tagged.items.map(({ name }) => name)).to.deep.equal([tenant]);
        const found = await fixture.store.find(people, tenant, 'name', tenant);
        expect(found?.tenant).to.equal(tenant);
        expect(await fixture.store.count(people, tenant)).to.equal(1);
      }
    });

    it('searches its own documents only', async () => {
      const [own, other] = [fresh('i'), fresh('i')];
      await fixture.store.transaction(async (tx) => {
        for (const integration of [own, other])
          tx.insert(users, userOf(integration, fresh('u'), { userName: 'ada' }));
      });
      const from = { offset: 0 };
      const found = await pageOf(fixture.store.query(users, own, { from, limit: 9 }));
      expect(found.items.map(({ integration }) => integration)).to.deep.equal([own]);
      expect(found.total).to.equal(1);
    });
  });
}
