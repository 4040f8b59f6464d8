import { request as httpRequest } from 'node:http';
import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';
import { type ApiCaller, apiCaller } from './api_caller.ts';

interface Raw {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

describe('hostile requests to the management API', () => {
  let app: Rollcall;
  let acme: Tenant;
  let owner: ApiCaller;
  let secret: string;

  before(async () => {
    app = await boot({ env: { FAILURE_LIMIT: '100000/60s' } });
    acme = await app.bootstrap('acme');
    owner = await apiCaller(app, acme.username);
    await operate(app.services, 'service-account create', { group: 'acme', name: 'tester' });
    const made = await operate(app.services, 'service-account token create', {
      ...{ group: 'acme', serviceAccount: 'tester', name: 'first', scope: ['admin'] },
    });
    secret = String(made.secret);
  });
  after(() => app.close());

  /** Sends a path as it is, which `fetch` would tidy. */
  function raw(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Raw> {
    const { hostname, port } = new URL(app.url);
    return new Promise((resolve, reject) => {
      const sent = httpRequest(
        { hostname, port, method, path, headers: { authorization: `Bearer ${secret}`, ...headers } },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (part: string) => {
            text += part;
          });
          response.on('end', () => {
            const { statusCode = 0, headers: answered } = response;
            resolve({ status: statusCode, type: answered['content-type'] ?? '', text });
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  const paths = [
    '/api/v1/groups/%E0%A4%A/members',
    '/api/v1/groups/acme%00/members',
    '/api/v1/groups/..%2f..%2fetc/members',
    '/api/v1/groups/acme/../globex/members',
    '/api/v1/groups/__proto__/members',
    '/api/v1/groups/constructor/members',
    '/api/v1/groups/acme/members?__proto__=1',
    '/api/v1/groups/acme/members?constructor=1',
    '/api/v1/groups/acme/members?limit=1&limit=2',
    '/api/v1/groups/acme/members?limit=1e3',
    '/api/v1/groups/acme/members?limit[$gt]=0',
    '/api/v1/groups/acme/members?search[$ne]=x',
    '/api/v1/groups/acme/members?cursor=%00',
    '/api/v1/groups/acme/members?cursor[$gt]=',
    '/api/v1/groups/acme/changes?since=__proto__',
    '/api/v1/groups/acme/log?cursor=%7B%22%24gt%22%3A%22%22%7D',
    '/api/v1/groups/acme/integrations/__proto__',
    '/api/v1/groups/acme/webhooks/constructor',
    `/api/v1/groups/${'a'.repeat(8_000)}/members`,
  ];
  for (const path of paths)
    it(`GET ${path.slice(0, 70)} answers 4xx as a problem`, async () => {
      const { status, type, text } = await raw('GET', path);
      expect(status, text).to.be.within(400, 499);
      expect(type).to.match(/^application\/problem\+json/);
      expect(text).not.to.match(/\bat \S+ \(|node_modules|\.ts:\d/);
    });

  const bodies: readonly [title: string, body: string, status: number][] = [
    ['a prototype', '{"__proto__":{"slug":"x"},"slug":"proto"}', 400],
    ['a constructor', '{"constructor":{"prototype":{"x":1}},"slug":"ctor"}', 400],
    ['an operator of the database', '{"slug":{"$gt":""}}', 400],
    ['an array', '[{"slug":"x"}]', 400],
    ['too deep nesting', `{"slug":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, 400],
    ['too many bytes', `{"slug":"${'x'.repeat(limits.apiBodyBytes)}"}`, 413],
    ['bytes that are not UTF-8', '{"slug":"\uFFFF\uD800"}', 400],
  ];
  for (const [title, body, wanted] of bodies)
    it(`POST with ${title} answers ${wanted} and makes nothing`, async () => {
      const headers = {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
      };
      const { status, text } = await raw('POST', '/api/v1/groups/acme/groups', headers, body);
      expect(status, text).to.equal(wanted);
      expect(({} as Record<string, unknown>).slug).to.equal(undefined);
    });

  it('a compressed body answers 415, and a body of another type too', async () => {
    for (const headers of [
      { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/x-www-form-urlencoded' },
    ])
      expect((await raw('POST', '/api/v1/groups/acme/groups', headers, '{"slug":"x"}')).status).to.equal(415);
  });

  it('no header of an answer repeats what a request sends', async () => {
    const evil = encodeURIComponent('x\r\nset-cookie: a=b');
    for (const path of [
      `/groups/${evil}/members`,
      `/groups/acme/members?search=${evil}&limit=1`,
      `/groups/acme/integrations/${evil}/reconcile`,
    ]) {
      const { headers } = await owner('GET', path, { headers: { 'x-request-id': 'a\tb' } });
      expect([...headers.values()].join('\n'), path).not.to.match(/set-cookie|a=b/);
    }
  });

  it('a method in a header or in the query changes nothing', async () => {
    const { status } = await owner('GET', '/groups/acme', {
      headers: { 'x-http-method-override': 'DELETE' },
    });
    expect(status).to.equal(200);
    expect((await owner('GET', '/groups/acme?_method=DELETE')).status).to.equal(400);
  });

  it('a cookie, a query parameter and Basic authentication let nobody in', async () => {
    for (const [path, headers] of [
      ['/api/v1/groups/acme', { authorization: '', cookie: `token=${secret}` }],
      [`/api/v1/groups/acme?access_token=${secret}`, { authorization: '' }],
      ['/api/v1/groups/acme', { authorization: `Basic ${Buffer.from(`x:${secret}`).toString('base64')}` }],
    ] as const)
      expect((await raw('GET', path, headers)).status, path).to.equal(401);
  });
});
