import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { unitStore } from '../../lib/audit/unit.ts';
import { holdLease, leases } from '../../lib/jobs/leases.ts';
import { HOUR, systemRuntime } from '../../lib/kernel/runtime.ts';
import { type Scratch, scratchStore } from '../store/scratch.ts';

const LENGTH = 35_000;

describe('the lease of a job', () => {
  let scratch: Scratch;
  let now: number;
  let warned: unknown[];

  beforeEach(async () => {
    scratch = await scratchStore(leases);
    now = 10 * HOUR;
    warned = [];
  });
  afterEach(() => scratch.remove());

  const hold = (holder: string) => {
    const logger = { warn: (said: unknown) => void warned.push(said) };
    const store = unitStore(scratch.store, { ...systemRuntime(), now: () => now });
    return holdLease({ store, logger }, 'send', holder, LENGTH);
  };

  it('belongs to one process until it ends', async () => {
    expect([await hold('a'), await hold('b'), await hold('a')]).to.deep.equal([true, false, true]);
    now += LENGTH;
    expect([await hold('b'), await hold('a')]).to.deep.equal([true, false]);
    expect(warned).to.deep.equal([]);
  });

  it('ends in time after a clock that was ahead took it, and one line is logged', async () => {
    now += 2 * HOUR;
    await hold('a');
    now -= 2 * HOUR;
    expect([await hold('b'), await hold('b')]).to.deep.equal([false, false]);
    expect(warned).to.deep.equal([{ job: 'send', until: new Date(now + 2 * HOUR + LENGTH).toISOString() }]);
    now += LENGTH;
    expect(await hold('b')).to.equal(true);
  });

  it('ends in time when the clock of its own holder was ahead', async () => {
    now += 2 * HOUR;
    await hold('a');
    now -= 2 * HOUR;
    expect([await hold('a'), await hold('b')]).to.deep.equal([true, false]);
    now += LENGTH;
    expect(await hold('b')).to.equal(true);
  });

  it('stays valid when clocks differ a little', async () => {
    now += limits.leaseMargin;
    await hold('a');
    now -= limits.leaseMargin;
    expect(await hold('b')).to.equal(false);
    expect(warned).to.deep.equal([]);
  });
});
