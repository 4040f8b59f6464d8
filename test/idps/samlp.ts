import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../scripts/scratch.ts';
import { program } from '../program.ts';
import type { Idp, Product } from './idp.ts';
import { type KeyPair, keyPair } from './key_pair.ts';
import type { SamlpState } from './samlp_server.ts';
import { startProgram, textAt } from './server.ts';
import { readSpMetadata, type Sp } from './sp.ts';

const server = program('test/idps/samlp_server.ts');

/**
 * The npm package samlp, in a process of its own, set up by hand as its README does, for it reads no metadata: it uses `__proto__`, which is switched off in ours. It has no sign-in
 * page, so that everybody is Ann.
 */
export const samlp: Product = {
  name: 'samlp',
  start,
  encrypts: true,
  checksRequests: 'always',
  changesCertificate: true,
};

async function start(): Promise<Idp> {
  const directory = await mkdtemp(join(tmpdir(), 'rollcall-samlp-'));
  const file = join(directory, 'state.json');
  const url = `http://127.0.0.1:${await freePort()}`;
  const sps: Sp[] = [];
  let signing = await keyPair('samlp');
  let announced: KeyPair | undefined;
  const save = () => {
    const state: SamlpState = { signing, ...(announced ? { announced } : {}), sps };
    return writeFile(file, JSON.stringify(state));
  };
  await save();
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
      sps.push(readSpMetadata(spMetadata));
      await save();
    },
    certificates: {
      async announce() {
        announced = await keyPair('samlp');
        await save();
      },
      async rollOver() {
        if (!announced) throw new Error('no certificate was announced');
        [signing, announced] = [announced, undefined];
        await save();
      },
    },
    async stop() {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
