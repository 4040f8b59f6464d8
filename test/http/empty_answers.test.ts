import { expect } from 'chai';
import { type Rollcall, type Tenant, user } from '../helper.ts';
import { bootWithDevices, DEVICE } from './fixture.ts';

describe('an answer without a body', () => {
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await bootWithDevices();
    tenant = await app.bootstrap();
  });
  after(() => app.close());

  const bodies = {
    '/Users': user('ann@empty.test'),
    '/Groups': { displayName: 'Sales' },
    '/Devices': { schemas: [DEVICE], serial: 'd1', price: 1 },
  };
  for (const [path, body] of Object.entries(bodies))
    it(`has the media type of SCIM when a resource of ${path} is deleted`, async () => {
      const { id } = (await tenant.scim('POST', path, body)).body;
      const { status, headers } = await tenant.scim('DELETE', `${path}/${String(id)}`);
      expect([status, headers.get('content-type')]).to.deep.equal([
        204,
        'application/scim+json; charset=utf-8',
      ]);
      expect(headers.has('content-length')).to.equal(false);
      expect((await tenant.scim('GET', `${path}/${String(id)}`)).status).to.equal(404);
    });

  it('has the media type of SCIM and the ETag when a group is changed by PATCH', async () => {
    const { id } = (await tenant.scim('POST', '/Groups', { displayName: 'Legal' })).body;
    const change = { Operations: [{ op: 'replace', path: 'displayName', value: 'Law' }] };
    const { status, headers } = await tenant.scim('PATCH', `/Groups/${String(id)}`, change);
    expect([status, headers.get('content-type'), headers.get('etag')]).to.deep.equal([
      204,
      'application/scim+json; charset=utf-8',
      'W/"2"',
    ]);
  });

  it('has the media type of JSON for a client that accepts nothing else', async () => {
    const { id } = (await tenant.scim('POST', '/Groups', { displayName: 'Ops' })).body;
    const { headers } = await tenant.scim('DELETE', `/Groups/${String(id)}`, undefined, {
      accept: 'application/json',
    });
    expect(headers.get('content-type')).to.equal('application/json; charset=utf-8');
  });
});
