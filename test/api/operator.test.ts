import { expect } from 'chai';
import { operate, type Plain } from '../cli/operator.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';
import { Visitor } from '../web/visitor.ts';
import { type ApiCaller, apiCaller, withToken } from './api_caller.ts';

describe('the API for operators', () => {
  let app: Rollcall;
  let acme: Tenant;
  let globex: Tenant;
  /** The owner of acme, who is an operator. */
  let operator: ApiCaller;
  let reader: ApiCaller;
  /** The owner of globex, with every scope, who is none. */
  let other: ApiCaller;

  before(async () => {
    app = await boot();
    [acme, globex] = [await app.bootstrap(), await app.bootstrap()];
    await operate(app.services, 'operator add', { account: acme.username });
    operator = await apiCaller(app, acme.username, ['operate']);
    reader = await apiCaller(app, acme.username, ['operate:read']);
    other = await apiCaller(app, globex.username);
  });
  after(() => app.close());

  it('lists the groups and accounts of the whole service', async () => {
    const { body } = await reader('GET', '/operator/groups');
    expect((body.groups as Plain[]).map(({ path }) => path)).to.include.members([acme.slug, globex.slug]);
    const accounts = (await reader('GET', '/operator/accounts')).body.accounts as Plain[];
    expect(accounts.map(({ username }) => username)).to.include(globex.username);
    expect((await reader('GET', '/operator/health')).status).to.equal(200);
  });

  it('creates a group, and ends credentials, tokens and sessions of every group', async () => {
    expect((await operator('POST', '/operator/groups', { body: { slug: 'initech' } })).status).to.equal(201);
    const { credentials } = (await operator('GET', `/operator/groups/${globex.slug}`)).body;
    const [credential] = credentials as Plain[];
    const at = `/groups/${globex.slug}/integrations/SCIM/credentials/${String(credential?.id)}`;
    expect((await operator('DELETE', at)).status).to.equal(200);
    expect((await globex.scim('GET', '/Users')).status).to.equal(401);
    const account = `/operator/accounts/${globex.username}`;
    expect((await operator('DELETE', `${account}/sessions`)).status).to.equal(200);
    const doomed = await apiCaller(app, globex.username);
    const { tokens } = (await operator('GET', `${account}/tokens`)).body;
    const [newest] = tokens as Plain[];
    expect((await operator('DELETE', `${account}/tokens/${String(newest?.id)}`)).status).to.equal(200);
    expect((await doomed('GET', '/profile')).status).to.equal(401);
  });

  it('reads and sets seats on the condition of an ETag', async () => {
    const at = `/groups/${globex.groupId}/seats`;
    const etag = (await operator('GET', at)).headers.get('etag') ?? '';
    const set = (seats: number) => operator('PUT', at, { body: { seats }, headers: { 'if-match': etag } });
    expect((await set(7)).status).to.equal(200);
    expect((await set(8)).body.code).to.equal('version_mismatch');
  });

  it('makes a webhook and a stream of the whole service, tries and removes them', async () => {
    const at = '/operator/webhooks';
    const body = { url: 'https://hooks.test/', name: 'Everything', types: ['access.*'] };
    const made = await operator('POST', at, { body });
    expect(made.body.secret).to.match(/^whsec_/);
    expect(made.body.webhook).to.include({ name: 'Everything' }).and.not.have.property('group');
    const { headers } = await reader('GET', `${at}/Everything`);
    const disable = () =>
      operator('PATCH', `${at}/Everything`, {
        body: { enabled: false },
        headers: { 'if-match': headers.get('etag') ?? '' },
      });
    expect([(await disable()).status, (await disable()).status]).to.deep.equal([200, 412]);
    const stream = { name: 'Signals', kind: 'poll' };
    expect((await operator('POST', '/operator/streams', { body: stream })).status).to.equal(201);
    expect((await operator('POST', '/operator/streams/Signals/test')).body).to.include({ kind: 'poll' });
    const { body: list } = await reader('GET', '/operator/streams/Signals/deliveries');
    expect(list.deliveries).to.have.length(1);
    expect((await reader('GET', '/operator/outstanding')).body.outstanding).to.deep.equal([]);
    for (const path of [`${at}/Everything`, '/operator/streams/Signals'])
      expect((await operator('DELETE', path)).status, path).to.equal(200);
    expect((await reader('GET', at)).body.webhooks).to.deep.equal([]);
  });

  it('shows webhooks and streams of the whole service to no other scope, and to nobody else', async () => {
    const owner = await apiCaller(app, acme.username, ['admin']);
    for (const path of ['/operator/webhooks', '/operator/streams', '/operator/outstanding']) {
      const refused = await owner('GET', path);
      expect([refused.status, refused.body.code], path).to.deep.equal([403, 'insufficient_scope']);
      expect(refused.body.detail).to.contain('the scope operate:read.');
      const { body } = await other('GET', path);
      expect([body.code, body.detail], path).to.deep.equal([
        'forbidden',
        'Only the operator of this service may do this.',
      ]);
    }
  });

  it('takes no group where it acts on the whole service', async () => {
    const refused = await operator('GET', `/operator/webhooks?group=${globex.slug}`);
    expect([refused.status, refused.body.code]).to.deep.equal([400, 'invalid_arguments']);
  });

  it('changes nothing with operate:read', async () => {
    const refused = await reader('POST', '/operator/groups', { body: { slug: 'hooli' } });
    expect([refused.status, refused.body.code]).to.deep.equal([403, 'insufficient_scope']);
    expect(refused.body.detail).to.contain('the scope operate.');
  });

  it('gives an operator no more of a group than ending, with these scopes', async () => {
    for (const path of ['/members', '/integrations', '/log', '/audit', '/saml', '/webhooks', '/streams'])
      expect((await operator('GET', `/groups/${globex.slug}${path}`)).body.code, path).to.equal(
        'insufficient_scope',
      );
  });

  it('refuses a person who is not an operator, and the token of a former operator', async () => {
    for (const path of ['/operator/groups', '/operator/accounts', `/operator/accounts/${acme.username}`])
      expect((await other('GET', path)).body.code, path).to.equal('forbidden');
    const seats = await other('DELETE', `/groups/${acme.slug}/seats`);
    expect(seats.body.code).to.equal('not_found');
    const { username, slug } = await app.bootstrap();
    await operate(app.services, 'operator add', { account: username });
    const former = await apiCaller(app, username, ['operate']);
    expect((await former('GET', '/operator/groups')).status).to.equal(200);
    await operate(app.services, 'operator remove', { account: username });
    expect((await former('GET', '/operator/groups')).status).to.equal(403);
    expect((await former('GET', `/groups/${slug}/seats`)).body.code).to.equal('not_found');
  });

  it('refuses the token of a service account, which cannot have such a scope', async () => {
    const run = (name: string, args: Plain) =>
      operate(app.services, name, { group: acme.slug, serviceAccount: 'deploy', ...args });
    await operate(app.services, 'service-account create', { group: acme.slug, name: 'deploy' });
    const wish = { name: 'first', scope: ['operate'] };
    expect(String(await run('service-account token create', wish).catch(String))).to.contain('scope');
    const { secret } = await run('service-account token create', { name: 'first', scope: ['admin'] });
    const program = withToken(app, String(secret));
    expect((await program('GET', '/operator/groups')).body.code).to.equal('insufficient_scope');
  });

  it('generates such a token on the page for an operator who has signed in, and for nobody else', async () => {
    for (const [{ username, password = '' }, status] of [
      [acme, 200],
      [globex, 422],
    ] as const) {
      const visitor = new Visitor(app);
      await visitor.signIn(username, password);
      const page = await visitor.visit('/profile/tokens');
      expect(page.text.includes('value="operate:read"')).to.equal(status === 200);
      const wish = { name: 'fleet', days: '7', scope: 'operate', password };
      const made = await visitor.send('/profile/tokens', wish);
      expect(made.status, made.text).to.equal(status);
      if (status === 422) expect(made.text).to.contain('Only an operator may create such a token.');
    }
  });
});
