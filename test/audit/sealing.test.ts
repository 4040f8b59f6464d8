import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { sealTurn, verifyChain } from '../../lib/audit/chain.ts';
import { type AuditHead, auditEntries, auditHeads } from '../../lib/audit/types.ts';
import { type UnitStore, unitStore } from '../../lib/audit/unit.ts';
import { systemRuntime } from '../../lib/kernel/runtime.ts';
import type { Range } from '../../lib/store/port.ts';
import { type Scratch, scratchStore } from '../store/scratch.ts';
import { wrapped } from '../store/wrapped.ts';

describe('sealing the audit log', () => {
  const key = Buffer.alloc(32, 1);
  let scratch: Scratch;
  let store: UnitStore;
  let now: number;

  beforeEach(async () => {
    scratch = await scratchStore(auditEntries, auditHeads);
    store = unitStore(scratch.store, { ...systemRuntime(), now: () => now });
    now = 1_000;
  });
  afterEach(() => scratch.remove());

  async function happen(rootId: string, times: number): Promise<void> {
    await store.transaction(async (unit) => {
      for (let at = 0; at < times; at++)
        unit.record({
          rootId,
          actor: { kind: 'scim' },
          action: 'user.created',
          target: { kind: 'user', id: `${at}` },
          detail: { userName: `ann${at}`, changed: [] },
        });
    });
    now += 1;
  }

  const verdict = (rootId: string) => verifyChain(store, key, rootId);

  it('continues while more than a batch waits', async () => {
    await happen('busy', 2 * limits.sealBatch + 1);
    expect(await sealTurn(store, key)).to.equal(2 * limits.sealBatch + 1);
    expect(await verdict('busy')).to.deep.equal({ sealed: 2 * limits.sealBatch + 1, unsealed: 0 });
    expect(await sealTurn(store, key)).to.equal(0);
  });

  it('starts each batch where the last one ended, and does not scan sealed entries again', async () => {
    await happen('busy', 2 * limits.sealBatch + 1);
    const begun: unknown[] = [];
    const watched = wrapped(store, (name, answer, [, range]) => {
      if (name === 'sweep') begun.push((range as Range).after);
      return answer;
    });
    await sealTurn(watched, key);
    expect(begun[0]).to.equal(undefined);
    expect(new Set(begun).size).to.equal(3);
  });

  it('is checked with turns for others in between', async () => {
    await happen('busy', 1_001);
    await sealTurn(store, key);
    const asked = { list: 0, breathe: 0 };
    const watched = wrapped(store, (name, answer) => {
      if (name === 'list' || name === 'breathe') asked[name] += 1;
      return answer;
    });
    expect(await verifyChain(watched, key, 'busy')).to.deep.equal({ sealed: 1_001, unsealed: 0 });
    expect(asked).to.deep.equal({ list: 3, breathe: 10 });
  });

  it('ends its turn after a fixed number of entries, and continues in the next turn', async () => {
    const most = 2 * limits.sealBatch;
    await happen('busy', most + 1);
    expect(await sealTurn(store, key, most)).to.equal(most);
    expect(await verdict('busy')).to.deep.equal({ sealed: most, unsealed: 1 });
    expect(await sealTurn(store, key, most)).to.equal(1);
    expect(await verdict('busy')).to.deep.equal({ sealed: most + 1, unsealed: 0 });
  });

  for (const quiet of ['a', 'z'])
    it(`seals entries of all groups in order of time (${quiet} and m)`, async () => {
      await happen('m', 10);
      await happen(quiet, 1);
      await happen('m', limits.sealBatch);
      await sealTurn(store, key, 1);
      expect(await verdict(quiet)).to.deep.equal({ sealed: 1, unsealed: 0 });
      expect(await verdict('m')).to.deep.equal({ sealed: limits.sealBatch - 1, unsealed: 11 });
    });

  it('makes one chain when two seal the same entries at once', async () => {
    await happen('busy', 30);
    await Promise.all([sealTurn(store, key), sealTurn(store, key)]);
    expect(await verdict('busy')).to.deep.equal({ sealed: 30, unsealed: 0 });
  });

  it('does not disturb a concurrent verification', async () => {
    await happen('busy', 3);
    await sealTurn(store, key);
    await happen('busy', 2);
    const busy = wrapped(store, (name, answer) => {
      if (name !== 'get') return answer;
      return (answer as Promise<unknown>).then(async (head) => {
        await sealTurn(store, key);
        return head;
      });
    });
    expect(await verifyChain(busy, key, 'busy')).to.deep.equal({ sealed: 5, unsealed: 0 });
  });

  const putBack: readonly (readonly [head: Partial<AuditHead>, seq: number, reason: string])[] = [
    [{ seq: 2 }, 2, 'it is not the end that was sealed'],
    [{ hash: 'of another chain' }, 3, 'it is not the end that was sealed'],
    [{ seq: 4 }, 4, 'entries are missing at the end'],
  ];
  for (const [changed, seq, reason] of putBack)
    it(`detects a changed head: ${JSON.stringify(changed)}`, async () => {
      await happen('a', 3);
      await sealTurn(store, key);
      await happen('a', 1);
      const head = await store.get(auditHeads, 'a', 'a');
      await store.transaction(async (unit) => head && unit.update(auditHeads, { ...head, ...changed }));
      expect(await verdict('a')).to.deep.equal({ sealed: seq - 1, unsealed: 1, broken: { seq, reason } });
    });

  it('detects a restored older head by the entries after it', async () => {
    await happen('a', 2);
    await sealTurn(store, key);
    const former = await store.get(auditHeads, 'a', 'a');
    await happen('a', 1);
    await sealTurn(store, key);
    const head = await store.get(auditHeads, 'a', 'a');
    await store.transaction(async (unit) => {
      if (head && former) unit.update(auditHeads, { ...former, v: head.v });
    });
    const broken = { seq: 3, reason: 'it is behind the end that was sealed' };
    expect(await verdict('a')).to.deep.equal({ sealed: 2, unsealed: 0, broken });
  });

  it('detects a missing head', async () => {
    await happen('a', 2);
    await sealTurn(store, key);
    const head = await store.get(auditHeads, 'a', 'a');
    await store.transaction(async (unit) => head && unit.remove(auditHeads, head));
    const broken = { seq: 1, reason: 'it is behind the end that was sealed' };
    expect(await verdict('a')).to.deep.equal({ sealed: 0, unsealed: 0, broken });
  });
});
