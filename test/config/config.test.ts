import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ConfigError, loadConfig, shownConfig } from '../../config/index.ts';
import { isOpenToAll } from '../../config/secret_files.ts';

const long = 'a secret of more than thirty-two characters';

describe('configuration', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'rollcall-config-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const load = (env: Record<string, string> = {}) => loadConfig({ DATA_DIR: directory, ...env });
  const file = (name: string, text: string, mode = 0o600) => {
    const path = join(directory, name);
    writeFileSync(path, text, { mode });
    return path;
  };
  const mistakes = (env: Record<string, string>): readonly string[] => {
    try {
      load(env);
    } catch (error) {
      if (error instanceof ConfigError) return error.mistakes;
      throw error;
    }
    return [];
  };

  it('requires no variable', () => {
    const { secrets, ...config } = load();
    expect(config).to.deep.equal({
      host: '127.0.0.1',
      port: 8080,
      metricsPort: undefined,
      publicUrl: 'http://localhost:8080',
      samlUrl: 'http://localhost:8080',
      trustedProxies: 0,
      dataDir: directory,
      mongodbUri: undefined,
      mongodbCreate: false,
      mongodbQueryTimeout: 5_000,
      schemaDir: undefined,
      allowPrivateFetch: false,
      dnsServers: [],
      rate: { requests: 10_000, seconds: 10 },
      failureRate: { requests: 300, seconds: 60 },
      smtpUrl: undefined,
      mailFrom: 'Rollcall <rollcall@localhost>',
      logLevel: 'info',
      logFormat: 'auto',
      shutdownTimeout: 20_000,
      warnings: [],
    });
    expect(Object.values(secrets).map((secret) => secret.length)).to.deep.equal([43, 43, 43, 43]);
  });

  it('accepts every variable', () => {
    const config = load({
      HOST: '0.0.0.0',
      PORT: '9000',
      METRICS_PORT: '9100',
      PUBLIC_URL: 'https://id.acme.test/rollcall/',
      TRUSTED_PROXIES: '2',
      MONGODB_URI: 'mongodb://db.acme.test/rollcall',
      MONGODB_QUERY_TIMEOUT: '30',
      SCHEMA_DIR: directory,
      TOKEN_PEPPER: `${long} 1`,
      CURSOR_SECRET: `${long} 2`,
      AUDIT_SECRET: `${long} 3`,
      SAML_SECRET: `${long} 4`,
      DNS_SERVERS: '192.0.2.53, 192.0.2.53:5353,2001:db8::53,[2001:db8::53]:53',
      RATE_LIMIT: '50/1s',
      FAILURE_LIMIT: '7/3600s',
      SMTP_URL: 'smtps://ann:pw@mail.acme.test',
      MAIL_FROM: 'Acme <no-reply@acme.test>',
      LOG_LEVEL: 'debug',
      LOG_FORMAT: 'json',
      SHUTDOWN_TIMEOUT: '3',
    });
    expect(config).to.deep.equal({
      host: '0.0.0.0',
      port: 9000,
      metricsPort: 9100,
      publicUrl: 'https://id.acme.test/rollcall',
      samlUrl: 'https://id.acme.test/rollcall',
      trustedProxies: 2,
      dataDir: directory,
      mongodbUri: 'mongodb://db.acme.test/rollcall',
      mongodbCreate: false,
      mongodbQueryTimeout: 30_000,
      schemaDir: directory,
      secrets: {
        tokenPepper: Buffer.from(`${long} 1`),
        cursorKey: Buffer.from(`${long} 2`),
        auditKey: Buffer.from(`${long} 3`),
        samlKey: Buffer.from(`${long} 4`),
      },
      allowPrivateFetch: false,
      dnsServers: ['192.0.2.53', '192.0.2.53:5353', '2001:db8::53', '[2001:db8::53]:53'],
      rate: { requests: 50, seconds: 1 },
      failureRate: { requests: 7, seconds: 3600 },
      smtpUrl: 'smtps://ann:pw@mail.acme.test',
      mailFrom: 'Acme <no-reply@acme.test>',
      logLevel: 'debug',
      logFormat: 'json',
      shutdownTimeout: 3_000,
      warnings: [],
    });
  });

  it('treats an empty value as absent', () => {
    expect(load({ PORT: '', MONGODB_URI: ' ', TOKEN_PEPPER_FILE: '' })).to.deep.equal(load());
  });

  it('derives PUBLIC_URL from PORT', () => {
    expect(load({ PORT: '81' }).publicUrl).to.equal('http://localhost:81');
  });

  it('is frozen at every level', () => {
    const config = load();
    for (const part of [config, config.rate, config.failureRate, config.secrets, config.warnings]) {
      expect(Object.isFrozen(part)).to.equal(true);
    }
  });

  it('names every mistake at once', () => {
    const found = mistakes({
      PORT: 'x',
      LOG_LEVEL: 'loud',
      SMTP_URL: 'ftp://x',
      AUDIT_SECRET_FILE: join(directory, 'no'),
    });
    expect(found.map((sentence) => sentence.split(' ', 1)[0])).to.have.members([
      'PORT',
      'LOG_LEVEL',
      'SMTP_URL',
      'MAIL_FROM',
      'AUDIT_SECRET_FILE',
    ]);
  });

  const refused: readonly (readonly [name: string, value: string, reason: string])[] = [
    ['HOST', 'a host', 'must be an address or a host name'],
    ...['127.1', '010.0.0.1', '0x7f.1', '2130706433', '1.2.3.4.5', '[::1]', '::x'].map(
      (value) => ['HOST', value, 'must be an address or a host name'] as const,
    ),
    ['PORT', '-1', 'must be a whole number from 0 to 65535'],
    ['PORT', '8080.5', 'must be a whole number from 0 to 65535'],
    ['PORT', '65536', 'must be a whole number from 0 to 65535'],
    ['PORT', '0x50', 'must be a whole number from 0 to 65535'],
    ['PUBLIC_URL', 'id.acme.test', 'must be an http or https URL'],
    ['PUBLIC_URL', 'ftp://id.acme.test', 'must be an http or https URL'],
    ['PUBLIC_URL', 'https://ann@id.acme.test', 'must have no user, query or fragment'],
    ['PUBLIC_URL', 'https://id.acme.test/?a=b', 'must have no user, query or fragment'],
    ['PUBLIC_URL', 'https://id.acme.test/#a', 'must have no user, query or fragment'],
    ['PUBLIC_URL', 'https://id.acme.test/?', 'must have no user, query or fragment'],
    ['PUBLIC_URL', 'https://id.acme.test#', 'must have no user, query or fragment'],
    [
      'PUBLIC_URL',
      'http://id.acme.test',
      'must be https: tokens and passwords would cross the network in the clear',
    ],
    ['TRUSTED_PROXIES', '11', 'must be a whole number from 0 to 10'],
    ['TRUSTED_PROXIES', '10.0.0.0/8', 'must be a whole number from 0 to 10'],
    ['MONGODB_URI', 'localhost:27017', 'must begin with mongodb:// or mongodb+srv://'],
    ['SCHEMA_DIR', './there-is-no-such-directory', 'names no directory'],
    ['SCHEMA_DIR', './package.json', 'names no directory'],
    ['TOKEN_PEPPER', 'short', 'must have at least 32 characters'],
    ['CURSOR_SECRET', 'short', 'must have at least 32 characters'],
    ['AUDIT_SECRET', 'short', 'must have at least 32 characters'],
    ...['ns.acme.test', '192.0.2.53,', '192.0.2.53:0', '192.0.2.53:65536', '[192.0.2.53]', '192.0.2'].map(
      (value) =>
        ['DNS_SERVERS', value, 'must be IP addresses, perhaps with ports, with commas between them'] as const,
    ),
    ['MONGODB_QUERY_TIMEOUT', '0', 'must be a whole number from 1 to 600'],
    ['RATE_LIMIT', '10', 'must be a number of requests and of seconds, such as 600/60s'],
    ['RATE_LIMIT', '0/1s', 'must be a number of requests and of seconds, such as 600/60s'],
    ['FAILURE_LIMIT', '5/0s', 'must be a number of requests and of seconds, such as 600/60s'],
    ['MAIL_FROM', 'nobody', 'must be an e-mail address, perhaps with a name'],
    ['LOG_LEVEL', 'INFO', 'must be one of trace, debug, info, warn, error, fatal, silent'],
    ['LOG_FORMAT', 'xml', 'must be one of auto, json, pretty'],
    ['SHUTDOWN_TIMEOUT', '1h', 'must be a whole number from 0 to 3600'],
  ];
  for (const [name, value, reason] of refused) {
    it(`refuses ${name}=${value}`, () => {
      expect(mistakes({ [name]: value })).to.deep.equal([`${name} ${reason}.`]);
    });
  }

  for (const url of ['http://localhost:8080', 'http://127.0.0.1', 'http://[::1]:81', 'http://a.localhost']) {
    it(`accepts PUBLIC_URL=${url}, which is on this machine`, () => {
      expect(load({ PUBLIC_URL: url }).publicUrl).to.equal(url);
    });
  }

  const spellings: readonly (readonly [written: string, normal: string])[] = [
    ['HTTPS://ID.Acme.test', 'https://id.acme.test'],
    ['https://id.acme.test:443', 'https://id.acme.test'],
    ['https://id.acme.test:8443/', 'https://id.acme.test:8443'],
    ['https://id.acme.test/a/../b/./c//', 'https://id.acme.test/b/c'],
    ['https://id.acme.test/Case', 'https://id.acme.test/Case'],
    ['https://xn--bcher-kva.test', 'https://xn--bcher-kva.test'],
    ['http://127.1:80', 'http://127.0.0.1'],
  ];
  for (const [written, normal] of spellings)
    it(`reads PUBLIC_URL=${written} as ${normal}, and keeps the spelling for SAML URLs`, () => {
      const { publicUrl, samlUrl, warnings } = load({ PUBLIC_URL: written, TRUSTED_PROXIES: '1' });
      const kept = written.replace(/\/+$/, '');
      expect([publicUrl, samlUrl]).to.deep.equal([normal, kept]);
      expect(warnings.join()).to.include(
        kept === normal ? '' : `PUBLIC_URL is ${kept}, which means ${normal}.`,
      );
    });

  describe('secrets in files', () => {
    it('reads the file of NAME_FILE, without the line end', () => {
      const config = load({
        TOKEN_PEPPER_FILE: file('pepper', `${long}\n`),
        MONGODB_URI_FILE: file('uri', 'mongodb://ann:pw@db/x\n'),
      });
      expect(config.secrets.tokenPepper.toString()).to.equal(long);
      expect(config.mongodbUri).to.equal('mongodb://ann:pw@db/x');
    });

    it('refuses a value together with a file', () => {
      expect(mistakes({ TOKEN_PEPPER: long, TOKEN_PEPPER_FILE: file('pepper', long) })).to.deep.equal([
        'TOKEN_PEPPER and TOKEN_PEPPER_FILE are both set: only one may be.',
      ]);
    });

    it('refuses a missing or empty file', () => {
      const found = mistakes({
        TOKEN_PEPPER_FILE: join(directory, 'none'),
        AUDIT_SECRET_FILE: file('empty', '\n'),
      });
      expect(found[0]).to.match(/^TOKEN_PEPPER_FILE names a file that cannot be read: ENOENT/);
      expect(found[1]).to.match(/^AUDIT_SECRET_FILE names an empty file/);
    });

    it('warns about a file that everybody can read', () => {
      const warned = load({ TOKEN_PEPPER_FILE: file('open', long, 0o644) }).warnings;
      expect(warned).to.have.length(1);
      expect(warned[0]).to.match(/^TOKEN_PEPPER_FILE can be read by every user/);
    });

    for (const [file, mode, open] of [
      ['/run/secrets/token_pepper', 0o444, false],
      ['/run/secrets.old/token_pepper', 0o444, true],
      ['/etc/rollcall/token_pepper', 0o444, true],
      ['/etc/rollcall/token_pepper', 0o640, false],
    ] as const) {
      it(`${open ? 'finds' : 'does not find'} ${file} with ${mode.toString(8)} open to all`, () => {
        expect(isOpenToAll(file, mode)).to.equal(open);
      });
    }
  });

  const mailed = { SMTP_URL: 'smtp://mail.acme.test', MAIL_FROM: 'rollcall@acme.test' };
  const doubtful: readonly (readonly [Record<string, string>, RegExp])[] = [
    [{ HOST: '0.0.0.0' }, /^HOST lets other machines in, but PUBLIC_URL is http:\/\/localhost:8080/],
    [{ PUBLIC_URL: 'https://id.acme.test', ...mailed }, /^TRUSTED_PROXIES is 0/],
    [
      { PUBLIC_URL: 'https://id.acme.test', TRUSTED_PROXIES: '1' },
      /^SMTP_URL is not set: mails reach nobody/,
    ],
    [{ NODE_ENV: 'production' }, /^SMTP_URL is not set: mails reach nobody/],
    [{ MONGODB_URI: 'mongodb://db/rollcall' }, /^Secrets come from .* need the same/],
  ];
  for (const [env, warning] of doubtful) {
    it(`warns about ${JSON.stringify(env)}`, () => {
      const { warnings } = load(env);
      expect(warnings).to.have.length(1);
      expect(warnings[0]).to.match(warning);
    });
  }

  it('is printed without secrets, each variable in its own form', () => {
    const { variables } = shownConfig({
      DATA_DIR: directory,
      MONGODB_URI: 'mongodb://ann:canary@db/x?authMechanismProperties=AWS_SESSION_TOKEN:canary&w=majority',
      SMTP_URL: 'smtp://ann:canary@mail',
      MAIL_FROM: 'a@acme.test',
      TOKEN_PEPPER: `canary ${long}`,
      PUBLIC_URL: 'https://id.acme.test/',
    });
    expect(variables).to.deep.include({
      PORT: '8080',
      PUBLIC_URL: 'https://id.acme.test',
      MONGODB_URI: 'mongodb://***@db/x?authMechanismProperties=***&w=majority',
      SMTP_URL: 'smtp://***@mail',
      SCHEMA_DIR: undefined,
      TOKEN_PEPPER: '(set)',
      AUDIT_SECRET: undefined,
      RATE_LIMIT: '10000/10s',
      SHUTDOWN_TIMEOUT: '20',
    });
    expect(JSON.stringify(variables)).not.to.include('canary');
  });

  for (const password of ['canary', 'can/ary', 'can@ary', 'canary?x=canary', 'c#canary'])
    it(`is printed without the password ${password}`, () => {
      const { variables } = shownConfig({
        DATA_DIR: directory,
        MONGODB_URI: `mongodb://ann:${password}@db/x`,
        SMTP_URL: `smtp://ann:${password}@mail`,
        MAIL_FROM: 'a@acme.test',
      });
      expect(variables).to.include({ MONGODB_URI: 'mongodb://***@db/x', SMTP_URL: 'smtp://***@mail' });
    });

  it('can be shown without creating anything', () => {
    const place = join(directory, 'none');
    expect(shownConfig({ DATA_DIR: place }).nothing).to.include(
      `There is no Rollcall in ${place}: it has no store`,
    );
    expect(existsSync(place)).to.equal(false);
  });

  const modes: readonly (readonly [mode: number, warning: RegExp | undefined])[] = [
    [0o700, undefined],
    [0o711, undefined],
    [0o777, /^Others can write to .+: chmod go= /],
    [0o720, /^Others can write to .+: chmod go= /],
    [0o755, /^Others can read .+: chmod go= /],
    [0o740, /^Others can read .+: chmod go= /],
  ];
  for (const [mode, warning] of modes) {
    it(`${warning ? 'warns' : 'does not warn'} about a DATA_DIR of mode ${mode.toString(8)}`, () => {
      chmodSync(directory, mode);
      const { warnings } = load();
      if (warning) expect(warnings[0]).to.match(warning).and.include(directory);
      expect(warnings).to.have.length(warning ? 1 : 0);
    });
  }
});
