import { expect } from 'chai';
import { PLATFORM } from '../../../lib/store/port.ts';
import { people, places } from '../collections.ts';
import type { Open } from '../contract.ts';
import { Fixture, fresh, personIn, placeAt } from './fixture.ts';

const rivals = Array.from({ length: 50 }, (_, at) => at);

export function races(open: Open): void {
  describe('of many concurrent units', function () {
    this.timeout(600_000);
    const fixture = Fixture.for(open);

    it('one gets a unique value, and the others see it', async () => {
      const tenant = fresh('t');
      const outcomes = await Promise.all(
        rivals.map((rival) =>
          fixture.store.transaction(async (tx) => {
            const holder = await tx.find(people, tenant, 'name', 'Ada');
            if (holder) return { inserted: false, id: holder.id };
            tx.insert(people, personIn(tenant, { name: `beside ${rival}` }));
            return { inserted: true, id: tx.insert(people, personIn(tenant, { name: 'Ada' })).id };
          }),
        ),
      );
      const winner = outcomes.filter(({ inserted }) => inserted);
      expect(winner).to.have.length(1);
      expect(new Set(outcomes.map(({ id }) => id))).to.deep.equal(new Set([winner[0]?.id]));
      expect(await fixture.store.count(people, tenant)).to.equal(2);
    });

    it('one gets a global value', async () => {
      const badge = fresh('badge');
      const outcomes = await Promise.all(
        rivals.map(() =>
          fixture.store.transaction(async (tx) => {
            const holder = await tx.locate(people, 'badge', badge);
            if (holder) return 'late';
            tx.insert(people, personIn(fresh('t'), { badge }));
            return 'first';
          }),
        ),
      );
      expect(outcomes.filter((outcome) => outcome === 'first')).to.have.length(1);
    });

    it('each gets a unique name', async () => {
      const tenant = fresh('t');
      const names = await Promise.all(
        rivals.map(() =>
          fixture.store.transaction(async (tx) => {
            for (let suffix = 0; ; suffix++) {
              const name = suffix === 0 ? 'smith' : `smith${suffix}`;
              if (!(await tx.find(people, tenant, 'name', name)))
                return tx.insert(people, personIn(tenant, { name })).name;
            }
          }),
        ),
      );
      const expected = rivals.map((suffix) => (suffix === 0 ? 'smith' : `smith${suffix}`));
      expect(names).to.have.members(expected);
    });

    it('every one is counted', async () => {
      const tenant = fresh('t');
      const [counter] = await fixture.add(tenant, { age: 0 });
      await Promise.all(
        rivals.map((rival) =>
          fixture.store.transaction(async (tx) => {
            const held = await tx.get(people, tenant, counter?.id ?? '');
            if (!held) throw new Error('gone');
            tx.update(people, { ...held, age: Number(held.age) + 1 });
            if (rival % 2 === 0) tx.insert(people, personIn(tenant));
          }),
        ),
      );
      const held = await fixture.store.get(people, tenant, counter?.id ?? '');
      expect(held).to.include({ age: 50, v: 51 });
      expect(await fixture.store.count(people, tenant)).to.equal(26);
    });

    it('one member stays when all but one may leave, if each unit writes the same document', async () => {
      const tenant = fresh('t');
      const place = await fixture.store.transaction(async (tx) => tx.insert(places, placeAt(fresh('slug'))));
      const owners = await fixture.add(tenant, ...rivals.slice(0, 20).map(() => ({ tags: ['owner'] })));
      const outcomes = await Promise.all(
        owners.map((owner) =>
          fixture.store.transaction(async (tx) => {
            const guard = await tx.get(places, PLATFORM, place.id);
            if (!guard) throw new Error('gone');
            const left = await tx.list(people, tenant, { index: 'tag', equal: ['owner'], limit: 2 });
            if (left.items.length < 2) return 'stays';
            tx.remove(people, owner);
            tx.update(places, { ...guard, visits: guard.visits + 1 });
            return 'leaves';
          }),
        ),
      );
      expect(outcomes.filter((outcome) => outcome === 'stays')).to.have.length(1);
      expect(await fixture.store.count(people, tenant)).to.equal(1);
    });

    it('two that move amounts between two documents lose nothing', async () => {
      const tenant = fresh('t');
      const [a, b] = await fixture.add(tenant, { age: 100 }, { age: 100 });
      const move = (from: string, to: string) =>
        fixture.store.transaction(async (tx) => {
          const [giver, taker] = [await tx.get(people, tenant, from), await tx.get(people, tenant, to)];
          if (!giver || !taker) throw new Error('gone');
          tx.update(people, { ...giver, age: Number(giver.age) - 1 });
          tx.update(people, { ...taker, age: Number(taker.age) + 1 });
        });
      const [first, second] = [a?.id ?? '', b?.id ?? ''];
      await Promise.all(rivals.map((rival) => (rival % 5 === 0 ? move(second, first) : move(first, second))));
      expect((await fixture.store.get(people, tenant, first))?.age).to.equal(70);
      expect((await fixture.store.get(people, tenant, second))?.age).to.equal(130);
    });

    it('each sees what was acknowledged to any other', async () => {
      const tenant = fresh('t');
      await Promise.all(
        rivals.map(async (rival) => {
          const [person] = await fixture.add(tenant, { name: `${rival}`, tags: ['x'] });
          const { store } = fixture;
          expect(await store.get(people, tenant, person?.id ?? '')).to.deep.equal(person);
          expect(await store.find(people, tenant, 'name', `${rival}`)).to.deep.equal(person);
          const { items } = await store.list(people, tenant, { index: 'tag', equal: ['x'], limit: 99 });
          expect(items).to.deep.include(person);
          expect(await store.count(people, tenant)).to.be.at.least(items.length);
        }),
      );
      expect(await fixture.store.count(people, tenant)).to.equal(rivals.length);
    });
  });
}
