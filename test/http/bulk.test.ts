import { expect } from 'chai';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { Unavailable } from '../../lib/store/errors.ts';
import type { Transaction } from '../../lib/store/port.ts';
import { type Reply, type Rollcall, type Tenant, user } from '../helper.ts';
import { aged } from '../provisioning/people.ts';
import { bootWithDevices, DEVICE, ENTERPRISE, logOf, SLOT, scoped } from './fixture.ts';

const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

describe('a bulk request', () => {
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await bootWithDevices();
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
  });

  const bulk = (Operations: unknown, more: Resource = {}): Promise<Reply> =>
    tenant.scim('POST', '/Bulk', { schemas: [BULK], Operations, ...more });
  const results = ({ body }: Reply) => body.Operations as Resource[];
  const statuses = (reply: Reply) => results(reply).map(({ status }) => status);
  const idOf = (result: Resource | undefined) => String(result?.location).split('/').at(-1);
  const typeOf = (result: Resource | undefined) => (result?.response as Resource | undefined)?.scimType;
  const post = (bulkId: string, data: Resource, path = '/Users') => ({ method: 'POST', bulkId, path, data });
  const person = (name: string, more: Resource = {}) =>
    post(name, user(`${name}@${tenant.groupId}.test`, more));
  const managed = (name: string, by: string) =>
    person(name, { [ENTERPRISE]: { manager: { value: `bulkId:${by}` }, department: 'D' } });
  const managerOf = async (id: string | undefined) => {
    const { body } = await tenant.scim('GET', `/Users/${id}`);
    return ((body[ENTERPRISE] as Resource | undefined)?.manager as Resource | undefined)?.value;
  };

  it('creates, replaces, patches and deletes, and answers each operation', async () => {
    const { body: old } = await tenant.scim('POST', '/Users', user(`old@${tenant.groupId}.test`));
    const { body: gone } = await tenant.scim('POST', '/Users', user(`gone@${tenant.groupId}.test`));
    const reply = await bulk([
      person('ann'),
      { method: 'PUT', path: `/Users/${old.id}`, data: user(`new@${tenant.groupId}.test`) },
      {
        method: 'patch',
        path: `/Users/${old.id}`,
        version: 'W/"2"',
        data: { Operations: [{ op: 'Replace', path: 'title', value: 'T' }] },
      },
      { method: 'DELETE', path: `/Users/${gone.id}` },
    ]);
    expect([reply.status, reply.headers.get('content-type')]).to.deep.equal([
      200,
      'application/scim+json; charset=utf-8',
    ]);
    expect(reply.body.schemas).to.deep.equal(['urn:ietf:params:scim:api:messages:2.0:BulkResponse']);
    const [made, ...rest] = results(reply);
    expect(made).to.deep.equal({
      method: 'POST',
      bulkId: 'ann',
      version: 'W/"1"',
      location: `${tenant.scimUrl.replace(/^.*(?=\/api)/, 'http://localhost:8080')}/Users/${idOf(made)}`,
      status: '201',
    });
    const place = (id: unknown) => String(made?.location).replace(/[^/]+$/, String(id));
    expect(rest).to.deep.equal([
      { method: 'PUT', version: 'W/"2"', location: place(old.id), status: '200' },
      { method: 'PATCH', version: 'W/"3"', location: place(old.id), status: '200' },
      { method: 'DELETE', location: place(gone.id), status: '204' },
    ]);
    const { body } = await tenant.scim('GET', `/Users/${old.id}`);
    expect(body).to.include({ userName: `new@${tenant.groupId}.test`, title: 'T' });
    expect((await tenant.scim('GET', `/Users/${gone.id}`)).status).to.equal(404);
    expect((await tenant.scim('GET', `/Users/${idOf(made)}`)).headers.get('etag')).to.equal('W/"1"');
  });

  it('keeps what went well beside what failed', async () => {
    const reply = await bulk([
      person('ann'),
      person('ann2', { userName: `ann@${tenant.groupId}.test` }),
      post('nameless', { schemas: [] }),
      { method: 'PATCH', path: '/Users/nobody', data: { Operations: [] } },
      person('bea'),
    ]);
    expect(reply.status).to.equal(200);
    expect(results(reply).map((result) => [result.status, typeOf(result)])).to.deep.equal([
      ['201', undefined],
      ['409', 'uniqueness'],
      ['400', 'invalidValue'],
      ['404', undefined],
      ['201', undefined],
    ]);
    const [, failed, , missing] = results(reply);
    expect(failed?.response).to.deep.include({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '409',
    });
    expect(failed).not.to.have.any.keys('location', 'version');
    expect(missing?.location).to.match(/\/Users\/nobody$/);
    expect((await tenant.scim('GET', '/Users')).body.totalResults).to.equal(2);
  });

  it('stops after so many errors', async () => {
    const wrong = { method: 'DELETE', path: '/Users/nobody' };
    const reply = await bulk([wrong, person('ann'), wrong, person('bea')], { failOnErrors: 2 });
    expect(statuses(reply)).to.deep.equal(['404', '201', '404']);
    expect((await tenant.scim('GET', '/Users')).body.totalResults).to.equal(1);
    expect(statuses(await bulk([wrong, person('cleo')], { failOnErrors: 1 }))).to.deep.equal(['404']);
  });

  it('honours the version of each operation', async () => {
    const { body } = await tenant.scim('POST', '/Users', user(`v@${tenant.groupId}.test`));
    const path = `/Users/${body.id}`;
    const reply = await bulk([
      { method: 'DELETE', path, version: 'W/"7"' },
      { method: 'PUT', path, version: 'W/"7"', data: user('other@v.test') },
      { method: 'DELETE', path, version: 'W/"1"' },
    ]);
    expect(statuses(reply)).to.deep.equal(['412', '412', '204']);
  });

  const misplaced: [title: string, operation: Resource, status: string][] = [
    ['a GET', { method: 'GET', path: '/Users' }, '400'],
    ['no type', { method: 'POST', bulkId: 'a', path: '/Nothing', data: {} }, '404'],
    ['a bulk in the bulk', { method: 'POST', bulkId: 'a', path: '/Bulk', data: { Operations: [] } }, '404'],
    ['a POST to a resource', { method: 'POST', bulkId: 'a', path: '/Users/1', data: {} }, '405'],
    ['a PUT to a type', { method: 'PUT', path: '/Users', data: {} }, '405'],
    ['data that is no object', { method: 'POST', bulkId: 'a', path: '/Users', data: [] }, '400'],
    ['no data', { method: 'POST', bulkId: 'a', path: '/Users' }, '400'],
  ];
  for (const [title, operation, status] of misplaced)
    it(`refuses ${title} by itself`, async () => {
      expect(statuses(await bulk([operation, person('ann')]))).to.deep.equal([status, '201']);
    });

  it('checks the scope of each operation', async () => {
    const scim = await scoped(app, tenant, ['users:write']);
    const reply = await scim('POST', '/Bulk', {
      Operations: [post('d', { serial: '1' }, '/Devices'), person('ann')],
    });
    expect(statuses(reply)).to.deep.equal(['403', '201']);
    const reader = await scoped(app, tenant, ['users:read']);
    expect(statuses(await reader('POST', '/Bulk', { Operations: [person('bea')] }))).to.deep.equal(['403']);
  });

  it('reaches nothing of another tenant', async () => {
    const other = await app.bootstrap();
    const { body } = await other.scim('POST', '/Users', user(`o@${other.groupId}.test`));
    const reply = await bulk([
      { method: 'DELETE', path: `/Users/${body.id}` },
      { method: 'PUT', path: `/Users/${body.id}`, data: user('taken@over.test') },
    ]);
    expect(statuses(reply)).to.deep.equal(['404', '404']);
    expect((await other.scim('GET', `/Users/${body.id}`)).body).to.deep.equal(body);
  });

  describe('with bulkIds', () => {
    it('finds what is made later, and answers in the order of the request', async () => {
      const reply = await bulk([managed('ann', 'bea'), managed('bea', 'cleo'), person('cleo')]);
      expect(results(reply).map(({ bulkId, status, version }) => [bulkId, status, version])).to.deep.equal([
        ['ann', '201', 'W/"1"'],
        ['bea', '201', 'W/"1"'],
        ['cleo', '201', 'W/"1"'],
      ]);
      const [ann, bea, cleo] = results(reply).map(idOf);
      expect([await managerOf(ann), await managerOf(bea)]).to.deep.equal([bea, cleo]);
    });

    it('finds them in paths, in values and in the paths of a PATCH', async () => {
      const reply = await bulk([
        {
          method: 'PATCH',
          path: '/Users/bulkId:ann',
          data: {
            Operations: [
              { op: 'add', path: `${ENTERPRISE}:manager`, value: { value: 'bulkId:bea' } },
              { op: 'add', path: 'roles', value: [{ value: 'bulkId:bea' }] },
              { op: 'replace', path: 'roles[value eq "bulkId:bea"].display', value: 'Bea' },
            ],
          },
        },
        person('ann'),
        person('bea'),
        { method: 'DELETE', path: '/Users/bulkId%3Abea' },
      ]);
      expect(statuses(reply)).to.deep.equal(['200', '201', '201', '204']);
      const [patched, ann, bea] = results(reply);
      expect(patched?.location).to.equal(ann?.location);
      const { body } = await tenant.scim('GET', `/Users/${idOf(ann)}`);
      expect(body.roles).to.deep.equal([{ value: idOf(bea), display: 'Bea' }]);
      expect(await managerOf(idOf(ann))).to.equal(idOf(bea));
    });

    it('refuses a reference to nothing, and to what could not be made', async () => {
      const reply = await bulk([
        managed('ann', 'nobody'),
        managed('bea', 'nameless'),
        post('nameless', {}),
        { method: 'DELETE', path: '/Users/bulkId:nobody' },
        managed('cleo', 'dora'),
        person('dora'),
      ]);
      expect(results(reply).map((result) => [result.status, typeOf(result)])).to.deep.equal([
        ['400', 'invalidValue'],
        ['400', 'invalidValue'],
        ['400', 'invalidValue'],
        ['400', 'invalidValue'],
        ['201', undefined],
        ['201', undefined],
      ]);
      expect(results(reply)[3]).not.to.have.property('location');
      expect((await tenant.scim('GET', '/Users')).body.totalResults).to.equal(2);
    });

    it('resolves a circle: one is made without its reference, which is put in later', async () => {
      const reply = await bulk([managed('ann', 'bea'), managed('bea', 'cleo'), managed('cleo', 'ann')]);
      expect(results(reply).map(({ status, version }) => [status, version])).to.deep.equal([
        ['201', 'W/"2"'],
        ['201', 'W/"1"'],
        ['201', 'W/"1"'],
      ]);
      const [ann, bea, cleo] = results(reply).map(idOf);
      expect([await managerOf(ann), await managerOf(bea), await managerOf(cleo)]).to.deep.equal([
        bea,
        cleo,
        ann,
      ]);
      const { body } = await tenant.scim('GET', `/Users/${ann}`);
      expect([(body[ENTERPRISE] as Resource).department, (body.meta as Resource).version]).to.deep.equal([
        'D',
        'W/"2"',
      ]);
    });

    it('resolves a reference to itself', async () => {
      const reply = await bulk([managed('ann', 'ann')]);
      const [ann] = results(reply).map(idOf);
      expect([statuses(reply), await managerOf(ann)]).to.deep.equal([['201'], ann]);
    });

    it('fills a group with people who come later, and takes one out again', async () => {
      const reply = await bulk([
        post(
          'team',
          { displayName: 'Team', members: [{ value: 'bulkId:ann' }, { value: 'bulkId:bea' }] },
          '/Groups',
        ),
        person('ann'),
        person('bea'),
        {
          method: 'PATCH',
          path: '/Groups/bulkId:team',
          data: { Operations: [{ op: 'remove', path: 'members[value eq "bulkId:ann"]' }] },
        },
      ]);
      expect(statuses(reply).slice(0, 3)).to.deep.equal(['201', '201', '201']);
      expect(statuses(reply)[3]).to.match(/^20[04]$/);
      const [team, , bea] = results(reply).map(idOf);
      const { body } = await tenant.scim('GET', `/Groups/${team}`);
      expect((body.members as Resource[]).map(({ value }) => value)).to.deep.equal([bea]);
    });

    it('makes groups that lie in each other, and says that they cannot', async () => {
      const group = (name: string, member: string) =>
        post(name, { displayName: name, members: [{ value: `bulkId:${member}` }] }, '/Groups');
      const reply = await bulk([group('a', 'b'), group('b', 'a')]);
      expect(statuses(reply)).to.deep.equal(['400', '201']);
      const [a, b] = results(reply);
      expect(typeOf(a)).to.equal('invalidValue');
      expect((await tenant.scim('GET', `/Groups/${idOf(a)}`)).body).not.to.have.property('members');
      const { body } = await tenant.scim('GET', `/Groups/${idOf(b)}`);
      expect((body.members as Resource[]).map(({ value }) => value)).to.deep.equal([idOf(a)]);
    });

    it('opens a circle where it can be opened', async () => {
      const reply = await bulk([
        post('slot', { schemas: [SLOT], holds: 'bulkId:device' }, '/Slots'),
        post('device', { schemas: [DEVICE], serial: 'S', slot: 'bulkId:slot' }, '/Devices'),
      ]);
      const [slot, device] = results(reply).map(idOf);
      expect(statuses(reply)).to.deep.equal(['201', '201']);
      expect((await tenant.scim('GET', `/Slots/${slot}`)).body.holds).to.equal(device);
      expect((await tenant.scim('GET', `/Devices/${device}`)).body.slot).to.equal(slot);
    });

    it('refuses a circle that cannot be opened, and those who build on it', async () => {
      const reply = await bulk([
        post('a', { schemas: [SLOT], holds: 'bulkId:b' }, '/Slots'),
        post('b', { schemas: [SLOT], holds: 'bulkId:a' }, '/Slots'),
        person('ann'),
      ]);
      expect(results(reply).map((result) => [result.status, typeOf(result)])).to.deep.equal([
        ['400', 'invalidValue'],
        ['409', undefined],
        ['201', undefined],
      ]);
    });

    it('says so where a circle stays open because another of it failed', async () => {
      const reply = await bulk(
        [
          managed('ann', 'bea'),
          { ...managed('bea', 'ann'), data: { [ENTERPRISE]: { manager: 'bulkId:ann' } } },
        ],
        { failOnErrors: 1 },
      );
      const [ann, bea] = results(reply);
      expect([ann?.status, typeOf(ann), bea?.status]).to.deep.equal(['400', 'invalidValue', '400']);
      expect((ann?.response as Resource | undefined)?.detail).to.match(
        /^The User was made, without the references/,
      );
      const read = await tenant.scim('GET', `/Users/${idOf(ann)}`);
      expect([read.status, read.headers.get('etag')]).to.deep.equal([200, ann?.version]);
    });
  });

  it('puts each operation into the log as if it had come by itself', async () => {
    const { body } = await tenant.scim('POST', '/Users', user(`log@${tenant.groupId}.test`));
    const before = (await logOf(app, tenant)).length;
    const reply = await tenant.scim(
      'POST',
      '/Bulk',
      {
        Operations: [
          {
            method: 'PATCH',
            path: '/Users/bulkId:ann',
            data: { Operations: [{ op: 'ADD', path: 'title', value: 'T' }] },
          },
          person('ann'),
          {
            method: 'PATCH',
            path: `/Users/${body.id}?x=1`,
            data: { Operations: [{ op: 'replace', path: 'active', value: 'True' }] },
          },
          { method: 'DELETE', path: '/Users/nobody' },
          { method: 'GET', path: '/Users' },
        ],
      },
      { 'x-request-id': 'bulk-request' },
    );
    const ann = idOf(results(reply)[1]);
    const entries = (await logOf(app, tenant)).slice(before);
    expect(new Set(entries.map(({ requestId }) => requestId))).to.deep.equal(new Set(['bulk-request']));
    const told = entries.map(
      ({ method, path, status, outcome }) =>
        `${method} ${path} ${status} ${outcome.replace(/ann\d+/, 'ann')}`,
    );
    expect(told.sort()).to.deep.equal(
      [
        'POST /Users 201 Created the account ann.',
        `PATCH /Users/${ann} 200 Changed the user.`,
        `PATCH /Users/${body.id} 200 Nothing to change.`,
        'DELETE /Users/nobody 404 Refused: There is no user nobody.',
        'GET /Users 400 Refused: The method of an operation is POST, PUT, PATCH or DELETE.',
      ].sort(),
    );
    const changed = entries.find(({ path, status }) => path === `/Users/${ann}` && status === 200);
    expect(changed?.leniencies).to.have.members(['op-case', 'schemas-missing']);
    const same = entries.find(({ path }) => path === `/Users/${body.id}`);
    expect(same?.leniencies).to.have.members(['boolean-text', 'schemas-missing']);
  });

  it('is in the log itself where it is refused whole', async () => {
    await bulk({});
    const [entry] = (await logOf(app, tenant)).slice(-1);
    expect(entry).to.include({ method: 'POST', path: '/Bulk', status: 400 });
    expect(entry?.outcome).to.match(/^Refused: /);
  });

  it('stops where the integration is paused by one of its operations', async () => {
    const careful = await app.bootstrap(undefined, { removalPeople: 2 });
    const made = await careful.scim('POST', '/Bulk', {
      Operations: ['a', 'b', 'c'].map((name) => post(name, user(`${name}@${careful.groupId}.test`))),
    });
    await aged(app.services, careful.groupId);
    const removals = results(made).map((result) => ({ method: 'DELETE', path: `/Users/${idOf(result)}` }));
    const reply = await careful.scim('POST', '/Bulk', {
      Operations: [...removals, post('d', { displayName: 'D' }, '/Groups')],
    });
    expect(statuses(reply)).to.deep.equal(['204', '204', '503', '503']);
    expect((await careful.scim('GET', '/Users')).body.totalResults).to.equal(1);
  });

  it('leaves a store alone that does not answer', async () => {
    const { store } = app.services;
    const refused: string[] = [];
    store.transaction = (work) => {
      const refuse = ({ name }: { readonly name: string }) => {
        refused.push(name);
        throw new Unavailable('no answer');
      };
      return work(new Proxy({} as Transaction, { get: () => refuse }));
    };
    try {
      expect(statuses(await bulk([person('ann'), person('bea'), person('cleo')]))).to.deep.equal(
        Array(3).fill('503'),
      );
      expect(refused.filter((name) => name === 'identities')).to.have.length(1);
    } finally {
      Reflect.deleteProperty(store, 'transaction');
    }
    expect(statuses(await bulk([person('ann')]))).to.deep.equal(['201']);
  });

  it('needs a token', async () => {
    const response = await fetch(`${tenant.scimUrl}/Bulk`, { method: 'POST', body: '{}' });
    expect(response.status).to.equal(401);
  });
});
