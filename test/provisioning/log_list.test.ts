import { expect } from 'chai';
import { logBodies, logDays, logEntries } from '../../lib/provisioning/collections.ts';
import { indexedKeysOf, keysOf } from '../../lib/provisioning/log_about.ts';
import { logBatchBodies, logBatches } from '../../lib/provisioning/log_batches.ts';
import { LogBook } from '../../lib/provisioning/log_book.ts';
import { listLog, logged } from '../../lib/provisioning/log_list.ts';
import type { LogEntry } from '../../lib/provisioning/types.ts';
import { InvalidCursor } from '../../lib/store/errors.ts';
import { refusal } from '../store/contract/fixture.ts';
import { type Scratch, scratchStore } from '../store/scratch.ts';

/** What is written one after the other: an entry alone, as changes and former versions write it, or a batch. */
const written = [['a'], ['b', 'c', 'd'], ['e'], ['f'], ['g', 'h'], ['i'], ['j'], ['k', 'l', 'm', 'n']];
const all = written.flat().reverse();
const byFirst = all.filter((_, at) => (all.length - 1 - at) % 2 === 0);
const ofAda = all.filter((_, at) => (all.length - at) % 3 === 0);
const refused = ['n', 'j', 'h', 'e', 'd', 'a'];

describe('the provisioning log in single entries and in batches', () => {
  let scratch: Scratch;

  before(async () => {
    scratch = await scratchStore(logEntries, logBodies, logBatches, logBatchBodies, logDays);
    const { store } = scratch;
    const book = new LogBook(store);
    for (const names of written) {
      const [name = ''] = names;
      if (names.length === 1) await store.transaction(async (unit) => unit.insert(logEntries, single(name)));
      else {
        for (const each of names) {
          const bodies = { id: each, rootId: 'g', answer: { text: each, isCut: false }, expiresAt: 9e15 };
          book.add(entry(each), each === 'c' ? undefined : bodies);
        }
        await book.flush();
      }
    }
    book.add({ ...entry('z'), rootId: 'other' });
    await book.flush();
  });
  after(() => scratch.remove());

  for (let limit = 1; limit <= all.length + 1; limit++)
    it(`is whole and newest first in pages of ${limit}`, async () => {
      expect(await pages({ limit })).to.deep.equal(all);
      expect(await pages({ limit, integrationId: 'first' })).to.deep.equal(byFirst);
      expect(await pages({ limit, refused: true })).to.deep.equal(refused);
      expect(await pages({ limit, refused: true, integrationId: 'first' })).to.deep.equal(
        refused.filter((name) => byFirst.includes(name)),
      );
      expect(await pages({ limit, about: ['ada', 'id-of-ada'] })).to.deep.equal(ofAda);
      expect(await pages({ limit, about: ['id-of-ada', 'ada'] })).to.deep.equal(ofAda);
    });

  it('goes on where it was when the keys of a person have changed', async () => {
    const { items, next } = await listLog(scratch.store, 'g', { limit: 1, about: ['ada', 'id-of-ada'] });
    const about = ['new', 'id-of-ada', 'ada'];
    const rest = await listLog(scratch.store, 'g', { limit: 100, about, after: next });
    expect([...items, ...rest.items].map(({ path }) => path)).to.deep.equal(ofAda);
  });

  it('ends without a cursor where nothing follows', async () => {
    const { items, next } = await listLog(scratch.store, 'g', { limit: all.length });
    expect([items.length, next]).to.deep.equal([all.length, undefined]);
    expect(await listLog(scratch.store, 'nobody', { limit: 5 })).to.deep.equal({ items: [] });
  });

  for (const name of all)
    it(`has the entry ${name} by its id and by its request, with its bodies`, async () => {
      const found = await logged(scratch.store, 'g', `request-${name}`);
      expect(found?.entry.path).to.equal(name);
      expect(await logged(scratch.store, 'g', found?.entry.id ?? '')).to.deep.equal(found);
      const isAlone = written.some((names) => names.length === 1 && names[0] === name);
      const answer = isAlone || name === 'c' ? undefined : { text: name, isCut: false };
      expect(found?.bodies.answer).to.deep.equal(answer);
    });

  it('has no entry of another group, and none behind a batch', async () => {
    expect(await logged(scratch.store, 'g', 'request-z')).to.equal(undefined);
    const found = await logged(scratch.store, 'g', 'request-h');
    const id = found?.entry.id.split('.')[0] ?? '';
    for (const place of ['2', '-1', 'x', ''])
      expect(await logged(scratch.store, 'g', `${id}.${place}`)).to.equal(undefined);
  });

  for (const after of [
    '',
    'nonsense',
    Buffer.from('[]').toString('base64url'),
    Buffer.from('[["",0.5],["",0]]').toString('base64url'),
    Buffer.from('[["",-1],["",0]]').toString('base64url'),
    Buffer.from('[["",0],["",1e300]]').toString('base64url'),
    Buffer.from('[["",0]]').toString('base64url'),
    Buffer.from('[["",0,"ada"],["",0,"ada"]]').toString('base64url'),
    Buffer.from('[["",0,1],["",0,1]]').toString('base64url'),
  ])
    it(`refuses the cursor ${JSON.stringify(after)}`, async () => {
      expect(await refusal(listLog(scratch.store, 'g', { limit: 5, after }))).to.be.instanceOf(InvalidCursor);
    });

  async function pages(range: {
    readonly limit: number;
    readonly integrationId?: string;
    readonly refused?: boolean;
    readonly about?: readonly string[];
  }): Promise<string[]> {
    const found: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await listLog(scratch.store, 'g', { ...range, after });
      expect(page.items.length).to.be.at.most(range.limit);
      found.push(...page.items.map(({ path }) => path));
      if (page.next === undefined) return found;
      expect(page.items.length).to.equal(range.limit);
      after = page.next;
    }
  }

  function single(name: string): Omit<LogEntry, 'v'> {
    return { ...entry(name), about: indexedKeysOf(entry(name)) };
  }

  function entry(name: string): Omit<LogEntry, 'v'> {
    const at = all.length - all.indexOf(name);
    return {
      ...{ id: `id-${name}`, rootId: 'g', at, requestId: `request-${name}`, path: name },
      ...{ method: 'GET', status: 200, ip: '', userAgent: '', outcome: '', expiresAt: 9e15 },
      ...(refused.includes(name) ? { status: 409, refusedOn: at < 7 ? '2026-11-29' : '2026-11-30' } : {}),
      ...(at % 3 === 0 ? { userName: 'Ada', resourceId: 'id-of-ada' } : {}),
      ...(at % 2 === 1 ? { integrationId: 'first' } : { integrationId: 'second' }),
    };
  }
});

describe('the requests of a person in the log', () => {
  let scratch: Scratch;

  before(async () => {
    scratch = await scratchStore(logEntries, logBodies, logBatches, logBatchBodies, logDays);
    const book = new LogBook(scratch.store);
    for (let at = 100; at < 150; at++) {
      book.add({
        ...{ id: `id-${at}`, rootId: 'g', at, requestId: `request-${at}`, path: '/Users/id-of-ada' },
        ...{ method: 'GET', status: 200, ip: '', userAgent: '', outcome: '', expiresAt: 9e15 },
        ...{ userName: 'Ada', resourceId: 'id-of-ada' },
      });
      await book.flush();
    }
  });
  after(() => scratch.remove());

  it('are read as far as they are shown, though both the name and the id find each', async () => {
    let read = 0;
    const counting = Object.assign(Object.create(scratch.store) as typeof scratch.store, {
      list: async (...asked: Parameters<typeof scratch.store.list>) => {
        const page = await scratch.store.list(...asked);
        read += page.items.length;
        return page;
      },
    });
    const { items } = await listLog(counting, 'g', { limit: 3, about: ['ada', 'id-of-ada'] });
    expect(items.map(({ at }) => at)).to.deep.equal([149, 148, 147]);
    expect(read).to.be.at.most(25);
  });

  for (const [title, entry, keys] of [
    ['a change by its id', { method: 'PATCH', resourceId: '1', userName: 'Ada' }, ['1']],
    ['a beginning also by its name', { method: 'POST', resourceId: '1', userName: 'Ada' }, ['1', 'ada']],
    [
      'a rename also by both names',
      {
        ...{ method: 'PATCH', resourceId: '1', userName: 'Countess' },
        changes: [{ what: 'userName', from: 'Ada', to: 'Countess' }, { what: 'active' }],
      },
      ['1', 'ada', 'countess'],
    ],
  ] as const)
    it(`finds ${title}`, () => {
      expect(indexedKeysOf({ path: '/Users', ...entry })).to.deep.equal(keys);
    });

  for (const [path, keys] of [
    ['/Users/1?attributes=id', ['1']],
    ['/Users?filter=userName%20eq%20%22a/b%22', []],
    ['/Groups/1/', ['1']],
  ] as const)
    it(`finds ${path} by the id in it, not by what it asks`, () => {
      expect(keysOf({ path, method: 'GET' })).to.deep.equal(keys);
    });
});

describe('the log of a former version, whose batches have no marks', () => {
  let scratch: Scratch;

  before(async () => {
    scratch = await scratchStore(logEntries, logBodies, logBatches, logBatchBodies, logDays);
    const entries = [entry('a', 200), entry('b', 409)];
    const batch = {
      id: 'b',
      rootId: 'g',
      entries,
      requestIds: ['a', 'b'],
      integrationIds: [],
      expiresAt: 9e15,
    };
    await scratch.store.transaction(async (unit) => unit.insert(logBatches, batch));
    const book = new LogBook(scratch.store);
    book.add(entry('c', 401));
    await book.flush();
  });
  after(() => scratch.remove());

  for (const [title, range] of [
    ['refused requests', { refused: true }],
    ['the requests of a person', { about: ['ada'] }],
  ] as const)
    it(`hides none of ${title}`, async () => {
      const { items } = await listLog(scratch.store, 'g', { ...range, limit: 10 });
      expect(items.map(({ path }) => path)).to.include.members(['c', 'b']);
    });

  function entry(name: string, status: number): Omit<LogEntry, 'v'> {
    return {
      ...{
        id: name,
        rootId: 'g',
        at: 1,
        requestId: name,
        path: name,
        method: 'GET',
        status,
        userName: 'Ada',
      },
      ...{ ip: '', userAgent: '', outcome: '', expiresAt: 9e15 },
    };
  }
});
