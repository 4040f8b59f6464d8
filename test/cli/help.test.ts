import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { helpData } from '../../lib/cli/described.ts';
import { helpFor } from '../../lib/cli/help.ts';
import { typed } from './operator.ts';

describe('help from the build', () => {
  let directory: string;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rollcall-help-'));
    await writeFile(join(directory, 'commands.json'), JSON.stringify(helpData()));
  });
  after(() => rm(directory, { recursive: true }));

  const columns = { columns: 100, write: () => true };

  for (const line of ['--help', '-h', '--version', 'token --help', 'token create --help', 'log -h'])
    it(`rollcall ${line} equals the help of the commands`, async () => {
      const words = line.split(' ');
      const { stdout } = await typed({}, ...words);
      expect(helpFor(words, columns, directory))
        .to.equal(stdout)
        .and.not.equal('');
    });

  for (const line of ['', 'token list acme', 'token nonsense --name', 'token creat'])
    it(`rollcall ${line} is passed to the commands`, () => {
      expect(helpFor(line.split(' '), columns, directory)).to.equal(undefined);
    });

  it('comes from the commands without a build', () => {
    expect(helpFor(['--help'], columns, join(directory, 'none'))).to.equal(undefined);
  });
});
