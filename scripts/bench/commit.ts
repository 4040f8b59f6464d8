import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../installing.ts';
import { throwAwayDirectory } from '../scratch.ts';
import type { Version } from './service.ts';

const root = join(import.meta.dirname, '../..');

/** Rollcall as it was at a commit, with the packages that it had, in a directory that is removed at the end. */
export async function versionAt(commit: string): Promise<Version> {
  const directory = throwAwayDirectory('rollcall-commit');
  const archive = join(directory, 'sources.tar');
  await run('git', ['archive', '--output', archive, commit], { cwd: root });
  await run('tar', ['-xf', archive], { cwd: directory });
  await run('npm', ['ci'], { cwd: directory });
  await run('npm', ['run', 'build', '--if-present'], { cwd: directory });
  const program = (name: string) => {
    const compiled = join(directory, 'dist', `${name}.js`);
    return existsSync(compiled) ? compiled : join(directory, 'lib', `${name}.ts`);
  };
  return { server: program('server'), cli: program('cli') };
}
