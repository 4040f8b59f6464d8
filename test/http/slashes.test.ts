import { expect } from 'chai';
import { boot, client, type Rollcall, type Tenant, user } from '../helper.ts';
import { logOf } from './fixture.ts';

describe('slashes in the path of a SCIM request', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let other: Tenant;
  let id: string;

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap('acme');
    other = await app.bootstrap('other');
    id = String((await tenant.scim('POST', '/Users', user('ann@acme.test'))).body.id);
    await other.scim('POST', '/Users', user('olga@other.test'));
  });
  after(() => app.close());

  const lists = ['/Users/', '//Users', '/Users//', '///Users//', '/Users/?count=1', '//Users?count=1'];
  for (const path of lists)
    it(`GET ${path} lists the users`, async () => {
      const { status, body } = await tenant.scim('GET', path);
      expect([status, body.totalResults]).to.deep.equal([200, 1]);
    });

  const singles = [(one: string) => `/Users//${one}`, (one: string) => `//Users/${one}/`];
  for (const path of singles)
    it(`${path('{id}')} is the user for every method`, async () => {
      const title = { Operations: [{ op: 'replace', path: 'title', value: path('x') }] };
      const read = await tenant.scim('GET', path(id));
      expect([read.status, read.body.id]).to.deep.equal([200, id]);
      expect(String(read.headers.get('location')).endsWith(`/groups/acme/Users/${id}`)).to.equal(true);
      expect((await tenant.scim('PATCH', path(id), title)).body.title).to.equal(path('x'));
      expect((await tenant.scim('PUT', path(id), user('ann@acme.test'))).status).to.equal(200);
    });

  it('lead to every other endpoint too', async () => {
    for (const path of ['//ServiceProviderConfig', '/Schemas/', '/ResourceTypes//User', '//Groups/'])
      expect([path, (await tenant.scim('GET', path)).status]).to.deep.equal([path, 200]);
    for (const path of ['/Users/.search/', '//.search', '/Users//.search'])
      expect([path, (await tenant.scim('POST', path, {})).status]).to.deep.equal([path, 200]);
    const bea = await tenant.scim('POST', '//Users/', user('bea@acme.test'));
    expect((await tenant.scim('DELETE', `//Users//${String(bea.body.id)}/`)).status).to.equal(204);
  });

  it('lead to the same resources in a bulk request', async () => {
    const title = { Operations: [{ op: 'replace', path: 'title', value: 'bulk' }] };
    const { body } = await tenant.scim('POST', '/Bulk/', {
      Operations: [`/Users//${id}`, `//Users/${id}/`].map((path) => ({ method: 'PATCH', path, data: title })),
    });
    expect(body.Operations).to.have.length(2);
    for (const operation of body.Operations as unknown[]) expect(operation).to.include({ status: '200' });
  });

  it('delete and replace nothing when the id is missing', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE'])
      for (const path of ['/Users/', '/Users//']) {
        const { status } = await tenant.scim(method, path, method === 'DELETE' ? undefined : {});
        expect([method, path, status]).to.deep.equal([method, path, 405]);
      }
    expect((await tenant.scim('GET', '/Users')).body.totalResults).to.equal(1);
  });

  it('never mean another group', async () => {
    const raw = client(`${app.url}/api/scim/v2/groups`, tenant.scimToken);
    for (const path of [
      '/acme//..//other/Users',
      '/acme/../other/Users',
      '/acme//groups//other/Users',
      '/acme%2F..%2Fother/Users',
      '/acme%2FUsers',
      '//other/Users',
      '//acme/Users',
      '/other//Users',
      '/other/Users/',
    ]) {
      const { status, body } = await raw('GET', path);
      expect([path, status === 401 || status === 404, body.totalResults]).to.deep.equal([
        path,
        true,
        undefined,
      ]);
    }
  });

  it('are logged as the endpoint that they lead to', async () => {
    await tenant.scim('GET', '//Users//?count=1');
    expect((await logOf(app, tenant)).at(-1)?.path).to.equal('/Users?count=1');
  });
});
