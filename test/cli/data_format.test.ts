import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { destination, pino } from 'pino';
import { loadConfig } from '../../config/index.ts';
import { reportOf } from '../../lib/cli/errors.ts';
import { withServices } from '../../lib/cli/open.ts';
import { startService } from '../../lib/main/service.ts';
import { type DataFormat, dataFormat, dataFormats, ownFormat } from '../../lib/operations/data_format.ts';
import { describeMongo } from '../store/mongo/available.ts';
import { dropDatabase, testDatabase } from '../store/mongo/database.ts';
import { typed } from './operator.ts';
import { serviceRefused } from './process.ts';

describe('the format of the data', () => {
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
    expect((await typed(environment, 'group', 'create', 'acme')).code).to.equal(0);
  });
  afterEach(async () => {
    await dropDatabase(database);
    await rm(directory, { recursive: true, force: true });
  });

  const held = () => withServices(loadConfig(environment), ({ store }) => dataFormat(store));
  const mark = (next: Partial<DataFormat>) =>
    withServices(loadConfig(environment), ({ store }) =>
      store.transaction(async (unit) => {
        const before = await dataFormat(unit);
        if (before) unit.update(dataFormats, { ...before, ...next });
      }),
    );
  const started = async () => {
    const service = await startService(loadConfig(environment), pino(destination('/dev/null')));
    await service.stop();
    return 'started';
  };

  it('is recorded with the first write', async () => {
    expect(await held()).to.include(ownFormat);
  });

  it('of a newer version that this one may read is opened, and stays as it is', async () => {
    const newer = { format: ownFormat.format + 1, oldestReader: ownFormat.format, version: '99.1.0' };
    await mark(newer);
    expect(await started()).to.equal('started');
    expect((await typed(environment, 'group', 'list')).code).to.equal(0);
    expect(await held()).to.include(newer);
  });

  it('of an older version is opened, and recorded anew', async () => {
    await mark({ format: ownFormat.format - 1, oldestReader: ownFormat.format - 1, version: '0.0.1' });
    expect(await started()).to.equal('started');
    expect(await held()).to.include(ownFormat);
  });

  it('that only newer versions read is refused by the service and every command, with a sentence', async () => {
    const next = ownFormat.format + 1;
    await mark({ format: next, oldestReader: next, version: '99.0.0' });
    const sentence = `The data was written by Rollcall 99.0.0, and versions that read only format ${ownFormat.format}`;
    expect(reportOf(await started().catch((error: unknown) => error)).message).to.contain(sentence);
    for (const words of [
      ['group', 'list'],
      ['bootstrap', '--group', 'beta', '--owner', 'ada@beta.test'],
      ['export', '--out', join(directory, 'again.ndjson')],
      ['audit', 'verify'],
    ]) {
      const { code, stderr } = await typed(environment, ...words);
      expect([code, stderr.includes(sentence)], words.join(' ')).to.deep.equal([1, true]);
    }
  });

  it('that only newer versions read is refused by a restore', async () => {
    const file = join(directory, 'newer.ndjson');
    const data = { oldestReader: ownFormat.format + 1, version: '99.0.0' };
    const header = { rollcall: 'export', format: 1, at: '', secrets: '', data };
    await writeFile(file, `${JSON.stringify(header)}\n{"end":true,"documents":0}\n`);
    const elsewhere = { DATA_DIR: join(directory, 'elsewhere') };
    await cp(join(directory, 'data/secrets'), join(directory, 'elsewhere/secrets'), { recursive: true });
    expect((await typed(elsewhere, 'restore', file)).stderr).to.contain('written by Rollcall 99.0.0');
  });

  describeMongo('on MongoDB', () => {
    it('a service and its commands begin nothing in a database without Rollcall, unless they are told to', async () => {
      const other = testDatabase() ?? '';
      const mistyped = { ...environment, MONGODB_URI: other };
      try {
        const refused = await serviceRefused(mistyped);
        expect(refused.code).to.equal(1);
        expect(refused.stderr).to.contain('There is no Rollcall in the database');
        expect((await typed(mistyped, 'group', 'list')).stderr).to.contain('rollcall migrate --create');
        expect((await typed(mistyped, 'migrate')).stderr).to.contain('rollcall migrate --create');
        expect((await typed(mistyped, 'migrate', '--create')).code).to.equal(0);
        expect((await typed(mistyped, 'group', 'list')).code).to.equal(0);
      } finally {
        await dropDatabase(other);
      }
    });
  });
});
