import { expect } from 'chai';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';

describe('the routes of a SCIM endpoint', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let id: string;

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap('acme');
    id = String((await tenant.scim('POST', '/Users', user('ann@acme.test'))).body.id);
  });
  after(() => app.close());

  const answers: readonly (readonly [method: string, path: string, status: number])[] = [
    ['GET', '/Users', 200],
    ['HEAD', '/Users', 200],
    ['GET', '/uSERS', 200],
    ['GET', '/Users/{id}', 200],
    ['HEAD', '/Users/{id}', 200],
    ['GET', '/USERS/{id}', 200],
    ['GET', '/Users/:id', 404],
    ['GET', '/Users/%zz', 404],
    ['GET', '/Users/{id}/more', 404],
    ['GET', '/Users/.search', 405],
    ['GET', '/Bulk', 405],
    ['DELETE', '/Users', 405],
    ['POST', '/Users/{id}', 405],
    ['OPTIONS', '/Users/{id}', 405],
    ['GET', '/', 200],
    ['GET', '', 200],
    ['DELETE', '/', 405],
    ['GET', '/nothing', 404],
    ['GET', '/nothing/{id}', 404],
    ['GET', '/Schemas/urn%3Aietf%3Aparams%3Ascim%3Aschemas%3Acore%3A2.0%3AUser', 200],
    ['PUT', '/Schemas/urn%3Aietf%3Aparams%3Ascim%3Aschemas%3Acore%3A2.0%3AUser', 405],
  ];
  for (const [method, path, status] of answers)
    it(`answer ${status} to ${method} ${path || 'the base URL'}`, async () => {
      const response = await tenant.scim(method, path.replace('{id}', id));
      expect(response.status).to.equal(status);
    });

  it('read the id of a resource as UTF-8, and the group in any case', async () => {
    const authorization = `Bearer ${tenant.scimToken}`;
    const url = `${app.url}/API/scim/V2/groups/ACME/users/${encodeURIComponent(id)}`;
    expect((await fetch(url, { headers: { authorization } })).status).to.equal(200);
  });
});
