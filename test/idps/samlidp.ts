import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../scripts/scratch.ts';
import { ann, type Idp, type Product } from './idp.ts';
import { keyPair } from './key_pair.ts';
import { startProgram, textAt } from './server.ts';

/** crewjam's samlidp, the program that is built of `samlidp/main.go`. */
export function samlidp(program: string): Product {
  return { name: 'samlidp', start: () => start(program), encrypts: true, checksRequests: 'by form' };
}

async function start(program: string): Promise<Idp> {
  const directory = await mkdtemp(join(tmpdir(), 'rollcall-samlidp-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const { key, certificate } = await keyPair('samlidp');
  const [keyFile, certificateFile] = [join(directory, 'key.pem'), join(directory, 'certificate.pem')];
  await writeFile(keyFile, key);
  await writeFile(certificateFile, certificate);
  const stop = await startProgram({
    command: program,
    args: [url, certificateFile, keyFile],
    cwd: directory,
    env: {},
    ready: `${url}/metadata`,
    withinMs: 20_000,
  });
  const put = async (path: string, body: string) => {
    const response = await fetch(url + path, { method: 'PUT', body });
    if (!response.ok) throw new Error(`PUT ${path}: ${response.status} ${await response.text()}`);
  };
  const { username: name, password, email, givenName: given_name, surname } = ann;
  await put(`/users/${name}`, JSON.stringify({ name, password, email, given_name, surname }));
  let services = 0;
  return {
    metadata: () => textAt(`${url}/metadata`),
    trust: (spMetadata) => put(`/services/${++services}`, spMetadata),
    async stop() {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
