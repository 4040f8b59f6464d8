import { expect } from 'chai';
import { people } from '../collections.ts';
import type { Open } from '../contract.ts';
import { Fixture, fresh, idsOf, personIn } from './fixture.ts';

export function unitLists(open: Open): void {
  describe('lists in a unit of work', () => {
    const fixture = Fixture.for(open);

    it('have the requested length, whatever the unit has removed', async () => {
      const tenant = fresh('t');
      const tags = ['x'];
      const [a, b, c, d] = await fixture.add(tenant, { tags }, { tags }, { tags }, { tags });
      if (!a || !b || !c || !d) throw new Error('nobody was inserted');
      await fixture.store.transaction(async (tx) => {
        tx.remove(people, a);
        tx.update(people, { ...c, tags: [] });
        const range = { index: 'tag', equal: ['x'] };
        const { items, next = '' } = await tx.list(people, tenant, { ...range, limit: 1 });
        expect(idsOf(items)).to.deep.equal([b.id]);
        const rest = await tx.list(people, tenant, { ...range, limit: 2, after: next });
        expect(rest).to.deep.equal({ items: [d] });
      });
    });

    it('by the beginning of a text include its own writes', async () => {
      const tenant = fresh('t');
      const [kept, changed] = await fixture.add(tenant, { tags: ['ada'] }, { tags: ['adam'] });
      if (!kept || !changed) throw new Error('nobody was inserted');
      await fixture.store.transaction(async (tx) => {
        tx.update(people, { ...changed, tags: ['eve'] });
        const added = tx.insert(people, personIn(tenant, { tags: ['zoe', 'adele'] }));
        const found = await tx.list(people, tenant, { index: 'tag', prefix: 'ad', limit: 9 });
        expect(found).to.deep.equal({ items: [kept, added] });
      });
    });

    it('along an index skip documents without a value, including its own writes', async () => {
      const tenant = fresh('t');
      await fixture.store.transaction(async (tx) => {
        tx.insert(people, personIn(tenant, { room: 'R' }));
        tx.insert(people, personIn(tenant, { tags: [], age: null }));
        const whole = tx.insert(people, personIn(tenant, { room: 'R', age: 1, tags: ['x'] }));
        for (const index of ['roomAge', 'age', 'tag'])
          expect(await tx.list(people, tenant, { index, limit: 9 }), index).to.deep.equal({ items: [whole] });
        const range = { index: 'roomAge', equal: ['R'], limit: 9 };
        expect(await tx.list(people, tenant, range)).to.deep.equal({ items: [whole] });
      });
    });
  });
}
