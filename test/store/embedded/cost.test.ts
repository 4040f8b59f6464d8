import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseFilter } from '../../../lib/scim/filter/parse.ts';
import { sortKey } from '../../../lib/scim/filter/sort.ts';
import { openLevel } from '../../../lib/store/embedded/level.ts';
import { type EmbeddedStore, storeOn } from '../../../lib/store/embedded/store.ts';
import type { Search } from '../../../lib/store/port.ts';
import { collections, userOf, users, userType } from '../collections.ts';
import { pageOf } from '../found.ts';
import { type Answered, wrapped } from '../wrapped.ts';
import { describeEmbedded } from './available.ts';

const sizes = { few: 1_000, many: 25_000 };
const limit = 100;
/** Keys that are looked at to find where a page by number begins: the store knows where each 64th key is. */
const passedOver = 64;

describeEmbedded('LevelDB with 25,000 documents', () => {
  let directory: string;
  let store: EmbeddedStore;
  let handed = 0;

  before(async function () {
    this.timeout(60_000);
    directory = await mkdtemp(join(tmpdir(), 'rollcall-store-'));
    store = storeOn(wrapped(await openLevel(directory), count), { collections });
    for (const [scope, size] of Object.entries(sizes)) await fill(scope, size);
  });
  after(async () => {
    await store.close();
    await rm(directory, { recursive: true });
  });

  const by = sortKey('userName', userType);
  const orders = [
    { title: 'by id', sort: {} },
    { title: 'by userName', sort: { sort: { by, descending: false } } },
    { title: 'by userName, turned round', sort: { sort: { by, descending: true } } },
  ];
  for (const { title, sort } of orders) {
    const search = async (scope: string, from: Search['from'], most = limit) => {
      const found = await pageOf(store.query(users, scope, { from, limit: most, ...sort }));
      expect(found.items).to.have.length(most);
      return found;
    };

    it(`returns for a page by number ${title} only that page, and few keys to find it`, async () => {
      const page = 'sort' in sort ? 2 * limit + 1 : limit + 1;
      for (const scope of ['few', 'many']) await search(scope, { offset: 0 });
      for (const offset of [0, 100, 9_999, 17_777, 24_900])
        expect(await steps(() => search('many', { offset })), `from ${offset}`).to.be.at.most(
          page + passedOver,
        );
    });

    it(`returns for a page by cursor ${title} as much as for any other page`, async () => {
      const { next = '' } = await search('few', { offset: 0 });
      const { next: deep = '' } = await search('many', { offset: 0 }, 15_000);
      const second = await steps(() => search('few', { after: next }));
      expect(await steps(() => search('many', { after: deep }))).to.equal(second);
    });
  }

  it('returns for a list along an index the same amount on every page', async () => {
    const list = (scope: string, after?: string) => steps(() => along(scope, limit, after));
    const first = await list('few');
    const { next } = await along('many', 15_000);
    expect(first).to.equal(2 * limit + 1);
    expect(await list('many')).to.equal(first);
    expect(await list('many', next)).to.equal(first);
  });

  it('returns for a filter by an indexed attribute, and for a count, no more than with 1,000', async () => {
    const filter = parseFilter('userName eq "u000777"', userType);
    const find = (scope: string) =>
      steps(async () => {
        const { total } = await pageOf(store.query(users, scope, { filter, from: { offset: 0 }, limit }));
        expect(total).to.equal(1);
      });
    expect(await find('many')).to.equal(await find('few'));
    expect(await steps(() => store.count(users, 'many'))).to.equal(0);
    expect(await store.count(users, 'many')).to.equal(sizes.many);
  });

  const count: Answered = (name, answer) => {
    if (name === 'iterator' || name === 'keys') return wrapped(answer as object, count);
    if (name === 'getSync') handed += 1;
    if (name !== 'getMany' && name !== 'all' && name !== 'nextv') return answer;
    return (answer as Promise<unknown[]>).then((found) => {
      handed += found.length;
      return found;
    });
  };

  async function steps(work: () => Promise<unknown>): Promise<number> {
    const before = handed;
    await work();
    return handed - before;
  }

  async function along(scope: string, most: number, after?: string) {
    const range = { index: 'userName', limit: most, ...(after === undefined ? {} : { after }) };
    const page = await store.list(users, scope, range);
    expect(page.items).to.have.length(most);
    return page;
  }

  async function fill(scope: string, size: number): Promise<void> {
    for (let from = 0; from < size; from += 1_000)
      await store.transaction(async (tx) => {
        for (let n = from; n < from + 1_000; n++) {
          const userName = `u${n.toString().padStart(6, '0')}`;
          tx.insert(users, userOf(scope, `${scope}${userName}`, { userName }));
        }
      });
  }
});
