import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';

const project = join(import.meta.dirname, '../..');

describe('the build', function () {
  this.timeout(120_000);
  let root: string;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'rollcall-build-'));
    for (const name of ['lib', 'config', 'package.json'])
      await cp(join(project, name), join(root, name), { recursive: true });
    await symlink(join(project, 'node_modules'), join(root, 'node_modules'));
  });
  after(() => rm(root, { recursive: true, force: true }));

  async function version(): Promise<string> {
    const command = [join(root, 'lib/rollcall.mjs'), '--version'];
    return (await promisify(execFile)(process.execPath, command, { cwd: tmpdir() })).stdout.trim();
  }

  async function setVersion(text: string, changed: Date): Promise<void> {
    const path = join(root, 'package.json');
    const manifest = await readFile(path, 'utf8');
    await writeFile(path, manifest.replace(/"version": "[^"]+"/, `"version": "${text}"`));
    await utimes(path, changed, changed);
  }

  it('runs at the first command, and again only after a source has changed, from any directory', async () => {
    const first = await version();
    expect(first).to.match(/^\d+\.\d+\.\d+$/);
    await setVersion('8.8.8', new Date(0));
    expect(await version()).to.equal(first);
    await setVersion('9.9.9', new Date(Date.now() + 60_000));
    expect(await version()).to.equal('9.9.9');
  });

  it('is used unchanged when the sources are missing', async () => {
    const built = await version();
    await rm(join(root, 'config'), { recursive: true });
    await rm(join(root, 'lib/server.ts'));
    expect(await version()).to.equal(built);
  });
});
