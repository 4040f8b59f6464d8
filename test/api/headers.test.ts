import { expect } from 'chai';
import { document } from '../../lib/api/document.ts';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { type ApiCaller, apiCaller } from './api_caller.ts';

describe('the headers of the management API', () => {
  let app: Rollcall;
  let acme: Tenant;
  let owner: ApiCaller;
  let at: string;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    acme = await app.bootstrap();
    owner = await apiCaller(app, acme.username);
    at = `/groups/${acme.slug}`;
  });

  const rename = (name: string, headers: Record<string, string>) =>
    owner('PATCH', at, { body: { name }, headers });
  const etag = async () => String((await owner('GET', at)).headers.get('etag'));

  it('If-None-Match of the present ETag answers 304 without a body, and of another one 200', async () => {
    const present = await etag();
    for (const tags of [present, `W/${present}`, `"other", ${present}`, '*']) {
      const known = await owner('GET', at, { headers: { 'if-none-match': tags } });
      expect([known.status, known.body, known.headers.get('etag')], tags).to.deep.equal([304, {}, present]);
    }
    expect((await owner('GET', at, { headers: { 'if-none-match': '"other"' } })).status).to.equal(200);
  });

  it('If-Match lets a change through with the present ETag only, else 412 and no change', async () => {
    const first = await etag();
    expect((await rename('Second', { 'if-match': first })).status).to.equal(200);
    const late = await rename('Third', { 'if-match': first });
    expect([late.status, late.body.code]).to.deep.equal([412, 'version_mismatch']);
    expect((await rename('Third', { 'if-match': `W/${await etag()}` })).status).to.equal(412);
    expect((await owner('GET', at)).body.name).to.equal('Second');
  });

  it('If-Match lets one of two simultaneous changes through', async () => {
    const present = await etag();
    const both = await Promise.all(['A', 'B'].map((name) => rename(name, { 'if-match': present })));
    expect(both.map(({ status }) => status).sort()).to.deep.equal([200, 412]);
  });

  it('If-None-Match: * refuses to change what exists', async () => {
    expect((await rename('New', { 'if-none-match': '*' })).status).to.equal(412);
  });

  it('If-Match is refused with 400 where the path has no ETag', async () => {
    const made = await owner('POST', `${at}/groups`, {
      body: { slug: 'dev' },
      headers: { 'if-match': '"x"' },
    });
    expect([made.status, made.body.code]).to.deep.equal([400, 'invalid_arguments']);
  });

  it('RateLimit counts down with each request, as its policy says', async () => {
    const left = async () => {
      const { headers } = await owner('GET', at);
      const [, quota] = /^"account";q=(\d+);w=\d+$/.exec(headers.get('ratelimit-policy') ?? '') ?? [];
      const [, rest] = /^"account";r=(\d+);t=\d+$/.exec(headers.get('ratelimit') ?? '') ?? [];
      return Number(quota) - Number(rest);
    };
    const used = await left();
    expect([await left(), await left()]).to.deep.equal([used + 1, used + 2]);
  });

  it('Link leads from page to page until all are seen, with the other parameters of the request', async () => {
    for (const name of ['ann', 'bea', 'cid', 'dan'])
      await acme.scim('POST', '/Users', user(`${name}@${acme.slug}.test`));
    const seen: string[] = [];
    for (let next: string | undefined = `${at}/members?limit=2&managed=true`; next !== undefined; ) {
      const { body, headers } = await owner('GET', next);
      seen.push(
        ...(body.members as { account: { username: string } }[]).map(({ account }) => account.username),
      );
      const [, link] =
        /^<http:\/\/localhost:8080\/api\/v1([^>]*)>; rel="next"$/.exec(headers.get('link') ?? '') ?? [];
      expect(link === undefined).to.equal(body.next === undefined);
      if (link !== undefined) expect(link).to.contain('managed=true');
      next = link;
    }
    expect(seen).to.have.length(4);
    expect(new Set(seen)).to.have.property('size', 4);
  });

  it('Prefer: respond-async answers 202 with the place of the progress, which then says done', async () => {
    const begun = await owner('POST', `${at}/integrations/SCIM/reconcile`, {
      headers: { prefer: 'respond-async' },
    });
    expect(begun.status, JSON.stringify(begun.body)).to.equal(202);
    const place = new URL(begun.headers.get('location') ?? '').pathname.replace('/api/v1', '');
    expect(place).to.equal(`${at}/progress/${String(begun.body.work)}`);
    await app.services.runner.finishLeft();
    const { status, body } = await owner('GET', place);
    expect(status).to.equal(200);
    expect((body.work as { kind: string }).kind).to.equal('integration.reconcile');
  });

  it('If-Match lets one of several simultaneous changes through, also one of several transactions', async () => {
    const operator = await apiCaller(app, acme.username);
    await operate(app.services, 'operator add', { account: acme.username });
    for (const [method, path, bodyOf] of [
      ['PUT', `${at}/seats`, (n: number) => ({ seats: 100 + n })],
      ['PATCH', `${at}/integrations/SCIM`, (n: number) => ({ description: `take ${n}` })],
    ] as const) {
      const etag = (await operator('GET', path)).headers.get('etag') ?? '';
      const answers = await Promise.all(
        [1, 2, 3, 4].map((n) => operator(method, path, { body: bodyOf(n), headers: { 'if-match': etag } })),
      );
      expect(answers.map(({ status }) => status).sort(), path).to.deep.equal([200, 412, 412, 412]);
    }
  });

  it('If-Match of a list lets one of two simultaneous additions through', async () => {
    for (const [path, bodyOf] of [
      ['directory-groups', (n: number) => ({ name: `Crew ${n}` })],
      ['invitations', (n: number) => ({ who: `guest${n}@${acme.slug}.test`, role: 'guest' })],
      ['service-accounts', (n: number) => ({ name: `deploy${n}` })],
      ['webhooks', (n: number) => ({ url: `https://hooks${n}.test/` })],
    ] as const) {
      const list = path === 'directory-groups' ? `${at}/integrations/SCIM/${path}` : `${at}/${path}`;
      const present = (await owner('GET', list)).headers.get('etag') ?? '';
      const both = await Promise.all(
        [1, 2].map((n) => owner('POST', list, { body: bodyOf(n), headers: { 'if-match': present } })),
      );
      expect(both.map(({ status }) => status).sort(), path).to.deep.equal([201, 412]);
    }
  });

  it('without Prefer the same request waits, and answers 200', async () => {
    const done = await owner('POST', `${at}/integrations/SCIM/reconcile`);
    expect([done.status, done.headers.get('location')]).to.deep.equal([200, null]);
  });

  describe('over the limit', () => {
    let small: Rollcall;

    before(async () => {
      small = await boot({ env: { RATE_LIMIT: '3/60s' } });
    });
    after(() => small.close());

    it('Retry-After comes with 429, for this account and not for another one', async () => {
      const [one, other] = await Promise.all([small.bootstrap(), small.bootstrap()]);
      const [first, second] = await Promise.all([
        apiCaller(small, one.username),
        apiCaller(small, other.username),
      ]);
      for (let count = 0; count < 3; count++) await first('GET', '/profile');
      const refused = await first('GET', '/profile');
      expect(refused.status).to.equal(429);
      expect(Number(refused.headers.get('retry-after'))).to.be.within(1, 60);
      expect(refused.headers.get('ratelimit')).to.match(/^"account";r=0;t=\d+$/);
      expect((await second('GET', '/profile')).status).to.equal(200);
    });
  });
});

describe('the document of the management API', () => {
  const { paths, components } = document({ publicUrl: 'https://rollcall.test' });
  interface Endpoint {
    readonly parameters: readonly { readonly $ref?: string }[];
    readonly responses: Readonly<Record<string, { readonly headers?: object }>>;
  }
  const endpoint = (path: string, method: string) => paths[path]?.[method] as unknown as Endpoint;
  const headersOf = (path: string, method: string) =>
    endpoint(path, method).parameters.flatMap(({ $ref }) => ($ref ? [$ref.split('/').at(-1)] : []));

  it('has the conditions of a GET and of a change of the same path', () => {
    expect(headersOf('/groups/{group}', 'get')).to.deep.equal(['KnownAnswer']);
    expect(headersOf('/groups/{group}', 'patch')).to.deep.equal(['IfMatch', 'IfNoneMatch']);
    expect(headersOf('/groups/{group}/groups', 'post')).to.deep.equal(['IdempotencyKey']);
  });

  it('has 304 for every GET, and 202 with Location where the work may take long', () => {
    for (const [path, methods] of Object.entries(paths))
      for (const method of Object.keys(methods)) {
        const { responses } = endpoint(path, method);
        expect('304' in responses, `${method} ${path}`).to.equal(method === 'get');
      }
    const { responses } = endpoint('/groups/{group}/integrations/{integration}/reconcile', 'post');
    expect(responses['202']?.headers).to.have.property('Location');
    expect(headersOf('/groups/{group}/integrations/{integration}/reconcile', 'post')).to.include('Prefer');
  });

  it('has Link for lists, ETag for every GET, and the rate for every answer', () => {
    expect(endpoint('/groups/{group}/members', 'get').responses['200']?.headers).to.have.keys(
      'ETag',
      'Link',
      'RateLimit',
      'RateLimit-Policy',
    );
    expect(endpoint('/groups/{group}', 'get').responses['200']?.headers).not.to.have.property('Link');
    expect(components.responses.Problem.headers).to.have.property('Retry-After');
  });
});
