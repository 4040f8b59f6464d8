import { expect } from 'chai';
import type { Unit } from '../../lib/audit/unit.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { Unavailable } from '../../lib/store/errors.ts';
import { type Rollcall, type Tenant, user } from '../helper.ts';
import { aged } from '../provisioning/people.ts';
import { bulkOf, idOf, post, results, statuses, typeOf } from './bulk_client.ts';
import { bootWithDevices, logOf, scoped } from './fixture.ts';

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

  const { bulk, person } = bulkOf(() => tenant);

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

  it('keeps successful operations beside failed ones', async () => {
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

  it('stops after failOnErrors errors', async () => {
    const wrong = { method: 'DELETE', path: '/Users/nobody' };
    const reply = await bulk([wrong, person('ann'), wrong, person('bea')], { failOnErrors: 2 });
    expect(statuses(reply)).to.deep.equal(['404', '201', '404']);
    expect((await tenant.scim('GET', '/Users')).body.totalResults).to.equal(1);
    expect(statuses(await bulk([wrong, person('cleo')], { failOnErrors: 1 }))).to.deep.equal(['404']);
  });

  it('checks the version of each operation', async () => {
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
    ['data that is not an object', { method: 'POST', bulkId: 'a', path: '/Users', data: [] }, '400'],
    ['no data', { method: 'POST', bulkId: 'a', path: '/Users' }, '400'],
  ];
  for (const [title, operation, status] of misplaced)
    it(`refuses ${title} alone`, async () => {
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

  it('logs each operation like a single request', async () => {
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
        'GET /Users 400 Refused: The method of an operation must be POST, PUT, PATCH or DELETE.',
      ].sort(),
    );
    const changed = entries.find(({ path, status }) => path === `/Users/${ann}` && status === 200);
    expect(changed?.leniencies).to.have.members(['op-case', 'schemas-missing']);
    const same = entries.find(({ path }) => path === `/Users/${body.id}`);
    expect(same?.leniencies).to.have.members(['boolean-text', 'schemas-missing']);
  });

  it('is logged itself when it is refused whole', async () => {
    await bulk({});
    const [entry] = (await logOf(app, tenant)).slice(-1);
    expect(entry).to.include({ method: 'POST', path: '/Bulk', status: 400 });
    expect(entry?.outcome).to.match(/^Refused: /);
  });

  it('stops when one of its operations pauses the integration', async () => {
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

  it('stops when the store does not answer', async () => {
    const { store } = app.services;
    const original = store.transaction;
    const refused: string[] = [];
    store.transaction = (work) => {
      const refuse =
        (method: string | symbol) =>
        ({ name }: { readonly name: string }) => {
          refused.push(`${String(method)} ${name}`);
          throw new Unavailable('no answer');
        };
      const nothing = () => undefined;
      const get = (_unit: Unit, name: string | symbol) => (name === 'foresee' ? nothing : refuse(name));
      return work(new Proxy({} as Unit, { get }));
    };
    try {
      expect(statuses(await bulk([person('ann'), person('bea'), person('cleo')]))).to.deep.equal(
        Array(3).fill('503'),
      );
      // The log may look for names meanwhile, by id.
      expect(refused.filter((read) => read === 'find identities')).to.have.length(1);
    } finally {
      store.transaction = original;
    }
    expect(statuses(await bulk([person('ann')]))).to.deep.equal(['201']);
  });

  it('requires a token', async () => {
    const response = await fetch(`${tenant.scimUrl}/Bulk`, { method: 'POST', body: '{}' });
    expect(response.status).to.equal(401);
  });
});
