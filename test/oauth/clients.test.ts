import { expect } from 'chai';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { HOUR } from '../../lib/kernel/runtime.ts';
import { operate } from '../cli/operator.ts';
import { movableClock } from '../clock.ts';
import { boot, client, type Rollcall, spoiled, type Tenant } from '../helper.ts';
import { logOf } from '../http/fixture.ts';
import { basicOf, type Copied, exchanged, newClient, post, withAccessToken } from './stage.ts';

describe('the token endpoint', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let copied: Copied;
  const clock = movableClock();

  before(async () => {
    app = await boot({ runtime: clock.runtime });
  });
  after(() => app.close());
  beforeEach(async () => {
    clock.later = 0;
    tenant = await app.bootstrap();
    copied = await newClient(app, tenant);
  });

  const integrationOf = () => ({ group: tenant.slug, integration: 'SCIM' });
  const statusWith = async (token: unknown) =>
    (await client(tenant.scimUrl, String(token))('GET', '/Users')).status;

  describe('gives an access token to', () => {
    const inClear = { [oauth.allowInsecureRequests]: true };

    for (const [name, auth] of [
      ['client_secret_post', oauth.ClientSecretPost],
      ['client_secret_basic', oauth.ClientSecretBasic],
    ] as const)
      it(`oauth4webapi with ${name}`, async () => {
        const server = { issuer: copied.issuer, token_endpoint: copied.tokenUrl };
        const itself = { client_id: copied.clientId };
        const response = await oauth.clientCredentialsGrantRequest(
          server,
          itself,
          auth(copied.clientSecret),
          new URLSearchParams({ scope: 'scim' }),
          inClear,
        );
        const given = await oauth.processClientCredentialsResponse(server, itself, response);
        expect(given).to.include({ token_type: 'bearer', expires_in: 3_600, scope: 'scim' });
        expect(given.access_token).to.match(/^rca_[0-9A-Za-z]{49}$/);
        expect(await statusWith(given.access_token)).to.equal(200);
      });

    for (const [name, auth] of [
      ['client_secret_post', openid.ClientSecretPost],
      ['client_secret_basic', openid.ClientSecretBasic],
    ] as const)
      it(`openid-client with ${name}`, async () => {
        const server = { issuer: copied.issuer, token_endpoint: copied.tokenUrl };
        const config = new openid.Configuration(
          server,
          copied.clientId,
          undefined,
          auth(copied.clientSecret),
        );
        openid.allowInsecureRequests(config);
        const given = await openid.clientCredentialsGrant(config, { scope: 'scim.readwrite' });
        expect(given.scope).to.equal('scim.readwrite');
        expect(await statusWith(given.access_token)).to.equal(200);
      });
  });

  it('answers without a cache and with the type JSON', async () => {
    const { status, headers, body } = await exchanged(copied);
    expect(status).to.equal(200);
    expect(headers.get('cache-control')).to.equal('no-store');
    expect(headers.get('content-type')).to.match(/^application\/json/);
    expect(body).to.include({ token_type: 'Bearer', expires_in: 3_600 });
  });

  it('gives the same 401 to every wrong client, and the owners the true reason', async () => {
    const stranger = await newClient(app, await app.bootstrap());
    const revoked = await newClient(app, tenant, { name: 'revoked' });
    await operate(app.services, 'credential revoke', { ...integrationOf(), credential: 'revoked' });
    const elsewhere = await newClient(app, tenant, { name: 'elsewhere', cidr: ['192.0.2.0/24'] });
    const short = await newClient(app, tenant, { name: 'short', expiresIn: '1d' });
    clock.later = 25 * HOUR;
    const { tokenUrl, clientSecret } = copied;
    const refused = await Promise.all([
      exchanged({ ...copied, clientSecret: spoiled(clientSecret) }),
      exchanged({ ...copied, clientId: 'nobody' }),
      exchanged({ ...stranger, tokenUrl }),
      exchanged(revoked),
      exchanged(elsewhere),
      exchanged(short),
      exchanged({ ...copied, tokenUrl: tokenUrl.replace(/groups\/[^/]+/, 'groups/nobody') }),
    ]);
    for (const { status, headers, body } of refused) {
      expect([status, body]).to.deep.equal([401, refused[0]?.body]);
      expect(headers.get('www-authenticate')).to.equal(null);
      expect(body.error).to.equal('invalid_client');
    }
    const reasons = (await logOf(app, tenant)).map(({ outcome }) => outcome);
    expect(reasons).to.have.members([
      'Refused: The secret is not that of the client Entra.',
      'Refused: The client id is not one of this group.',
      'Refused: The client id is not one of this group.',
      'Refused: The client revoked is revoked.',
      'Refused: The client elsewhere may not be used from 127.0.0.1.',
      'Refused: The client short has expired.',
    ]);
  });

  it('names Basic to a wrong client that used it', async () => {
    const authorization = basicOf(copied.clientId, spoiled(copied.clientSecret));
    const { status, headers } = await post(
      copied.tokenUrl,
      { grant_type: 'client_credentials' },
      { authorization },
    );
    expect([status, headers.get('www-authenticate')]).to.deep.equal([401, 'Basic realm="Rollcall"']);
  });

  it('refuses a malformed request with its reason', async () => {
    const { tokenUrl, clientId, clientSecret } = copied;
    const authorization = basicOf(clientId, clientSecret);
    const whole = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    const { grant_type: _grant, ...noGrant } = whole;
    const { client_secret: _secret, ...noSecret } = whole;
    const cases: [string, Promise<{ status: number; body: Readonly<Record<string, unknown>> }>][] = [
      ['invalid_request', post(tokenUrl, noGrant)],
      ['unsupported_grant_type', post(tokenUrl, { ...whole, grant_type: 'password' })],
      ['invalid_request', post(tokenUrl, noSecret)],
      ['invalid_request', post(tokenUrl, whole, { authorization })],
      ['invalid_request', post(tokenUrl, { ...noSecret, client_id: 'other' }, { authorization })],
      ['invalid_request', post(tokenUrl, `${new URLSearchParams(whole)}&client_id=${clientId}`)],
      ['invalid_request', post(tokenUrl, JSON.stringify(whole), { 'content-type': 'application/json' })],
      ['invalid_scope', post(tokenUrl, { ...whole, scope: 'openid' })],
    ];
    for (const [error, answer] of cases) {
      const { status, body } = await answer;
      expect([status, body.error]).to.deep.equal([400, error]);
    }
    const wrongMethod = await fetch(tokenUrl);
    expect([wrongMethod.status, wrongMethod.headers.get('allow')]).to.deep.equal([405, 'POST']);
  });

  it('gives the scopes that were asked for, of those that the client has', async () => {
    const { body } = await exchanged(copied, { scope: 'users:read' });
    expect(body.scope).to.equal('users:read');
    const asked = client(tenant.scimUrl, String(body.access_token));
    expect((await asked('GET', '/Users')).status).to.equal(200);
    expect((await asked('GET', '/Groups')).status).to.equal(403);
    expect((await exchanged(copied, { scope: 'scim openid' })).body.scope).to.equal('scim');
    const reader = await newClient(app, tenant, { name: 'reader', scope: ['users:read'] });
    expect((await exchanged(reader, { scope: 'scim' })).body.scope).to.equal('users:read');
    expect((await exchanged(reader, { scope: 'users:write' })).body.error).to.equal('invalid_scope');
  });

  it('gives access tokens as long a life as the integration says', async () => {
    await operate(app.services, 'integration change', { ...integrationOf(), accessTokenMinutes: 90 });
    const { body } = await exchanged(copied);
    expect(body.expires_in).to.equal(5_400);
    clock.later = 1.4 * HOUR;
    expect(await statusWith(body.access_token)).to.equal(200);
    clock.later = 1.6 * HOUR;
    expect(await statusWith(body.access_token)).to.equal(401);
  });

  it('ends the access tokens of a client when it is revoked, and no others', async () => {
    const other = await withAccessToken(tenant, await newClient(app, tenant, { name: 'other' }));
    const mine = await withAccessToken(tenant, copied);
    expect((await mine('GET', '/Users')).status).to.equal(200);
    await operate(app.services, 'credential revoke', { ...integrationOf(), credential: 'Entra' });
    expect((await mine('GET', '/Users')).status).to.equal(401);
    expect((await other('GET', '/Users')).status).to.equal(200);
    expect((await tenant.scim('GET', '/Users')).status).to.equal(200);
  });

  it('ends access tokens when the integration is disabled, and gives no others', async () => {
    const scim = await withAccessToken(tenant, copied);
    await operate(app.services, 'integration change', { ...integrationOf(), disable: true });
    expect((await exchanged(copied)).body.error).to.equal('unauthorized_client');
    await operate(app.services, 'integration change', { ...integrationOf(), enable: true });
    expect((await scim('GET', '/Users')).status).to.equal(401);
    expect((await exchanged(copied)).status).to.equal(200);
  });

  it('ends access tokens when the removal of the integration begins', async () => {
    const scim = await withAccessToken(tenant, copied);
    await operate(app.services, 'integration remove', { ...integrationOf(), members: 'keep' });
    expect((await scim('GET', '/Users')).status).to.equal(401);
    expect((await exchanged(copied)).status).to.equal(401);
  });

  it('lets both clients of a rotation work during the overlap', async () => {
    const { clientId, clientSecret } = (await operate(app.services, 'credential rotate', {
      ...integrationOf(),
      credential: 'Entra',
      overlap: 1,
    })) as unknown as Copied;
    expect((await exchanged(copied)).status).to.equal(200);
    expect((await exchanged({ ...copied, clientId, clientSecret })).status).to.equal(200);
    clock.later = 2 * HOUR;
    expect((await exchanged(copied)).status).to.equal(401);
    expect((await exchanged({ ...copied, clientId, clientSecret })).status).to.equal(200);
  });

  it('shows in the log and in the list of credentials which client was used', async () => {
    const scim = await withAccessToken(tenant, copied);
    await scim('GET', '/Users');
    const [asked, read] = await logOf(app, tenant);
    expect(asked?.outcome).to.equal('Gave an access token to Entra.');
    expect(read?.tokenId).to.equal(copied.clientId).and.to.equal(asked?.tokenId);
    const shown = await operate(app.services, 'credential list', integrationOf());
    const { credentials } = shown as unknown as { credentials: { id: string; lastUsed?: { ip: string } }[] };
    expect(credentials.find(({ id }) => id === copied.clientId)?.lastUsed?.ip).to.equal('127.0.0.1');
  });

  it('keeps at most fifty live access tokens of a client', async () => {
    const first = await withAccessToken(tenant, copied);
    for (let at = 0; at < 49; at++) await exchanged(copied);
    expect((await first('GET', '/Users')).status).to.equal(200);
    await exchanged(copied);
    expect((await first('GET', '/Users')).status).to.equal(401);
  });

  it('answers 429 to a client that asks for more than sixty access tokens in a minute', async () => {
    for (let at = 0; at < 60; at++) await exchanged(copied);
    const { status, headers, body } = await exchanged(copied);
    expect([status, body.error]).to.deep.equal([429, 'temporarily_unavailable']);
    expect(Number(headers.get('retry-after'))).to.be.within(1, 60);
  });
});
