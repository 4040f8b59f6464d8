import { expect } from 'chai';
import { Unavailable } from '../../../lib/store/errors.ts';
import { every } from '../../../lib/store/every.ts';
import { people } from '../collections.ts';
import type { Open } from '../contract.ts';
import { Fixture, fresh, idsOf, refusal } from './fixture.ts';

export function snapshots(open: Open): void {
  describe('a snapshot', () => {
    const fixture = Fixture.for(open);

    it('shows one state during concurrent writes', async () => {
      const tenant = fresh('t');
      const [a, b, c] = await fixture.add(tenant, { name: 'a', age: 1 }, { name: 'b', age: 2 }, { age: 3 });
      if (!a || !b || !c) throw new Error('nobody was inserted');
      const snapshot = await fixture.store.snapshot();
      expect(await snapshot.get(people, tenant, a.id)).to.deep.equal(a);
      await fixture.store.transaction(async (tx) => {
        tx.update(people, { ...a, name: 'z', age: 9 });
        tx.remove(people, b);
      });
      await fixture.add(tenant, { name: 'b', age: 4 });

      expect(await snapshot.get(people, tenant, a.id)).to.deep.equal(a);
      expect(await snapshot.find(people, tenant, 'name', 'a')).to.deep.equal(a);
      expect(await snapshot.find(people, tenant, 'name', 'b')).to.deep.equal(b);
      expect(await snapshot.find(people, tenant, 'name', 'z')).to.equal(undefined);
      const first = await snapshot.list(people, tenant, { index: 'age', limit: 2 });
      const rest = await snapshot.list(people, tenant, { index: 'age', limit: 2, after: first.next ?? '' });
      expect([...first.items, ...rest.items]).to.deep.equal([a, b, c]);
      await snapshot.close();
      expect(await fixture.names(tenant)).to.have.members(['z', 'b', c.name]);
    });

    it('shows many pages of one state', async () => {
      const tenant = fresh('t');
      const docs = await fixture.add(tenant, ...Array.from({ length: 1_100 }, () => ({})));
      const snapshot = await fixture.store.snapshot();
      const seen: string[] = [];
      for await (const { id } of every(snapshot, people, tenant)) {
        if (seen.push(id) !== 1) continue;
        await fixture.store.transaction(async (tx) => {
          for (const doc of docs) tx.remove(people, doc);
        });
      }
      await snapshot.close();
      expect(seen).to.deep.equal(idsOf(docs));
      expect(await fixture.store.count(people, tenant)).to.equal(0);
    });

    it('blocks no writes, and may be closed twice', async () => {
      const tenant = fresh('t');
      const [person] = await fixture.add(tenant, { age: 1 });
      const snapshot = await fixture.store.snapshot();
      await snapshot.get(people, tenant, person?.id ?? '');
      for (let age = 2; age < 5; age++)
        await fixture.store.transaction(async (tx) => {
          const held = await tx.get(people, tenant, person?.id ?? '');
          if (held) tx.update(people, { ...held, age });
        });
      await snapshot.close();
      await snapshot.close();
      expect((await fixture.store.get(people, tenant, person?.id ?? ''))?.age).to.equal(4);
    });

    it('refuses reads after it is closed', async () => {
      const snapshot = await fixture.store.snapshot();
      await snapshot.close();
      expect(await refusal(snapshot.list(people, fresh('t'), { limit: 1 }))).to.be.instanceOf(Unavailable);
    });
  });
}
