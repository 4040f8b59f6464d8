import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openLevel } from '../../../lib/store/embedded/level.ts';
import { openEmbeddedStore, storeOn } from '../../../lib/store/embedded/store.ts';
import { collections } from '../collections.ts';
import { addPair, expectWholePairs } from '../pairs.ts';
import { type Answered, wrapped } from '../wrapped.ts';
import { describeEmbedded } from './available.ts';
import { run } from './child.ts';

/** Acknowledgements after which the process is killed, round by round. */
const kills = [1, 250];

describeEmbedded('the embedded store, when its process or the machine ends,', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rollcall-store-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('keeps acknowledged writes and shows no half transaction after a kill under load', async () => {
    const acknowledged: string[] = [];
    for (const [round, most] of kills.entries()) {
      const { signal, lines } = await run({
        name: 'write_pairs.ts',
        args: [directory, String(round)],
        said: (lines, child) => {
          if (lines.length === most) child.kill();
        },
      });
      expect(signal).to.equal('SIGKILL');
      expect(lines.length).to.be.at.least(most);
      acknowledged.push(...lines);
      const store = await openEmbeddedStore({ directory, collections });
      await expectWholePairs(store, acknowledged);
      await store.close();
    }
  }).timeout(60_000);

  it('has synced acknowledged writes to disk', async () => {
    const synced: unknown[] = [];
    const note: Answered = (name, answer, [options]) => {
      if (name === 'batch') return wrapped(answer as object, note);
      return name === 'write' ? (answer as Promise<void>).then(() => void synced.push(options)) : answer;
    };
    const store = storeOn(wrapped(await openLevel(directory), note), { collections });
    for (const turn of [1, 2, 3]) {
      await Promise.all([addPair(store, `0-${turn}`), addPair(store, `1-${turn}`)]);
      expect(synced, 'in one batch for both').to.deep.equal(Array(turn).fill({ sync: true }));
    }
    await store.close();
  });
});
