import { expect } from 'chai';
import { DuplicateKey, VersionConflict } from '../../../lib/store/errors.ts';
import { PLATFORM } from '../../../lib/store/port.ts';
import { type Person, people, places } from '../collections.ts';
import type { Open } from '../contract.ts';
import { Fixture, fresh, idsOf, personIn, placeAt, refusal } from './fixture.ts';

const oddTexts = [
  ['NUL', 'a\u0000b'],
  ['the characters that separate', '\u0000\u0001\u0002\n'],
  ['emoji', '👩‍👩‍👧‍👦 Zoë'],
  ['dots and dollars', '$where.a.$b'],
  ['quotes and backslashes', `"'\\"`],
  ['nothing but a space', ' '],
  ['a thousand characters', 'ü'.repeat(1_000)],
] as const;

export function documents(open: Open): void {
  describe('documents', () => {
    const fixture = Fixture.for(open);

    it('exist after insert, with version 1', async () => {
      const tenant = fresh('t');
      const note = { deep: [{ a: null, b: [1, -2.5, 1e300, true, ''] }], 'a.b': { $c: 1 } };
      const person = personIn(tenant, { name: 'Ada', tags: ['x', 'y'], age: null, note });
      const inserted = await fixture.store.transaction(async (tx) => tx.insert(people, person));
      expect(inserted).to.deep.equal({ ...person, v: 1 });
      expect(await fixture.store.get(people, tenant, person.id)).to.deep.equal({ ...person, v: 1 });
    });

    it('are undefined when they do not exist', async () => {
      expect(await fixture.store.get(people, fresh('t'), 'nobody')).to.equal(undefined);
    });

    it('increase their version with each update', async () => {
      const tenant = fresh('t');
      const [inserted] = await fixture.add(tenant, { name: 'Ada', age: 36 });
      const update = (age: number) =>
        fixture.store.transaction(async (tx) => {
          const held = await tx.get(people, tenant, inserted?.id ?? '');
          if (held) tx.update(people, { ...held, age });
        });
      await update(37);
      await update(38);
      const held = await fixture.store.get(people, tenant, inserted?.id ?? '');
      expect(held).to.deep.equal({ ...inserted, age: 38, v: 3 });
    });

    it('disappear after removal, and free their id and keys', async () => {
      const tenant = fresh('t');
      const [inserted] = await fixture.add(tenant, { name: 'Ada', tags: ['x'] });
      if (!inserted) throw new Error('nobody was inserted');
      await fixture.store.transaction(async (tx) => tx.remove(people, inserted));
      expect(await fixture.store.get(people, tenant, inserted.id)).to.equal(undefined);
      expect(await fixture.store.find(people, tenant, 'name', 'Ada')).to.equal(undefined);
      const tagged = await fixture.store.list(people, tenant, { index: 'tag', equal: ['x'], limit: 9 });
      expect(tagged.items).to.deep.equal([]);
      const [again] = await fixture.add(tenant, { id: inserted.id, name: 'Ada' });
      expect(again?.v).to.equal(1);
    });

    it('are restored with their version', async () => {
      const tenant = fresh('t');
      const person: Person = { ...personIn(tenant), v: 7 };
      await fixture.store.transaction(async (tx) => tx.restore(people, person));
      expect(await fixture.store.get(people, tenant, person.id)).to.deep.equal(person);
      await fixture.store.transaction(async (tx) => tx.update(people, { ...person, age: 1 }));
      expect((await fixture.store.get(people, tenant, person.id))?.v).to.equal(8);
    });

    it('are read many at once, in the requested order', async () => {
      const tenant = fresh('t');
      const docs = await fixture.add(tenant, ...Array.from({ length: 20 }, () => ({})));
      const [strange] = await fixture.add(fresh('t'), {});
      const wanted = [...docs].reverse();
      const ids = [fresh('nobody'), ...idsOf(wanted), strange?.id ?? '', docs[3]?.id ?? ''];
      const expected = [undefined, ...wanted, undefined, docs[3]];
      expect(await fixture.store.getMany(people, tenant, ids)).to.deep.equal(expected);
      expect(await fixture.store.getMany(people, tenant, [])).to.deep.equal([]);
    });

    it('without a tenant have the scope of the platform', async () => {
      const place = placeAt(fresh('slug'));
      await fixture.store.transaction(async (tx) => tx.insert(places, place));
      expect(await fixture.store.get(places, PLATFORM, place.id)).to.deep.equal({ ...place, v: 1 });
      expect((await fixture.store.find(places, PLATFORM, 'slug', place.slug))?.id).to.equal(place.id);
    });

    it('are all found by a scan', async () => {
      const tenants = [fresh('t'), fresh('t')];
      for (const tenant of tenants) await fixture.add(tenant, {}, {}, {});
      const met: Person[] = [];
      for await (const person of fixture.store.scan(people))
        if (tenants.includes(person.tenant)) met.push(person);
      expect(met).to.have.length(6);
      expect(new Set(met.map(({ id }) => id)).size).to.equal(6);
      expect(met.every(({ v }) => v === 1)).to.equal(true);
    });

    it('of an undeclared collection are refused', async () => {
      const unknown = { ...people, name: 'unknown' };
      expect(await refusal(fixture.store.get(unknown, 't', 'x'))).to.be.instanceOf(TypeError);
      const insert = fixture.store.transaction(async (tx) => tx.insert(unknown, personIn('t')));
      expect(await refusal(insert)).to.be.instanceOf(TypeError);
    });

    for (const [what, text] of oddTexts) {
      it(`keep ${what}, in ids, keys and elsewhere`, async () => {
        const tenant = fresh('t');
        const fields = { id: fresh(text), name: text, aliases: [text, `${text}+`], tags: [text], note: text };
        const person = personIn(tenant, fields);
        await fixture.add(tenant, person, { name: `${text}${text}` });
        const stored = { ...person, v: 1 };
        expect(await fixture.store.get(people, tenant, person.id)).to.deep.equal(stored);
        expect(await fixture.store.find(people, tenant, 'name', text)).to.deep.equal(stored);
        expect(await fixture.store.find(people, tenant, 'alias', `${text}+`)).to.deep.equal(stored);
        const tagged = await fixture.store.list(people, tenant, { index: 'tag', equal: [text], limit: 9 });
        expect(tagged.items).to.deep.equal([stored]);
        const inUnit = fixture.store.transaction((tx) => tx.find(people, tenant, 'name', text));
        expect(await inUnit).to.deep.equal(stored);
      });
    }
  });

  describe('an invalid write', () => {
    const fixture = Fixture.for(open, { attempts: 1 });

    it('with a taken id is refused', async () => {
      const tenant = fresh('t');
      const [held] = await fixture.add(tenant, { name: 'Ada' });
      const error = await refusal(fixture.add(tenant, { id: held?.id ?? '', name: 'Grace' }));
      expect(error).to.be.instanceOf(DuplicateKey);
      expect(error).to.include({ collection: 'people', index: 'id', value: held?.id });
      expect(await fixture.names(tenant)).to.deep.equal(['Ada']);
    });

    for (const [what, change] of [
      ['an update', (tx, old) => tx.update(people, { ...old, age: 2 })],
      ['a removal', (tx, old) => tx.remove(people, old)],
    ] as const satisfies readonly [string, (tx: Tx, old: Person) => unknown][]) {
      it(`as ${what} of an old version is refused`, async () => {
        const tenant = fresh('t');
        const [old] = await fixture.add(tenant, {});
        if (!old) throw new Error('nobody was inserted');
        await fixture.store.transaction(async (tx) => tx.update(people, { ...old, age: 1 }));
        const error = await refusal(fixture.store.transaction(async (tx) => change(tx, old)));
        expect(error).to.be.instanceOf(VersionConflict);
        expect((await fixture.store.get(people, tenant, old.id))?.age).to.equal(1);
      });

      it(`as ${what} of a removed document is refused`, async () => {
        const tenant = fresh('t');
        const [old] = await fixture.add(tenant, {});
        if (!old) throw new Error('nobody was inserted');
        await fixture.store.transaction(async (tx) => tx.remove(people, old));
        const error = await refusal(fixture.store.transaction(async (tx) => change(tx, old)));
        expect(error).to.be.instanceOf(VersionConflict);
        expect(await fixture.store.get(people, tenant, old.id)).to.equal(undefined);
      });
    }
  });
}

type Tx = Parameters<Parameters<Fixture['store']['transaction']>[0]>[0];
