import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { destination, pino } from 'pino';
import { loadConfig } from '../../config/index.ts';
import { startService } from '../../lib/main/service.ts';
import { client, user } from '../helper.ts';
import { typed } from './operator.ts';

const secrets = {
  TOKEN_PEPPER: 'pepper-pepper-pepper-pepper-pepper',
  CURSOR_SECRET: 'cursor-cursor-cursor-cursor-cursor',
  AUDIT_SECRET: 'audit-audit-audit-audit-audit-audit',
  SAML_SECRET: 'saml-saml-saml-saml-saml-saml-saml',
};

describe('a backup of the embedded store', () => {
  let directory: string;
  let at: Record<string, string>;
  let elsewhere: Record<string, string>;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rollcall-'));
    at = { DATA_DIR: join(directory, 'data'), HOST: '127.0.0.1', PORT: '0', ...secrets };
    elsewhere = { ...at, DATA_DIR: join(directory, 'elsewhere') };
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const file = (name: string) => join(directory, name);
  const run = async (env: Record<string, string>, ...words: string[]) => {
    const { code, stdout, stderr } = await typed(env, ...words, '--json');
    return { code, ...(JSON.parse(stdout || stderr) as Record<string, unknown>) } as {
      code: number;
      error?: { code: string; message: string };
      documents?: number;
    };
  };
  const bootstrapped = async () => {
    const made = await typed(at, 'bootstrap', '--group', 'acme', '--owner', 'ada@acme.test', '--json');
    return JSON.parse(made.stdout) as { scimToken: string };
  };
  const served = async <T>(env: Record<string, string>, work: (url: string) => Promise<T>): Promise<T> => {
    const service = await startService(loadConfig(env), pino(destination('/dev/null')));
    try {
      return await work(service.url);
    } finally {
      await service.stop();
    }
  };

  it('made under a load of writes has whole people only, and a restored store gives every one of them', async () => {
    const { scimToken } = await bootstrapped();
    const acknowledged: string[] = [];
    const before = await served(at, async (url) => {
      const scim = client(`${url}/api/scim/v2/groups/acme`, scimToken);
      let stops = false;
      const write = async (who: number) => {
        for (let n = 0; !stops; n++) {
          const { status, body } = await scim('POST', '/Users', user(`w${who}n${n}@acme.test`));
          expect(status).to.equal(201);
          acknowledged.push(String(body.id));
        }
      };
      const writers = [1, 2, 3, 4].map(write);
      while (acknowledged.length < 20) await scim('GET', '/Users?count=1');
      const known = [...acknowledged];
      expect((await run(at, 'backup', file('backup'))).code).to.equal(0);
      stops = true;
      await Promise.all(writers);
      return known;
    });
    expect((await run(elsewhere, 'restore', file('backup'))).code).to.equal(0);
    expect((await run(elsewhere, 'audit', 'verify')).code).to.equal(0);
    await served(elsewhere, async (url) => {
      const scim = client(`${url}/api/scim/v2/groups/acme`, scimToken);
      for (const id of before) expect((await scim('GET', `/Users/${id}`)).status).to.equal(200);
      const { body } = await scim('GET', '/Users?count=1');
      const { members } = JSON.parse((await typed(elsewhere, 'group', 'show', 'acme', '--json')).stdout) as {
        members: number;
      };
      // The owner is a member and no user.
      expect(members).to.equal(Number(body.totalResults) + 1);
    });
  });

  it('is refused, and leaves nothing, when it is cut, changed, or of other secrets', async () => {
    await bootstrapped();
    expect((await run(at, 'backup', file('backup'))).code).to.equal(0);
    const whole = await readFile(file('backup'), 'utf8');
    await writeFile(file('cut'), whole.slice(0, whole.length / 2));
    await writeFile(file('changed'), whole.replace('ada@acme.test', 'eve@acme.test'));
    const refused = async (name: string, env = elsewhere) => (await run(env, 'restore', file(name))).error;
    expect(await refused('cut')).to.have.property('code', 'invalid_export');
    expect((await refused('changed'))?.message).to.contain('SHA-256');
    expect((await refused('backup', { ...elsewhere, TOKEN_PEPPER: 'x'.repeat(32) }))?.message).to.contain(
      'other secrets',
    );
    const otherSaml = await refused('backup', { ...elsewhere, SAML_SECRET: 'x'.repeat(32) });
    expect(otherSaml?.message).to.contain('other secrets').and.not.contain('--other-secrets');
    expect(await readdir(join(directory, 'elsewhere')).catch(() => [])).to.deep.equal([]);
  });

  it('is not restored or imported where there are no secrets yet, and the refusal makes none', async () => {
    await bootstrapped();
    await run(at, 'backup', file('backup'));
    const { DATA_DIR, HOST, PORT } = elsewhere;
    const bare = { DATA_DIR: String(DATA_DIR), HOST: String(HOST), PORT: String(PORT) };
    for (const words of [
      ['restore', file('backup')],
      ['import', '--from', file('backup')],
    ]) {
      const { error } = await run(bare, ...words);
      expect(error).to.have.property('code', 'configuration');
      expect(error?.message).to.contain('no secrets in').and.contain('Bring them there first');
      expect(await readdir(directory)).not.to.include('elsewhere');
    }
    expect((await run(bare, 'import', '--from', file('backup'), '--other-secrets')).code).to.equal(0);
  });

  it('is not restored over a store, and not written over a file', async () => {
    await bootstrapped();
    await run(at, 'backup', file('backup'));
    expect((await run(at, 'restore', file('backup'))).error).to.have.property('code', 'store_in_use');
    expect((await run(at, 'backup', file('backup'))).error).to.have.property('code', 'file_exists');
    expect(await readdir(directory)).not.to.include('backup.part');
  });

  it('is restored after a restore that was killed', async () => {
    await bootstrapped();
    await run(at, 'backup', file('backup'));
    await typed(
      { ...elsewhere, DATA_DIR: join(directory, 'elsewhere/restoring') },
      'group',
      'create',
      'left',
    );
    expect((await run(elsewhere, 'restore', file('backup'))).code).to.equal(0);
    expect(await readdir(join(directory, 'elsewhere'))).to.deep.equal(['store']);
  });

  it('that was killed leaves no file with its name, and can be repeated', async () => {
    await bootstrapped();
    await writeFile(file('backup.part'), 'left by a process that was killed\n');
    expect((await run(at, 'backup', file('backup'))).code).to.equal(0);
    let first = '';
    for await (const piece of createReadStream(file('backup'))) first ||= String(piece);
    expect(first).to.match(/^\{"rollcall":"export"/);
    expect(await readdir(directory)).not.to.include('backup.part');
  });
});
