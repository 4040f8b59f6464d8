import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { movableClock } from '../clock.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';

describe('lists', () => {
  let app: Rollcall;
  let tenant: Tenant;
  const clock = movableClock();

  before(async () => {
    app = await boot({ runtime: clock.runtime });
    tenant = await app.bootstrap();
    for (let at = 0; at < 12; at++)
      await tenant.scim(
        'POST',
        '/Users',
        user(`p${at}@list.test`, { title: `T${at % 3}`, nickName: `n${String(at * 7).padStart(2, '0')}` }),
      );
  });
  after(() => app.close());

  const query = (parameters: Record<string, string>) =>
    tenant.scim('GET', `/Users?${new URLSearchParams(parameters)}`);
  const posted = (parameters: Record<string, string>) => tenant.scim('POST', '/Users/.search', parameters);
  const nicks = (body: Resource) => (body.Resources as Resource[]).map(({ nickName }) => nickName);

  const asked: [title: string, parameters: Record<string, string>][] = [
    ['without parameters', {}],
    ['with a filter', { filter: 'title ne "t1"' }],
    ['sorted by an attribute', { sortBy: 'nickName' }],
    ['sorted by an attribute with many equal values', { sortBy: 'title', sortOrder: 'descending' }],
    ['sorted by an attribute that no user has', { sortBy: 'locale' }],
    [
      'with filter and order',
      { filter: 'title eq "t0" or title eq "t2"', sortBy: 'nickName', sortOrder: 'descending' },
    ],
  ];
  for (const [title, parameters] of asked)
    for (const [how, ask] of [
      ['GET', query],
      ['.search', posted],
    ] as const)
      it(`of ${how} ${title} have the same entries by cursor in any page size`, async () => {
        const whole = (await ask(parameters)).body;
        const seen: unknown[] = [];
        let cursor = '';
        for (const count of ['1', '3', '2', '100']) {
          const { status, body } = await ask({ ...parameters, cursor, count });
          expect([status, body.totalResults]).to.deep.equal([200, whole.totalResults]);
          seen.push(...nicks(body));
          cursor = String(body.nextCursor ?? '');
          expect(cursor === '').to.equal(count === '100');
        }
        expect(seen).to.deep.equal(nicks(whole));
      });

  it('refuse an expired cursor, and accept a younger one', async () => {
    const { nextCursor } = (await query({ cursor: '', count: '5' })).body;
    const cursor = String(nextCursor);
    clock.forward(limits.cursorLifetime - 10_000);
    expect((await query({ cursor })).status).to.equal(200);
    clock.forward(20_000);
    for (const reply of [await query({ cursor }), await posted({ cursor })])
      expect([reply.status, reply.body.scimType]).to.deep.equal([400, 'expiredCursor']);
  });

  it('refuse a cursor that was changed, or of another order, filter or type', async () => {
    const cursor = String((await query({ cursor: '', count: '5', sortBy: 'title' })).body.nextCursor);
    for (const parameters of [
      { cursor },
      { cursor, sortBy: 'nickName' },
      { cursor, sortBy: 'title', sortOrder: 'descending' },
      { cursor, sortBy: 'title', filter: 'title pr' },
      { cursor: `${cursor.slice(0, -1)}${cursor.endsWith('A') ? 'B' : 'A'}`, sortBy: 'title' },
      { cursor: `${cursor}A`, sortBy: 'title' },
      { cursor: 'x', sortBy: 'title' },
    ]) {
      const { status, body } = await query(parameters);
      expect([status, body.scimType]).to.deep.equal([400, 'invalidCursor']);
    }
    const plain = String((await query({ cursor: '', count: '5' })).body.nextCursor);
    expect((await tenant.scim('GET', `/Groups?cursor=${plain}`)).body.scimType).to.equal('invalidCursor');
    expect((await query({ cursor: '', count: 'x' })).body.scimType).to.equal('invalidCount');
    expect((await query({ cursor: plain, startIndex: '1' })).status).to.equal(400);
  });

  it('continue by cursor to the end, however long the sort values are', async () => {
    const long = await app.bootstrap();
    const names = ['a', 'b', 'c', 'd'].map((end) => 'é'.repeat(60_000) + end);
    for (const userName of names)
      expect((await long.scim('POST', '/Users', { userName, title: userName })).status).to.equal(201);
    for (const sortBy of ['userName', 'title'])
      for (const [path, method] of [
        ['/Users', 'GET'],
        ['/.search', 'POST'],
      ] as const) {
        const seen: unknown[] = [];
        for (let cursor: unknown = ''; cursor !== undefined; ) {
          const asked = { sortBy, count: 1, cursor };
          const { status, body } =
            method === 'GET'
              ? await long.scim(
                  'GET',
                  `${path}?${new URLSearchParams({ sortBy, count: '1', cursor: String(cursor) })}`,
                )
              : await long.scim('POST', path, asked);
          expect(status).to.equal(200);
          seen.push(...(body.Resources as Resource[]).map(({ userName }) => userName));
          cursor = body.nextCursor;
          expect(String(cursor ?? '').length).to.be.at.most(limits.cursorChars);
        }
        expect(seen).to.deep.equal(names);
      }
  });

  it('continue by cursor after entries were removed and added', async () => {
    const fresh = await app.bootstrap();
    const made: string[] = [];
    for (const name of ['b', 'd', 'f', 'h'])
      made.push(String((await fresh.scim('POST', '/Users', user(`${name}@moves.test`))).body.id));
    const ask = (cursor: unknown) =>
      fresh.scim('GET', `/Users?sortBy=userName&count=2&cursor=${String(cursor)}`);
    const { nextCursor } = (await ask('')).body;
    await fresh.scim('DELETE', `/Users/${made[1]}`);
    for (const name of ['a', 'e']) await fresh.scim('POST', '/Users', user(`${name}@moves.test`));
    const { body } = await ask(nextCursor);
    expect((body.Resources as Resource[]).map(({ userName }) => userName)).to.deep.equal([
      'e@moves.test',
      'f@moves.test',
    ]);
  });
});
