import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { existingConfig } from '../../config/index.ts';
import { examine } from '../../lib/doctor/index.ts';
import { systemRuntime } from '../../lib/kernel/runtime.ts';
import { typed } from '../cli/operator.ts';
import { boot, type Rollcall } from '../helper.ts';
import { describeMongo } from '../store/mongo/available.ts';
import { dropDatabase, testDatabase } from '../store/mongo/database.ts';
import { secrets } from './evidence.ts';
import { HOST, type ReverseProxy, type Running, startMailServer, startProxy } from './servers.ts';

type Found = Record<string, { readonly state: string; readonly text: string }>;

describe('rollcall doctor', () => {
  let directory: string;
  let env: Record<string, string>;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rollcall-'));
    env = { DATA_DIR: join(directory, 'data'), HOST: '127.0.0.1', PORT: '0', ...secrets };
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const byName = (checks: readonly { check: string; state: string; text: string }[]): Found =>
    Object.fromEntries(checks.map(({ check, state, text }) => [check, { state, text }]));

  const run = async (...words: string[]) => {
    const { code, stdout } = await typed(env, 'doctor', '--json', ...words);
    const report = JSON.parse(stdout) as { checks: Parameters<typeof byName>[0]; failed: number };
    return { code, failed: report.failed, found: byName(report.checks) };
  };

  describe('behind a proxy', () => {
    let proxy: ReverseProxy;
    let app: Rollcall | undefined;

    beforeEach(async () => {
      proxy = await startProxy();
      env.PUBLIC_URL = `https://${HOST}:${proxy.port}`;
    });
    afterEach(async () => {
      await proxy.stop();
      await app?.close();
      app = undefined;
    });

    const served = async (trusted: string, more: Record<string, string> = {}) => {
      Object.assign(env, { TRUSTED_PROXIES: trusted }, more);
      const started = await boot({ env });
      app = started;
      proxy.route = (path) => started.url + path;
      return started;
    };
    const examined = async (variables: Record<string, string> = {}, ca = proxy.ca) => {
      const { checks } = await examine({
        config: existingConfig({ ...env, ...variables }),
        runtime: systemRuntime(),
        data: () => Promise.resolve(undefined),
        isServed: true,
        reach: { ca, lookup: proxy.lookup },
      });
      return byName(checks);
    };

    it('finds that this installation answers, its certificate, its clock, and one proxy', async () => {
      await served('1');
      const { public_url: url, tls, clock, proxies } = await examined();
      expect([url?.state, tls?.state, clock?.state, proxies?.state]).to.deep.equal(['ok', 'ok', 'ok', 'ok']);
      expect(proxies?.text).to.contain('127.0.0.1');
    });

    it('finds that a client can forge its address when TRUSTED_PROXIES is too high', async () => {
      await served('2');
      const { proxies } = await examined();
      expect(proxies).to.include({ state: 'failed' });
      expect(proxies?.text).to.contain('forge').and.contain('Set TRUSTED_PROXIES to 1.');
    });

    it('only warns when TRUSTED_PROXIES is too high behind a proxy that replaces X-Forwarded-For', async () => {
      await served('2');
      proxy.forwards = 'replaces';
      expect((await examined()).proxies).to.include({ state: 'warning' });
    });

    it('finds that the proxy counts as every client when TRUSTED_PROXIES is too low', async () => {
      await served('0');
      const { proxies } = await examined();
      expect(proxies).to.include({ state: 'failed' });
      expect(proxies?.text).to.contain('for every client');
    });

    it('finds another installation at PUBLIC_URL', async () => {
      await served('1');
      const { public_url: url, proxies } = await examined({ TOKEN_PEPPER: 'x'.repeat(40) });
      expect(url).to.include({ state: 'failed' });
      expect(url?.text).to.contain('not as this installation');
      expect(proxies).to.include({ state: 'skipped' });
    });

    it('is answered by a process that still has the previous secret', async () => {
      await served('1');
      const { TOKEN_PEPPER: TOKEN_PEPPER_PREVIOUS } = secrets;
      await app?.close();
      await served('1', { TOKEN_PEPPER: 'bmV3IHZhbHVlIG9mIHRoZSBwZXBwZXIsIGxvbmc', TOKEN_PEPPER_PREVIOUS });
      const { TOKEN_PEPPER_PREVIOUS: _gone, ...old } = env;
      env = { ...old, TOKEN_PEPPER: TOKEN_PEPPER_PREVIOUS };
      expect((await examined()).public_url).to.include({ state: 'ok' });
    });

    it('finds a certificate that is not trusted, and one for another name', async () => {
      await served('1');
      const other = await startProxy('other.test');
      await other.stop();
      expect((await examined({}, other.ca)).public_url?.text).to.contain('not trusted here');
      await proxy.stop();
      proxy = await startProxy('other.test');
      env.PUBLIC_URL = `https://${HOST}:${proxy.port}`;
      expect((await examined()).public_url?.text).to.contain('for another name');
    });

    it('finds that nothing listens at PUBLIC_URL', async () => {
      await proxy.stop();
      const { public_url: url } = await examined();
      expect(url).to.include({ state: 'failed' });
      expect(url?.text).to.contain('Nothing listens');
    });

    it('finds that nothing speaks TLS at PUBLIC_URL', async () => {
      const plain = await startMailServer('ada', 'lovelace');
      env.PUBLIC_URL = `https://${HOST}:${plain.port}`;
      const { public_url: url } = await examined();
      await plain.stop();
      expect(url?.text).to.contain('does not speak TLS').and.not.contain('SSL routines');
    });

    it('finds metrics that the proxy passes on', async () => {
      const { metricsUrl } = await served('1', { METRICS_PORT: '0' });
      expect((await examined()).metrics).to.include({ state: 'ok' });
      proxy.route = () => `${metricsUrl}/metrics`;
      expect((await examined()).metrics).to.include({ state: 'failed' });
    });

    it('asks an address that is not there for anybody without the secret', async () => {
      const { url } = await served('1');
      const asked = (question: string) =>
        fetch(`${url}/self-check`, { redirect: 'manual', headers: { 'x-rollcall-question': question } });
      for (const question of ['', 'x', 'nonce.digest', `nonce.${'a'.repeat(43)}`]) {
        const response = await asked(question);
        expect(response.headers.get('content-type')).not.to.contain('json');
        expect(await response.text()).not.to.contain('forwardedFor');
      }
    });
  });

  describe('with a mail server', () => {
    let server: Running;

    beforeEach(async () => {
      server = await startMailServer('ada', 'lovelace');
      env.MAIL_FROM = 'rollcall@acme.test';
    });
    afterEach(() => server.stop());

    it('finds that it takes the credentials', async () => {
      env.SMTP_URL = `smtp://ada:lovelace@127.0.0.1:${server.port}`;
      expect((await run()).found.mail).to.include({ state: 'ok' });
    });

    it('finds that it refuses the credentials, and does not repeat them', async () => {
      env.SMTP_URL = `smtp://ada:byron1234@127.0.0.1:${server.port}`;
      const { mail } = (await run()).found;
      expect(mail).to.include({ state: 'failed' });
      expect(mail?.text).to.contain('user and password').and.not.contain('byron1234');
    });

    it('finds that it does not begin with TLS, and says which scheme it wants', async () => {
      env.SMTP_URL = `smtps://ada:lovelace@127.0.0.1:${server.port}`;
      const { mail } = (await run()).found;
      expect(mail).to.include({ state: 'failed' });
      expect(mail?.text).to.contain('Write smtp:// in SMTP_URL').and.not.contain('SSL routines');
    });

    it('finds that nothing listens there', async () => {
      env.SMTP_URL = 'smtp://127.0.0.1:1';
      const { mail } = (await run()).found;
      expect(mail?.text).to.contain('does not answer');
    });
  });

  it('runs before the first start, ends with 1 for what failed, and creates nothing', async () => {
    const { DATA_DIR, HOST: host } = env;
    env = { DATA_DIR: String(DATA_DIR), HOST: String(host) };
    const { code, failed, found } = await run();
    expect([code, failed]).to.deep.equal([1, 1]);
    expect(found.public_url).to.include({ state: 'failed' });
    for (const check of ['secrets', 'data', 'backup']) expect(found[check]).to.include({ state: 'skipped' });
    expect(await readdir(directory)).to.deep.equal([]);
  });

  it('ends with 0 when nothing has failed, and says each check in a line', async () => {
    env.PUBLIC_URL = `https://${HOST}`;
    const { code, stdout } = await typed(env, 'doctor');
    expect(stdout)
      .to.match(/^public_url +skipped +No service runs/m)
      .and.match(/^0 checks failed, \d warnings?\./m);
    expect(code).to.equal(0);
  });

  it('reads the embedded store itself, and through the service that holds it', async () => {
    await typed(env, 'bootstrap', '--group', 'acme', '--owner', 'ada@acme.test');
    const { data, backup, credentials } = (await run()).found;
    expect(data).to.include({ state: 'ok' });
    expect(backup).to.include({ state: 'failed' });
    expect(credentials).to.include({ state: 'ok' });
    const app = await boot({ env: { ...env, MONGODB_URI: '' } });
    try {
      const { data: served } = (await run()).found;
      expect(served?.state, served?.text).to.equal('ok');
      await typed(env, 'backup', join(directory, 'backup'));
      expect((await run()).found.backup).to.include({ state: 'ok' });
    } finally {
      await app.close();
    }
  });

  it('says in a check why the store cannot be opened', async () => {
    await typed(env, 'bootstrap', '--group', 'acme', '--owner', 'ada@acme.test');
    env.TOKEN_PEPPER = 'YW5vdGhlciB2YWx1ZSBvZiB0aGUgcGVwcGVyLi4u';
    const { code, found } = await run();
    expect(code).to.equal(1);
    expect(found.data?.text).to.contain('written with another TOKEN_PEPPER');
    expect(found.credentials).to.include({ state: 'skipped' });
  });

  it('finds that DATA_DIR cannot be written', async () => {
    env.DATA_DIR = '/proc/self';
    expect((await run()).found.data_dir?.state).to.equal('failed');
  });

  it('finds a MongoDB that does not answer', async () => {
    env.MONGODB_URI = 'mongodb://127.0.0.1:1/rollcall?serverSelectionTimeoutMS=200';
    const { database, data } = (await run()).found;
    expect(database).to.include({ state: 'failed' });
    expect(database?.text).to.contain('MONGODB_URI');
    expect(data).to.include({ state: 'failed' });
  }).timeout(40_000);

  describeMongo('with MongoDB', (server) => {
    const database = testDatabase(server) ?? server;
    after(() => dropDatabase(database));

    it('asks for its members, a majority and its clock', async () => {
      env.MONGODB_URI = database;
      expect((await run()).found.data?.text).to.contain('rollcall migrate --create');
      await typed(env, 'migrate', '--create');
      const { found } = await run();
      expect(found.database?.text).to.match(/one member|with \d members/);
      expect(found.data).to.include({ state: 'ok' });
      expect(found.clock?.text).to.contain('MongoDB by');
    }).timeout(60_000);
  });
});
