import { expect } from 'chai';
import { ApiError, answerOf, createClient, pages } from '../../lib/client.mjs';
import type { ApiClient } from '../../lib/types/client.d.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { apiToken } from './api_caller.ts';

describe('the typed client', () => {
  let app: Rollcall;
  let acme: Tenant;
  let client: ApiClient;
  let path: { group: string };

  before(async () => {
    app = await boot();
    acme = await app.bootstrap();
    path = { group: acme.slug };
    client = createClient({ url: `${app.url}/`, token: await apiToken(app, acme.username) });
  });
  after(() => app.close());

  it('reads all pages of a list by their cursors', async () => {
    for (const slug of ['one', 'two', 'three'])
      await answerOf(client.POST('/groups/{group}/groups', { params: { path }, body: { slug } }));
    for (const account of ['ann', 'ben', 'cleo'])
      expect((await acme.scim('POST', '/Users', user(`${account}@acme.test`))).status).to.equal(201);
    const found: string[] = [];
    let count = 0;
    const list = (cursor: string | undefined) =>
      client.GET('/groups/{group}/members', {
        params: { path, query: { limit: 2, ...(cursor === undefined ? {} : { cursor }) } },
      });
    for await (const { members } of pages(list)) {
      count++;
      found.push(...members.map(({ account }) => account.username));
    }
    expect(count).to.equal(2);
    expect(found).to.have.members(['ann', 'ben', 'cleo', acme.username]);
  });

  it('repeats a POST with its Idempotency-Key, and gets the first answer again', async () => {
    const create = () =>
      client.POST('/groups/{group}/integrations', {
        params: { path, header: { 'Idempotency-Key': 'a-key-at-random' } },
        body: { name: 'Okta', preset: 'okta' },
      });
    const made = await answerOf(create());
    expect(await answerOf(create())).to.deep.equal(made);
    expect(made.name).to.equal('Okta');
  });

  it('changes what it has read with If-Match, and gets 412 when it has changed meanwhile', async () => {
    const at = { group: acme.slug, integration: 'SCIM' };
    const { response } = await client.GET('/groups/{group}/integrations/{integration}', {
      params: { path: at },
    });
    const header = { 'If-Match': response.headers.get('etag') ?? '' };
    const describe = (description: string) =>
      client.PATCH('/groups/{group}/integrations/{integration}', {
        params: { path: at, header },
        body: { description },
      });
    expect((await describe('one')).response.status).to.equal(200);
    const { error, response: refused } = await describe('two');
    expect([refused.status, error?.code]).to.deep.equal([412, 'version_mismatch']);
  });

  it('asks for 304 with If-None-Match', async () => {
    const show = (header: { 'If-None-Match'?: string }) =>
      client.GET('/groups/{group}/tree', { params: { path, header } });
    const { response } = await show({});
    const known = await show({ 'If-None-Match': response.headers.get('etag') ?? '' });
    expect([response.status, known.response.status, known.data]).to.deep.equal([200, 304, undefined]);
  });

  it('does not wait for long work with Prefer', async () => {
    const { response, data } = await client.POST('/groups/{group}/integrations/{integration}/reconcile', {
      params: { path: { ...path, integration: 'SCIM' }, header: { Prefer: 'respond-async' } },
    });
    expect(response.status, JSON.stringify(data)).to.equal(202);
    expect(data?.work).to.be.a('string');
    await app.services.runner.finishLeft();
  });

  it('encodes a path, and gives a refusal as an ApiError with the problem', async () => {
    const below = { group: `${acme.slug}/one` };
    const shown = await answerOf(client.GET('/groups/{group}', { params: { path: below } }));
    expect(shown.path).to.equal(below.group);
    const { error, response } = await client.GET('/groups/{group}', {
      params: { path: { group: 'nowhere' } },
    });
    expect([response.status, error?.code]).to.deep.equal([404, 'not_found']);
    const refused = answerOf(client.GET('/groups/{group}', { params: { path: { group: 'nowhere' } } }));
    const thrown = await refused.catch((reason: unknown) => reason);
    if (!(thrown instanceof ApiError)) throw new Error('no ApiError');
    expect(thrown).to.include({ status: 404, code: 'not_found', message: error?.detail });
    expect(thrown.problem.requestId).to.match(/^[\w-]{8,}$/);
  });

  it('gives an answer of a proxy without problem details as an ApiError too', async () => {
    const broken = createClient({
      ...{ url: app.url, token: 'x' },
      fetch: async () => new Response('<html>', { status: 502 }),
    });
    const thrown = await answerOf(broken.GET('/groups/{group}', { params: { path } })).catch(String);
    expect(thrown).to.match(/^ApiError: .* answers 502 without problem details\.$/);
  });
});
