import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { typed } from './operator.ts';

const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

describe('the completion of commands', () => {
  let script = '';
  let directory = '';
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rollcall-completion-'));
    script = (await typed({}, 'completion', 'bash')).stdout;
  });

  after(() => rm(directory, { recursive: true }));

  /** What bash offers after these words; the last one is being typed. */
  const offered = async (...words: string[]): Promise<string[]> => {
    const line = ['rollcall', ...words].map((word) => `'${word}'`).join(' ');
    const asked = `${script}\nCOMP_WORDS=(${line})\nCOMP_CWORD=${words.length}\n_rollcall\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = await promisify(execFile)('bash', ['-c', asked]);
    return stdout.split('\n').filter((word) => word !== '');
  };

  const cases: readonly (readonly [words: readonly string[], offers: readonly string[]])[] = [
    [['boo'], ['bootstrap']],
    [
      ['audit', ''],
      ['list', 'verify', 'seal'],
    ],
    [['group', 'domain', 'v'], ['verify']],
    [['audit', 'verify', '--p'], ['--platform']],
    [['--json', 'audit', 'verify', 'acme', '--g'], ['--group']],
    [['nothing', ''], []],
  ];
  for (const [words, offers] of cases)
    it(`in bash offers ${offers.join(', ') || 'nothing'} after rollcall ${words.join(' ')}`, async () => {
      if (!has('bash')) return;
      expect(await offered(...words)).to.deep.equal(offers);
    });

  it('has a script for zsh and for fish with every noun', async () => {
    for (const shell of ['zsh', 'fish']) {
      const { code, stdout } = await typed({}, 'completion', shell);
      expect(code).to.equal(0);
      expect(stdout).to.contain('bootstrap').and.contain('directory-group').and.contain('--preset');
      const file = join(directory, shell);
      await writeFile(file, stdout);
      if (has(shell)) expect(spawnSync(shell, ['-n', file]).status).to.equal(0);
    }
  });
});
