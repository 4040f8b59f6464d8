import { expect } from 'chai';
import {
  changeIntegration,
  listIntegrations,
  renameConnectedGroup,
} from '../../lib/integrations/integrations.ts';
import type { CredentialWishes } from '../../lib/integrations/new_credential.ts';
import { issueToken, revokeToken, rotateToken } from '../../lib/integrations/tokens.ts';
import { type Integration, integrations, tokenUses } from '../../lib/integrations/types.ts';
import { HOUR } from '../../lib/kernel/runtime.ts';
import { tokenKind } from '../../lib/kernel/token_format.ts';
import { operate, refusal } from '../cli/operator.ts';
import { movableClock } from '../clock.ts';
import { boot, client, type Reply, type Rollcall, spoiled, type Tenant, user } from '../helper.ts';
import { groupNamed } from './people.ts';

const operator = { kind: 'operator' as const };

describe('tokens', () => {
  let app: Rollcall;
  let tenant: Tenant;
  const clock = movableClock();

  before(async () => {
    app = await boot({ runtime: clock.runtime });
  });
  after(() => app.close());
  beforeEach(async () => {
    clock.later = 0;
    tenant = await app.bootstrap();
  });

  async function integrationOf(of: Tenant): Promise<Integration> {
    const [first] = await listIntegrations(app.services.store, of.groupId);
    if (!first) throw new Error('no integration');
    return first;
  }

  async function issued(wishes: CredentialWishes): Promise<string> {
    const { store, secrets } = app.services;
    const integration = await integrationOf(tenant);
    return store.transaction(
      async (unit) => issueToken(unit, integration, wishes, secrets.tokenPepper, operator).secret,
    );
  }

  function withToken(token: string, ...[method, path, body]: Parameters<Tenant['scim']>): Promise<Reply> {
    return client(tenant.scimUrl, token)(method, path, body);
  }

  it('have the published format', () => {
    expect(tenant.scimToken).to.match(/^rcs_[0-9A-Za-z]{49}$/);
    expect(tokenKind(tenant.scimToken)).to.equal('rcs');
    expect(tokenKind(spoiled(tenant.scimToken))).to.equal(undefined);
  });

  it('have no name of another live one, in any case, except during a rotation', async () => {
    const { services } = app;
    const group = tenant.slug;
    const twice = await refusal(services, 'token create', { group, name: 'FIRST token' });
    expect(twice.code).to.equal('token_name_taken');
    await operate(services, 'token rotate', { group, token: 'first token' });
    const { tokens } = await operate(services, 'token list', { group });
    expect((tokens as { name: string }[]).map(({ name }) => name)).to.deep.equal([
      'first token',
      'first token',
    ]);
    for (const { id } of tokens as { id: string }[])
      await operate(services, 'token revoke', { group, token: id });
    await operate(services, 'token create', { group, name: 'first token' });
  });

  it('get the same refusal for every fault', async () => {
    const { store } = app.services;
    const other = await app.bootstrap();
    const revoked = await issued({ name: 'revoked' });
    const expired = await issued({ name: 'expired', days: 1 });
    const elsewhere = await issued({ name: 'elsewhere', cidrs: ['192.0.2.0/24', '2001:db8::/32'] });
    const integration = await integrationOf(tenant);
    const token = integration.tokens.find(({ name }) => name === 'revoked');
    await store.transaction(async (unit) => token && revokeToken(unit, integration, token, operator));
    clock.later = 25 * HOUR;

    const refused = await Promise.all([
      withToken(revoked, 'GET', '/Users'),
      withToken(expired, 'GET', '/Users'),
      withToken(elsewhere, 'GET', '/Users'),
      withToken(other.scimToken, 'GET', '/Users'),
      withToken(`rcs_${'0'.repeat(49)}`, 'GET', '/Users'),
      withToken('nonsense', 'GET', '/Users'),
      client(tenant.scimUrl.replace(/[^/]+$/, 'nobody'), tenant.scimToken)('GET', '/Users'),
      withToken(revoked, 'GET', '/NoSuchThing'),
    ]);
    for (const { status, headers, body } of refused) {
      expect([status, body]).to.deep.equal([401, refused[0]?.body]);
      expect(headers.get('www-authenticate')).to.match(/^Bearer/);
      expect(headers.get('content-type')).to.match(/^application\/scim\+json/);
    }
    expect((await withToken(tenant.scimToken, 'GET', '/Users')).status).to.equal(200);
  });

  it('work only in the Authorization header', async () => {
    const response = await fetch(`${tenant.scimUrl}/Users?access_token=${tenant.scimToken}`);
    expect(response.status).to.equal(401);
  });

  it('allow what their scopes allow', async () => {
    const reader = await issued({ name: 'reader', scopes: ['users:read'] });
    expect((await withToken(reader, 'GET', '/Users')).status).to.equal(200);
    const { status, body } = await withToken(reader, 'POST', '/Users', user('no@scope.test'));
    expect([status, body.status]).to.deep.equal([403, '403']);
    expect(body.detail).to.match(/users:write/);
  });

  it('work from their address ranges only', async () => {
    const local = await issued({ name: 'local', cidrs: ['127.0.0.0/8', '::1'] });
    expect((await withToken(local, 'GET', '/Users')).status).to.equal(200);
  });

  it('keep the meaning of a range that an earlier version stored as typed', async () => {
    const { store, secrets } = app.services;
    const secret = await issued({ name: 'old', cidrs: ['127.0.0.0/16'] });
    await store.transaction(async (unit) => {
      const integration = await integrationOf(tenant);
      const tokens = integration.tokens.map((token) => ({ ...token, cidrs: ['127.0/16'] }));
      unit.update(integrations, { ...integration, tokens });
    });
    expect((await withToken(secret, 'GET', '/Users')).status).to.equal(200);
    const shown = await operate(app.services, 'token list', { group: tenant.slug });
    expect(JSON.stringify(shown)).to.include('"cidrs":["127.0.0.0/16"]');
    const integration = await integrationOf(tenant);
    const old = integration.tokens.find(({ name }) => name === 'old');
    if (!old) throw new Error('no token');
    const { token } = await store.transaction(async (unit) =>
      rotateToken(unit, integration, old, 0, secrets.tokenPepper, operator),
    );
    expect(token.cidrs).to.deep.equal(['127.0.0.0/16']);
  });

  it('answer 403 with the reason while the integration is disabled', async () => {
    const { store } = app.services;
    const integration = await integrationOf(tenant);
    await store.transaction(async (unit) =>
      changeIntegration(unit, integration, { enabled: false }, operator),
    );
    const { status, body } = await tenant.scim('GET', '/Users');
    expect(status).to.equal(403);
    expect(body.detail).to.match(/disabled/);
  });

  it('rotate with an overlap in which both work', async () => {
    const { store, secrets } = app.services;
    const integration = await integrationOf(tenant);
    const [old] = integration.tokens;
    if (!old) throw new Error('no token');
    const { secret } = await store.transaction(async (unit) =>
      rotateToken(unit, integration, old, 24, secrets.tokenPepper, operator),
    );
    clock.later = 23 * HOUR;
    expect((await tenant.scim('GET', '/Users')).status).to.equal(200);
    expect((await withToken(secret, 'GET', '/Users')).status).to.equal(200);
    clock.later = 25 * HOUR;
    expect((await tenant.scim('GET', '/Users')).status).to.equal(401);
    expect((await withToken(secret, 'GET', '/Users')).status).to.equal(200);
  });

  it('are at most five, even when created concurrently', async () => {
    const made = await Promise.allSettled(Array.from({ length: 9 }, (_, at) => issuedFresh(`token ${at}`)));
    expect(made.filter(({ status }) => status === 'fulfilled')).to.have.length(4);
    expect((await integrationOf(tenant)).digests).to.have.length(5);
  });

  function issuedFresh(name: string): Promise<string> {
    const { store, secrets } = app.services;
    return store.transaction(async (unit) => {
      const [integration] = await listIntegrations(unit, tenant.groupId);
      if (!integration) throw new Error('no integration');
      return issueToken(unit, integration, { name }, secrets.tokenPepper, operator).secret;
    });
  }

  it('record when and from where they were used', async () => {
    const { runtime } = app.services;
    const before = runtime.now();
    await tenant.scim('GET', '/Users', undefined, { 'user-agent': 'Okta SCIM Client 1.0.0' });
    await app.services.tokenUses.flush();
    const integration = await integrationOf(tenant);
    const use = await app.services.store.get(tokenUses, integration.id, integration.tokens[0]?.id ?? '');
    expect(use).to.include({ ip: '127.0.0.1', userAgent: 'Okta SCIM Client 1.0.0' });
    expect(use?.at).to.be.within(before, runtime.now());
  });

  it('work under the former path of a renamed group', async () => {
    const { store } = app.services;
    const root = await groupNamed(app.services, tenant.groupId);
    await store.transaction((unit) =>
      renameConnectedGroup(unit, root, { slug: `${root.slug}-renamed` }, operator),
    );
    expect((await tenant.scim('GET', '/Users')).status).to.equal(200);
    expect((await client(`${tenant.scimUrl}-renamed`, tenant.scimToken)('GET', '/Users')).status).to.equal(
      200,
    );
  });
});
