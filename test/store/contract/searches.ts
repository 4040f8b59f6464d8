import { expect } from 'chai';
import { parseFilter } from '../../../lib/scim/filter/parse.ts';
import { sortKey } from '../../../lib/scim/filter/sort.ts';
import type { Filter } from '../../../lib/scim/filter/types.ts';
import { InvalidCursor } from '../../../lib/store/errors.ts';
import type { Search } from '../../../lib/store/port.ts';
import { type User, userOf, users, userType } from '../collections.ts';
import type { Open } from '../contract.ts';
import { type Found, pageOf } from '../found.ts';
import { Fixture, fresh, idsOf, refusal } from './fixture.ts';

const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** By id; the ids are in this order. */
const resources = [
  {
    userName: 'Bjensen',
    title: 'Tour Guide',
    active: true,
    emails: [
      { value: 'b@x.test', type: 'work' },
      { value: 'B@home.test', type: 'home' },
    ],
    meta: { lastModified: '2026-01-01T00:00:00Z' },
    [urn]: { department: 'Tours', manager: { value: 'm1' } },
  },
  {
    userName: 'ada',
    active: false,
    emails: [{ value: 'a@x.test', type: 'home' }],
    meta: { lastModified: '2026-01-02T00:00:00Z' },
  },
  {
    userName: 'Zoë',
    title: 'guide',
    name: { familyName: 'z' },
    meta: { lastModified: '2026-01-03T00:00:00Z' },
  },
  { userName: '😀', title: 'Éclair', active: true, name: { familyName: 'Z' } },
  { title: '', externalId: 'nameless' },
  {
    userName: 'carol',
    title: 'Guide',
    active: true,
    emails: [{ value: 'c@x.test', type: 'work' }],
    name: { familyName: 'a' },
    meta: { lastModified: '2026-01-01T00:00:00Z' },
  },
] as const;

/** Who matches, by position above. */
const filters: readonly [filter: string, ...matching: number[]][] = [
  ['userName eq "BJENSEN"', 0],
  ['userName eq "nobody"'],
  ['userName sw "z"', 2],
  ['userName pr', 0, 1, 2, 3, 5],
  ['userName gt "bjensen"', 2, 3, 5],
  ['userName le "bjensen"', 0, 1],
  ['userName ne "ada"', 0, 2, 3, 4, 5],
  ['not (userName pr)', 4],
  ['userName eq null', 4],
  ['id eq "{4}"', 4],
  ['id gt "{3}"', 4, 5],
  ['id sw "{3}"', 3],
  ['title co "guide"', 0, 2, 5],
  ['title eq "guide" and active eq true', 5],
  ['title eq "guide" or active eq false', 1, 2, 5],
  ['active eq true', 0, 3, 5],
  ['emails.value eq "b@HOME.test"', 0],
  ['emails.value ew "x.test"', 0, 1, 5],
  ['emails.value sw "b@"', 0],
  ['emails[type eq "work" and value eq "b@x.test"]', 0],
  ['emails[type eq "work" and value eq "b@home.test"]'],
  ['emails[type eq "home"]', 0, 1],
  ['meta.lastModified gt "2026-01-01T00:00:00Z"', 1, 2],
  ['meta.lastModified ge "2026-01-01T00:00:00Z"', 0, 1, 2, 5],
  ['meta.lastModified eq "2026-01-01T01:00:00+01:00"', 0, 5],
  ['meta.lastModified lt "2026-01-02T00:00:00Z" and title pr', 0, 5],
  [`${urn}:department eq "tours"`, 0],
  [`${urn}:manager.value eq "m1"`, 0],
  ['userName eq "ada" and title eq "guide"'],
];

/** All of them, sorted; who has no value is last, and of the same value the ids decide. */
const sorts: readonly [by: string, ...order: number[]][] = [
  ['userName', 1, 0, 5, 2, 3, 4],
  ['title', 2, 5, 0, 3, 1, 4],
  ['name.familyName', 5, 2, 3, 0, 1, 4],
  ['meta.lastModified', 0, 5, 1, 2, 3, 4],
  ['active', 1, 0, 3, 5, 2, 4],
  ['emails', 1, 0, 5, 2, 3, 4],
  ['id', 0, 1, 2, 3, 4, 5],
];

export function searches(open: Open): void {
  describe('searches', () => {
    const fixture = Fixture.for(open);
    const integration = fresh('i');
    const ids = resources.map(() => fresh('u'));
    const at = (found: readonly User[]) => found.map(({ id }) => ids.indexOf(id));
    const ask = (search: Omit<Search, 'from'> & Partial<Pick<Search, 'from'>>): Promise<Found<User>> =>
      pageOf(fixture.store.query(users, integration, { from: { offset: 0 }, ...search }));

    before(async () => {
      await fixture.store.transaction(async (tx) => {
        for (const [position, resource] of [...resources.entries()].reverse())
          tx.insert(users, userOf(integration, ids[position] ?? '', resource));
      });
    });

    for (const [text, ...matching] of filters) {
      it(`find by ${text}`, async () => {
        const filter = parseFilter(
          text.replace(/\{(\d)\}/g, (_, position: string) => ids[Number(position)] ?? ''),
          userType,
        );
        const found = await ask({ filter, limit: 9 });
        expect(at(found.items)).to.deep.equal(matching);
        expect(found.total).to.equal(matching.length);
        expect(found).to.not.have.property('next');
        const second = await ask({ filter, limit: 1, from: { offset: 1 } });
        expect(at(second.items)).to.deep.equal(matching.slice(1, 2));
        expect(second.total).to.equal(matching.length);
      });
    }

    for (const [by, ...order] of sorts) {
      for (const descending of [false, true]) {
        it(`sort by ${by}, ${descending ? 'descending' : 'ascending'}, in pages by number and by cursor`, async () => {
          const sort = { by: sortKey(by, userType), descending };
          const expected = descending ? [...order].reverse() : order;
          expect(at((await ask({ sort, limit: 9 })).items)).to.deep.equal(expected);
          const seen: number[] = [];
          for (let from: Search['from'] = { offset: 0 }; seen.length < 99; ) {
            const page = await ask({ sort, limit: 2, from });
            expect(page.total).to.equal(order.length);
            const same = await ask({ sort, limit: 2, from: { offset: seen.length } });
            expect(at(same.items)).to.deep.equal(at(page.items));
            seen.push(...at(page.items));
            if (page.next === undefined) break;
            from = { after: page.next };
          }
          expect(seen).to.deep.equal(expected);
        });
      }
    }

    it('find the ids of a list', async () => {
      const attribute = sortKey('id', userType);
      const among = (...positions: number[]): Filter => ({
        op: 'in',
        target: attribute,
        values: [...positions.map((position) => ids[position] ?? ''), 'nobody'],
      });
      const title = parseFilter('title pr', userType);
      const asked: readonly (readonly [filter: Filter, ...matching: number[]])[] = [
        [among(5, 1, 1), 1, 5],
        [among()],
        [{ op: 'and', filters: [title, among(0, 1, 2)] }, 0, 2],
        [{ op: 'and', filters: [among(0, 1, 2), among(2, 3)] }, 2],
        [{ op: 'or', filters: [among(4), parseFilter('userName eq "ada"', userType)] }, 1, 4],
        [{ op: 'not', filter: among(0, 2, 3) }, 1, 4, 5],
        [{ op: 'and', filters: [parseFilter('userName eq "ada"', userType), among(1, 2)] }, 1],
      ];
      for (const [filter, ...matching] of asked) {
        const found = await ask({ filter, limit: 9 });
        expect([at(found.items), found.total]).to.deep.equal([matching, matching.length]);
      }
    });

    it('run by id without filter or order', async () => {
      const found = await ask({ limit: 4 });
      expect(at(found.items)).to.deep.equal([0, 1, 2, 3]);
      expect(found.total).to.equal(6);
      const rest = await ask({ limit: 4, from: { after: found.next ?? '' } });
      expect(at(rest.items)).to.deep.equal([4, 5]);
      expect(rest).to.not.have.property('next');
    });

    it('sort the matches of a filter', async () => {
      const filter = parseFilter('active eq true', userType);
      const sort = { by: sortKey('userName', userType), descending: true };
      const page = await ask({ filter, sort, limit: 2 });
      expect(at(page.items)).to.deep.equal([3, 5]);
      expect(page.total).to.equal(3);
      const rest = await ask({ filter, sort, limit: 2, from: { after: page.next ?? '' } });
      expect(at(rest.items)).to.deep.equal([0]);
      expect(rest.total).to.equal(3);
    });

    it('count without returning documents', async () => {
      const filter = parseFilter('title pr', userType);
      const sort = { by: sortKey('title', userType), descending: false };
      for (const more of [{}, { filter }, { sort }, { filter, sort }]) {
        const found = await ask({ ...more, limit: 0 });
        expect(found.items).to.deep.equal([]);
        expect(found.total).to.equal('filter' in more ? 4 : 6);
      }
    });

    it('return an empty page after the end', async () => {
      const filter = parseFilter('title pr', userType);
      for (const more of [{}, { filter }]) {
        const found = await ask({ ...more, limit: 2, from: { offset: 1_000_000 } });
        expect(found.items).to.deep.equal([]);
        expect(found.total).to.equal('filter' in more ? 4 : 6);
        expect(found).to.not.have.property('next');
      }
    });

    it('refuse an invalid cursor', async () => {
      const filter = parseFilter('title pr', userType);
      const sort = { by: sortKey('title', userType), descending: false };
      for (const more of [{}, { filter }, { sort }])
        for (const after of ['', '?', 'bnVsbA', 'e30']) {
          const error = await refusal(ask({ ...more, limit: 2, from: { after } }));
          expect(error, after).to.be.instanceOf(InvalidCursor);
        }
    });

    it('continue after a removed match', async () => {
      const own = fresh('i');
      const names = ['a', 'b', 'c', 'd'];
      await fixture.store.transaction(async (tx) => {
        for (const userName of names) tx.insert(users, userOf(own, fresh('u'), { userName, title: 'x' }));
      });
      const filter = parseFilter('title eq "x"', userType);
      for (const [turn, more] of [
        { filter },
        { sort: { by: sortKey('userName', userType), descending: false } },
      ].entries()) {
        const page = await pageOf(
          fixture.store.query(users, own, { ...more, from: { offset: 0 }, limit: 1 }),
        );
        const [first] = page.items;
        await fixture.store.transaction(async (tx) => (first ? tx.remove(users, first) : undefined));
        const rest = await pageOf(
          fixture.store.query(users, own, {
            ...more,
            from: { after: page.next ?? '' },
            limit: 9,
          }),
        );
        expect(rest.items.map(({ resource }) => resource.userName)).to.deep.equal(names.slice(turn + 1));
      }
    });

    describe('sorted by long texts', () => {
      const long = 'ä'.repeat(5_000);
      const texts = [
        `${long}a`,
        `${long}b`,
        `${long}c`,
        `${'\u0001'.repeat(5_000)}`,
        `x${'😀'.repeat(300)}`,
        'x',
      ];
      const by = (name: string, descending: boolean) => ({
        sort: { by: sortKey(name, userType), descending },
      });
      const orders = [
        { title: 'along an index', search: by('userName', false) },
        { title: 'along an index, turned round', search: by('userName', true) },
        { title: 'without an index', search: by('title', false) },
        { title: 'without an index, turned round', search: by('title', true) },
        {
          title: 'what a filter finds',
          search: { ...by('userName', false), filter: parseFilter('title pr', userType) },
        },
      ];
      let own: string;

      beforeEach(async () => {
        own = fresh('i');
        await fixture.store.transaction(async (tx) => {
          for (const text of texts)
            tx.insert(users, userOf(own, fresh('u'), { userName: text, title: text }));
        });
      });

      for (const { title, search } of orders) {
        const page = (from: Search['from'], limit: number) =>
          pageOf(fixture.store.query(users, own, { ...search, from, limit }));
        const whole = async () => {
          const ids = idsOf((await page({ offset: 0 }, 99)).items);
          expect(ids).to.have.length(texts.length);
          return ids;
        };

        it(`continue by short cursors, one by one, ${title}`, async () => {
          const seen: string[] = [];
          for (let from: Search['from'] = { offset: 0 }; ; ) {
            const found: Found<User> = await page(from, 1);
            seen.push(...idsOf(found.items));
            if (found.next === undefined) break;
            expect(found.next.length).to.be.at.most(2_500);
            from = { after: found.next };
          }
          expect(seen).to.deep.equal(await whole());
        });

        it(`skip no match when the last one is removed, ${title}`, async () => {
          const left = await whole();
          for (let from: Search['from'] = { offset: 0 }; left.length > 0; ) {
            const found: Found<User> = await page(from, 1);
            const [last] = found.items;
            if (!last) break;
            expect(idsOf(found.items)).to.deep.equal(left.splice(0, 1));
            await fixture.store.transaction(async (tx) => tx.remove(users, last));
            if (found.next === undefined) break;
            from = { after: found.next };
          }
          expect(left).to.deep.equal([]);
        });
      }
    });

    it('follow every write', async () => {
      const own = fresh('i');
      const filter = parseFilter('title eq "x"', userType);
      const total = async () =>
        (await pageOf(fixture.store.query(users, own, { filter, from: { offset: 0 }, limit: 0 }))).total;
      const insert = (id: string, title: string) =>
        fixture.store.transaction(async (tx) => tx.insert(users, userOf(own, id, { title })));
      expect(await total()).to.equal(0);
      const first = await insert(fresh('u'), 'x');
      await insert(fresh('u'), 'x');
      expect(await total()).to.equal(2);
      await fixture.store.transaction(async (tx) =>
        tx.update(users, { ...first, resource: { ...first.resource, title: 'y' } }),
      );
      expect(await total()).to.equal(1);
      const all = await pageOf(fixture.store.query(users, own, { from: { offset: 0 }, limit: 9 }));
      expect(all.total).to.equal(2);
    });

    it('find a number deep in a long list', async function () {
      this.timeout(600_000);
      const own = fresh('i');
      const count = 3_000;
      const order = Array.from({ length: count }, (_, position) => (position * 1_009) % count);
      const idAt = (position: number) => `${own}-${position.toString().padStart(6, '0')}`;
      const insert = (positions: readonly number[]) =>
        fixture.store.transaction(async (tx) => {
          for (const position of positions) tx.insert(users, userOf(own, idAt(position), { title: 'x' }));
        });
      await insert(order.slice(0, 1));
      for (let offset = 1; offset < count; offset += 300) {
        const total = (await pageOf(fixture.store.query(users, own, { from: { offset: 0 }, limit: 0 })))
          .total;
        expect(total).to.equal(offset);
        await insert(order.slice(offset, offset + 300));
      }
      for (const offset of [0, 1, 511, 512, 1_023, 1_024, 1_500, 2_047, 2_048, 2_998]) {
        const found = await pageOf(fixture.store.query(users, own, { from: { offset }, limit: 2 }));
        expect(found.items.map(({ id }) => id)).to.deep.equal([idAt(offset), idAt(offset + 1)]);
        expect(found.total).to.equal(count);
      }
      await fixture.store.transaction(async (tx) => {
        for (let position = 0; position < count; position += 3) {
          const held = await tx.get(users, own, idAt(position));
          if (held) tx.remove(users, held);
        }
      });
      for (const offset of [0, 1, 340, 1_000, 1_998]) {
        const found = await pageOf(fixture.store.query(users, own, { from: { offset }, limit: 1 }));
        const position = Math.floor(offset / 2) * 3 + (offset % 2) + 1;
        expect(found.items.map(({ id }) => id)).to.deep.equal([idAt(position)]);
        expect(found.total).to.equal(count - count / 3);
      }
    });
  });
}
