import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { serviceRefused } from '../../cli/process.ts';
import { boot } from '../../helper.ts';
import { describeEmbedded } from './available.ts';

describeEmbedded('a second service on one DATA_DIR', () => {
  it('is refused with a sentence, and the first one continues', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'rollcall-'));
    const first = await boot({ env: { DATA_DIR: directory } });
    try {
      const { scim } = await first.bootstrap();
      const { code, stderr } = await serviceRefused({ DATA_DIR: directory, PORT: '0' });
      expect(code).to.equal(1);
      expect(stderr).to.equal(
        `rollcall could not start: Rollcall is already running on ${join(directory, 'store')}: another process has the store open. Stop that one, or choose another DATA_DIR.\n`,
      );
      expect((await scim('GET', '/Users')).status).to.equal(200);
    } finally {
      await first.close();
      await rm(directory, { recursive: true });
    }
  }).timeout(30_000);
});
