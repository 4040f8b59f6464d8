import { expect } from 'chai';
import { InvalidCursor } from '../../../lib/store/errors.ts';
import type { Range, Store } from '../../../lib/store/port.ts';
import { type Person, people } from '../collections.ts';
import type { Open } from '../contract.ts';
import { Fixture, fresh, idsOf, refusal } from './fixture.ts';

/** In the order of UTF-8 bytes; JavaScript would put the astral one before U+FFFD. */
const inOrder = [
  '',
  ' ',
  'A',
  'B',
  'a',
  'a ',
  'aa',
  'b',
  'z',
  'é',
  '\u07ff',
  '\u0800',
  '\ufffd',
  '😀',
  '😀a',
];
const numbers = [-1e300, -1_000, -2.5, -2, -0.001, 0, 0.001, 1, 2, 9, 10, 1_700_000_000_000, 1e300];

export function lists(open: Open): void {
  describe('lists', () => {
    const fixture = Fixture.for(open);
    const along = (tenant: string, range: Omit<Range, 'limit'>) =>
      walk(fixture.store, tenant, { ...range, limit: 3 });

    it('run by id, forwards and backwards', async () => {
      const tenant = fresh('t');
      const ids = ['c', 'a', 'e', 'b', 'd', 'g', 'f'].map((letter) => `${tenant}${letter}`);
      await fixture.add(tenant, ...ids.map((id) => ({ id })));
      expect(await along(tenant, {})).to.deep.equal([...ids].sort());
      expect(await along(tenant, { descending: true })).to.deep.equal([...ids].sort().reverse());
    });

    it('have no page after the last', async () => {
      const tenant = fresh('t');
      await fixture.add(tenant, {}, {}, {});
      expect(await fixture.store.list(people, tenant, { limit: 3 })).to.not.have.property('next');
      expect(await fixture.store.list(people, tenant, { limit: 2 })).to.have.property('next');
      expect(await fixture.store.list(people, fresh('t'), { limit: 2 })).to.deep.equal({ items: [] });
    });

    it('along a whole index show what was written since the list before', async () => {
      const tenant = fresh('t');
      const [kept] = await fixture.add(tenant, { tags: ['a'] }, { tags: ['b'] });
      const present = () => along(tenant, { index: 'tag' });
      expect(await present()).to.have.length(2);
      const [added] = await fixture.add(tenant, { tags: ['c'] });
      expect(await present()).to.have.length(3);
      await fixture.store.transaction(async (unit) => {
        for (const id of [kept, added]) {
          const doc = await unit.get(people, tenant, id?.id ?? '');
          if (doc) unit.update(people, { ...doc, tags: [] });
        }
      });
      expect(await present()).to.have.length(1);
    });

    it('order texts as UTF-8 does', async () => {
      const tenant = fresh('t');
      await fixture.add(tenant, ...shuffled(inOrder).map((tag) => ({ tags: [tag], note: tag })));
      const { items } = await fixture.store.list(people, tenant, { index: 'tag', limit: 99 });
      expect(items.map(({ note }) => note)).to.deep.equal(inOrder);
    });

    it('order ids as UTF-8 does', async () => {
      const tenant = fresh('t');
      const ids = inOrder.filter((text) => text !== '').map((text) => `${tenant}${text}`);
      await fixture.add(tenant, ...shuffled(ids).map((id) => ({ id })));
      expect(await along(tenant, {})).to.deep.equal(ids);
      expect(await along(tenant, { descending: true })).to.deep.equal([...ids].reverse());
    });

    it('order numbers, and equal numbers by id', async () => {
      const tenant = fresh('t');
      const expected: string[] = [];
      for (const age of numbers) for (const twin of ['a', 'b']) expected.push(`${tenant}${twin}${age}`);
      await fixture.add(
        tenant,
        ...shuffled(expected).map((id) => ({ id, age: Number(id.slice(tenant.length + 1)) })),
      );
      expect(await along(tenant, { index: 'age' })).to.deep.equal(expected);
      expect(await along(tenant, { index: 'age', descending: true })).to.deep.equal([...expected].reverse());
    });

    it('order booleans', async () => {
      const tenant = fresh('t');
      const [yes, no] = await fixture.add(tenant, { active: true, age: 1 }, { active: false, age: 2 });
      expect(await along(tenant, { index: 'active' })).to.deep.equal([no?.id, yes?.id]);
      expect(await along(tenant, { index: 'active', equal: [true] })).to.deep.equal([yes?.id]);
    });

    it('along an index skip documents without a value', async () => {
      const tenant = fresh('t');
      const [with1] = await fixture.add(
        tenant,
        { age: 1, tags: ['x'], room: 'R' },
        { tags: [] },
        { age: null, tags: null },
        {},
      );
      for (const index of ['age', 'tag', 'roomAge'])
        expect(await along(tenant, { index }), index).to.deep.equal([with1?.id]);
      expect(await along(tenant, {})).to.have.length(4);
    });

    it('by a value have each document with that value in its array', async () => {
      const tenant = fresh('t');
      const [x, y] = await fixture.add(tenant, { tags: ['b', 'a', 'c'] }, { tags: ['b'] });
      expect(await along(tenant, { index: 'tag', equal: ['b'] })).to.deep.equal([x?.id, y?.id]);
      expect(await along(tenant, { index: 'tag', equal: ['c'] })).to.deep.equal([x?.id]);
      expect(await along(tenant, { index: 'tag', equal: ['d'] })).to.deep.equal([]);
    });

    it('have a document with repeated values once', async () => {
      const tenant = fresh('t');
      const [x] = await fixture.add(tenant, { tags: ['a', 'a'] });
      expect(await along(tenant, { index: 'tag' })).to.deep.equal([x?.id]);
    });

    it('apply the given values, and run along the rest', async () => {
      const tenant = fresh('t');
      const [r2, r1, , r3] = await fixture.add(
        tenant,
        { room: 'R', age: 2 },
        { room: 'R', age: 1 },
        { room: 'R\u0000', age: 0 },
        { room: 'R', age: 3 },
        { room: 'RR', age: 0 },
      );
      const expected = idsOf([r1, r2, r3].filter((doc) => doc !== undefined));
      expect(await along(tenant, { index: 'roomAge', equal: ['R'] })).to.deep.equal(expected);
      const back = await along(tenant, { index: 'roomAge', equal: ['R'], descending: true });
      expect(back).to.deep.equal([...expected].reverse());
      expect(await along(tenant, { index: 'roomAge', equal: ['R', 2] })).to.deep.equal([r2?.id]);
    });

    it('by the beginning of a text have each document once, in the order of its first such text', async () => {
      const tenant = fresh('t');
      const texts = ['ad', 'ad$', 'ada', 'ada', 'adam', 'adb', 'adz', 'adé', 'ad😀'];
      const expected = texts.map((_, at) => `${tenant}${at}`);
      const docs = texts.map((text, at) => ({
        id: `${tenant}${at}`,
        tags: at % 2 === 0 ? [text] : ['zoe', `ad😀${9 - at}`, text, 'ac', `${text}x`, ''],
      }));
      const others = [{ tags: ['ac', 'ae'] }, { tags: ['a', 'Ad'] }, { tags: ['zoe'] }, {}];
      await fixture.add(tenant, ...shuffled([...docs, ...others]));
      await fixture.add(fresh('t'), { tags: ['ada'] });
      const found = (prefix: string, limit: number) =>
        walk(fixture.store, tenant, { index: 'tag', prefix, limit });
      for (const limit of [1, 2, 3, 5, 9, 99])
        expect(await found('ad', limit), `by ${limit}`).to.deep.equal(expected);
      expect(await found('ad$', 2)).to.deep.equal([expected[1]]);
      expect(await found('ada', 2)).to.deep.equal(expected.slice(2, 5));
      expect(await found('q', 2)).to.deep.equal([]);
      const other = await refusal(
        fixture.store.list(people, tenant, { index: 'tag', prefix: 'ad', after: 'AAAA', limit: 2 }),
      );
      expect(other).to.be.instanceOf(InvalidCursor);
    });

    it('distinguish a number from its text', async () => {
      const tenant = fresh('t');
      await fixture.add(tenant, { tags: ['1'], age: 1 });
      expect(await along(tenant, { index: 'age', equal: ['1'] })).to.deep.equal([]);
      expect(await along(tenant, { index: 'tag', equal: [1] })).to.deep.equal([]);
    });

    it('run along a unique key too', async () => {
      const tenant = fresh('t');
      const docs = await fixture.add(tenant, { name: 'c' }, { name: 'a' }, { name: 'b' }, { name: 'd' });
      const order = [1, 2, 0, 3].map((at) => docs[at]?.id);
      expect(await along(tenant, { index: 'name' })).to.deep.equal(order);
      expect(await along(tenant, { index: 'name', equal: ['b'] })).to.deep.equal([docs[2]?.id]);
    });

    it('follow updates and removals', async () => {
      const tenant = fresh('t');
      const [x, y] = await fixture.add(tenant, { tags: ['a', 'b'], age: 1 }, { tags: ['a'], age: 2 });
      if (!x || !y) throw new Error('nobody was inserted');
      await fixture.store.transaction(async (tx) => {
        tx.update(people, { ...x, tags: ['b', 'c'], age: 3 });
        tx.remove(people, y);
      });
      expect(await along(tenant, { index: 'tag', equal: ['a'] })).to.deep.equal([]);
      expect(await along(tenant, { index: 'tag', equal: ['b'] })).to.deep.equal([x.id]);
      expect(await along(tenant, { index: 'tag', equal: ['c'] })).to.deep.equal([x.id]);
      expect(await along(tenant, { index: 'age' })).to.deep.equal([x.id]);
      const { items } = await fixture.store.list(people, tenant, { index: 'age', limit: 9 });
      expect(items).to.deep.equal([{ ...x, tags: ['b', 'c'], age: 3, v: 2 }]);
    });

    it('continue after a removed document', async () => {
      const tenant = fresh('t');
      const [a, b, c] = await fixture.add(tenant, { age: 1 }, { age: 2 }, { age: 3 });
      if (!a || !b || !c) throw new Error('nobody was inserted');
      for (const index of [undefined, 'age']) {
        const range = { ...(index === undefined ? {} : { index }), limit: 2 };
        const { next } = await fixture.store.list(people, tenant, range);
        await fixture.store.transaction(async (tx) => tx.remove(people, b));
        const rest = await fixture.store.list(people, tenant, { ...range, after: next ?? '' });
        expect(idsOf(rest.items)).to.deep.equal([c.id]);
        await fixture.store.transaction(async (tx) => tx.restore(people, b));
      }
    });

    it('refuse an invalid cursor', async () => {
      const tenant = fresh('t');
      await fixture.add(tenant, { age: 1 }, { age: 2 });
      for (const after of ['', '?', 'AAAA', 'null', Buffer.from('{}').toString('base64url')])
        for (const index of [undefined, 'age']) {
          const range = { ...(index === undefined ? {} : { index }), after, limit: 2 };
          expect(await refusal(fixture.store.list(people, tenant, range)), after).to.be.instanceOf(
            InvalidCursor,
          );
        }
    });

    it('refuse an unknown index', async () => {
      const list = fixture.store.list(people, fresh('t'), { index: 'nothing', limit: 1 });
      expect(await refusal(list)).to.be.instanceOf(TypeError);
    });

    it('of all tenants run along a global index', async () => {
      const due = 5_000_000;
      const docs: Person[] = [];
      for (const dueAt of [due + 2, due + 1, due + 3])
        docs.push(...(await fixture.add(fresh('t'), { dueAt }, { dueAt: due })));
      const page = await fixture.store.sweep(people, { index: 'due', limit: 4 });
      expect(page.items.map(({ dueAt }) => dueAt)).to.deep.equal([due, due, due, due + 1]);
      const rest = await fixture.store.sweep(people, { index: 'due', limit: 4, after: page.next ?? '' });
      expect(rest.items.map(({ dueAt }) => dueAt)).to.deep.equal([due + 2, due + 3]);
      const equal = await fixture.store.sweep(people, { index: 'due', equal: [due + 2], limit: 4 });
      expect(idsOf(equal.items)).to.deep.equal([docs[0]?.id]);
      const back = await fixture.store.sweep(people, { index: 'due', descending: true, limit: 1 });
      expect(idsOf(back.items)).to.deep.equal([docs[4]?.id]);
    });

    it('of all tenants refuse any other index', async () => {
      const sweep = fixture.store.sweep(people, { index: 'age', limit: 1 });
      expect(await refusal(sweep)).to.be.instanceOf(TypeError);
    });
  });

  describe('counts', () => {
    const fixture = Fixture.for(open);

    it('follow every write', async () => {
      const tenant = fresh('t');
      const { store } = fixture;
      expect(await store.count(people, tenant)).to.equal(0);
      const [a, b] = await fixture.add(tenant, { tags: ['x'] }, { tags: ['x', 'y'] }, {});
      if (!a || !b) throw new Error('nobody was inserted');
      expect(await store.count(people, tenant)).to.equal(3);
      expect(await store.count(people, tenant, { index: 'tag', equal: ['x'] })).to.equal(2);
      expect(await store.count(people, tenant, { limit: 2 })).to.equal(2);
      expect(await store.count(people, tenant, { limit: 4 })).to.equal(3);
      expect(await store.count(people, tenant, { index: 'tag', equal: ['x'], limit: 1 })).to.equal(1);
      await store.transaction(async (tx) => {
        tx.update(people, { ...a, tags: ['y'] });
        tx.remove(people, b);
        tx.insert(people, { id: fresh('p'), tenant, name: fresh('n'), tags: ['y'] });
      });
      expect(await store.count(people, tenant)).to.equal(3);
      expect(await store.count(people, tenant, { index: 'tag', equal: ['x'] })).to.equal(0);
      expect(await store.count(people, tenant, { index: 'tag', equal: ['y'] })).to.equal(2);
      expect(await store.count(people, tenant, { index: 'tag' })).to.equal(2);
    });
  });
}

/** The ids of all pages. */
async function walk(store: Store, tenant: string, range: Range): Promise<string[]> {
  const ids: string[] = [];
  for (let after: { after?: string } = {}; ; ) {
    const page = await store.list(people, tenant, { ...range, ...after });
    expect(page.items.length).to.be.at.most(range.limit);
    ids.push(...idsOf(page.items));
    if (page.next === undefined) return ids;
    if (range.prefix === undefined) expect(page.items).to.have.length(range.limit);
    after = { after: page.next };
  }
}

/** Another order, always the same. */
function shuffled<T>(items: readonly T[]): T[] {
  return items.map((_, at) => items[(at * 11 + 3) % items.length] as T);
}
