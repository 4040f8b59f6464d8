import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../installing.ts';
import { throwAwayDirectory } from '../scratch.ts';
import type { Contender } from './contenders.ts';
import type { Options, WorkName } from './options.ts';
import { measured, message, start } from './processes.ts';

/** Names a folder with the packages, where they are there already. */
const INSTALLED = 'BENCH_PEERS';
const PACKAGES = ['@boxyhq/saml-jackson@26.2.0'];
/** What every peer answers as Rollcall does. */
const WORKS: readonly WorkName[] = ['create', 'sync', 'get', 'filter', 'page', 'patch', 'deactivate'];

/** Other servers that can store in the same kind of place, from the package registry; they are removed at the end. */
export async function peers(store: Options['store']): Promise<Contender[]> {
  const folder = process.env[INSTALLED] ?? (await installed());
  const jackson = (
    name: string,
    engine: string,
    place: (uri: string | undefined) => string = () => '',
  ): Contender => ({
    name,
    works: WORKS,
    async start(uri) {
      const child = start(measured('peers/jackson'), [join(folder, 'package.json'), engine, place(uri)]);
      const { port, token } = await message<{ port: number; token: string }>(child);
      return { process: child, port, token, scim: '' };
    },
  });
  return store === 'mongo'
    ? [jackson('jackson', 'mongo', (uri) => uri ?? '')]
    : [
        jackson('jackson in memory', 'mem'),
        jackson('jackson on sqlite', 'sql', () => join(throwAwayDirectory('rollcall-peer'), 'data.db')),
      ];
}

async function installed(): Promise<string> {
  const folder = throwAwayDirectory('rollcall-peers');
  await writeFile(join(folder, 'package.json'), '{}');
  await run('npm', ['install', '--no-audit', '--no-fund', '--save-exact', ...PACKAGES], { cwd: folder });
  return folder;
}
