import { expect } from 'chai';
import * as openid from 'openid-client';
import { boot, client, type Rollcall, spoiled, type Tenant } from '../helper.ts';
import { newClient } from './stage.ts';

const PUBLIC_URL = 'https://login.example/rollcall';

describe('the metadata of a group', () => {
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await boot({ env: { PUBLIC_URL } });
    tenant = await app.bootstrap();
  });
  after(() => app.close());

  const read = async (path: string) =>
    (await fetch(app.url + path)).json() as Promise<Record<string, unknown>>;

  it('names the token endpoint, for a group that does not exist too', async () => {
    const at = '/.well-known/oauth-authorization-server/rollcall/api/oauth/groups';
    for (const group of [tenant.slug, 'nobody']) {
      const found = await read(`${at}/${group}`);
      expect(found).to.deep.include({
        issuer: `${PUBLIC_URL}/api/oauth/groups/${group}`,
        token_endpoint: `${PUBLIC_URL}/api/oauth/groups/${group}/token`,
        global_token_revocation_endpoint: `${PUBLIC_URL}/api/oauth/groups/${group}/revocation`,
        global_token_revocation_endpoint_auth_methods_supported: ['global-token-revocation+jwt'],
        grant_types_supported: ['client_credentials'],
      });
    }
  });

  it('is named by a 401 of the SCIM endpoint, and leads to the token endpoint', async () => {
    const { headers, status } = await client(tenant.scimUrl, spoiled(tenant.scimToken))('GET', '/Users');
    expect(status).to.equal(401);
    const [, url = ''] = /resource_metadata="([^"]+)"/.exec(headers.get('www-authenticate') ?? '') ?? [];
    expect(new URL(url).origin).to.equal('https://login.example');
    const found = await read(new URL(url).pathname);
    expect(found).to.deep.include({
      resource: `${PUBLIC_URL}/api/scim/v2/groups/${tenant.slug}`,
      authorization_servers: [`${PUBLIC_URL}/api/oauth/groups/${tenant.slug}`],
      bearer_methods_supported: ['header'],
    });
  });

  it('is enough for openid-client to get an access token', async () => {
    const { clientId, clientSecret } = await newClient(app, tenant);
    // As a proxy does that serves the well-known addresses of its host, and strips the path of the service.
    const proxied: openid.CustomFetch = (url, options) => {
      const { pathname } = new URL(url);
      return fetch(app.url + pathname.replace(/^\/rollcall/, ''), options as RequestInit);
    };
    const config = await openid.discovery(
      new URL(`${PUBLIC_URL}/api/oauth/groups/${tenant.slug}`),
      clientId,
      clientSecret,
      undefined,
      { algorithm: 'oauth2', [openid.customFetch]: proxied },
    );
    const given = await openid.clientCredentialsGrant(config, { scope: 'scim' });
    expect((await client(tenant.scimUrl, given.access_token)('GET', '/Users')).status).to.equal(200);
  });
});
