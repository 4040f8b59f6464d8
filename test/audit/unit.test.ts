import { expect } from 'chai';
import { auditEntries } from '../../lib/audit/types.ts';
import { type UnitStore, unitStore } from '../../lib/audit/unit.ts';
import { systemRuntime } from '../../lib/kernel/runtime.ts';
import type { Collection, Doc } from '../../lib/store/port.ts';
import { type Scratch, scratchStore } from '../store/scratch.ts';

interface Counted extends Doc {
  readonly rootId: string;
}

const counted: Collection<Counted> = { name: 'counted', scope: 'rootId', unique: {}, indexes: {} };
const rootId = 'acme';
const claimed = {
  rootId,
  actor: { kind: 'operator' },
  action: 'domain.claimed',
  target: { kind: 'domain', id: 'acme.test' },
} as const;

describe('a unit of work', () => {
  let scratch: Scratch;
  let store: UnitStore;
  let now: number;

  beforeEach(async () => {
    now = 1_000;
    scratch = await scratchStore(counted, auditEntries);
    store = unitStore(scratch.store, { ...systemRuntime(), now: () => now });
    await store.transaction(async (unit) => unit.insert(counted, { id: 'limit', rootId }));
  });
  afterEach(() => scratch.remove());

  it('records entries with the time of its clock, and masks secrets', async () => {
    await store.transaction(async (unit) => {
      now = 2_000;
      unit.record({ ...claimed, detail: { domain: 'password=hunter2' } });
    });
    const { items } = await store.list(auditEntries, rootId, { limit: 2 });
    expect(items.map(({ at, unsealed, detail }) => ({ at, unsealed, detail }))).to.deep.equal([
      { at: 2_000, unsealed: rootId, detail: { domain: 'password=***' } },
    ]);
  });

  it('that touches a document is repeated when a rival touches it too', async () => {
    const attempts: string[] = [];
    let arrived = 0;
    let release: () => void = () => undefined;
    const both = new Promise<void>((resolve) => {
      release = resolve;
    });
    const touching = (name: string) =>
      store.transaction(async (unit) => {
        const doc = await unit.get(counted, rootId, 'limit');
        if (!doc) throw new Error('no document');
        attempts.push(name);
        arrived += 1;
        if (arrived === 2) release();
        await both;
        unit.touch(counted, doc);
      });
    await Promise.all([touching('a'), touching('b')]);
    expect(attempts).to.have.length(3);
  });

  it('that commits nothing records nothing', async () => {
    const failed = store.transaction(async (unit) => {
      unit.record({ ...claimed, detail: { domain: 'acme.test' } });
      throw new Error('refused');
    });
    expect(await failed.catch((error: Error) => error.message)).to.equal('refused');
    expect(await store.count(auditEntries, rootId)).to.equal(0);
  });
});
