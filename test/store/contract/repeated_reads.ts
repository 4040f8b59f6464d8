import { expect } from 'chai';
import { parseFilter } from '../../../lib/scim/filter/parse.ts';
import type { Transaction } from '../../../lib/store/port.ts';
import { type Person, people, userOf, users, userType } from '../collections.ts';
import type { Open } from '../contract.ts';
import { pageOf } from '../found.ts';
import { Fixture, fresh, idsOf } from './fixture.ts';

/** What a store may remember of a read must not outlive the next change. */
export function repeatedReads(open: Open): void {
  describe('a read that is repeated', () => {
    const fixture = Fixture.for(open);

    const changes: readonly (readonly [
      what: string,
      change: (tx: Transaction, ada: Person) => void,
      found: Readonly<Record<string, readonly string[]>>,
    ])[] = [
      ['nothing', () => undefined, { get: ['Ada'], find: ['Ada'], list: ['Ada', 'Bo'] }],
      [
        'an update',
        (tx, ada) => tx.update(people, { ...ada, note: 'new' }),
        { get: ['Ada new'], find: ['Ada new'], list: ['Ada new', 'Bo'] },
      ],
      [
        'another name and another tag',
        (tx, ada) => tx.update(people, { ...ada, name: 'Eve', tags: ['y'] }),
        { get: ['Eve'], find: [], list: ['Bo'] },
      ],
      ['a removal', (tx, ada) => tx.remove(people, ada), { get: [], find: [], list: ['Bo'] }],
      [
        'the name of somebody else, inserted after a removal',
        (tx, ada) => {
          tx.remove(people, ada);
          tx.insert(people, {
            id: `${ada.id}z`,
            tenant: ada.tenant,
            name: 'Ada',
            tags: ['x'],
            note: 'second',
          });
        },
        { get: [], find: ['Ada second'], list: ['Ada second', 'Bo'] },
      ],
    ];

    for (const [what, change, expected] of changes)
      it(`sees ${what}, after it and in the unit of work that comes next`, async () => {
        const tenant = fresh('t');
        const [ada] = await fixture.add(tenant, { name: 'Ada', tags: ['x'] }, { name: 'Bo', tags: ['x'] });
        if (!ada) throw new Error('nobody was inserted');
        const { store } = fixture;
        const seen = (reader: Pick<Transaction, 'get' | 'find' | 'list'>) => readAll(reader, tenant, ada.id);
        for (let times = 0; times < 2; times++)
          expect(await seen(store)).to.deep.equal({ get: ['Ada'], find: ['Ada'], list: ['Ada', 'Bo'] });
        const under = store.transaction(async (tx) =>
          change(tx, (await tx.get(people, tenant, ada.id)) ?? ada),
        );
        const next = store.transaction((tx) => seen(tx));
        await under;
        expect(await store.transaction((tx) => seen(tx))).to.deep.equal(expected);
        expect(await seen(store)).to.deep.equal(expected);
        await next;
      });

    it('by a filter on a unique attribute sees each change', async () => {
      const { store } = fixture;
      const scope = fresh('t');
      const filter = parseFilter('userName eq "Ada"', userType);
      const asked = async (more = '') => {
        const wanted = more === '' ? filter : parseFilter(`userName eq "Ada" and ${more}`, userType);
        const found = await pageOf(
          store.query(users, scope, { filter: wanted, from: { offset: 0 }, limit: 9 }),
        );
        return [found.total, ...found.items.map(({ resource }) => resource.title)];
      };
      expect(await asked()).to.deep.equal([0]);
      const ada = await store.transaction(async (tx) =>
        tx.insert(users, userOf(scope, fresh('u'), { userName: 'Ada', title: 'one' })),
      );
      expect(await asked()).to.deep.equal([1, 'one']);
      expect(await asked('title eq "two"')).to.deep.equal([0]);
      const changed = await store.transaction(async (tx) =>
        tx.update(users, { ...ada, resource: { ...ada.resource, title: 'two' } }),
      );
      expect(await asked()).to.deep.equal([1, 'two']);
      expect(await asked('title eq "two"')).to.deep.equal([1, 'two']);
      await store.transaction(async (tx) => tx.remove(users, changed));
      expect(await asked()).to.deep.equal([0]);
    });

    it('of many documents at once sees each change', async () => {
      const tenant = fresh('t');
      const some = await fixture.add(tenant, ...Array.from({ length: 12 }, () => ({ tags: ['x'] })));
      const ids = idsOf(some);
      const [first] = some;
      const { store } = fixture;
      for (const size of [3, 12])
        expect((await store.getMany(people, tenant, ids.slice(0, size))).map((one) => one?.v)).to.deep.equal(
          ids.slice(0, size).map(() => 1),
        );
      await store.transaction(async (tx) => first && tx.update(people, first));
      for (const size of [3, 12])
        expect((await store.getMany(people, tenant, ids.slice(0, size)))[0]?.v).to.equal(2);
    });
  });
}

async function readAll(reader: Pick<Transaction, 'get' | 'find' | 'list'>, tenant: string, id: string) {
  const [got, found, listed] = [
    await reader.get(people, tenant, id),
    await reader.find(people, tenant, 'name', 'Ada'),
    await reader.list(people, tenant, { index: 'tag', equal: ['x'], limit: 9 }),
  ];
  const shown = (docs: readonly (Person | undefined)[]) =>
    docs
      .flatMap((doc) => (doc ? [doc.note === undefined ? doc.name : `${doc.name} ${String(doc.note)}`] : []))
      .sort();
  return { get: shown([got]), find: shown([found]), list: shown(listed.items) };
}
