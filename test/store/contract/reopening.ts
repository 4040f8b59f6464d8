import { expect } from 'chai';
import { Unavailable } from '../../../lib/store/errors.ts';
import { people } from '../collections.ts';
import type { Open } from '../contract.ts';
import { Fixture, fresh, refusal } from './fixture.ts';

export function reopening(open: Open): void {
  describe('a store', () => {
    const fixture = Fixture.for(open);

    it('is ready when it is open', async () => {
      await fixture.store.ready();
    });

    it('keeps everything after it is reopened', async () => {
      const tenant = fresh('t');
      const [gone, old] = await fixture.add(
        tenant,
        { name: 'gone', tags: ['x'] },
        { name: 'old', tags: ['x'] },
        { name: 'new', aliases: ['n'] },
      );
      if (!gone || !old) throw new Error('nobody was inserted');
      await fixture.store.transaction(async (tx) => {
        tx.remove(people, gone);
        tx.update(people, { ...old, age: 1 });
      });
      const store = await fixture.opened.reopen();
      expect(await store.count(people, tenant)).to.equal(2);
      expect(await store.get(people, tenant, gone.id)).to.equal(undefined);
      expect(await store.get(people, tenant, old.id)).to.deep.equal({ ...old, age: 1, v: 2 });
      expect((await store.find(people, tenant, 'alias', 'n'))?.name).to.equal('new');
      const tagged = await store.list(people, tenant, { index: 'tag', equal: ['x'], limit: 9 });
      expect(tagged.items.map(({ name }) => name)).to.deep.equal(['old']);
    });
  });

  describe('a store that is closed', () => {
    const fixture = Fixture.for(open);

    it('refuses to read, to write and to be ready', async () => {
      const { store } = fixture;
      await store.close();
      expect(await refusal(store.get(people, 't', 'x'))).to.be.instanceOf(Unavailable);
      expect(await refusal(store.list(people, 't', { limit: 1 }))).to.be.instanceOf(Unavailable);
      expect(await refusal(store.ready())).to.be.instanceOf(Unavailable);
      expect(await refusal(fixture.add('t', {}))).to.be.instanceOf(Unavailable);
    });
  });
}
