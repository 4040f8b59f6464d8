import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openEmbeddedStore } from '../../../lib/store/embedded/store.ts';
import { collections } from '../collections.ts';
import { addPair, expectWholePairs } from '../pairs.ts';
import { describeEmbedded } from './available.ts';
import { run } from './child.ts';
import type { Report } from './fill_disk.ts';

const fileBytes = 1_048_576;

describeEmbedded('the embedded store on a full disk', () => {
  let directory: string;
  let report: Report;

  before(async function () {
    this.timeout(60_000);
    directory = await mkdtemp(join(tmpdir(), 'rollcall-store-'));
    const { code, lines } = await run({ name: 'fill_disk.ts', args: [directory], fileBytes });
    expect(code).to.equal(0);
    report = JSON.parse(lines[0] ?? '') as Report;
  });
  after(() => rm(directory, { recursive: true }));

  it('refuses writes that it cannot store, with the reason', () => {
    expect(report.acknowledged.length).to.be.greaterThan(10);
    for (const { isUnavailable, message } of report.refusals) {
      expect(isUnavailable, message).to.equal(true);
      expect(message).to.match(/^The store (could not keep a write|takes no more writes .+): .*too large/);
    }
  });

  it('accepts no more writes, and is not ready', () => {
    for (const { isUnavailable, message } of [report.again, report.ready]) {
      expect(isUnavailable, message).to.equal(true);
      expect(message).to.match(/^The store takes no more writes until it is restarted: .*too large/);
    }
  });

  it('still reads, and shows only acknowledged writes', () => {
    expect(report.read).to.deep.equal(report.acknowledged);
    expect(report.listed).to.equal(report.acknowledged.length * 2);
  });

  it('has all acknowledged writes, and accepts new ones, when there is space again', async () => {
    const store = await openEmbeddedStore({ directory, collections });
    await expectWholePairs(store, report.acknowledged);
    await store.ready();
    await addPair(store, '0-later');
    await expectWholePairs(store, [...report.acknowledged, '0-later']);
    await store.close();
  });
});
