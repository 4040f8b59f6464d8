import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { loggedIn } from '../logged.ts';

describe('a client cannot', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let id: string;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
    id = String((await tenant.scim('POST', '/Users', user(`ann@${tenant.groupId}.test`))).body.id);
  });

  const patch = (...Operations: Resource[]) => tenant.scim('PATCH', `/Users/${id}`, { Operations });
  const phones = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ value: String(at), type: `t${at}` }));

  async function raw(body: string | Buffer<ArrayBuffer>, type: string) {
    const response = await fetch(`${tenant.scimUrl}/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tenant.scimToken}`, 'content-type': type },
      body,
    });
    return { status: response.status, body: (await response.json()) as Resource };
  }

  it('make a resource grow without limit', async () => {
    expect((await patch({ op: 'replace', path: 'phoneNumbers', value: phones(500) })).status).to.equal(200);
    const { status, body } = await patch({
      op: 'replace',
      path: 'phoneNumbers[value pr].display',
      value: 'x'.repeat(10_000),
    });
    expect([status, body.scimType]).to.deep.equal([400, 'invalidValue']);
    expect(String(body.detail)).to.include(String(limits.resourceChars));
    const title = 'x'.repeat(60_000);
    const large = user(`b@${tenant.groupId}.test`, { title, displayName: title, nickName: title });
    expect((await tenant.scim('POST', '/Users', large)).status).to.equal(400);
    expect((await tenant.scim('PUT', `/Users/${id}`, large)).status).to.equal(400);
  });

  it('make a PATCH run without limit', async () => {
    await patch({ op: 'replace', path: 'phoneNumbers', value: phones(1_000) });
    const filter = Array.from({ length: 40 }, () => 'value co "zz"').join(' or ');
    const operation = { op: 'remove', path: `phoneNumbers[${filter}]` };
    const { status, body } = await patch(...Array.from({ length: 100 }, () => operation));
    expect([status, body.scimType]).to.deep.equal([400, 'tooMany']);
    expect((await patch(operation)).status).to.equal(200);
  });

  const withoutValue: readonly Resource[] = [
    { op: 'replace', path: 'active' },
    { op: 'replace', path: 'active', value: null },
    { op: 'remove', path: 'active' },
    { op: 'replace', path: 'active', value: '' },
    { op: 'replace', value: { active: null } },
    { op: 'replace', path: 'emails' },
    { op: 'replace', path: 'name.givenName' },
    { op: 'add', path: 'displayName' },
    { op: 'replace', path: 'emails[type eq "work"].value' },
  ];

  for (const operation of withoutValue) {
    it(`reactivate a user, or remove a value, by ${JSON.stringify(operation)}`, async () => {
      await patch({ op: 'replace', path: 'active', value: false });
      const before = (await tenant.scim('GET', `/Users/${id}`)).body;
      const { status, body } = await patch(operation);
      expect([status, body.scimType]).to.deep.equal([400, 'invalidValue']);
      expect((await tenant.scim('GET', `/Users/${id}`)).body).to.deep.equal(before);
      expect(before.active).to.equal(false);
    });
  }

  for (const number of ['9007199254740993', '12345678901234567890123', '1e400', '1.10', '-1e-7']) {
    it(`have ${number} rounded in a text`, async () => {
      const reply = await raw(`{"userName":"n@x.test","externalId":${number}}`, 'application/json');
      expect([reply.status, reply.body.scimType]).to.deep.equal([400, 'invalidValue']);
    });
  }

  it('have bytes stored as text that are not UTF-8', async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"userName":"m'),
      Buffer.from([0xfc]),
      Buffer.from('ller@x.test"}'),
    ]);
    expect((await raw(bytes, 'application/json')).status).to.equal(400);
    for (const charset of ['utf-8', 'utf-16', 'bogus'])
      expect((await raw(bytes, `application/scim+json; charset=${charset}`)).status).to.equal(400);
    const name = `"userName":"müller@${tenant.groupId}.test"`;
    expect((await raw(`{${name}}`, 'application/scim+json; charset="UTF-8"')).status).to.equal(201);
  });

  it('find its token in the log', async () => {
    const token = tenant.scimToken;
    await tenant.scim('GET', `/Users/${token}`);
    await tenant.scim('GET', `/Users?filter=${encodeURIComponent(`userName eq "${token}"`)}`);
    await tenant.scim('POST', '/Users', user(token));
    await app.services.logBook.flush();
    const items = await loggedIn(app.services.store, tenant.groupId);
    expect(items).to.have.length(4);
    expect(JSON.stringify(items)).to.include('rcs_***').and.not.include(token);
  });

  it('break a request with the name of a query parameter', async () => {
    for (const name of ['__proto__', 'constructor', 'toString', '__proto__[filter]']) {
      const listed = await tenant.scim('GET', `/Users?${name}=x&count=1`);
      expect([name, listed.status, listed.body.itemsPerPage]).to.deep.equal([name, 200, 1]);
      expect((await tenant.scim('GET', `/Users/${id}?${name}=x`)).status).to.equal(200);
      expect((await tenant.scim('GET', `/Schemas?${name}=x`)).status).to.equal(200);
      const status = name === '__proto__' ? 400 : 200;
      for (const path of ['/Users/.search', '/.search'])
        expect((await tenant.scim('POST', path, { [name]: 'x' })).status, path).to.equal(status);
    }
  });

  it('get a wrong reason for a refused body', async () => {
    for (const text of ['{"userName":"p","__proto__":{}}', '{"name":{"\\u005f_proto__":1}}']) {
      const { status, body } = await raw(text, 'application/json');
      expect([status, body.scimType]).to.deep.equal([400, 'invalidSyntax']);
      expect(body.detail).to.include('"__proto__"');
    }
    expect((await raw('{"userName":', 'application/json')).body.detail).to.include('well-formed');
  });

  const many = (count: number, text: string) => Array.from({ length: count }, () => text).join(',');
  const oversized: readonly (readonly [what: string, text: string, detail: string])[] = [
    ['brackets', '['.repeat(limits.jsonDepth + 2), `deeper than ${limits.jsonDepth} levels`],
    ['values', `{"userName":[${many(limits.jsonNodes, '1')}}`, `more than ${limits.jsonNodes} values`],
    ['keys', `{${many(limits.jsonKeys + 1, '"a":1')}]`, `more than ${limits.jsonKeys} keys`],
  ];

  for (const [what, text, detail] of oversized)
    it(`have a body with too many ${what} parsed, even a malformed one`, async () => {
      const { status, body } = await raw(text, 'application/json');
      expect([status, body.scimType]).to.deep.equal([400, 'invalidSyntax']);
      expect(body.detail).to.include(detail);
    });

  it('have a compressed body, or one with a byte order mark, refused', async () => {
    const text = `\ufeff{"userName":"z@${tenant.groupId}.test"}`;
    for (const [encoding, encode] of [
      ['gzip', gzipSync],
      ['deflate', deflateSync],
      ['br', brotliCompressSync],
    ] as const) {
      const response = await fetch(`${tenant.scimUrl}/Users`, {
        method: 'POST',
        headers: { authorization: `Bearer ${tenant.scimToken}`, 'content-encoding': encoding },
        body: encode(text),
      });
      expect(response.status, encoding).to.equal(encoding === 'gzip' ? 201 : 409);
    }
  });

  it('filter by computed attributes without an error', async () => {
    for (const filter of ['meta.location pr', 'meta.version eq "x"']) {
      const { status, body } = await tenant.scim('GET', `/Users?filter=${encodeURIComponent(filter)}`);
      expect([status, body.scimType]).to.deep.equal([400, 'invalidFilter']);
    }
  });

  it('get a plain text answer for an unknown path', async () => {
    const root = app.url;
    const base = new URL(tenant.scimUrl).pathname;
    for (const path of [`${base}/Nothing`, '/api/scim/v2/groups//x/Users', '/api/scim/v2/x']) {
      const response = await fetch(root + path, { headers: { authorization: `Bearer ${tenant.scimToken}` } });
      expect(response.headers.get('content-type'), path).to.include('application/scim+json');
      expect(response.status).to.equal(404);
      expect(((await response.json()) as Resource).schemas).to.deep.equal([
        'urn:ietf:params:scim:api:messages:2.0:Error',
      ]);
    }
  });
});
