import { expect } from 'chai';
import { attempts } from '../../lib/accounts/attempts.ts';
import { newToken } from '../../lib/kernel/token_format.ts';
import { movableClock } from '../clock.ts';
import { boot, client, type Rollcall, type Tenant } from '../helper.ts';
import { testDatabase } from '../store/mongo/database.ts';

const env = { FAILURE_LIMIT: '3/60s' };

describe('requests with invalid tokens', () => {
  let app: Rollcall;
  let tenant: Tenant;
  const clock = movableClock();

  before(async () => {
    app = await boot({ env, runtime: clock.runtime });
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
    clock.forward(120_000);
  });

  const wrong = () => newToken(app.services.runtime, 'rcs');
  const asked = async (authorization: string, url = tenant.scimUrl) =>
    (await fetch(`${url}/Users`, { headers: authorization === '' ? {} : { authorization } })).status;

  async function counted(): Promise<number> {
    let count = 0;
    for await (const _one of app.services.store.scan(attempts)) count += 1;
    return count;
  }

  async function spent(token: () => string): Promise<number[]> {
    const statuses: number[] = [];
    for (let times = 0; times < 5; times++) statuses.push(await asked(`Bearer ${token()}`));
    return statuses;
  }

  const cases: [what: string, token: () => string][] = [
    ['an unknown token of the right form', wrong],
    ['a text that cannot be a token', () => 'no'],
  ];
  for (const [what, token] of cases)
    it(`are refused with 429 above the limit: ${what}`, async () => {
      expect(await spent(token)).to.deep.equal([401, 401, 401, 429, 429]);
    });

  it('do not block valid tokens of any group', async () => {
    const other = await app.bootstrap();
    await spent(wrong);
    expect((await tenant.scim('GET', '/Users')).status).to.equal(200);
    expect((await other.scim('GET', '/Users')).status).to.equal(200);
    expect(await asked(`Bearer ${wrong()}`)).to.equal(429);
    expect(await asked(`Bearer ${wrong()}`, other.scimUrl)).to.equal(401);
  });

  it('have the time of the next try in Retry-After', async () => {
    await spent(wrong);
    const { status, headers } = await tenant.scim('GET', '/Users', undefined, { authorization: wrong() });
    expect(status).to.equal(429);
    expect(Number(headers.get('retry-after'))).to.be.within(1, 60);
  });

  it('cause no write for a valid token, or without a token', async () => {
    const before = await counted();
    expect((await tenant.scim('GET', '/Users')).status).to.equal(200);
    expect(await asked('')).to.equal(401);
    expect(await counted()).to.equal(before);
  });

  it('are counted for the IP address too, so that invented groups cause a limited number of writes', async () => {
    const statuses: number[] = [];
    for (let at = 0; at < 32; at++)
      statuses.push(await asked('Bearer no', tenant.scimUrl.replace(/[^/]+$/, `nobody-${at}`)));
    expect(statuses.slice(0, 30)).to.deep.equal(Array<number>(30).fill(401));
    expect(statuses.slice(30)).to.deep.equal([429, 429]);
    expect((await tenant.scim('GET', '/Users')).status).to.equal(200);
  });

  const database = testDatabase();
  if (database !== undefined)
    it('are counted across all processes', async () => {
      const shared = { ...env, MONGODB_URI: database, TOKEN_PEPPER: 'p'.repeat(44) };
      const [one, two] = [await boot({ env: shared }), await boot({ env: shared })];
      try {
        const { scimUrl } = await one.bootstrap();
        const twin = scimUrl.replace(one.url, two.url);
        const statuses: number[] = [];
        for (const url of [scimUrl, scimUrl, twin, twin, scimUrl])
          statuses.push(await asked(`Bearer ${wrong()}`, url));
        expect(statuses).to.deep.equal([401, 401, 401, 429, 429]);
      } finally {
        await Promise.all([one.close(), two.close()]);
      }
    });
});

describe('a refused token', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let queries = 0;

  before(async () => {
    app = await boot({ env: { RATE_LIMIT: '4/60s' } });
    const { store } = app.services;
    const query = store.query.bind(store);
    Object.assign(store, {
      query: (...asked: Parameters<typeof query>) => {
        queries += 1;
        return query(...asked);
      },
    });
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
    queries = 0;
  });

  const list = async () => (await tenant.scim('GET', '/Users')).status;

  it('causes no search while it must wait', async () => {
    const statuses: number[] = [];
    for (let times = 0; times < 9; times++) statuses.push(await list());
    expect(statuses).to.deep.equal([200, 200, 200, 200, 429, 429, 429, 429, 429]);
    expect(queries).to.equal(5);
  });

  it('causes no search after it was refused', async () => {
    expect(await list()).to.equal(200);
    const elsewhere = client(tenant.scimUrl.replace(/[^/]+$/, 'elsewhere'), tenant.scimToken);
    const statuses: number[] = [];
    for (let times = 0; times < 4; times++) statuses.push((await elsewhere('GET', '/Users')).status);
    expect(statuses).to.deep.equal([401, 401, 401, 401]);
    expect(queries).to.equal(2);
  });
});
