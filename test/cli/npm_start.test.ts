import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { npmStart } from './process.ts';

describe('npm start', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rollcall-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const kills = [
    { signal: 'SIGTERM', whom: 'npm', group: false },
    { signal: 'SIGINT', whom: 'npm and all that it started', group: true },
  ] as const;
  for (const { signal, whom, group } of kills)
    it(`stops gracefully when ${whom} receives ${signal}`, async () => {
      const { npm, ended } = await npmStart({ DATA_DIR: directory });
      process.kill(Number(npm.pid) * (group ? -1 : 1), signal);
      const { code, stdout } = await ended;
      expect(code).to.equal(0);
      expect(stdout.match(/"msg":"stopping"/g)).to.have.length(1);
      expect(await readdir(directory), 'lets go of the socket').to.have.members(['secrets', 'store']);
    }).timeout(30_000);
});
