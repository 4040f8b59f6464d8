import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { request } from 'undici';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';

describe('the SCIM protocol', () => {
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap();
  });
  after(() => app.close());

  let people = 0;
  async function made(more: Resource = {}): Promise<Resource> {
    const { status, body } = await tenant.scim(
      'POST',
      '/Users',
      user(`person${++people}@protocol.test`, more),
    );
    expect(status).to.equal(201);
    return body;
  }

  describe('versions', () => {
    it('are weak ETags in header and meta, and grow with changes only', async () => {
      const { id, meta } = await made();
      const read = await tenant.scim('GET', `/Users/${id}`);
      expect(read.headers.get('etag'))
        .to.equal('W/"1"')
        .and.to.equal((meta as Resource).version);
      const same = await tenant.scim('PATCH', `/Users/${id}`, {
        Operations: [{ op: 'replace', path: 'active', value: true }],
      });
      expect(same.headers.get('etag')).to.equal('W/"1"');
      const changed = await tenant.scim('PATCH', `/Users/${id}`, {
        Operations: [{ op: 'replace', path: 'title', value: 'T' }],
      });
      expect(changed.headers.get('etag')).to.equal('W/"2"');
    });

    it('check writes with If-Match and skip reads with If-None-Match', async () => {
      const { id } = await made();
      const title = { Operations: [{ op: 'replace', path: 'title', value: 'T' }] };
      const stale = await tenant.scim('PATCH', `/Users/${id}`, title, { 'if-match': 'W/"7"' });
      expect([stale.status, stale.body.status]).to.deep.equal([412, '412']);
      expect(
        (await tenant.scim('DELETE', `/Users/${id}`, undefined, { 'if-match': 'W/"7"' })).status,
      ).to.equal(412);
      expect((await tenant.scim('PATCH', `/Users/${id}`, title, { 'if-match': 'W/"1"' })).status).to.equal(
        200,
      );
      const fresh = await tenant.scim('GET', `/Users/${id}`, undefined, { 'if-none-match': 'W/"1", W/"2"' });
      expect([fresh.status, fresh.body]).to.deep.equal([304, {}]);
      expect(
        (await tenant.scim('GET', `/Users/${id}`, undefined, { 'if-none-match': 'W/"1"' })).status,
      ).to.equal(200);
      expect(
        (await tenant.scim('PUT', `/Users/${id}`, user(`put${people}@protocol.test`), { 'if-match': '*' }))
          .status,
      ).to.equal(200);
    });
  });

  it('loses no update of twenty concurrent PATCHes', async () => {
    const { id } = await made();
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        tenant.scim('PATCH', `/Users/${id}`, {
          Operations: [{ op: 'add', path: 'ims', value: [{ value: `im-${at}`, type: `t${at}` }] }],
        }),
      ),
    );
    expect(new Set(replies.map((reply) => reply.status))).to.deep.equal(new Set([200]));
    const { body } = await tenant.scim('GET', `/Users/${id}`);
    expect((body.ims as Resource[]).map((im) => im.value).sort()).to.deep.equal(
      Array.from({ length: 20 }, (_, at) => `im-${at}`).sort(),
    );
  });

  it('changes nothing when one operation of a PATCH fails', async () => {
    const { id } = await made();
    const { status, body } = await tenant.scim('PATCH', `/Users/${id}`, {
      Operations: [
        { op: 'replace', path: 'title', value: 'T' },
        { op: 'replace', path: 'nonsense', value: 1 },
      ],
    });
    expect([status, body.scimType]).to.deep.equal([400, 'invalidPath']);
    expect((await tenant.scim('GET', `/Users/${id}`)).body).not.to.have.property('title');
  });

  it('changes nothing when a parameter is repeated', async () => {
    const { id } = await made();
    const sent = user('twice@protocol.test');
    for (const [method, path, body] of [
      ['POST', '/Users', sent],
      ['PUT', `/Users/${id}`, sent],
      ['PATCH', `/Users/${id}`, { Operations: [{ op: 'replace', path: 'title', value: 'T' }] }],
    ] as const) {
      const reply = await tenant.scim(method, `${path}?attributes=id&attributes=title`, body);
      expect([reply.status, reply.body.scimType], method).to.deep.equal([400, 'invalidValue']);
    }
    const found = await tenant.scim('GET', '/Users?filter=userName eq "twice@protocol.test"');
    expect(found.body.totalResults).to.equal(0);
    expect((await tenant.scim('GET', `/Users/${id}`)).headers.get('etag')).to.equal('W/"1"');
  });

  it('ignores unknown PATCH paths if the integration is set so', async () => {
    const lenient = await app.bootstrap(undefined, { ignoreUnknownAttributes: true });
    const { body } = await lenient.scim('POST', '/Users', user('lenient@protocol.test'));
    const reply = await lenient.scim('PATCH', `/Users/${body.id}`, {
      Operations: [
        { op: 'replace', path: 'title', value: 'T' },
        { op: 'replace', path: 'nonsense', value: 1 },
      ],
    });
    expect([reply.status, reply.body.title]).to.deep.equal([200, 'T']);
  });

  describe('lists', () => {
    let shop: Tenant;

    before(async () => {
      shop = await app.bootstrap();
      for (let at = 0; at < 25; at++)
        await shop.scim(
          'POST',
          '/Users',
          user(`u${String(at).padStart(2, '0')}@list.test`, { title: `T${at % 5}`, externalId: `x${at}` }),
        );
    });

    const names = (body: Resource) =>
      (body.Resources as Resource[]).map((resource) => String(resource.userName).slice(0, 3));

    it('page by index in a stable order', async () => {
      const seen: string[] = [];
      for (let startIndex = 1; startIndex <= 25; startIndex += 10) {
        const { body } = await shop.scim('GET', `/Users?startIndex=${startIndex}&count=10`);
        expect(body).to.include({
          totalResults: 25,
          startIndex,
          itemsPerPage: Math.min(10, 26 - startIndex),
        });
        seen.push(...names(body));
      }
      expect(seen).to.deep.equal(Array.from({ length: 25 }, (_, at) => `u${String(at).padStart(2, '0')}`));
    });

    it('page by cursor to the end (RFC 9865)', async () => {
      const seen: string[] = [];
      let next = '';
      for (;;) {
        const { status, body } = await shop.scim(
          'GET',
          `/Users?cursor=${next}&count=10&sortBy=userName&sortOrder=descending`,
        );
        expect(status).to.equal(200);
        expect(body).not.to.have.property('startIndex');
        seen.push(...names(body));
        if (body.nextCursor === undefined) break;
        next = String(body.nextCursor);
      }
      expect(seen).to.deep.equal(
        Array.from({ length: 25 }, (_, at) => `u${String(24 - at).padStart(2, '0')}`),
      );
    });

    it('refuse a cursor of another list', async () => {
      const { body } = await shop.scim('GET', '/Users?cursor=&count=5');
      const cursor = String(body.nextCursor);
      for (const path of [`/Users?cursor=${cursor}&filter=title pr`, `/Users?cursor=x${cursor}`]) {
        const reply = await shop.scim('GET', path);
        expect([reply.status, reply.body.scimType]).to.deep.equal([400, 'invalidCursor']);
      }
      expect((await tenant.scim('GET', `/Users?cursor=${cursor}`)).body.scimType).to.equal('invalidCursor');
    });

    it('sort and filter by any attribute, and project', async () => {
      const { body } = await shop.scim('POST', '/Users/.search', {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
        filter: 'title eq "t3" and userName sw "u"',
        sortBy: 'userName',
        sortOrder: 'descending',
        attributes: ['userName'],
        startIndex: 2,
        count: 2,
      });
      expect(body).to.include({ totalResults: 5, startIndex: 2, itemsPerPage: 2 });
      expect(names(body)).to.deep.equal(['u18', 'u13']);
      for (const resource of body.Resources as Resource[])
        expect(Object.keys(resource).sort()).to.deep.equal(['id', 'schemas', 'userName']);
    });

    it('treat an empty filter as a mistake, not as no filter', async () => {
      for (const filter of ['', '%20%20', '+', '%09'])
        for (const path of ['/Users', '/Groups']) {
          const { status, body } = await shop.scim('GET', `${path}?filter=${filter}`);
          expect([filter, status, body.scimType]).to.deep.equal([filter, 400, 'invalidFilter']);
        }
      for (const path of ['/Users/.search', '/.search'])
        expect((await shop.scim('POST', path, { filter: ' ' })).body.scimType).to.equal('invalidFilter');
      expect((await shop.scim('POST', '/Users/.search', { filter: null })).body.totalResults).to.equal(25);
    });

    it('refuse a repeated parameter', async () => {
      const { status, body } = await shop.scim('GET', '/Users?count=1&count=2');
      expect([status, body.scimType]).to.deep.equal([400, 'invalidValue']);
    });
  });

  describe('discovery', () => {
    it('names the resource types that the router serves, and their schemas', async () => {
      const types = (await tenant.scim('GET', '/ResourceTypes')).body.Resources as Resource[];
      for (const type of types) {
        expect((await tenant.scim('GET', String(type.endpoint))).status).to.equal(200);
        expect((await tenant.scim('GET', `/ResourceTypes/${type.id}`)).body.name).to.equal(type.name);
        expect((await tenant.scim('GET', `/Schemas/${type.schema}`)).body.id).to.equal(type.schema);
      }
      expect(types.map((type) => type.name)).to.include('User');
    });

    it('refuses a filter', async () => {
      expect((await tenant.scim('GET', '/Schemas?filter=id pr')).status).to.equal(403);
    });
  });

  it('refuses other media types, and accepts a body without one', async () => {
    const xml = await tenant.scim('POST', '/Users', '<user/>', { 'content-type': 'application/xml' });
    expect([xml.status, xml.body.status]).to.deep.equal([415, '415']);
    const bare = await fetch(`${tenant.scimUrl}/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tenant.scimToken}` },
      body: new Blob([JSON.stringify(user('bare@protocol.test'))]),
    });
    expect(bare.status).to.equal(201);
  });

  it('accepts a gzipped body in chunks, and answers HTTP/1.0 (langchain-ai/docs#2191)', async () => {
    const { hostname, port, pathname } = new URL(tenant.scimUrl);
    const authorization = `Bearer ${tenant.scimToken}`;
    const zipped = await request(`${tenant.scimUrl}/Users`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/scim+json', 'content-encoding': 'gzip' },
      body: Readable.from([gzipSync(JSON.stringify(user('zipped@protocol.test')))]),
    });
    await zipped.body.dump();
    expect(zipped.statusCode).to.equal(201);
    const socket = connect({ host: hostname, port: Number(port) });
    socket.write(`GET ${pathname}/Users?count=0 HTTP/1.0\r\nAuthorization: ${authorization}\r\n\r\n`);
    expect(await text(socket)).to.match(/^HTTP\/1\.1 200 OK\r\n(.|\r\n)*"totalResults"/);
  });

  it('refuses a body that is too large or too deeply nested', async () => {
    const large = await tenant.scim(
      'POST',
      '/Users',
      user('large@protocol.test', { title: 'x'.repeat(1_100_000) }),
    );
    expect([large.status, large.body.status]).to.deep.equal([413, '413']);
    const deep = await tenant.scim('POST', '/Users', `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`);
    expect([deep.status, deep.body.scimType]).to.deep.equal([400, 'invalidSyntax']);
  });

  const accepted: readonly (readonly [accept: string, type: string])[] = [
    ['application/scim+json', 'application/scim+json'],
    ['application/json', 'application/json'],
    ['*/*', 'application/scim+json'],
    ['text/html', 'application/scim+json'],
    ['application/*', 'application/scim+json'],
    ['application/scim+json, application/json', 'application/scim+json'],
    ['application/scim+json;q=0, application/json', 'application/json'],
    ['application/json, */*;q=0', 'application/json'],
    ['application/json, */*', 'application/scim+json'],
    ['application/json, application/scim+json;q=0.5', 'application/scim+json'],
    ['Application/JSON;q=0, */*', 'application/scim+json'],
    [',;=', 'application/scim+json'],
  ];
  for (const [accept, type] of accepted)
    it(`answers a client that accepts ${accept} with ${type}`, async () => {
      for (const path of ['/Users', '/Users/nobody', '/Groups', '/Schemas']) {
        const { headers } = await tenant.scim('GET', path, undefined, { accept });
        expect(headers.get('content-type')).to.equal(`${type}; charset=utf-8`);
      }
    });

  it('never returns a password', async () => {
    const { status, body } = await tenant.scim(
      'POST',
      '/Users',
      user('secret@protocol.test', { password: 'tr0ub4dor' }),
    );
    expect([status, JSON.stringify(body).includes('tr0ub4dor')]).to.deep.equal([201, false]);
    const read = await tenant.scim('GET', `/Users/${body.id}?attributes=password,userName`);
    expect(read.body).not.to.have.property('password');
  });
});
