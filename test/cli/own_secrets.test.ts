import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { destination, pino } from 'pino';
import { loadConfig } from '../../config/index.ts';
import { reportOf } from '../../lib/cli/errors.ts';
import { withServices } from '../../lib/cli/open.ts';
import { startService } from '../../lib/main/service.ts';
import { secretMark, secretMarks } from '../../lib/operations/secret_marks.ts';
import { exportLines } from '../../lib/operations/transfer.ts';
import { describeMongo } from '../store/mongo/available.ts';
import { dropDatabase, testDatabase } from '../store/mongo/database.ts';
import { typed } from './operator.ts';

const other = 'another-another-another-another-another';
const dependedOn = ['TOKEN_PEPPER', 'AUDIT_SECRET', 'SAML_SECRET'];

describe('the secrets of a store', () => {
  let directory: string;
  let database: string | undefined;
  let environment: Record<string, string>;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rollcall-'));
    database = testDatabase();
    environment = {
      ...{ DATA_DIR: join(directory, 'data'), HOST: '127.0.0.1', PORT: '0' },
      ...(database === undefined ? {} : { MONGODB_URI: database }),
    };
  });
  afterEach(async () => {
    await dropDatabase(database);
    await rm(directory, { recursive: true, force: true });
  });

  const fill = async () => {
    expect((await typed(environment, 'group', 'create', 'acme')).code).to.equal(0);
  };
  const kept = (name = '') => join(directory, 'data/secrets', name);
  const started = async (env = environment) => {
    const service = await startService(loadConfig(env), pino(destination('/dev/null')));
    await service.stop();
    return 'started';
  };
  const content = (env = environment) =>
    withServices(loadConfig(env), async (services) => {
      const lines: string[] = [];
      for await (const line of exportLines(services)) lines.push(line);
      const [header = '', ...documents] = lines.slice(0, -1);
      const { secrets } = JSON.parse(header) as { secrets: string };
      return { secrets, documents, mark: await secretMark(services.store) };
    });
  const refused = async (words: readonly string[], env = environment) => {
    const run = await typed(env, ...words, '--json');
    expect([run.code, run.stdout], words.join(' ')).to.deep.equal([1, '']);
    const { error } = JSON.parse(run.stderr) as { error: { code: string; message: string } };
    expect(error.code, words.join(' ')).to.equal('configuration');
    return error.message;
  };

  for (const name of dependedOn)
    it(`are refused, and nothing is written, when ${name} differs from the one of the data`, async () => {
      await fill();
      const before = await content();
      const env = { ...environment, [name]: other };
      const message = await refused(['group', 'create', 'beta'], env);
      expect(message)
        .to.contain(`written with another ${name}. `)
        .and.contain(`Restore ${join(directory, 'data/secrets')} from`);
      expect(await started(env).catch(reportOf)).to.deep.equal({ code: 'configuration', message });
      expect(await content()).to.deep.equal(before);
    });

  it('are refused when only saml_secret was lost and generated again', async () => {
    await fill();
    await rename(kept('saml_secret'), join(directory, 'saml_secret'));
    expect(await refused(['group', 'create', 'beta'])).to.contain('another SAML_SECRET');
    expect(await started().catch(reportOf)).to.have.property('code', 'configuration');
    await rename(join(directory, 'saml_secret'), kept('saml_secret'));
    expect(await started()).to.equal('started');
  });

  it('may change while the store is empty', async () => {
    await started();
    const env = { ...environment, TOKEN_PEPPER: other };
    expect(await started(env)).to.equal('started');
    expect((await typed(env, 'group', 'create', 'acme')).code).to.equal(0);
    expect(await refused(['group', 'create', 'beta'])).to.contain('another TOKEN_PEPPER');
  });

  it('are recorded at the next start of a store without a record', async () => {
    await fill();
    const { mark } = await content();
    await withServices(loadConfig(environment), ({ store }) =>
      store.transaction(async (unit) => {
        if (mark) unit.remove(secretMarks, mark);
      }),
    );
    expect((await content()).mark).to.equal(undefined);
    expect(await started()).to.equal('started');
    expect((await content()).mark).to.deep.equal(mark);
  });

  it('may differ for export and audit verify, and the export names those of the data', async () => {
    await fill();
    const before = await content();
    const env = { ...environment, TOKEN_PEPPER: other, AUDIT_SECRET: other };
    const file = join(directory, 'all.ndjson');
    expect((await typed(env, 'export', '--out', file)).code).to.equal(0);
    expect((await content(env)).secrets).to.equal(before.secrets);
    expect((await typed(env, 'audit', 'verify')).stderr).to.equal('');
    expect(before.documents.join()).to.not.contain('secret_marks');
  });

  describeMongo('on MongoDB', () => {
    it('are refused by every command that creates an installation when all of them were lost', async () => {
      await fill();
      const before = await content();
      const file = join(directory, 'all.ndjson');
      await writeFile(file, '');
      await rename(kept(), join(directory, 'kept'));
      for (const words of [
        ['bootstrap', '--group', 'beta', '--owner', 'ada@beta.test'],
        ['group', 'create', 'beta'],
        ['account', 'create', '--email', 'ada@acme.test', '--name', 'Ada'],
        ['migrate'],
        ['import', '--from', file],
      ])
        expect(await refused(words)).to.contain(
          'another TOKEN_PEPPER and another AUDIT_SECRET and another SAML',
        );
      expect(await started().catch(reportOf)).to.have.property('code', 'configuration');
      await rm(kept(), { recursive: true });
      await rename(join(directory, 'kept'), kept());
      expect(await content()).to.deep.equal(before);
    });
  });
});
