import { execFile } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { loadConfig } from '../../config/index.ts';
import { program } from '../program.ts';

const run = promisify(execFile);

describe('generated secrets', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'rollcall-secrets-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const load = (env: Record<string, string> = {}) =>
    loadConfig({ DATA_DIR: join(directory, 'data'), ...env });
  const kept = (name: string) => join(directory, 'data/secrets', name);

  it('differ from each other and stay the same', () => {
    const { secrets } = load();
    expect(new Set(Object.values(secrets).map(String)).size).to.equal(4);
    expect(load().secrets).to.deep.equal(secrets);
  });

  it('are readable by the owner only', () => {
    load();
    expect(statSync(kept('.')).mode & 0o777).to.equal(0o700);
    for (const name of readdirSync(kept('.'))) expect(statSync(kept(name)).mode & 0o777).to.equal(0o600);
  });

  it('are replaced by those that are set', () => {
    const pepper = 'a secret of more than thirty-two characters';
    const { tokenPepper, auditKey } = load({ TOKEN_PEPPER: pepper }).secrets;
    expect(tokenPepper.toString()).to.equal(pepper);
    expect(load().secrets.tokenPepper.toString()).not.to.equal(pepper);
    expect(load().secrets.auditKey).to.deep.equal(auditKey);
  });

  it('are not generated when all are set', () => {
    const secret = 'a secret of more than thirty-two characters';
    load({ TOKEN_PEPPER: secret, CURSOR_SECRET: secret, AUDIT_SECRET: secret, SAML_SECRET: secret });
    expect(readdirSync(directory)).to.deep.equal([]);
  });

  it('are the same in processes that start together', async () => {
    const { loader, file } = program('config/index.ts');
    const script = `
      import { loadConfig } from ${JSON.stringify(file)};
      process.stdout.write(loadConfig().secrets.tokenPepper.toString());`;
    const starts = Array.from({ length: 4 }, () =>
      run(process.execPath, [...loader, '--input-type=module', '--eval', script], {
        env: { DATA_DIR: join(directory, 'data') },
      }),
    );
    const peppers = (await Promise.all(starts)).map(({ stdout }) => stdout);
    expect(peppers[0]).to.have.length(43);
    expect(new Set(peppers).size).to.equal(1);
    expect(readdirSync(join(directory, 'data'))).to.deep.equal(['secrets']);
  });

  it('are completed by a SAML secret in an older directory, and the others stay', () => {
    const { secrets } = load();
    rmSync(kept('saml_secret'));
    const { samlKey, ...others } = load().secrets;
    const { samlKey: former, ...before } = secrets;
    expect(others).to.deep.equal(before);
    expect(samlKey).to.have.length(43).and.not.deep.equal(former);
    expect(load().secrets.samlKey).to.deep.equal(samlKey);
  });

  it('are never generated again after one is lost or truncated', () => {
    load();
    rmSync(kept('token_pepper'));
    expect(() => load()).to.throw(/does not hold token_pepper/);
    writeFileSync(kept('token_pepper'), 'short');
    expect(() => load()).to.throw(/DATA_DIR cannot keep the secrets/);
  });

  it('are reported when others can read them', () => {
    load();
    chmodSync(kept('audit_secret'), 0o640);
    expect(load().warnings.join()).to.match(/can be read by others/);
  });

  it('are never generated again next to a store with data', () => {
    load();
    rmSync(kept('.'), { recursive: true });
    mkdirSync(join(directory, 'data/store'));
    writeFileSync(join(directory, 'data/store/CURRENT'), 'MANIFEST-000001\n');
    expect(() => load()).to.throw(
      /has a store, but its secrets are neither set nor in .+Bring back their backup/s,
    );
    expect(readdirSync(join(directory, 'data'))).to.deep.equal(['store']);
    const set = Object.fromEntries(
      ['TOKEN_PEPPER', 'CURSOR_SECRET', 'AUDIT_SECRET', 'SAML_SECRET'].map((name) => [name, 'x'.repeat(32)]),
    );
    expect(String(load(set).secrets.tokenPepper)).to.equal('x'.repeat(32));
  });

  it('fail with the name of a DATA_DIR that is a dangling link', () => {
    symlinkSync(join(directory, 'gone'), join(directory, 'data'));
    expect(() => load()).to.throw(/DATA_DIR needs a directory, and .+data is a link to a place/);
  });

  it('fail with the name of a DATA_DIR that cannot be created', () => {
    expect(() => load({ DATA_DIR: '/proc/rollcall' })).to.throw(/DATA_DIR cannot keep the secrets: ENOENT/);
  });

  it('fail with the name of a DATA_DIR that is not a directory', () => {
    writeFileSync(join(directory, 'data'), '');
    expect(() => load()).to.throw(/DATA_DIR needs a directory, and .+data is a file\./);
    expect(() => load({ DATA_DIR: join(directory, 'data/below') })).to.throw(
      /DATA_DIR cannot be used: ENOTDIR.+ Correct the path, or give it to the user of the service/,
    );
  });
});
