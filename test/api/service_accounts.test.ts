import { expect } from 'chai';
import { auditEntries } from '../../lib/audit/types.ts';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';
import { type ApiCaller, apiCaller, withToken } from './api_caller.ts';

describe('a service account', () => {
  let app: Rollcall;
  let acme: Tenant;
  let owner: ApiCaller;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    acme = await app.bootstrap();
    owner = await apiCaller(app, acme.username);
    await owner('POST', `/groups/${acme.slug}/service-accounts`, { body: { name: 'deploy' } });
  });

  const tokenWith = async (...scope: string[]) => {
    const made = await owner('POST', `/groups/${acme.slug}/service-accounts/deploy/tokens`, {
      body: { name: scope.join(' '), scope },
    });
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
    return withToken(app, String(made.body.secret));
  };

  it('reads with the scope read what an owner of its group reads, by path and by id', async () => {
    const program = await tokenWith('read');
    for (const group of [acme.slug, acme.groupId]) {
      const { status, body } = await program('GET', `/groups/${group}/members`);
      expect(status).to.equal(200);
      expect(body).to.deep.equal((await owner('GET', `/groups/${group}/members`)).body);
    }
  });

  it('changes nothing with the scope read', async () => {
    const program = await tokenWith('read');
    const { status, body } = await program('POST', `/groups/${acme.slug}/groups`, { body: { slug: 'dev' } });
    expect([status, body.code]).to.deep.equal([403, 'insufficient_scope']);
  });

  it('reads members, but no integration, with the scope members:read', async () => {
    const program = await tokenWith('members:read');
    expect((await program('GET', `/groups/${acme.slug}/members`)).status).to.equal(200);
    expect((await program('GET', `/groups/${acme.slug}/integrations`)).status).to.equal(403);
  });

  it('needs the scope admin to make an owner', async () => {
    const email = `ann@${acme.slug}.test`;
    await operate(app.services, 'account create', { email });
    await operate(app.services, 'member add', { group: acme.slug, account: email, role: 'guest' });
    const path = `/groups/${acme.slug}/members/${encodeURIComponent(email)}`;
    const writer = await tokenWith('write');
    expect((await writer('PUT', path, { body: { role: 'maintainer' } })).status).to.equal(200);
    expect((await writer('PUT', path, { body: { role: 'owner' } })).status).to.equal(403);
    const admin = await tokenWith('admin');
    expect((await admin('PUT', path, { body: { role: 'owner' } })).status).to.equal(200);
  });

  it('makes no service account and no token with any scope', async () => {
    const admin = await tokenWith('admin');
    const accounts = `/groups/${acme.slug}/service-accounts`;
    for (const [path, body] of [
      [accounts, { name: 'second' }],
      [`${accounts}/deploy/tokens`, { name: 'longer', days: 365, scope: ['admin'] }],
    ] as const) {
      const refused = await admin('POST', path, { body });
      expect([refused.status, refused.body.code]).to.deep.equal([403, 'forbidden']);
    }
  });

  it('finds another group as if it did not exist, although both have the same owner', async () => {
    const globex = await app.bootstrap();
    const ownersName = acme.username;
    await operate(app.services, 'member add', { group: globex.slug, account: ownersName, role: 'owner' });
    const program = await tokenWith('admin');
    for (const group of [globex.slug, globex.groupId, 'no-such-group'])
      expect((await program('GET', `/groups/${group}/members`)).body.detail).to.equal(
        'You have no access to such a group. Check the path.',
      );
  });

  it('is no person: its profile is closed to it', async () => {
    const program = await tokenWith('admin');
    expect((await program('GET', '/profile')).body.code).to.equal('forbidden');
  });

  it('stands in the audit log by its name', async () => {
    const program = await tokenWith('write');
    await program('POST', `/groups/${acme.slug}/groups`, { body: { slug: 'dev' } });
    const { items } = await app.services.store.list(auditEntries, acme.groupId, { limit: 100 });
    const made = items.find(({ action, actor }) => action === 'group.created' && actor.kind === 'account');
    expect(made?.actor).to.have.property('tokenId');
    const { body } = await owner('GET', `/groups/${acme.slug}/audit?limit=200`);
    expect(JSON.stringify(body)).to.contain(`service-${acme.slug}-deploy`);
  });

  it('ends with its tokens at once', async () => {
    const program = await tokenWith('read');
    await owner('DELETE', `/groups/${acme.slug}/service-accounts/deploy`);
    expect((await program('GET', `/groups/${acme.slug}`)).status).to.equal(401);
    const { body } = await owner('GET', `/groups/${acme.slug}/service-accounts`);
    expect(body.serviceAccounts).to.deep.equal([]);
  });
});
