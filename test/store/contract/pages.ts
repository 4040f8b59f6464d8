import { expect } from 'chai';
import { parseFilter } from '../../../lib/scim/filter/parse.ts';
import { sortKey } from '../../../lib/scim/filter/sort.ts';
import type { Matches, Search } from '../../../lib/store/port.ts';
import { type User, userOf, users, userType } from '../collections.ts';
import type { Open } from '../contract.ts';
import { type Found, pageOf } from '../found.ts';
import { Fixture, fresh, idsOf } from './fixture.ts';

/** Characters of a document that no page holds many of. */
const LONG = 60_000;

export function pages(open: Open): void {
  describe('pages of large documents and small ones', () => {
    const fixture = Fixture.for(open);
    let integration: string;
    /** By id. */
    let docs: User[];

    beforeEach(async () => {
      integration = fresh('i');
      docs = await fixture.store.transaction(async (tx) =>
        Array.from({ length: 60 }, (_, n) => {
          const isLong = n % 7 === 0 || (n > 20 && n < 40);
          const title = `${(n * 37) % 60}`.padStart(2, '0') + 'x'.repeat(isLong ? LONG : 9);
          return tx.insert(users, userOf(integration, fresh('u'), { userName: `${99 - n}`, title }));
        }),
      );
    });

    const by = (name: string, descending = false) => ({
      sort: { by: sortKey(name, userType), descending },
    });
    const titleOf = ({ resource }: User) => String(resource.title);
    const byTitle = (a: User, b: User) => (titleOf(a) < titleOf(b) ? -1 : 1);
    const filter = parseFilter('title pr', userType);
    const kinds: readonly [what: string, search: Pick<Search, 'filter' | 'sort'>, inOrder: () => User[]][] = [
      ['in their own order', {}, () => docs],
      ['in their own order turned round', by('id', true), () => docs.toReversed()],
      ['by an index', by('userName'), () => docs.toReversed()],
      ['by an index turned round', by('userName', true), () => docs],
      ['by what has no index', by('title'), () => docs.toSorted(byTitle)],
      ['by what has no index turned round', by('title', true), () => docs.toSorted(byTitle).toReversed()],
      ['found by a filter', { filter }, () => docs],
      ['found by a filter and sorted', { filter, ...by('title') }, () => docs.toSorted(byTitle)],
    ];
    for (const [what, search, inOrder] of kinds)
      it(`are complete and in order: ${what}`, async () => {
        const all = inOrder();
        const whole = await pageOf(
          fixture.store.query(users, integration, { ...search, from: { offset: 0 }, limit: 99 }),
        );
        expect(whole).to.deep.equal({ items: all, total: all.length });
        const seen: User[] = [];
        for (let from: Search['from'] = { offset: 0 }; ; ) {
          const page: Found<User> = await pageOf(
            fixture.store.query(users, integration, { ...search, from, limit: 25 }),
          );
          seen.push(...page.items);
          if (page.next === undefined) break;
          from = { after: page.next };
        }
        expect(seen).to.deep.equal(all);
        const deep = { ...search, from: { offset: 33 }, limit: 20 };
        const { items } = await pageOf(fixture.store.query(users, integration, deep));
        expect(idsOf(items)).to.deep.equal(idsOf(all.slice(33, 53)));
      });

    for (const [what, search, inOrder] of kinds)
      it(`show one state during concurrent writes: ${what}`, async () => {
        const page: Matches<User> = await fixture.store.query(users, integration, {
          ...search,
          from: { offset: 0 },
          limit: 99,
        });
        const all = inOrder();
        await fixture.store.transaction(async (tx) => {
          for (const [n, doc] of docs.entries())
            if (n % 2 === 0) tx.remove(users, doc);
            else tx.update(users, { ...doc, resource: { ...doc.resource, title: 'changed' } });
        });
        expect(await pageOf(Promise.resolve(page))).to.deep.equal({ items: all, total: all.length });
      });

    it('arrive a few at a time', async () => {
      const page: Matches<User> = await fixture.store.query(users, integration, {
        from: { offset: 0 },
        limit: 99,
      });
      for await (const step of page.steps)
        expect(JSON.stringify(step).length, 'characters of one step').to.be.at.most(20 * LONG);
      await page.close();
    });
  });
}
