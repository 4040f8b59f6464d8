import { expect } from 'chai';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { type Rollcall, type Tenant, user } from '../helper.ts';
import { bootWithDevices, DEVICE } from './fixture.ts';

describe('Content-Location (RFC 7643 section 3.1)', () => {
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await bootWithDevices();
    tenant = await app.bootstrap();
  });
  after(() => app.close());

  const resources: readonly (readonly [path: string, body: Resource, attribute: string])[] = [
    ['/Users', user('ann@acme.test'), 'title'],
    ['/Groups', { displayName: 'Team' }, 'displayName'],
    ['/Devices', { schemas: [DEVICE], serial: 'S-1' }, 'slot'],
  ];

  for (const [path, sent, attribute] of resources)
    it(`is meta.location of each answer with one resource of ${path}`, async () => {
      const made = await tenant.scim('POST', path, sent);
      const one = `${path}/${made.body.id}`;
      const patch = { Operations: [{ op: 'replace', path: attribute, value: 'x' }] };
      const replies = [
        made,
        await tenant.scim('GET', one),
        await tenant.scim('GET', `${one}?attributes=meta`),
        await tenant.scim('PUT', one, sent),
        await tenant.scim('PATCH', `${one}?attributes=meta`, patch),
      ];
      for (const { status, headers, body } of replies) {
        const { location } = body.meta as Resource;
        expect(location).to.equal(`${tenant.scimUrl.replace(app.url, 'http://localhost:8080')}${one}`);
        expect([status, headers.get('content-location'), headers.get('location')]).to.deep.equal([
          status,
          location,
          location,
        ]);
      }
      const fresh = await tenant.scim('GET', one, undefined, { 'if-none-match': '*' });
      expect([fresh.status, fresh.headers.get('content-location')]).to.deep.equal([
        304,
        made.headers.get('location'),
      ]);
    });

  it('is that of a document of discovery', async () => {
    for (const path of ['/ServiceProviderConfig', '/ResourceTypes/User', `/Schemas/${DEVICE}`]) {
      const { headers, body } = await tenant.scim('GET', path);
      expect(headers.get('content-location'), path).to.equal((body.meta as Resource).location);
    }
  });

  it('is absent when an answer has no resource, or several', async () => {
    const group = await tenant.scim('POST', '/Groups', { displayName: 'Empty' });
    const patch = { Operations: [{ op: 'replace', path: 'displayName', value: 'Void' }] };
    const replies = [
      await tenant.scim('PATCH', `/Groups/${group.body.id}`, patch),
      await tenant.scim('GET', '/Groups'),
      await tenant.scim('GET', '/Schemas'),
      await tenant.scim('GET', '/Users/nobody'),
      await tenant.scim('DELETE', `/Groups/${group.body.id}`),
    ];
    for (const { headers } of replies) expect(headers.has('content-location')).to.equal(false);
  });
});
