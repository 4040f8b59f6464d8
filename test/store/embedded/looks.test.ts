import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openLevel } from '../../../lib/store/embedded/level.ts';
import { type EmbeddedStore, storeOn } from '../../../lib/store/embedded/store.ts';
import { DuplicateKey } from '../../../lib/store/errors.ts';
import { PLATFORM } from '../../../lib/store/port.ts';
import { collections, type Note, notes, people } from '../collections.ts';
import { type Answered, wrapped } from '../wrapped.ts';
import { describeEmbedded } from './available.ts';

describeEmbedded('Keys that a unit of work of the embedded store looks at', () => {
  let directory: string;
  let store: EmbeddedStore;
  let looked: string[] = [];
  let opened = 0;
  /** Resolves when a write may end, and when one has begun. */
  let gate = Promise.resolve();
  let begun = () => {};

  const answered: Answered = (name, answer, [key]) => {
    if (name === 'getSync') looked.push(String(key));
    if (name === 'iterator' || name === 'keys') opened += 1;
    if (name === 'batch') return wrapped(answer as object, answered);
    if (name !== 'write') return answer;
    begun();
    return gate.then(() => answer);
  };

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rollcall-store-'));
    const level = wrapped(await openLevel(directory), answered);
    store = storeOn(level, { collections });
  });
  beforeEach(() => {
    looked = [];
  });
  after(async () => {
    await store.close();
    await rm(directory, { recursive: true });
  });

  const insert = (id: string, name: string) =>
    store.transaction(async (unit) => {
      const taken = await unit.find(people, 'a', 'name', name);
      const held = await unit.get(people, 'a', id);
      if (!taken && !held) unit.insert(people, { id, tenant: 'a', name });
      return { taken, held };
    });

  it('are read from the disk once, where the work finds them free and the commit checks them', async () => {
    await insert('1', 'Ann');
    expect(looked).to.have.length(2);
  });

  it('are none where the id of a document is always new', async () => {
    await store.transaction(async (unit) => {
      const note = unit.insert(notes, { id: 'n', text: 'new' });
      unit.update(notes, { ...note, text: 'changed' });
    });
    expect(looked).to.deep.equal([]);
    const again = store.transaction(async (unit) => unit.restore(notes, { id: 'n', v: 1, text: 'moved' }));
    expect(await again.catch((error: unknown) => error)).to.be.instanceOf(DuplicateKey);
    const kept = await store.get<Note>(notes, PLATFORM, 'n');
    expect(kept?.text).to.equal('changed');
  });

  it('are found taken after another unit of work has taken them', async () => {
    expect(await store.find(people, 'a', 'name', 'Bo')).to.equal(undefined);
    expect(await store.get(people, 'a', '2')).to.equal(undefined);
    await insert('2', 'Bo');
    const { taken, held } = await insert('2', 'Bo');
    expect([taken?.id, held?.name]).to.deep.equal(['2', 'Bo']);
  });

  it('are free again after a removal', async () => {
    await insert('3', 'Carla');
    await store.transaction(async (unit) => {
      const found = await unit.get(people, 'a', '3');
      if (found) unit.remove(people, found);
    });
    const { taken, held } = await insert('3', 'Carla');
    expect([taken, held]).to.deep.equal([undefined, undefined]);
    expect((await store.find(people, 'a', 'name', 'Carla'))?.id).to.equal('3');
  });

  const tagged = (tag: string) => store.list(people, 'b', { index: 'tag', equal: [tag], limit: 5 });

  it('are not looked at again in an empty index while other changes wait for the disk', async () => {
    let release = () => {};
    gate = new Promise((done) => {
      release = done;
    });
    const writing = new Promise<void>((done) => {
      begun = done;
    });
    const written = insert('4', 'Dora');
    await writing;
    try {
      expect((await tagged('x')).items).to.deep.equal([]);
      const before = opened;
      expect((await tagged('y')).items).to.deep.equal([]);
      expect(opened).to.equal(before);
    } finally {
      release();
      await written;
    }
  });

  it('are found in an index that was empty when a look at it began', async () => {
    const looking = tagged('z');
    await store.transaction(async (unit) =>
      unit.insert(people, { id: '5', tenant: 'b', name: 'Emil', tags: ['z'] }),
    );
    await looking;
    expect((await tagged('z')).items.map(({ id }) => id)).to.deep.equal(['5']);
  });
});
