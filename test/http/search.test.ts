import { expect } from 'chai';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { type Rollcall, type Tenant, user } from '../helper.ts';
import { bootWithDevices, DEVICE, SLOT, scoped } from './fixture.ts';

describe('a search over all resource types', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let ids: string[];

  before(async () => {
    app = await bootWithDevices();
    tenant = await app.bootstrap();
    const made: [path: string, body: Resource][] = [
      ['/Slots', { schemas: [SLOT], holds: 'nothing' }],
      ...['d3', 'd1', 'd4', 'd2'].map((serial): [string, Resource] => [
        '/Devices',
        { schemas: [DEVICE], serial, price: Number(serial.slice(1)) },
      ]),
      ...['Sales', 'Legal'].map((displayName): [string, Resource] => ['/Groups', { displayName }]),
      ...['ann', 'bea', 'cleo'].map((name): [string, Resource] => [
        '/Users',
        user(`${name}@search.test`, { displayName: name, title: name === 'bea' ? 'Boss' : 'Maker' }),
      ]),
    ];
    ids = [];
    for (const [path, body] of made) {
      const reply = await tenant.scim('POST', path, body);
      expect(reply.status).to.equal(201);
      ids.push(String(reply.body.id));
    }
    const [slot = '', ...rest] = ids;
    const [devices, groups, people] = [rest.slice(0, 4), rest.slice(4, 6), rest.slice(6)];
    ids = [...people, ...groups, ...devices, slot];
    await tenant.scim('PATCH', `/Groups/${groups[0]}`, {
      Operations: [{ op: 'add', path: 'members', value: [{ value: people[0] }] }],
    });
  });
  after(() => app.close());

  const search = (body: Resource, by: Tenant['scim'] = tenant.scim) => by('POST', '/.search', body);
  const idsOf = (body: Resource) => (body.Resources as Resource[]).map(({ id }) => id);
  const typesOf = (body: Resource) =>
    (body.Resources as Resource[]).map(({ meta }) => (meta as Resource).resourceType);

  it('finds everything, in the order of the types', async () => {
    const { status, body } = await search({});
    expect(status).to.equal(200);
    expect(body).to.include({ totalResults: 10, itemsPerPage: 10, startIndex: 1 });
    expect(body.schemas).to.deep.equal(['urn:ietf:params:scim:api:messages:2.0:ListResponse']);
    expect(idsOf(body)).to.deep.equal(ids);
    const types = (await tenant.scim('GET', '/ResourceTypes')).body.Resources as Resource[];
    const readOnly: readonly unknown[] = ['Role', 'Entitlement', 'GroupMembership'];
    const kept = types.map(({ name }) => name).filter((name) => !readOnly.includes(name));
    expect([...new Set(typesOf(body))]).to.deep.equal(kept);
  });

  it('shows each resource like its own endpoint, the groups of users only on request', async () => {
    const attributes = 'meta,userName,displayName,externalId,emails,groups,members';
    const { body } = await search({ attributes });
    expect(body.Resources).to.have.length(10);
    for (const resource of body.Resources as Resource[]) {
      const { location } = resource.meta as { location: string };
      const alone = await tenant.scim(
        'GET',
        `${location.replace(/^.*\/(?=\w+\/[^/]+$)/, '/')}?attributes=${attributes}`,
      );
      expect(resource).to.deep.equal(alone.body);
    }
  });

  for (const count of [1, 2, 3, 4, 7, 10, 11])
    it(`pages by index, ${count} at a time`, async () => {
      const seen: unknown[] = [];
      for (let startIndex = 1; startIndex <= 10; startIndex += count) {
        const { body } = await search({ startIndex, count });
        expect(body).to.include({ totalResults: 10, startIndex });
        expect(body).not.to.have.property('nextCursor');
        expect(body.itemsPerPage).to.equal(Math.min(count, 11 - startIndex));
        seen.push(...idsOf(body));
      }
      expect(seen).to.deep.equal(ids);
    });

  for (const count of [1, 2, 3, 5, 10])
    it(`pages by cursor, ${count} at a time`, async () => {
      const seen: unknown[] = [];
      for (let cursor: unknown = ''; cursor !== undefined; ) {
        const { status, body } = await search({ cursor, count });
        expect([status, body.totalResults]).to.deep.equal([200, 10]);
        expect(body).not.to.have.property('startIndex');
        seen.push(...idsOf(body));
        expect(seen.length).to.be.at.most(10);
        cursor = body.nextCursor;
      }
      expect(seen).to.deep.equal(ids);
    });

  it('accepts another page size on the next page', async () => {
    const first = await search({ cursor: '', count: 4 });
    const rest = await search({ cursor: first.body.nextCursor, count: 100 });
    expect([...idsOf(first.body), ...idsOf(rest.body)]).to.deep.equal(ids);
    expect(rest.body).not.to.have.property('nextCursor');
  });

  it('counts with count 0, beyond the end and on empty pages', async () => {
    for (const page of [{ count: 0 }, { startIndex: 99 }, { cursor: '', count: 0 }]) {
      const { body } = await search(page);
      expect(body).to.include({ totalResults: 10, itemsPerPage: 0 });
      expect(body).not.to.have.property('nextCursor');
    }
  });

  it('refuses a cursor of another search, of another token and of a list', async () => {
    const { nextCursor } = (await search({ cursor: '', count: 4 })).body;
    const reader = await scoped(app, tenant, ['users:read']);
    const other = await app.bootstrap();
    const list = (await tenant.scim('GET', '/Users?cursor=&count=1')).body.nextCursor;
    for (const reply of [
      await search({ cursor: nextCursor, filter: 'id pr' }),
      await search({ cursor: nextCursor, sortBy: 'displayName' }),
      await search({ cursor: nextCursor }, reader),
      await search({ cursor: nextCursor }, other.scim),
      await search({ cursor: list }),
      await tenant.scim('GET', `/Users?cursor=${nextCursor}`),
      await tenant.scim('GET', `/Groups?cursor=${list}`),
    ])
      expect([reply.status, reply.body.scimType]).to.deep.equal([400, 'invalidCursor']);
  });

  const filters: [filter: string, types: string[]][] = [
    ['meta.resourceType eq "Group"', ['Group', 'Group']],
    ['displayName sw "s" or displayName sw "a"', ['User', 'Group']],
    ['serial pr', ['Device', 'Device', 'Device', 'Device']],
    ['price gt 2 and not (serial eq "d4")', ['Device']],
    ['title eq "boss"', ['User']],
    ['holds eq "nothing"', ['Slot']],
    ['externalId pr', []],
    ['userName sw "ann" or displayName eq "sales"', ['User', 'Group']],
    ['userName pr or serial eq "d4"', ['User', 'User', 'User', 'Device']],
    ['not (serial pr)', ['User', 'User', 'User', 'Group', 'Group', 'Slot']],
    ['serial pr and title pr', []],
    ['not (userName pr and holds pr) and displayName ew "al"', ['Group']],
    ['name[familyName eq "ames"] and not (members.value eq "x")', ['User', 'User', 'User']],
    ['urn:ietf:params:scim:schemas:core:2.0:User:title eq "boss" or holds pr', ['User', 'Slot']],
    ['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department pr', []],
  ];
  for (const [filter, types] of filters)
    it(`filters by ${filter}`, async () => {
      const { body } = await search({ filter });
      expect(typesOf(body)).to.deep.equal(types);
      expect(body.totalResults).to.equal(types.length);
    });

  for (const filter of [
    'nonsense eq "x"',
    'title eq',
    '((id pr)',
    'title pr and nonsense pr',
    'price co "x"',
  ])
    it(`refuses the filter ${filter}, which fits no type`, async () => {
      const { status, body } = await search({ filter });
      expect([status, body.scimType]).to.deep.equal([400, 'invalidFilter']);
    });

  it('answers a GET of the base address as a search with the same parameters', async () => {
    for (const base of ['', '/']) {
      const { status, body } = await tenant.scim('GET', base);
      expect([status, body]).to.deep.equal([200, (await search({})).body]);
      const query = {
        filter: 'userName pr or serial pr',
        sortBy: 'serial',
        sortOrder: 'descending',
        attributes: 'serial',
        count: '5',
        startIndex: '2',
      };
      const asked = await tenant.scim('GET', `${base}?${new URLSearchParams(query)}`);
      expect([asked.status, asked.body]).to.deep.equal([200, (await search(query)).body]);
      expect(asked.body).to.include({ totalResults: 7, itemsPerPage: 5, startIndex: 2 });
      const head = await tenant.scim('HEAD', base);
      expect(head.status).to.equal(200);
    }
  });

  it('pages a GET of the base address by cursor', async () => {
    const seen: unknown[] = [];
    for (let cursor: unknown = ''; cursor !== undefined; ) {
      const { body } = await tenant.scim('GET', `?count=3&cursor=${String(cursor)}`);
      seen.push(...idsOf(body));
      cursor = body.nextCursor;
    }
    expect(seen).to.deep.equal(ids);
  });

  it('refuses an invalid GET of the base address', async () => {
    for (const [query, status] of [
      ['?filter=nonsense%20pr', 400],
      ['?sortBy=nonsense', 400],
      ['?count=1&count=2', 400],
    ] as const)
      expect([query, (await tenant.scim('GET', query)).status]).to.deep.equal([query, status]);
    const other = await app.bootstrap();
    expect((await other.scim('GET', '')).body.totalResults).to.equal(0);
    const writer = await scoped(app, other, ['users:write']);
    expect((await writer('GET', '')).status).to.equal(403);
    const people = await scoped(app, other, ['users:read']);
    expect((await people('GET', '?filter=not%20(serial%20pr)')).body.totalResults).to.equal(0);
    const device = { schemas: [DEVICE], serial: 'd9' };
    expect((await other.scim('POST', '/Devices', device)).status).to.equal(201);
    expect((await people('GET', '?filter=serial%20pr')).body.totalResults).to.equal(0);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const { status, headers } = await tenant.scim(method, '', method === 'DELETE' ? undefined : {});
      expect([method, status, headers.get('allow')]).to.deep.equal([method, 405, 'GET, HEAD']);
    }
  });

  it('sorts each type separately, and keeps the order of types without the attribute', async () => {
    const { body } = await search({ SortBy: 'serial', sortOrder: 'descending' });
    const resources = body.Resources as Resource[];
    expect(resources.slice(5, 9).map(({ serial }) => serial)).to.deep.equal(['d4', 'd3', 'd2', 'd1']);
    expect(idsOf(body).slice(0, 5)).to.deep.equal(ids.slice(0, 5));
    const named = (await search({ sortBy: 'displayName', count: 5 })).body.Resources as Resource[];
    expect(named.map(({ displayName }) => displayName)).to.deep.equal([
      'ann',
      'bea',
      'cleo',
      'Legal',
      'Sales',
    ]);
    for (const filter of [undefined, 'serial pr']) {
      const none = await search({ filter, sortBy: 'nonsense' });
      expect([none.status, none.body.scimType]).to.deep.equal([400, 'invalidPath']);
    }
  });

  it('sorts by an attribute of types that the filter does not fit', async () => {
    const { status, body } = await search({ filter: 'serial pr', sortBy: 'userName' });
    expect(status).to.equal(200);
    expect(idsOf(body)).to.deep.equal(ids.slice(5, 9));
  });

  it('shows only the requested attributes', async () => {
    const { body } = await search({ attributes: ['serial', 'members.value'] });
    const keys = (body.Resources as Resource[]).map((resource) => Object.keys(resource).sort().join());
    expect([...new Set(keys)].sort()).to.deep.equal([
      'id,members,schemas',
      'id,schemas',
      'id,schemas,serial',
    ]);
    const spared = (await search({ excludedAttributes: 'meta,members' })).body.Resources as Resource[];
    expect(spared).to.have.length(10);
    expect(spared.some((resource) => 'meta' in resource || 'members' in resource)).to.equal(false);
  });

  it('covers the types that the token may read, and requires one', async () => {
    const people = await search({}, await scoped(app, tenant, ['users:read']));
    expect(people.body.totalResults).to.equal(3);
    const others = await search({}, await scoped(app, tenant, ['groups:read', 'resources:read']));
    expect(others.body.totalResults).to.equal(7);
    const writer = await search({}, await scoped(app, tenant, ['users:write']));
    expect([writer.status, writer.body.status]).to.deep.equal([403, '403']);
  });

  it('shows nothing of another tenant', async () => {
    const other = await app.bootstrap();
    expect((await search({}, other.scim)).body.totalResults).to.equal(0);
  });

  it('accepts POST only', async () => {
    const { status, headers } = await tenant.scim('GET', '/.search');
    expect([status, headers.get('allow')]).to.deep.equal([405, 'POST']);
    const typed = await tenant.scim('GET', '/Users/.search');
    expect([typed.status, typed.headers.get('allow')]).to.deep.equal([405, 'POST']);
  });
});
