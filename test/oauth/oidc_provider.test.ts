import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { exportJWK, generateKeyPair } from 'jose';
import * as oauth from 'oauth4webapi';
import { Provider } from 'oidc-provider';
import { boot, client, type Rollcall, type Tenant } from '../helper.ts';
import { asserted, newFederation } from './stage.ts';

const AUDIENCE = 'api://rollcall';

describe('a federation with oidc-provider as the issuer', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let server: Server;
  let issuer = '';

  before(async () => {
    app = await boot({ env: { ALLOW_PRIVATE_FETCH: 'true', NODE_ENV: 'test' } });
    tenant = await app.bootstrap();
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const provider = new Provider(issuer, {
      jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'one' }] },
      clients: [
        {
          client_id: 'provisioning',
          client_secret: 'its own secret',
          grant_types: ['client_credentials'],
          redirect_uris: [],
          response_types: [],
          token_endpoint_auth_method: 'client_secret_post',
        },
      ],
      ttl: { ClientCredentials: 600 },
      features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        resourceIndicators: {
          enabled: true,
          getResourceServerInfo: () => ({ scope: '', audience: AUDIENCE, accessTokenFormat: 'jwt' }),
        },
      },
    });
    const answer = provider.callback();
    server.on('request', (request, response) => void answer(request, response));
  });
  after(async () => {
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
    await app.close();
  });

  /** A JWT of the issuer about its client, for this resource. */
  async function assertion(): Promise<string> {
    const itself = { client_id: 'provisioning' };
    const response = await oauth.clientCredentialsGrantRequest(
      { issuer, token_endpoint: `${issuer}/token` },
      itself,
      oauth.ClientSecretPost('its own secret'),
      new URLSearchParams({ resource: 'urn:rollcall' }),
      { [oauth.allowInsecureRequests]: true },
    );
    const given = await oauth.processClientCredentialsResponse({ issuer }, itself, response);
    return given.access_token;
  }

  it('exchanges its JWT for an access token once, and refuses it for another audience', async () => {
    const trust = { issuer, subject: 'provisioning', jwksUrl: `${issuer}/jwks` };
    const federation = await newFederation(app, tenant, { ...trust, audience: AUDIENCE });
    const jwt = await assertion();
    const { status, body } = await asserted(federation, jwt, { scope: 'scim' });
    expect(status).to.equal(200);
    expect((await client(tenant.scimUrl, String(body.access_token))('GET', '/Users')).status).to.equal(200);
    expect((await asserted(federation, jwt)).body.error).to.equal('invalid_client');
    const other = await newFederation(app, tenant, { ...trust, name: 'other', audience: 'api://other' });
    expect((await asserted(other, await assertion())).body.error).to.equal('invalid_client');
  });
});
