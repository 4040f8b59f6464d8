import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../scripts/scratch.ts';
import { ann, type Idp, PERSISTENT, type Product } from './idp.ts';
import { keyPair } from './key_pair.ts';
import { startProgram, textAt } from './server.ts';

/** pysaml2, of the Python at that path. */
export function pysaml2(python: string): Product {
  return { name: 'pysaml2', start: () => start(python), nameIdFormat: PERSISTENT };
}

async function start(python: string): Promise<Idp> {
  const directory = await mkdtemp(join(tmpdir(), 'rollcall-pysaml2-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const { key, certificate } = await keyPair('pysaml2');
  await writeFile(join(directory, 'key.pem'), key);
  await writeFile(join(directory, 'certificate.pem'), certificate);
  const stop = await startProgram({
    command: python,
    args: [join(import.meta.dirname, 'pysaml2_server.py'), url, directory, JSON.stringify(ann)],
    cwd: directory,
    env: {},
    ready: `${url}/metadata`,
    withinMs: 30_000,
  });
  return {
    metadata: () => textAt(`${url}/metadata`),
    async trust(spMetadata) {
      const { ok, status } = await fetch(url, { method: 'PUT', body: spMetadata });
      if (!ok) throw new Error(`pysaml2 answers ${status}`);
    },
    async stop() {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
