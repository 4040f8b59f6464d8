import { expect } from 'chai';
import { DuplicateKey, VersionConflict } from '../../../lib/store/errors.ts';
import { PLATFORM } from '../../../lib/store/port.ts';
import { people, places } from '../collections.ts';
import type { Open } from '../contract.ts';
import { Fixture, fresh, idsOf, personIn, placeAt, refusal } from './fixture.ts';

export function units(open: Open): void {
  describe('a unit of work', () => {
    const fixture = Fixture.for(open);

    it('returns what its work returns', async () => {
      expect(await fixture.store.transaction(async () => 42)).to.equal(42);
    });

    it('sees its own writes, which nobody else sees', async () => {
      const tenant = fresh('t');
      const [old, gone] = await fixture.add(tenant, { name: 'old', tags: ['x'] }, { name: 'gone' });
      if (!old || !gone) throw new Error('nobody was inserted');
      const { store } = fixture;
      await store.transaction(async (tx) => {
        const added = tx.insert(people, personIn(tenant, { name: 'new', badge: fresh('badge') }));
        const changed = tx.update(people, { ...old, name: 'changed' });
        tx.remove(people, gone);

        expect(changed.v).to.equal(2);
        expect(await tx.get(people, tenant, added.id)).to.deep.equal(added);
        expect(await tx.get(people, tenant, old.id)).to.deep.equal(changed);
        expect(await tx.get(people, tenant, gone.id)).to.equal(undefined);
        expect(await tx.get(people, fresh('t'), added.id)).to.equal(undefined);
        const many = [gone.id, added.id, fresh('nobody'), old.id];
        expect(await tx.getMany(people, tenant, many)).to.deep.equal([undefined, added, undefined, changed]);
        expect(await tx.getMany(people, fresh('t'), many)).to.deep.equal(many.map(() => undefined));
        expect(await tx.find(people, tenant, 'name', 'new')).to.deep.equal(added);
        expect(await tx.find(people, tenant, 'name', 'changed')).to.deep.equal(changed);
        expect(await tx.find(people, tenant, 'name', 'old')).to.equal(undefined);
        expect(await tx.find(people, tenant, 'name', 'gone')).to.equal(undefined);
        expect(await tx.locate(people, 'badge', added.badge ?? '')).to.deep.equal(added);
        const { items } = await tx.list(people, tenant, { limit: 9 });
        expect(idsOf(items)).to.have.members([old.id, added.id]);

        expect(await store.get(people, tenant, added.id)).to.equal(undefined);
        expect(await store.get(people, tenant, old.id)).to.deep.equal(old);
        expect(await store.find(people, tenant, 'name', 'gone')).to.deep.equal(gone);
        expect(await store.count(people, tenant)).to.equal(2);
      });
      expect(await fixture.names(tenant)).to.have.members(['new', 'changed']);
    });

    it('sees every earlier commit', async () => {
      const tenant = fresh('t');
      for (let at = 0; at < 20; at++) {
        await fixture.add(tenant, { name: `${at}` });
        const found = await fixture.store.transaction((tx) => tx.find(people, tenant, 'name', `${at}`));
        expect(found?.v).to.equal(1);
      }
    });

    it('writes nothing when its work throws, and throws the same error', async () => {
      const tenant = fresh('t');
      const [old] = await fixture.add(tenant, { name: 'old' });
      if (!old) throw new Error('nobody was inserted');
      const reason = new Error('changed my mind');
      const error = await refusal(
        fixture.store.transaction(async (tx) => {
          tx.insert(people, personIn(tenant));
          tx.update(people, { ...old, name: 'new' });
          throw reason;
        }),
      );
      expect(error).to.equal(reason);
      expect(await fixture.names(tenant)).to.deep.equal(['old']);
    });

    it('may insert, change and remove the same document', async () => {
      const tenant = fresh('t');
      const kept = personIn(tenant, { name: 'kept' });
      await fixture.store.transaction(async (tx) => {
        const inserted = tx.insert(people, kept);
        tx.update(people, { ...inserted, age: 1 });
        tx.remove(people, tx.insert(people, personIn(tenant)));
      });
      expect(await fixture.store.get(people, tenant, kept.id)).to.deep.equal({ ...kept, age: 1, v: 1 });
      expect(await fixture.names(tenant)).to.deep.equal(['kept']);

      await fixture.store.transaction(async (tx) => {
        const held = await tx.get(people, tenant, kept.id);
        const once = held && tx.update(people, { ...held, age: 2 });
        if (once) tx.update(people, { ...once, age: 3 });
      });
      expect(await fixture.store.get(people, tenant, kept.id)).to.include({ age: 3, v: 2 });

      await fixture.store.transaction(async (tx) => {
        const held = await tx.get(people, tenant, kept.id);
        if (held) tx.remove(people, tx.update(people, { ...held, age: 4 }));
      });
      expect(await fixture.names(tenant)).to.deep.equal([]);
    });

    it('writes to several collections, or to none', async () => {
      const [tenant, slug] = [fresh('t'), fresh('slug')];
      const place = await fixture.store.transaction(async (tx) => tx.insert(places, placeAt(slug)));
      const reason = await refusal(
        fixture.store.transaction(async (tx) => {
          tx.insert(people, personIn(tenant));
          if (await tx.find(places, PLATFORM, 'slug', slug)) throw new Error('taken');
          tx.insert(places, placeAt(slug));
        }),
      );
      expect(reason.message).to.equal('taken');
      expect(await fixture.names(tenant)).to.deep.equal([]);
      await fixture.store.transaction(async (tx) => {
        tx.insert(people, personIn(tenant, { name: 'Ada' }));
        tx.update(places, { ...place, visits: 1 });
      });
      expect(await fixture.names(tenant)).to.deep.equal(['Ada']);
      expect((await fixture.store.get(places, PLATFORM, place.id))?.visits).to.equal(1);
    });

    it('is repeated when a rival has written its document first', async () => {
      const tenant = fresh('t');
      const [person] = await fixture.add(tenant, { age: 1 });
      const id = person?.id ?? '';
      let runs = 0;
      await fixture.store.transaction(async (tx) => {
        runs += 1;
        const held = await tx.get(people, tenant, id);
        if (!held) throw new Error('gone');
        if (runs === 1) await setAge(fixture, tenant, id, 10);
        tx.update(people, { ...held, age: Number(held.age) + 1 });
      });
      expect(runs).to.equal(2);
      expect((await fixture.store.get(people, tenant, id))?.age).to.equal(11);
    });

    it("is repeated when a rival has taken its value first, and then sees the rival's document", async () => {
      const tenant = fresh('t');
      let runs = 0;
      const met = await fixture.store.transaction(async (tx) => {
        runs += 1;
        const holder = await tx.find(people, tenant, 'name', 'Ada');
        if (holder) return holder.id;
        await fixture.add(tenant, { id: `${tenant}winner`, name: 'Ada' });
        return tx.insert(people, personIn(tenant, { name: 'Ada' })).id;
      });
      expect(met).to.equal(`${tenant}winner`);
      expect(runs).to.equal(2);
      expect(await fixture.store.count(people, tenant)).to.equal(1);
    });

    it('is repeated when a rival has removed its document first', async () => {
      const tenant = fresh('t');
      const [person] = await fixture.add(tenant, {});
      if (!person) throw new Error('nobody was inserted');
      let runs = 0;
      const answer = await fixture.store.transaction(async (tx) => {
        runs += 1;
        const held = await tx.get(people, tenant, person.id);
        if (!held) return 'gone';
        await fixture.store.transaction(async (other) => other.remove(people, person));
        tx.update(people, { ...held, age: 1 });
        return 'changed';
      });
      expect([answer, runs]).to.deep.equal(['gone', 2]);
    });

    it('that only reads is not repeated', async () => {
      const tenant = fresh('t');
      const [person] = await fixture.add(tenant, { age: 1 });
      const id = person?.id ?? '';
      let runs = 0;
      const age = await fixture.store.transaction(async (tx) => {
        runs += 1;
        const held = await tx.get(people, tenant, id);
        await setAge(fixture, tenant, id, 10);
        return held?.age;
      });
      expect([age, runs]).to.deep.equal([1, 1]);
    });

    it('may be as large as a batch of an import', async () => {
      const tenant = fresh('t');
      await fixture.add(tenant, ...Array.from({ length: 500 }, () => ({ note: 'x'.repeat(2_000) })));
      expect(await fixture.store.count(people, tenant)).to.equal(500);
    });

    it('of one lane waits for those before it', async () => {
      const order: number[] = [];
      let running = 0;
      await Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          fixture.store.transaction(async (tx) => {
            running += 1;
            order.push(at);
            expect(running).to.equal(1);
            await tx.get(people, 'lane', 'nobody');
            running -= 1;
          }, 'lane'),
        ),
      );
      expect(order).to.deep.equal(Array.from({ length: 20 }, (_, at) => at));
    });

    it('is repeated when it has read two states of a document that it writes', async () => {
      const { store } = fixture;
      const tenant = fresh('t');
      const [held] = await fixture.add(tenant, { age: 1 });
      let runs = 0;
      await store.transaction(async (tx) => {
        runs += 1;
        const person = await tx.get(people, tenant, held?.id ?? '');
        if (!person) throw new Error('nobody is there');
        const newer = tx.update(people, { ...person, age: 2 });
        tx.update(people, runs === 1 ? person : newer);
      });
      expect(runs).to.equal(2);
    });

    it('of one lane runs even if one before it failed', async () => {
      const lane = fresh('lane');
      const failing = fixture.store.transaction(async () => {
        throw new Error('no');
      }, lane);
      const next = fixture.store.transaction(async () => 'yes', lane);
      expect((await refusal(failing)).message).to.equal('no');
      expect(await next).to.equal('yes');
    });

    it('of another lane does not wait', async () => {
      const [lane, other] = [fresh('lane'), fresh('lane')];
      const answer = fixture.store.transaction(
        () => fixture.store.transaction(async () => 'inside', other),
        lane,
      );
      expect(await answer).to.equal('inside');
    });
  });

  describe('a unit of work that may not be repeated', () => {
    const fixture = Fixture.for(open, { attempts: 1 });

    it('throws when a rival has written its document first', async () => {
      const tenant = fresh('t');
      const [person] = await fixture.add(tenant, { age: 1 });
      const id = person?.id ?? '';
      const late = fixture.store.transaction(async (tx) => {
        const held = await tx.get(people, tenant, id);
        await setAge(fixture, tenant, id, 10);
        if (held) tx.update(people, { ...held, age: 2 });
        tx.insert(people, personIn(tenant));
      });
      expect(await refusal(late)).to.be.instanceOf(VersionConflict);
      expect((await fixture.store.get(people, tenant, id))?.age).to.equal(10);
      expect(await fixture.store.count(people, tenant)).to.equal(1);
    });

    it('writes to no collection when one of its values is taken', async () => {
      const [tenant, slug] = [fresh('t'), fresh('slug')];
      const [held] = await fixture.add(tenant, { age: 1 });
      await fixture.store.transaction(async (tx) => tx.insert(places, placeAt(slug)));
      const work = fixture.store.transaction(async (tx) => {
        tx.insert(people, personIn(tenant));
        if (held) tx.update(people, { ...held, age: 2 });
        tx.insert(places, placeAt(fresh('slug')));
        tx.insert(places, placeAt(slug));
      });
      expect(await refusal(work)).to.be.instanceOf(DuplicateKey);
      const { items } = await fixture.store.list(people, tenant, { limit: 9 });
      expect(items).to.deep.equal([held]);
    });
  });
}

async function setAge(fixture: Fixture, tenant: string, id: string, age: number): Promise<void> {
  await fixture.store.transaction(async (tx) => {
    const held = await tx.get(people, tenant, id);
    if (held) tx.update(people, { ...held, age });
  });
}
