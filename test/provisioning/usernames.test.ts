import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { createAccount, rename } from '../../lib/accounts/accounts.ts';
import { freeUsername } from '../../lib/accounts/username.ts';
import type { Transaction } from '../../lib/store/port.ts';
import { boot, type Rollcall } from '../helper.ts';
import { mongoUri } from '../store/mongo/available.ts';
import { accountOf } from './people.ts';

/** The test server for MongoDB answers some hundred look-ups a second. */
const PEOPLE = mongoUri === undefined ? 10_000 : 500;
const AT_ONCE = 250;

describe('usernames', () => {
  let app: Rollcall;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());

  /** A transaction that counts what it looks up. */
  function counting(tx: Transaction): { tx: Transaction; lookups: () => number } {
    let lookups = 0;
    const counted: Transaction = Object.create(tx, {
      find: {
        value: (...wanted: Parameters<Transaction['find']>) => {
          lookups += 1;
          return tx.find(...wanted);
        },
      },
      get: { value: (...wanted: Parameters<Transaction['get']>) => tx.get(...wanted) },
      insert: { value: (...wanted: Parameters<Transaction['insert']>) => tx.insert(...wanted) },
      update: { value: (...wanted: Parameters<Transaction['update']>) => tx.update(...wanted) },
    });
    return { tx: counted, lookups: () => lookups };
  }

  it(`of ${PEOPLE} people named j.smith cost the last as little as the first`, async () => {
    const { store, runtime } = app.services;
    let most = 0;
    for (let made = 0; made < PEOPLE; made += AT_ONCE)
      await store.transaction(async (tx) => {
        for (let at = 0; at < AT_ONCE; at++) {
          const counted = counting(tx);
          const username = await freeUsername(counted.tx, 'j.smith');
          createAccount(tx, runtime, { username, name: 'J. Smith' });
          most = Math.max(most, counted.lookups());
        }
      });
    expect(most).to.be.at.most(limits.usernameHintStep + 2);
    expect((await accountOf(app.services, `j.smith${PEOPLE - 1}`)).username).to.equal(`j.smith${PEOPLE - 1}`);
  }).timeout(60_000);

  it('that become free are found again', async () => {
    const { store, runtime } = app.services;
    const next = () => store.transaction((tx) => freeUsername(tx, 'k.jones'));
    for (let made = 0; made < 3 * limits.usernameHintStep; made++) {
      const username = await next();
      await store.transaction(async (tx) => createAccount(tx, runtime, { username, name: 'K. Jones' }));
    }
    const leaving = await accountOf(app.services, 'k.jones5');
    await store.transaction((tx) => rename(tx, leaving, 'jonesy'));
    expect(await next()).to.equal('k.jones5');
  });
});
