import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { systemRuntime } from '../../lib/runtime.ts';
import { createRegistry } from '../../lib/scim/schema/registry.ts';
import type { Attribute, Resource } from '../../lib/scim/schema/types.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { bootWithDevices, DEVICE, ENTERPRISE, SLOT, scoped } from './fixture.ts';

const HOUR = 3_600_000;

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
    const kept = types.map(({ name }) => name).filter((name) => name !== 'Role' && name !== 'Entitlement');
    expect([...new Set(typesOf(body))]).to.deep.equal(kept);
  });

  it('shows each resource as its own endpoint does', async () => {
    const { body } = await search({});
    for (const resource of body.Resources as Resource[]) {
      const { location } = resource.meta as { location: string };
      const alone = await tenant.scim('GET', location.replace(/^.*\/(?=\w+\/[^/]+$)/, '/'));
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

  it('lets the page size change between two pages', async () => {
    const first = await search({ cursor: '', count: 4 });
    const rest = await search({ cursor: first.body.nextCursor, count: 100 });
    expect([...idsOf(first.body), ...idsOf(rest.body)]).to.deep.equal(ids);
    expect(rest.body).not.to.have.property('nextCursor');
  });

  it('counts with count 0, beyond the end and in pages of nothing', async () => {
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
  ];
  for (const [filter, types] of filters)
    it(`filters by ${filter}`, async () => {
      const { body } = await search({ filter });
      expect(typesOf(body)).to.deep.equal(types);
      expect(body.totalResults).to.equal(types.length);
    });

  for (const filter of ['nonsense eq "x"', 'title eq', '((id pr)', 'serial pr and title pr', 'price co "x"'])
    it(`refuses the filter ${filter}, which no type has`, async () => {
      const { status, body } = await search({ filter });
      expect([status, body.scimType]).to.deep.equal([400, 'invalidFilter']);
    });

  it('sorts each type by itself, and those that lack the attribute not at all', async () => {
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
    const none = await search({ sortBy: 'nonsense' });
    expect([none.status, none.body.scimType]).to.deep.equal([400, 'invalidPath']);
  });

  it('shows only what is asked for', async () => {
    const { body } = await search({ attributes: ['serial', 'members.value'] });
    const keys = (body.Resources as Resource[]).map((resource) => Object.keys(resource).sort().join());
    expect([...new Set(keys)].sort()).to.deep.equal([
      'id,members,schemas',
      'id,schemas',
      'id,schemas,serial',
    ]);
    const spared = (await search({ excludedAttributes: 'meta,members' })).body.Resources as Resource[];
    expect(spared.some((resource) => 'meta' in resource || 'members' in resource)).to.equal(false);
  });

  it('reaches the types that the token may read, and needs one of them', async () => {
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

  it('takes POST only', async () => {
    const { status, headers } = await tenant.scim('GET', '/.search');
    expect([status, headers.get('allow')]).to.deep.equal([405, 'POST']);
    const typed = await tenant.scim('GET', '/Users/.search');
    expect([typed.status, typed.headers.get('allow')]).to.deep.equal([405, 'POST']);
  });
});

describe('lists', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let ahead = 0;

  before(async () => {
    const system = systemRuntime();
    app = await boot({ runtime: { ...system, now: () => system.now() + ahead } });
    tenant = await app.bootstrap();
    for (let at = 0; at < 12; at++)
      await tenant.scim(
        'POST',
        '/Users',
        user(`p${at}@list.test`, { title: `T${at % 3}`, nickName: `n${String(at * 7).padStart(2, '0')}` }),
      );
  });
  beforeEach(() => {
    ahead = 0;
  });
  after(() => app.close());

  const query = (parameters: Record<string, string>) =>
    tenant.scim('GET', `/Users?${new URLSearchParams(parameters)}`);
  const posted = (parameters: Record<string, string>) => tenant.scim('POST', '/Users/.search', parameters);
  const nicks = (body: Resource) => (body.Resources as Resource[]).map(({ nickName }) => nickName);

  const asked: [title: string, parameters: Record<string, string>][] = [
    ['with nothing', {}],
    ['with a filter', { filter: 'title ne "t1"' }],
    ['with an order', { sortBy: 'nickName' }],
    ['with an order of many equals', { sortBy: 'title', sortOrder: 'descending' }],
    ['with an order of nothing', { sortBy: 'locale' }],
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
      it(`of ${how} ${title} come by cursor in pages of any size, as they come at once`, async () => {
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

  it('refuse a cursor that is too old, and take one that is not', async () => {
    const { nextCursor } = (await query({ cursor: '', count: '5' })).body;
    const cursor = String(nextCursor);
    ahead = HOUR - 10_000;
    expect((await query({ cursor })).status).to.equal(200);
    ahead = HOUR + 10_000;
    for (const reply of [await query({ cursor }), await posted({ cursor })])
      expect([reply.status, reply.body.scimType]).to.deep.equal([400, 'expiredCursor']);
  });

  it('refuse a cursor that was changed, of another order, filter or type', async () => {
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

  it('come by cursor to their end, however long what they are sorted by', async () => {
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

  it('go on by cursor where an entry has gone and another has come', async () => {
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

describe('sorting', () => {
  let app: Rollcall;
  let tenant: Tenant;
  const ORDER = [3, 0, 4, 1, 2];

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap();
    for (const rank of ORDER) {
      const { status } = await tenant.scim('POST', '/Users', full(rank));
      expect(status).to.equal(201);
    }
    await tenant.scim('POST', '/Users', { userName: 'r9' });
  });
  after(() => app.close());

  const { schema, extensions } = createRegistry().userType;
  const sortable = [
    ...leaves(schema.attributes, ''),
    ...extensions.flatMap((extension) => leaves(extension.schema.attributes, `${extension.schema.id}:`)),
  ];

  it('knows attributes of every kind', () => {
    const names = sortable.map(({ name }) => name);
    expect(names).to.include.members([
      'userName',
      'name.familyName',
      'emails',
      'emails.value',
      'addresses.locality',
    ]);
    expect(names).to.include.members([`${ENTERPRISE}:department`, `${ENTERPRISE}:manager.value`]);
  });

  for (const { name } of sortable)
    for (const sortOrder of ['ascending', 'descending'])
      it(`by ${name}, ${sortOrder}`, async () => {
        const parameters = new URLSearchParams({ sortBy: name, sortOrder, attributes: 'userName' });
        const { body } = await tenant.scim('GET', `/Users?${parameters}`);
        const names = (body.Resources as Resource[]).map(({ userName }) => userName);
        const wanted = ['r0', 'r1', 'r2', 'r3', 'r4', 'r9'];
        expect(names).to.deep.equal(sortOrder === 'ascending' ? wanted : wanted.reverse());
      });

  it('by when they were made and changed', async () => {
    const created = await tenant.scim('GET', '/Users?sortBy=meta.created&attributes=userName');
    expect((created.body.Resources as Resource[]).map(({ userName }) => userName)).to.deep.equal([
      ...ORDER.map((rank) => `r${rank}`),
      'r9',
    ]);
    const [first] = created.body.Resources as Resource[];
    await tenant.scim('PATCH', `/Users/${first?.id}`, {
      Operations: [{ op: 'add', path: 'active', value: false }],
    });
    const changed = await tenant.scim('GET', '/Users?sortBy=meta.lastModified&sortOrder=descending');
    expect((changed.body.Resources as Resource[])[0]?.id).to.equal(first?.id);
    const active = await tenant.scim('GET', '/Users?sortBy=active');
    expect((active.body.Resources as Resource[])[0]?.id).to.equal(first?.id);
  });

  it('refuses what has no order', async () => {
    for (const sortBy of ['name', 'nonsense', 'meta', 'addresses', 'groups', 'groups.display']) {
      const { status, body } = await tenant.scim('GET', `/Users?sortBy=${sortBy}`);
      expect([sortBy, status, body.scimType]).to.deep.equal([sortBy, 400, 'invalidPath']);
    }
  });

  const unstored = {
    Users: ['meta.version', 'META.Version', 'groups', 'groups.value', 'groups.display', 'password'],
    Groups: ['meta.version', 'members', 'members.value', 'members.type', 'Members.$ref'],
  };
  for (const [endpoint, names] of Object.entries(unstored))
    for (const sortBy of names)
      it(`refuses what is not stored with ${endpoint}: ${sortBy}`, async () => {
        const { status, body } = await tenant.scim('GET', `/${endpoint}?sortBy=${sortBy}`);
        expect([status, body.scimType]).to.deep.equal([400, 'invalidPath']);
        expect(String(body.detail)).to.match(/^[\w.$]+ cannot be sorted by\.$/);
      });

  for (const endpoint of ['Users', 'Groups'])
    it(`by the location of ${endpoint}, which ends with the id, page by page`, async () => {
      if (endpoint === 'Groups')
        for (const displayName of ['c', 'a', 'b']) await tenant.scim('POST', '/Groups', { displayName });
      const locations: string[] = [];
      for (let cursor: unknown = ''; cursor !== undefined; ) {
        const asked = `sortBy=Meta.Location&sortOrder=descending&count=2&cursor=${String(cursor)}`;
        const { status, body } = await tenant.scim('GET', `/${endpoint}?${asked}`);
        expect(status, String(body.detail)).to.equal(200);
        for (const { meta } of body.Resources as Resource[])
          locations.push(String((meta as Resource).location));
        cursor = body.nextCursor;
      }
      expect(locations).to.have.length.above(2);
      expect(locations).to.deep.equal(locations.toSorted().reverse());
    });

  /** A user whose values follow its rank; of several values the first counts, or the primary one. */
  function full(rank: number): Resource {
    const resource = valuesOf(schema.attributes, rank);
    for (const extension of extensions)
      resource[extension.schema.id] = valuesOf(extension.schema.attributes, rank);
    return { ...resource, userName: `r${rank}` };
  }

  function valuesOf(attributes: readonly Attribute[], rank: number): Resource {
    const kept = attributes.filter(
      ({ mutability, returned }) => mutability !== 'readOnly' && returned !== 'never',
    );
    return Object.fromEntries(kept.map((attribute) => [attribute.name, oneOf(attribute, rank)]));
  }

  function oneOf(attribute: Attribute, rank: number): unknown {
    const one = (of: number): unknown => {
      if (attribute.subAttributes) return { ...valuesOf(attribute.subAttributes, of), primary: undefined };
      return attribute.type === 'boolean' ? true : `${attribute.caseExact || rank % 2 > 0 ? 'v' : 'V'}${of}`;
    };
    if (!attribute.multiValued) return one(rank);
    const [right, wrong] = [one(rank) as Resource, one(9 - rank) as Resource];
    return rank % 2 === 0 ? [right, wrong] : [wrong, { ...right, primary: true }];
  }

  function leaves(attributes: readonly Attribute[], prefix: string): { name: string }[] {
    return attributes
      .filter(
        ({ mutability, returned, type }) =>
          mutability !== 'readOnly' && returned !== 'never' && type !== 'boolean',
      )
      .flatMap((attribute) => {
        const subs = attribute.subAttributes
          ? leaves(attribute.subAttributes, `${prefix}${attribute.name}.`)
          : [];
        const isSortable = !attribute.subAttributes || subs.some(({ name }) => name.endsWith('.value'));
        return [...(isSortable ? [{ name: prefix + attribute.name }] : []), ...subs];
      });
  }
});
