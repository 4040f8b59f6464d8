import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { createAccount, rename } from '../../lib/accounts/accounts.ts';
import { freeUsername } from '../../lib/accounts/username.ts';
import type { Unit } from '../../lib/audit/unit.ts';
import { boot, type Rollcall } from '../helper.ts';
import { mongoUri } from '../store/mongo/available.ts';
import { accountOf } from './people.ts';

/** The test server for MongoDB answers some hundred look-ups a second. */
const PEOPLE = mongoUri === undefined ? 2_500 : 500;
const AT_ONCE = 250;

describe('usernames', () => {
  let app: Rollcall;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());

  /** A unit that counts what it looks up. */
  function counting(unit: Unit): { unit: Unit; lookups: () => number } {
    let lookups = 0;
    const counted: Unit = Object.create(unit, {
      find: {
        value: (...wanted: Parameters<Unit['find']>) => {
          lookups += 1;
          return unit.find(...wanted);
        },
      },
      get: { value: (...wanted: Parameters<Unit['get']>) => unit.get(...wanted) },
      insert: { value: (...wanted: Parameters<Unit['insert']>) => unit.insert(...wanted) },
      update: { value: (...wanted: Parameters<Unit['update']>) => unit.update(...wanted) },
    });
    return { unit: counted, lookups: () => lookups };
  }

  it(`of ${PEOPLE} people named j.smith cost as much for the last as for the first`, async () => {
    const { store } = app.services;
    let most = 0;
    for (let made = 0; made < PEOPLE; made += AT_ONCE)
      await store.transaction(async (unit) => {
        for (let at = 0; at < AT_ONCE; at++) {
          const counted = counting(unit);
          const username = await freeUsername(counted.unit, 'j.smith');
          createAccount(unit, { username, name: 'J. Smith' });
          most = Math.max(most, counted.lookups());
        }
      });
    expect(most).to.be.at.most(limits.usernameHintStep + 2);
    expect((await accountOf(app.services, `j.smith${PEOPLE - 1}`)).username).to.equal(`j.smith${PEOPLE - 1}`);
  }).timeout(60_000);

  describe('that become free', () => {
    const many = 3 * limits.usernameHintStep;

    /** The username that the next person of this base gets, and the look-ups it took. */
    async function next(base: string): Promise<[username: string, lookups: number]> {
      return app.services.store.transaction(async (unit) => {
        const counted = counting(unit);
        const username = await freeUsername(counted.unit, base);
        createAccount(unit, { username, name: base });
        return [username, counted.lookups()];
      });
    }

    async function release(...usernames: string[]): Promise<void> {
      for (const username of usernames) {
        const leaving = await accountOf(app.services, username);
        await app.services.store.transaction((unit) => rename(unit, leaving, `gone.${username}`));
      }
    }

    for (const base of ['k.jones', 'route66'])
      it(`are reused, lowest first, at no extra cost: ${base}`, async () => {
        for (let made = 0; made < many; made++) await next(base);
        await release(`${base}9`, `${base}5`);
        expect((await next(base))[0]).to.equal(`${base}5`);
        expect((await next(base))[0]).to.equal(`${base}9`);
        const [username, lookups] = await next(base);
        expect(username).to.equal(`${base}${many}`);
        expect(lookups).to.be.at.most(2 * limits.usernameHintStep);
      });

    it('are remembered up to a limit', async () => {
      const freed = Array.from({ length: limits.usernamesFreed + 1 }, (_, at) => `l.moore${at + 1}`);
      for (let made = 0; made < limits.usernamesFreed + many; made++) await next('l.moore');
      await release(...freed);
      for (const username of freed.slice(0, -1)) expect((await next('l.moore'))[0]).to.equal(username);
      expect((await next('l.moore'))[0]).to.equal(`l.moore${limits.usernamesFreed + many}`);
    });
  });
});
