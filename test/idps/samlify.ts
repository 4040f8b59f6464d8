import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../scripts/scratch.ts';
import { program } from '../program.ts';
import type { Idp, Product } from './idp.ts';
import { keyPair } from './key_pair.ts';
import { startProgram, textAt } from './server.ts';

const server = program('test/idps/samlify_server.ts');

/** The npm package samlify, in a process of its own: its packages use `__proto__`, which is switched off in ours. */
export const samlify: Product = { name: 'samlify', start };

async function start(): Promise<Idp> {
  const directory = await mkdtemp(join(tmpdir(), 'rollcall-samlify-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const file = join(directory, 'pair.json');
  await writeFile(file, JSON.stringify(await keyPair('samlify')));
  const stop = await startProgram({
    command: process.execPath,
    args: [...server.loader, server.file, url, file],
    cwd: join(import.meta.dirname, '../..'),
    env: {},
    ready: `${url}/metadata`,
    withinMs: 30_000,
  });
  return {
    metadata: () => textAt(`${url}/metadata`),
    async trust(spMetadata) {
      const { ok, status } = await fetch(url, { method: 'PUT', body: spMetadata });
      if (!ok) throw new Error(`samlify answers ${status}`);
    },
    async stop() {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
