import { expect } from 'chai';
import fc from 'fast-check';
import { request } from 'undici';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';

const REQUESTS = 2_000;
const AT_ONCE = 16;

const paths = [
  '/Users',
  '/Users/.search',
  '/Users/{id}',
  '/Users/nobody',
  '/Groups',
  '/Bulk',
  '/.search',
  '/Schemas',
  '/ResourceTypes',
  '/nowhere',
  '/',
];
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const names = [
  'userName',
  'emails',
  'name',
  'active',
  '__proto__',
  'constructor',
  'schemas',
  'Operations',
  'op',
  'path',
  'value',
  'toString',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  'emails[type eq "work"].value',
  '$where',
  'name.familyName',
  'filter',
  'count',
];
const texts = [
  '',
  'x',
  '\u0000',
  '\ud800',
  '𝒳',
  'a'.repeat(5_000),
  'add',
  'remove',
  'replace',
  'userName',
  'emails[',
  '(',
  'userName eq "x"',
  'emails[type eq "work"].value',
  'constructor.prototype.x',
  '__proto__.polluted',
  '{"$ne":null}',
  'urn:ietf:params:scim:api:messages:2.0:PatchOp',
  '\n'.repeat(40),
];

const leaf = fc.oneof(
  fc.constantFrom(...texts),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(null, true, false, 0, -1, 1e308, 1.5, [], {}),
);
const key = fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 8 }));
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5 }),
  ),
})).value;

const bulkIds = fc.constantFrom('bulkId:a', 'bulkId:b', 'bulkId:', 'bulkId:bulkId:a', '/bulkId:b');
const operation = fc.record(
  { op: fc.oneof(fc.constantFrom('add', 'Replace', 'remove'), leaf), path: leaf, value: json },
  { requiredKeys: [] },
);
const inBulk = fc.record(
  {
    method: fc.oneof(fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE'), leaf),
    path: fc.oneof(fc.constantFrom('/Users', '/Groups', '/Users/bulkId:a', '/Users/nobody'), leaf),
    bulkId: fc.oneof(fc.constantFrom('a', 'b', '__proto__'), leaf),
    version: leaf,
    data: fc.oneof(
      json,
      fc.record({ userName: leaf, displayName: leaf, members: fc.array(fc.record({ value: bulkIds })) }),
      fc.array(operation, { maxLength: 3 }).map((Operations) => ({ Operations })),
    ),
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  json.map((value) => JSON.stringify(value)),
  fc.array(operation, { maxLength: 4 }).map((Operations) => JSON.stringify({ Operations })),
  fc.array(inBulk, { maxLength: 4 }).map((Operations) => JSON.stringify({ Operations })),
  json.map((value) =>
    JSON.stringify({ ...user('garbage@garbage.test'), [typeof value]: value, name: value }),
  ),
  fc.string({ maxLength: 60 }),
  fc.constantFrom(
    `${'['.repeat(5_000)}`,
    `{"a":${'['.repeat(900)}${']'.repeat(900)}}`,
    '{"__proto__":{"polluted":1}}',
  ),
);
const query = fc.oneof(
  fc.constant(''),
  fc
    .tuple(
      fc.constantFrom(
        'filter',
        'count',
        'startIndex',
        'sortBy',
        'attributes',
        'cursor',
        'sortOrder',
        'excludedAttributes',
      ),
      leaf.map(String),
    )
    .map(([name, value]) => `?${name}=${encodeURIComponent(value.toWellFormed())}`),
  fc.string({ maxLength: 30 }).map((text) => `?${encodeURI(text.toWellFormed()).replaceAll('#', '%23')}`),
);
const oddHeaders = fc.record(
  {
    'content-type': fc.constantFrom(
      'application/json',
      'application/scim+json; charset=utf-8',
      'text/html',
      'application/xml',
      'a/b;;',
    ),
    'if-match': fc.constantFrom('*', 'W/"9"', '"', 'x'),
    'content-encoding': fc.constantFrom('gzip', 'br', 'x'),
  },
  { requiredKeys: [] },
);
/** Mostly such that the body is looked at. */
const headers = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ 'content-type': 'application/scim+json' }) },
  { weight: 1, arbitrary: oddHeaders },
);
/** Never deletes the user that the other requests need. */
const garbage = fc
  .tuple(fc.constantFrom(...methods), fc.constantFrom(...paths), query, body, headers)
  .filter(([method, path]) => method !== 'DELETE' || path !== '/Users/{id}');

describe('garbage', function () {
  this.timeout(600_000);
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await boot({ env: { RATE_LIMIT: '1000000/10s' } });
    tenant = await app.bootstrap();
  });
  after(() => app.close());

  it(`of ${REQUESTS} kinds is answered in SCIM below 500, and another tenant's data stays unchanged`, async () => {
    // Before the first request: this takes seconds, in which the service would give up idle connections.
    const seed = Number(process.hrtime.bigint() % 1_000_000n);
    const requests = fc.sample(garbage, { numRuns: REQUESTS, seed });
    const bystander = await app.bootstrap();
    const kept = await bystander.scim('POST', '/Users', user('kept@bystander.test', { externalId: 'kept' }));
    const { body: target } = await tenant.scim('POST', '/Users', user('target@garbage.test'));
    const failures: string[] = [];

    async function worker(first: number): Promise<void> {
      for (let at = first; at < requests.length; at += AT_ONCE) {
        const [method, path, search, text, more] = requests[at] ?? ['GET', '/', '', '', {}];
        const url = `${tenant.scimUrl}${path.replace('{id}', String(target.id))}${search}`;
        const plain = method === 'GET' || method === 'HEAD';
        const response = await request(url, {
          method,
          headers: { authorization: `Bearer ${tenant.scimToken}`, ...(more as Record<string, string>) },
          ...(plain ? {} : { body: text.toWellFormed() }),
        });
        const reply = await response.body.text();
        const type = String(response.headers['content-type'] ?? '');
        const isScim = reply === '' || (/^application\/(scim\+)?json/.test(type) && reply.startsWith('{'));
        const isBroken = response.statusCode >= 500 || (path === '/Bulk' && /"status":"5/.test(reply));
        if (isBroken || !isScim)
          failures.push(
            `seed ${seed}: ${method} ${path}${search} ${text.slice(0, 300)} -> ${response.statusCode} ${type} ${reply.slice(0, 200)}`,
          );
      }
    }

    await Promise.all(Array.from({ length: AT_ONCE }, (_, first) => worker(first)));
    expect(failures.slice(0, 5)).to.deep.equal([]);
    expect((await tenant.scim('GET', `/Users/${target.id}`)).status).to.equal(200);
    expect((await bystander.scim('GET', `/Users/${kept.body.id}`)).body).to.deep.equal(kept.body);
    expect(Object.hasOwn(Object.prototype, 'polluted')).to.equal(false);
  });
});
