import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { limits } from '../../../config/limits.ts';
import { sortKey } from '../../../lib/scim/filter/sort.ts';
import { type EmbeddedStore, openEmbeddedStore } from '../../../lib/store/embedded/store.ts';
import { TooLongToSort } from '../../../lib/store/errors.ts';
import { collections, userOf, users, userType } from '../collections.ts';
import { refusal } from '../contract/fixture.ts';
import { pageOf } from '../found.ts';
import { describeEmbedded } from './available.ts';

describeEmbedded('sorting by long texts without an index', () => {
  const CHARS = 60_000;
  const count = Math.ceil(limits.sortedChars / CHARS) + 20;
  let directory: string;
  let store: EmbeddedStore;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rollcall-store-'));
    store = await openEmbeddedStore({ directory, collections });
    await store.transaction(async (tx) => {
      for (let n = 0; n < count; n++)
        tx.insert(
          users,
          userOf('i', `u${n}`, { userName: `u${n}`, title: `${1_000 + n}${'x'.repeat(CHARS)}` }),
        );
    });
  });
  after(async () => {
    await store.close();
    await rm(directory, { recursive: true });
  });

  const sort = { by: sortKey('title', userType), descending: false };

  it('returns a page if the sort values up to it are within the limit', async () => {
    const { items } = await pageOf(store.query(users, 'i', { sort, from: { offset: 50 }, limit: 1 }));
    expect(items.map(({ id }) => id)).to.deep.equal(['u50']);
  });

  it('refuses a page if the sort values up to it exceed the limit', async () => {
    const asked = { sort, from: { offset: count - 9 }, limit: 1 };
    expect(await refusal(store.query(users, 'i', asked))).to.be.instanceOf(TooLongToSort);
  });
});
