import { expect } from 'chai';
import { hashPassword, verifyPassword } from '../../lib/accounts/password.ts';
import { accounts } from '../../lib/accounts/types.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { movableClock } from '../clock.ts';
import { boot, type Reply, type Rollcall, type Tenant, user } from '../helper.ts';
import { accountOf } from '../provisioning/people.ts';

/** Every claim of ServiceProviderConfig, checked by doing what it says. */
describe('the service provider configuration', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let config: Record<string, Resource>;
  const clock = movableClock();
  const PEOPLE = 205;

  before(async () => {
    app = await boot({ runtime: clock.runtime });
    tenant = await app.bootstrap();
    config = (await tenant.scim('GET', '/ServiceProviderConfig')).body as Record<string, Resource>;
    const Operations = Array.from({ length: PEOPLE }, (_, at) => ({
      method: 'POST',
      bulkId: `b${at}`,
      path: '/Users',
      data: { userName: `person${String(at).padStart(3, '0')}` },
    }));
    const { body } = await tenant.scim('POST', '/Bulk', { Operations });
    expect(new Set((body.Operations as Resource[]).map(({ status }) => status))).to.deep.equal(
      new Set(['201']),
    );
  });
  after(() => app.close());

  async function person(more: Resource = {}): Promise<string> {
    const { body } = await tenant.scim('POST', '/Users', user(`${crypto.randomUUID()}@claims.test`, more));
    return String(body.id);
  }
  const detail = ({ status, body }: Reply) => [status, body.status, body.detail];
  const title = (value: string) => ({ Operations: [{ op: 'replace', path: 'title', value }] });

  it('makes no claim without a test here', () => {
    expect(Object.keys(config).sort()).to.deep.equal(
      [
        ...['schemas', 'meta', 'patch', 'bulk', 'filter', 'changePassword', 'sort', 'etag'],
        ...['pagination', 'authenticationSchemes'],
      ].sort(),
    );
    expect(config.schemas).to.deep.equal(['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig']);
    expect(config.meta?.location).to.match(/\/ServiceProviderConfig$/);
  });

  it('patch: supported', async () => {
    expect(config.patch).to.deep.equal({ supported: true });
    const id = await person();
    expect((await tenant.scim('PATCH', `/Users/${id}`, title('T'))).body.title).to.equal('T');
  });

  describe('bulk', () => {
    const nothing = { method: 'DELETE', path: '/Users/nobody' };

    it('accepts maxOperations operations and no more', async () => {
      expect(config.bulk?.supported).to.equal(true);
      const most = Number(config.bulk?.maxOperations);
      const { status, body } = await tenant.scim('POST', '/Bulk', { Operations: Array(most).fill(nothing) });
      expect([status, (body.Operations as Resource[]).length]).to.deep.equal([200, most]);
      const beyond = await tenant.scim('POST', '/Bulk', { Operations: Array(most + 1).fill(nothing) });
      expect(detail(beyond)).to.deep.equal([
        413,
        '413',
        `The request has ${most + 1} operations. Send at most ${most} (maxOperations).`,
      ]);
    });

    it('accepts maxPayloadSize bytes and no more', async () => {
      const most = Number(config.bulk?.maxPayloadSize);
      const text = JSON.stringify({ Operations: [nothing] });
      const { status, body } = await tenant.scim('POST', '/Bulk', text.padEnd(most));
      expect([status, (body.Operations as Resource[]).length]).to.deep.equal([200, 1]);
      const beyond = await tenant.scim('POST', '/Bulk', text.padEnd(most + 1));
      expect(detail(beyond)).to.deep.equal([413, '413', `The body is too large. maxPayloadSize is ${most}.`]);
    });
  });

  it('filter: at most maxResults', async () => {
    const { supported, maxResults } = config.filter ?? {};
    expect(supported).to.equal(true);
    const { body } = await tenant.scim('GET', '/Users?filter=userName sw "person"&count=100000');
    expect(body).to.include({ totalResults: PEOPLE, itemsPerPage: maxResults });
    expect((body.Resources as Resource[]).length).to.equal(maxResults);
  });

  it('changePassword: a sent password changes no sign-in', async () => {
    expect(config.changePassword).to.deep.equal({ supported: false });
    const { body } = await tenant.scim('POST', '/Users', user('keeper@claims.test', { password: 'first' }));
    const { store } = app.services;
    const account = await accountOf(app.services, 'keeper');
    expect(account.passwordHash).to.equal(undefined);
    const passwordHash = await hashPassword('own');
    await store.transaction(async (unit) => {
      unit.update(accounts, { ...account, passwordHash });
    });
    const path = `/Users/${body.id}`;
    const data = { Operations: [{ op: 'replace', path: 'password', value: 'other' }] };
    const pathless = { Operations: [{ op: 'replace', value: { password: 'other' } }] };
    for (const [method, where, sent] of [
      ['PATCH', path, data],
      ['PATCH', path, pathless],
      ['PUT', path, user('keeper@claims.test', { password: 'other' })],
      ['POST', '/Bulk', { Operations: [{ method: 'PATCH', path, data }] }],
    ] as const)
      expect((await tenant.scim(method, where, sent)).status).to.equal(200);
    const now = await store.get(accounts, PLATFORM, account.id);
    expect(await verifyPassword(now?.passwordHash ?? '', 'own')).to.equal(true);
    expect((await tenant.scim('GET', path)).headers.get('etag')).to.equal('W/"1"');
  });

  it('sort: supported', async () => {
    expect(config.sort).to.deep.equal({ supported: true });
    const { body } = await tenant.scim(
      'GET',
      '/Users?sortBy=userName&sortOrder=descending&filter=userName sw "person"&count=2',
    );
    expect((body.Resources as Resource[]).map(({ userName }) => userName)).to.deep.equal([
      'person204',
      'person203',
    ]);
  });

  it('etag: supported', async () => {
    expect(config.etag).to.deep.equal({ supported: true });
    const path = `/Users/${await person()}`;
    const { headers, body } = await tenant.scim('PATCH', path, title('T'), { 'if-match': 'W/"1"' });
    expect(headers.get('etag'))
      .to.equal((body.meta as Resource).version)
      .and.to.equal('W/"2"');
    for (const [method, sent] of [
      ['PATCH', title('U')],
      ['PUT', user('etag@claims.test')],
      ['DELETE', undefined],
    ] as const)
      expect((await tenant.scim(method, path, sent, { 'if-match': 'W/"1"' })).status).to.equal(412);
    expect((await tenant.scim('GET', path, undefined, { 'if-none-match': 'W/"2"' })).status).to.equal(304);
  });

  describe('pagination', () => {
    const cursorOf = async (path = '/Users?cursor=&count=1') =>
      String((await tenant.scim('GET', path)).body.nextCursor);

    it('works by index, the default, and by cursor', async () => {
      const { index, cursor, defaultPaginationMethod } = config.pagination ?? {};
      expect([index, cursor, defaultPaginationMethod]).to.deep.equal([true, true, 'index']);
      const plain = (await tenant.scim('GET', '/Users')).body;
      expect(plain.startIndex).to.equal(1);
      expect(plain).not.to.have.property('nextCursor');
      const second = (await tenant.scim('GET', '/Users?startIndex=2&count=1')).body;
      const next = (await tenant.scim('GET', `/Users?cursor=${await cursorOf()}&count=1`)).body;
      expect(next.Resources).to.deep.equal(second.Resources);
    });

    it('has the page sizes that it names', async () => {
      const { defaultPageSize, maxPageSize } = config.pagination ?? {};
      for (const path of ['/Users', '/Users?cursor=']) {
        expect((await tenant.scim('GET', path)).body.itemsPerPage).to.equal(defaultPageSize);
        const { body } = await tenant.scim('GET', `${path}${path.includes('?') ? '&' : '?'}count=100000`);
        expect(body.itemsPerPage).to.equal(maxPageSize);
      }
    });

    it('has cursors with the life that it names', async () => {
      const timeout = Number(config.pagination?.cursorTimeout) * 1_000;
      const cursor = await cursorOf();
      clock.forward(timeout - 10_000);
      expect((await tenant.scim('GET', `/Users?cursor=${cursor}`)).status).to.equal(200);
      clock.forward(20_000);
      expect((await tenant.scim('GET', `/Users?cursor=${cursor}`)).body.scimType).to.equal('expiredCursor');
    });

    it('claims nothing else', () => {
      expect(Object.keys(config.pagination ?? {})).to.have.members([
        ...['cursor', 'index', 'defaultPaginationMethod', 'defaultPageSize', 'maxPageSize', 'cursorTimeout'],
      ]);
    });
  });

  it('authenticationSchemes: a bearer token and nothing else', async () => {
    const schemes = config.authenticationSchemes as unknown as Resource[];
    expect(schemes.map(({ type, primary }) => [type, primary])).to.deep.equal([['oauthbearertoken', true]]);
    const ask = (headers: Record<string, string>) => fetch(`${tenant.scimUrl}/Users`, { headers });
    const bearer = `Bearer ${tenant.scimToken}`;
    expect((await ask({ authorization: bearer })).status).to.equal(200);
    const basic = `Basic ${Buffer.from(`token:${tenant.scimToken}`).toString('base64')}`;
    for (const headers of [{}, { authorization: basic }, { authorization: `${bearer}x` }]) {
      const response = await ask(headers);
      expect(response.status).to.equal(401);
      expect(response.headers.get('www-authenticate')).to.match(
        /^Bearer realm="SCIM", resource_metadata="[^"]+"$/,
      );
    }
    expect((await fetch(`${tenant.scimUrl}/Users?access_token=${tenant.scimToken}`)).status).to.equal(401);
  });
});

describe('the endpoints', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let paths: Record<string, string>;

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap();
    const person = await tenant.scim('POST', '/Users', user('ann@endpoints.test'));
    const group = await tenant.scim('POST', '/Groups', {
      displayName: 'G',
      members: [{ value: person.body.id }],
    });
    paths = {
      '/Users/{id}': `/Users/${person.body.id}`,
      '/Groups/{id}': `/Groups/${group.body.id}`,
      '/Schemas/{id}': '/Schemas/urn:ietf:params:scim:schemas:core:2.0:User',
    };
  });
  after(() => app.close());

  const OF_THE_CONNECTION = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding']);
  const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
  const taken: [path: string, methods: string[]][] = [
    ['/Users', ['GET', 'HEAD', 'POST']],
    ['/Users/.search', ['POST']],
    ['/Users/{id}', ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']],
    ['/Groups', ['GET', 'HEAD', 'POST']],
    ['/Groups/{id}', ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']],
    ['', ['GET', 'HEAD']],
    ['/', ['GET', 'HEAD']],
    ['/.search', ['POST']],
    ['/Bulk', ['POST']],
    ['/ServiceProviderConfig', ['GET', 'HEAD']],
    ['/ResourceTypes', ['GET', 'HEAD']],
    ['/ResourceTypes/User', ['GET', 'HEAD']],
    ['/Schemas', ['GET', 'HEAD']],
    ['/Schemas/{id}', ['GET', 'HEAD']],
  ];

  async function send(method: string, path: string) {
    const response = await fetch(`${tenant.scimUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${tenant.scimToken}`,
        'x-request-id': 'the-same-for-all',
        ...(method === 'GET' || method === 'HEAD' ? {} : { 'content-type': 'application/scim+json' }),
      },
    });
    const headers = Object.fromEntries(
      [...response.headers].filter(([name]) => !OF_THE_CONNECTION.has(name)),
    );
    return { status: response.status, headers, text: await response.text() };
  }

  for (const [path, methods] of taken) {
    for (const method of METHODS.filter((each) => !methods.includes(each)))
      it(`${path} answers ${method} with 405 and Allow`, async () => {
        const { status, headers, text } = await send(method, paths[path] ?? path);
        expect([status, headers.allow]).to.deep.equal([405, methods.join(', ')]);
        expect(headers['content-type']).to.equal('application/scim+json; charset=utf-8');
        if (method !== 'HEAD') expect((JSON.parse(text) as Resource).status).to.equal('405');
      });

    for (const method of methods.filter((each) => each !== 'DELETE'))
      it(`${path} accepts ${method}`, async () => {
        const { status } = await send(method, paths[path] ?? path);
        expect(status).to.be.oneOf(method === 'GET' || method === 'HEAD' ? [200] : [400]);
      });

    if (methods.includes('GET'))
      it(`${path} answers HEAD as GET, without the body`, async () => {
        const [get, head] = [await send('GET', paths[path] ?? path), await send('HEAD', paths[path] ?? path)];
        expect(head.text).to.equal('');
        expect(get.text).not.to.equal('');
        expect([head.status, head.headers]).to.deep.equal([get.status, get.headers]);
      });
  }

  for (const path of [
    '/Users/nobody',
    '/Groups/nobody',
    '/Schemas/urn:nothing',
    '/ResourceTypes/Nothing',
    '/Nothing',
  ])
    it(`${path} does not exist, for HEAD and GET`, async () => {
      const [get, head] = [await send('GET', path), await send('HEAD', path)];
      expect([get.status, head.status, head.text]).to.deep.equal([404, 404, '']);
      expect((JSON.parse(get.text) as Resource).schemas).to.deep.equal([
        'urn:ietf:params:scim:api:messages:2.0:Error',
      ]);
      expect(head.headers).to.deep.equal(get.headers);
    });

  for (const method of METHODS)
    it(`/Me answers ${method} with 501`, async () => {
      const { status, text, headers } = await send(method, '/Me');
      expect([status, headers['content-type']]).to.deep.equal([501, 'application/scim+json; charset=utf-8']);
      if (method !== 'HEAD') expect((JSON.parse(text) as Resource).status).to.equal('501');
    });

  it('/Me requires a token', async () => {
    expect((await fetch(`${tenant.scimUrl}/Me`)).status).to.equal(401);
  });

  it('describe every resource type and its schemas, found in any letter case', async () => {
    const types = (await tenant.scim('GET', '/ResourceTypes')).body.Resources as Resource[];
    const schemas = (await tenant.scim('GET', '/Schemas')).body.Resources as Resource[];
    const used = types.flatMap(({ schema, schemaExtensions }) => [
      schema,
      ...(schemaExtensions as Resource[]).map((extension) => extension.schema),
    ]);
    expect(types.map(({ name }) => name)).to.include.members(['User', 'Group']);
    expect(schemas.map(({ id }) => id)).to.have.members([...new Set(used)]);
    for (const [kind, documents] of [
      ['ResourceTypes', types],
      ['Schemas', schemas],
    ] as const)
      for (const document of documents)
        for (const id of [
          String(document.id),
          String(document.id).toUpperCase(),
          String(document.id).toLowerCase(),
        ])
          expect((await tenant.scim('GET', `/${kind}/${id}`)).body).to.deep.equal(document);
  });
});
