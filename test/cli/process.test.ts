import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { localCommands } from '../../lib/cli/local/commands.ts';
import type { Bootstrapped } from '../../lib/operations/bootstrap.ts';
import { client, user } from '../helper.ts';
import { typed, wordsOf } from './operator.ts';
import { rollcall, serviceRefused, startService } from './process.ts';

describe('the command line', () => {
  let directory: string;
  let environment: Record<string, string>;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rollcall-'));
    environment = { DATA_DIR: join(directory, 'data') };
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('bootstraps, and lists the token, with and without a running service', async () => {
    const words = ['bootstrap', '--group', 'acme', '--owner', 'ada@acme.test', '--json'];
    const made = await rollcall(environment, ...words);
    expect(made).to.include({ code: 0, stderr: '' });
    const keys = JSON.parse(made.stdout) as Bootstrapped;
    expect(keys).to.have.all.keys(
      'scimUrl',
      'scimToken',
      'signInUrl',
      'username',
      'password',
      'groupId',
      'integrationId',
    );
    expect(keys).to.include({
      username: 'ada',
      scimUrl: 'http://localhost:8080/api/scim/v2/groups/acme',
    });
    const tokensOf = async (run: typeof rollcall) => {
      const listed = await run(environment, 'token', 'list', 'acme', '--json');
      expect(listed).to.include({ code: 0, stderr: '' });
      return (JSON.parse(listed.stdout) as { tokens: { hint: string; lastUsed?: object }[] }).tokens;
    };
    expect((await tokensOf(typed)).map(({ hint }) => hint)).to.deep.equal([keys.scimToken.slice(-4)]);

    const service = await startService(environment);
    try {
      const scim = client(`${service.url}/api/scim/v2/groups/acme`, keys.scimToken);
      expect((await scim('POST', '/Users', user('grace@acme.test'))).status).to.equal(201);
      expect((await tokensOf(rollcall))[0]).to.have.property('lastUsed');
      const members = await typed(environment, 'member', 'list', 'acme');
      expect(members.stdout).to.match(/^username +name +e-mail +role +by\n/);
      expect(members.stdout).to.match(/grace@acme\.test +guest +scim/);

      const second = await typed(environment, 'bootstrap', '--json', '--group=beta', '--owner=ada@acme.test');
      const { username, scimToken } = JSON.parse(second.stdout) as Bootstrapped;
      expect(username).to.equal('ada');
      const beta = client(`${service.url}/api/scim/v2/groups/beta`, scimToken);
      expect((await beta('GET', '/Users')).status).to.equal(200);
    } finally {
      await service.stop();
    }
    expect(await readdir(environment.DATA_DIR ?? '')).to.not.include('control.sock');
    const file = join(directory, 'all.ndjson');
    expect((await typed(environment, 'export', '--out', file)).code).to.equal(0);
    expect(await readFile(file, 'utf8'), 'the hash of the password').to.contain(
      '"$argon2id$v=19$m=19456,t=2,p=1$',
    );
    const log = await typed(environment, 'log', 'acme');
    const [, reference = ''] =
      /201 +POST \/Users +grace@acme\.test +(\S+) +Created the account grace/.exec(log.stdout) ?? [];
    const entry = await typed(environment, 'log', 'show', 'acme', reference);
    expect(entry.stdout).to.match(/^curl --request POST '.*' \\\n {2}--header /m);
    expect(log.stdout).to.not.contain('\u001b');
  }).timeout(60_000);

  it('runs with npx, and prints its version', async () => {
    const version = await rollcall(environment, '--version');
    expect(version).to.include({ code: 0, stderr: '' });
    expect(version.stdout).to.match(/^\d+\.\d+\.\d+\n$/);
  }).timeout(30_000);

  it('has a help with every noun', async () => {
    const help = await typed(environment, '--help');
    expect(help).to.include({ code: 0, stderr: '' });
    const nouns = new Set(localCommands.map(({ name }) => name.replace(/ .*/, '')));
    expect([...nouns]).to.include.members(['bootstrap', 'group', 'export']);
    for (const noun of nouns) expect(help.stdout).to.match(new RegExp(`^  ${noun} `, 'm'));
  });

  it('accepts an integration by its flag, or after the group in commands about it', async () => {
    await typed(environment, 'group', 'create', 'acme');
    for (const name of ['Okta', 'Entra'])
      await typed(environment, 'integration', 'create', 'acme', '--name', name);
    for (const words of [['Entra'], ['--integration', 'Entra'], ['Entra', '--integration', 'Entra']])
      for (const verb of ['show', 'attention', 'preview', 'plan', 'go-live']) {
        const run = await typed(environment, 'integration', verb, 'acme', ...words);
        expect(run, `${verb} ${words.join(' ')}`).to.include({ code: 0, stderr: '' });
        expect(run.stdout).to.match(/Entra/);
      }
  });

  const mistakes: [words: string[], code: number, error: object | RegExp][] = [
    [
      ['group', 'show', 'nowhere', '--json'],
      1,
      { code: 'not_found', message: 'There is no group nowhere. Check the path.' },
    ],
    [['group', 'show', 'nowhere'], 1, /^error: There is no group nowhere\. Check the path\.\n$/],
    [
      ['member', 'add', 'acme', 'ann', '--json'],
      2,
      { code: 'usage', message: "required option '--role <text>' not specified" },
    ],
    [['member', 'add', 'acme', 'ann', '--role', 'king'], 2, /Allowed choices are guest, reporter/],
    [['grup', 'list'], 2, /unknown command 'grup'\n\(Did you mean group\?\)/],
    [
      ['token', 'create', 'acme', '--name', 'x', '--days', 'many', '--json'],
      2,
      { code: 'usage', message: '--days: must be a number' },
    ],
    [['log', 'acme', '--limit', 'abc'], 2, /^error: --limit: must be a number\n/],
    [['log', 'acme', '--limit', '1.5'], 2, /^error: --limit: must be a whole number\n/],
    [['log', ''], 2, /^error: group: must not be empty\n/],
    [['token', 'create', 'acme', '--name', 'x', '--days', '900'], 2, /--days: must be at most 365\n/],
    [
      ['token', 'create', 'acme', '--name', 'x', '--days', '1e99'],
      2,
      /^error: --days: must be at most 365\nS/,
    ],
    [
      ['token', 'create', 'acme', '--name', 'x', '--scope', 'users:raed'],
      2,
      /--scope: must be one of users:read, users:write, /,
    ],
    [
      ['token', 'create', 'acme', '--name', 'x', '--cidr', '300.0.0.0/8'],
      2,
      /--cidr: 300\.0\.0\.0\/8 is not an/,
    ],
    [
      ['bootstrap', '--group', 'acme', '--owner', 'notmail'],
      2,
      /--owner: notmail is not an e-mail address\n/,
    ],
    [['bootstrap', '--group', 'a b', '--owner', 'a@b.test'], 2, /--group: A path has letters, digits/],
    [['group', 'create', 'acme/a b'], 2, /path: A path has letters, digits/],
    [['group', 'domain', 'add', 'acme', 'a b'], 2, /domain: a b is not an e-mail domain/],
    [['account', 'create', '--email', 'notmail'], 2, /--email: notmail is not an e-mail address\n/],
    [['account', 'create', '--username', 'a b'], 2, /--username: A username has letters, digits/],
    [
      ['import', '--from', tmpdir()],
      2,
      /^error: .+ cannot be read: it is a directory\. Name a file in it\.\n$/,
    ],
    [['import', '--from', '/nosuch/x'], 2, /^error: There is no file \/nosuch\/x\. Check the path\.\n$/],
    [
      ['export', '--out', '/nosuch/x'],
      2,
      /^error: There is no directory \/nosuch\. Make it first, or check the path\.\n$/,
    ],
    [
      ['export', '--out', '/nosuch/x', '--json'],
      2,
      { code: 'file_missing', message: 'There is no directory /nosuch. Make it first, or check the path.' },
    ],
    [['integration', 'change', 'acme'], 2, /say what to change/],
    [
      ['integration', 'show', 'acme', 'Okta', '--integration', 'Entra'],
      2,
      /^error: integration is given twice: Okta and Entra\n/,
    ],
    [
      ['group', 'rename', 'acme/dev', 'acme/Dev2'],
      2,
      /^error: slug: Only the last part of the path can change\. Give that alone: Dev2\n/,
    ],
    [['audit', 'list'], 2, /name a group, or --platform/],
    [['token'], 2, /^Usage: rollcall token/],
  ];
  for (const [words, code, error] of mistakes)
    it(`exits with ${code} for ${words.join(' ')}`, async () => {
      await typed(environment, 'group', 'create', 'acme');
      const run = await typed(environment, ...words);
      expect(run.code).to.equal(code);
      expect(run.stdout).to.equal('');
      if (error instanceof RegExp) expect(run.stderr).to.match(error);
      else expect(JSON.parse(run.stderr)).to.deep.equal({ error });
    });

  it('prints no control characters, in a result or in an error', async () => {
    await typed(environment, 'bootstrap', '--group', 'acme', '--owner', 'ada@acme.test');
    const told = ['--description', 'red \u001b[31m'];
    const made = await typed(environment, 'integration', 'create', 'acme', '--name', 'Okta', ...told);
    expect(made.code).to.equal(0);
    const shown = await typed(environment, 'integration', 'show', 'acme', 'Okta');
    expect(shown.stdout).to.contain('red \ufffd[31m');
    expect((await typed(environment, 'group', 'show', 'x\u001b]0;y')).stderr).to.contain('x\ufffd]0;y');
  });

  it('exits with 1 when the audit chain is broken, and still prints the result', async () => {
    await typed(environment, 'bootstrap', '--group', 'acme', '--owner', 'ada@acme.test');
    await typed(environment, 'audit', 'seal');
    expect((await typed(environment, 'audit', 'verify', 'acme')).code).to.equal(0);
    const other = { ...environment, AUDIT_SECRET: 'another-another-another-another-another' };
    const broken = await typed(other, 'audit', 'verify', 'acme', '--json');
    expect(broken).to.include({ code: 1, stderr: '' });
    expect(JSON.parse(broken.stdout)).to.have.property('ok', false);
    expect((await typed(other, 'audit', 'verify')).stdout).to.match(/acme: broken at entry 1: its content/);
  });

  it('moves a store through a file', async () => {
    await typed(environment, 'bootstrap', '--group', 'acme', '--owner', 'ada@acme.test');
    const file = join(directory, 'all.ndjson');
    const written = await typed(environment, 'export', '--out', file);
    expect(written.stdout).to.match(/^Wrote \d+ documents to .*all\.ndjson\. It holds .* keep it safe\.\n$/);
    const names = ['TOKEN_PEPPER', 'CURSOR_SECRET', 'AUDIT_SECRET', 'SAML_SECRET'];
    const others = Object.fromEntries(names.map((name) => [name, name.padEnd(32, '.')]));
    const elsewhere = { DATA_DIR: join(directory, 'elsewhere'), ...others };
    const refused = await typed(elsewhere, 'import', '--from', file);
    expect(refused).to.include({ code: 1 });
    expect(refused.stderr).to.match(/other secrets/);
    expect((await typed(elsewhere, 'import', '--from', `${file}x`)).stderr).to.match(/There is no file/);
    const taken = await typed(elsewhere, 'import', '--from', file, '--other-secrets', '--json');
    expect(JSON.parse(taken.stdout)).to.deep.include({ file }).and.to.have.property('collections');
    expect((await typed(elsewhere, 'group', 'list')).stdout).to.match(/^acme +acme/m);
  });

  it('names the port in use, and how to choose another one', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const refused = await startService({ ...environment, PORT: String(port) }).catch(String);
    other.close();
    expect(refused)
      .to.contain(`rollcall could not start: another process listens on port ${port} of 127.0.0.1 already.`)
      .and.match(/choose another port with PORT\n$/);
  }).timeout(30_000);

  it('prints every mistake of the configuration', async () => {
    const run = await typed({ ...environment, PORT: 'x', MONGODB_URI: 'y' }, 'group', 'list', '--json');
    expect(run.code).to.equal(1);
    const { error } = JSON.parse(run.stderr) as { error: { code: string; message: string } };
    expect(error.code).to.equal('configuration');
    expect(error.message)
      .to.match(/PORT/)
      .and.match(/MONGODB_URI/);
  });

  it('prints the configuration without its secrets', async () => {
    const mail = { SMTP_URL: 'smtp://me:hush-hush@mail.test', MAIL_FROM: 'rollcall@mail.test' };
    const run = await typed({ ...environment, ...mail }, 'config', '--json');
    expect(run).to.include({ code: 0, stderr: '' });
    expect(run.stdout).to.match(/smtp:\/\/\*+@mail\.test/);
    expect(run.stdout).to.not.match(/hush-hush/);
    const { variables } = JSON.parse(run.stdout) as { variables: object };
    expect(variables).to.include({ PORT: '8080', MONGODB_URI: null, DATA_DIR: environment.DATA_DIR });
    const text = await typed(environment, 'config');
    expect(text.stdout)
      .to.match(/^ +SHUTDOWN_TIMEOUT +20$/m)
      .and.match(/^ +MONGODB_URI +\(not set\)$/m);
    expect(await readdir(directory), 'makes nothing').to.deep.equal([]);
  });

  const fresh = [
    'import',
    'restore',
    'first-run code',
    'bootstrap',
    'group create',
    'account create',
    'migrate',
    'config',
    'completion',
    'doctor',
  ];
  // A missing file is reported before anything else.
  const others = localCommands.filter(
    ({ name, example }) => !fresh.includes(name) && !/-file /.test(example),
  );
  for (const { name, example } of others)
    it(`${name} creates no installation`, async () => {
      const run = await typed(environment, ...wordsOf(example), '--json');
      expect(run).to.include({ code: 1, stdout: '' });
      const { error } = JSON.parse(run.stderr) as { error: { code: string; message: string } };
      expect(error.code).to.equal('no_installation');
      expect(error.message).to.contain(`There is no Rollcall in ${environment.DATA_DIR}: it has no store.`);
      expect(await readdir(directory)).to.deep.equal([]);
    });

  it('creates no store in a directory that has lost its data', async () => {
    await mkdir(join(directory, 'data/store'), { recursive: true, mode: 0o700 });
    const run = await typed(environment, 'group', 'list', '--json');
    expect([run.code, JSON.parse(run.stderr).error.code]).to.deep.equal([1, 'no_installation']);
    expect(await readdir(join(directory, 'data/store'))).to.deep.equal([]);
  });

  for (const words of [
    ['group', 'list'],
    ['bootstrap', '--group', 'b', '--owner', 'b@b.test'],
    ['export', '--out', '-'],
  ])
    it(`${words.join(' ')} keeps the data of a store that has lost its file CURRENT`, async () => {
      await typed(environment, 'group', 'create', 'acme');
      const store = join(directory, 'data/store');
      await rm(join(store, 'CURRENT'));
      const before = await readdir(store);
      const run = await typed(environment, ...words);
      expect(run.code).to.equal(1);
      expect(run.stderr).to.match(
        /has files with data, but not the file CURRENT.+Restore the whole directory/s,
      );
      expect(await readdir(store)).to.deep.equal(before);
    });

  it('does not start a service on a store that has lost its file CURRENT, or its secrets', async () => {
    await typed(environment, 'group', 'create', 'acme');
    await rename(join(directory, 'data/secrets'), join(directory, 'kept'));
    const secretless = await serviceRefused(environment);
    expect([secretless.code, secretless.stderr]).to.satisfy(
      ([code, said]: [number, string]) => code === 1 && said.includes('its secrets are neither set nor in'),
    );
    await rename(join(directory, 'kept'), join(directory, 'data/secrets'));
    await rm(join(directory, 'data/store/CURRENT'));
    const refused = await serviceRefused(environment);
    expect(refused.code).to.equal(1);
    expect(refused.stderr).to.match(/could not start: .+ not the file CURRENT/);
  });

  it('exits with a sentence when DATA_DIR is in a directory that cannot be made', async () => {
    const place = '/proc/a/b';
    const refused = await serviceRefused({ DATA_DIR: place });
    expect(refused.code).to.equal(1);
    expect(refused.stderr).to.match(/DATA_DIR cannot keep the secrets: ENOENT/);
    const secrets = Object.fromEntries(
      ['TOKEN_PEPPER', 'CURSOR_SECRET', 'AUDIT_SECRET', 'SAML_SECRET'].map((name) => [name, 'x'.repeat(32)]),
    );
    const begun = await typed({ DATA_DIR: place, ...secrets }, 'group', 'create', 'acme');
    expect(begun.code).to.equal(1);
    expect(begun.stderr).to.match(/DATA_DIR cannot be made: ENOENT/);
  });

  it('creates no secrets for a MongoDB with data of others', async () => {
    const mongo = { ...environment, MONGODB_URI: 'mongodb://127.0.0.1:1/x' };
    expect((await typed(mongo, 'group', 'list')).stderr).to.match(
      /^error: There is no Rollcall in .+: it has no secrets\./,
    );
    expect(await readdir(directory)).to.deep.equal([]);
  });

  it('warns on standard error when others can write to DATA_DIR', async () => {
    await typed(environment, 'group', 'create', 'acme');
    await chmod(environment.DATA_DIR ?? '', 0o777);
    const text = await typed(environment, 'group', 'list');
    expect(text.stderr).to.match(/^warning: Others can write to .+: chmod go= .+\/data\n$/);
    const json = await typed(environment, 'group', 'list', '--json');
    expect(JSON.parse(json.stderr)).to.have.key('warning');
    expect(JSON.parse(json.stdout)).to.have.key('groups');
  });
});
