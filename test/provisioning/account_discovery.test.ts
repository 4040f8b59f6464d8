import { expect } from 'chai';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { operate, type Plain } from '../cli/operator.ts';
import { boot, deactivation, type Rollcall, type Tenant, user } from '../helper.ts';
import { connected } from './second.ts';

type List = { totalResults: number; itemsPerPage: number; Resources: Resource[]; nextCursor?: string };

describe('account discovery', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let groups = 0;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap(`found-${++groups}`);
  });

  const run = (name: string, args: Plain = {}) =>
    operate(app.services, name, { group: tenant.slug, ...args });
  const set = (accountDiscovery: boolean) => run('integration change', { accountDiscovery });
  const list = async (query = '') => (await tenant.scim('GET', `/Users${query}`)).body as unknown as List;
  const found = async (filter: string) => (await list(`?filter=${encodeURIComponent(filter)}`)).Resources;
  const namesIn = ({ Resources }: List) => Resources.map(({ userName }) => userName);
  const ownerIn = ({ Resources }: List) =>
    Resources.find(({ id }) => String(id).startsWith('unprovisioned-')) ?? {};
  const owner = () => `owner@found-${groups}.test`;

  it('is off until the owner switches it on, and ends when it is switched off', async () => {
    expect((await list()).totalResults).to.equal(0);
    await set(true);
    expect((await list()).totalResults).to.equal(1);
    await set(false);
    expect((await list()).totalResults).to.equal(0);
  });

  it('shows a member with the names and the address that owners see, and nothing else', async () => {
    await set(true);
    const { id, meta, ...shown } = ownerIn(await list());
    expect(shown).to.deep.equal({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'owner',
      name: { formatted: shown.displayName },
      displayName: shown.displayName,
      active: true,
      emails: [{ value: owner(), type: 'work', primary: true }],
      ...(shown.userName === 'owner' ? {} : { userName: shown.userName }),
    });
    const one = await tenant.scim('GET', `/Users/${String(id)}`);
    expect(one.status).to.equal(200);
    expect(one.body).to.deep.equal({ ...shown, id, meta });
    expect(one.headers.get('etag')).to.equal((meta as Resource).version);
    expect((meta as Resource).location).to.match(new RegExp(`/Users/${String(id)}$`));
    const again = await tenant.scim('GET', `/Users/${String(id)}`, undefined, {
      'if-none-match': String((meta as Resource).version),
    });
    expect(again.status).to.equal(304);
  });

  it('finds a member by id, userName and e-mail, and not by what it has not', async () => {
    await set(true);
    const { id, userName } = ownerIn(await list());
    for (const filter of [
      `id eq "${String(id)}"`,
      `userName eq "${String(userName).toUpperCase()}"`,
      `emails.value eq "${owner()}"`,
      `emails[type eq "work"].value eq "${owner()}"`,
      `emails[type eq "work" and value eq "${owner()}"]`,
      `userName sw "${String(userName).slice(0, 3)}"`,
      `active eq true and userName eq "${String(userName)}"`,
    ])
      expect(
        (await found(filter)).map((one) => one.id),
        filter,
      ).to.deep.equal([id]);
    for (const filter of ['externalId eq "1"', 'active eq false', 'groups.value eq "1"', 'title pr'])
      expect(await found(filter), filter).to.deep.equal([]);
  });

  it('answers 403 with the reason to PUT, PATCH and DELETE of a member, also in a bulk request', async () => {
    await set(true);
    const { id } = ownerIn(await list());
    const path = `/Users/${String(id)}`;
    const body = { PUT: user(owner()), PATCH: deactivation, DELETE: undefined };
    for (const [method, sent] of Object.entries(body)) {
      const answer = await tenant.scim(method, path, sent);
      expect([answer.status, answer.body.scimType], method).to.deep.equal([403, 'mutability']);
      expect(answer.body.detail).to.contain('Create the user with a POST first');
    }
    const bulk = await tenant.scim('POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [{ method: 'DELETE', path }],
    });
    expect((bulk.body.Operations as Resource[])[0]?.status).to.equal('403');
    expect((await list()).totalResults).to.equal(1);
  });

  it('makes a user of a member by POST where the rules allow it, and a new one with another id', async () => {
    await set(true);
    const { body: made } = await tenant.scim('POST', '/Users', user('ann@found.test'));
    const { scim: other } = await connected(app.services, tenant, { name: 'second' });
    await run('integration change', { integration: 'second', accountDiscovery: true });
    const before = (await other('GET', '/Users')).body as unknown as List;
    expect(before.totalResults).to.equal(2);
    const seen = before.Resources.find(({ displayName }) => displayName === 'Ann Ames') ?? {};
    const posted = await other('POST', '/Users', user('ann@found.test'));
    expect(posted.status).to.equal(201);
    expect(posted.body.id).not.to.be.oneOf([seen.id, made.id]);
    expect((await other('GET', `/Users/${String(seen.id)}`)).status).to.equal(404);
    const after = (await other('GET', '/Users')).body as unknown as List;
    expect(namesIn(after)).to.include('ann@found.test').and.to.have.length(2);
    await other('DELETE', `/Users/${String(posted.body.id)}`);
    const last = (await other('GET', '/Users')).body as unknown as List;
    expect(last.totalResults).to.equal(2);
  });

  it('answers 409 to a POST of a member without proof, and keeps showing the member', async () => {
    await set(true);
    const { id } = ownerIn(await list());
    expect((await tenant.scim('POST', '/Users', user(owner()))).status).to.equal(409);
    expect(ownerIn(await list()).id).to.equal(id);
  });

  it('follows people who join and leave the group', async () => {
    await set(true);
    const { body } = await tenant.scim('POST', '/Users', user('bea@found.test'));
    expect((await list()).totalResults).to.equal(2);
    await run('member add', { account: 'bea', role: 'developer' });
    await tenant.scim('DELETE', `/Users/${String(body.id)}`);
    expect((await list()).totalResults).to.equal(1);
    const { body: again } = await tenant.scim('POST', '/Users', user('bea@found.test'));
    await run('member add', { account: 'bea', role: 'developer' });
    await tenant.scim('PATCH', `/Users/${String(again.id)}`, deactivation);
    expect((await found('userName eq "bea@found.test"')).length).to.equal(1);
    expect((await found('userName eq "bea"')).length).to.equal(0);
  });

  it('goes through users and members by index and by cursor, and counts both', async () => {
    for (const name of ['a', 'b', 'c']) await tenant.scim('POST', '/Users', user(`${name}@page.test`));
    const { scim } = await connected(app.services, tenant, { name: 'pages' });
    await run('integration change', { integration: 'pages', accountDiscovery: true });
    const page = async (query: string) => (await scim('GET', `/Users?${query}`)).body as unknown as List;
    for (const name of ['x', 'y', 'z']) await scim('POST', '/Users', user(`${name}@page.test`));
    const whole = await page('count=100');
    expect([whole.totalResults, whole.itemsPerPage]).to.deep.equal([7, 7]);
    const ids = whole.Resources.map(({ id }) => id);
    for (const count of [1, 2, 3, 4, 7]) {
      const byIndex: unknown[] = [];
      for (let at = 1; at <= 7; at += count) {
        const { totalResults, Resources } = await page(`startIndex=${at}&count=${count}`);
        expect(totalResults).to.equal(7);
        byIndex.push(...Resources.map(({ id }) => id));
      }
      expect(byIndex, `by index, ${count}`).to.deep.equal(ids);
      const byCursor: unknown[] = [];
      for (let cursor: string | undefined = ''; cursor !== undefined; ) {
        const { totalResults, Resources, nextCursor }: List = await page(
          `cursor=${encodeURIComponent(cursor)}&count=${count}`,
        );
        expect(totalResults).to.equal(7);
        byCursor.push(...Resources.map(({ id }) => id));
        cursor = nextCursor;
      }
      expect(byCursor, `by cursor, ${count}`).to.deep.equal(ids);
    }
    expect((await page('count=0')).totalResults).to.equal(7);
    expect((await page('startIndex=9')).itemsPerPage).to.equal(0);
    const sorted = namesIn(await page('sortBy=userName&sortOrder=descending'));
    expect(sorted.slice(0, 3)).to.deep.equal(['z@page.test', 'y@page.test', 'x@page.test']);
  });

  it('shows nobody of another group', async () => {
    await set(true);
    const before = tenant;
    const other = await app.bootstrap(`found-${++groups}`);
    expect((await other.scim('GET', '/Users')).body.totalResults).to.equal(0);
    expect(((await before.scim('GET', '/Users')).body as unknown as List).totalResults).to.equal(1);
    const { id } = ownerIn((await before.scim('GET', '/Users')).body as unknown as List);
    expect((await other.scim('GET', `/Users/${String(id)}`)).status).to.equal(404);
  });
});
