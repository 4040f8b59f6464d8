import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { expect } from 'chai';
import { boot, type Rollcall, type Tenant } from '../helper.ts';

describe('every answer', () => {
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap();
  });
  after(() => app.close());

  const asked = (method: string, path: string) =>
    fetch(app.url + path, {
      method,
      redirect: 'manual',
      headers: { origin: 'https://evil.test', authorization: `Bearer ${tenant.scimToken}` },
    });

  const cases = [
    ['GET', '/sign-in'],
    ['GET', '/groups'],
    ['GET', '/nowhere'],
    ['POST', '/sign-in'],
    ['GET', '/healthz'],
    ['GET', '/api/v1'],
    ['GET', '/api/v1/me'],
    ['GET', '/api/v1/groups'],
    ['GET', '/api/v1/nowhere'],
    ['GET', '/api/scim/v2/groups/acme/Users'],
    ['GET', '/api/scim/v2/groups/acme/Users/none'],
    ['GET', '/api/scim/v2/groups/acme/ServiceProviderConfig'],
    ['DELETE', '/api/scim/v2/groups/acme/Users'],
    ['POST', '/api/oauth/groups/acme/token'],
  ] as const;
  for (const [method, path] of cases)
    it(`to ${method} ${path} has one type, and allows no other origin`, async () => {
      const { headers, status } = await asked(method, path);
      expect(headers.get('x-content-type-options'), String(status)).to.equal('nosniff');
      for (const name of ['access-control-allow-origin', 'server', 'x-powered-by'])
        expect(headers.get(name), name).to.equal(null);
      if (status >= 400) expect(headers.get('cache-control'), String(status)).to.contain('no-store');
    });

  it('to TRACE is a refusal that repeats nothing of the request', async () => {
    const { hostname, port } = new URL(app.url);
    for (const path of ['/sign-in', '/api/scim/v2/groups/acme/Users']) {
      const sent = request({
        hostname,
        port,
        path,
        method: 'TRACE',
        headers: { 'x-secret': 'a canary' },
      }).end();
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      const text = (await answer.toArray()).join('');
      expect(answer.statusCode, path).to.be.within(400, 599);
      expect(text, path).not.to.contain('a canary');
    }
  });
});
