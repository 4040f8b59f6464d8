import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import mongoose from 'mongoose';
import { describeMongo } from '../store/mongo/available.ts';
import { dropDatabase, testDatabase } from '../store/mongo/database.ts';
import { typed } from './operator.ts';

describe('migrate', () => {
  const database = testDatabase();
  let directory: string;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rollcall-'));
  });
  after(async () => {
    await dropDatabase(database);
    await rm(directory, { recursive: true, force: true });
  });

  it('has nothing to do on a new embedded store', async () => {
    const run = await typed({ DATA_DIR: directory }, 'migrate', '--json');
    const stdout = '{"store":"embedded","built":[],"described":0}\n';
    expect(run).to.deep.equal({ code: 0, stdout, stderr: '' });
  });

  describeMongo('on MongoDB', () => {
    it('builds missing indexes; before, every other command is refused', async () => {
      const environment = { DATA_DIR: directory, MONGODB_URI: database ?? '' };
      const migrate = async (...flags: string[]) => {
        const { stdout } = await typed(environment, 'migrate', ...flags, '--json');
        return JSON.parse(stdout) as unknown;
      };
      expect(await migrate('--create')).to.deep.equal({ store: 'mongodb', built: [], described: 0 });

      const connection = await mongoose.createConnection(database ?? '').asPromise();
      const accounts = connection.collection('accounts');
      const indexes = await accounts.indexes();
      await accounts.dropIndex(indexes.find(({ unique }) => unique)?.name ?? '');
      await connection.close();
      const refused = await typed(environment, 'group', 'list');
      expect(refused.code).to.equal(1);
      expect(refused.stderr).to.match(/lacks the indexes accounts\.username.*rollcall migrate/);

      expect(await migrate()).to.deep.equal({ store: 'mongodb', built: ['accounts.username'], described: 0 });
      expect((await typed(environment, 'group', 'list')).code).to.equal(0);
    });
  });
});
