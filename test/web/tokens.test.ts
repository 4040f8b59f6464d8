import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { personalTokensOf } from '../../lib/accounts/personal_tokens.ts';
import type { Account } from '../../lib/accounts/types.ts';
import { ACCOUNTS_CHAIN, auditEntries } from '../../lib/audit/types.ts';
import { DAY } from '../../lib/kernel/runtime.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { operate } from '../cli/operator.ts';
import { movableClock } from '../clock.ts';
import { boot, client, deactivation, type Rollcall, type Tenant, user } from '../helper.ts';
import { logOf } from '../http/fixture.ts';
import { connected } from '../provisioning/second.ts';
import { PASSWORD, person, signedIn } from './people.ts';
import { mailsTo, noMailServer, type Seen, type Visitor } from './visitor.ts';

describe('personal access tokens', () => {
  const clock = movableClock();
  let app: Rollcall;
  before(async () => {
    app = await boot({ env: noMailServer, runtime: clock.runtime });
  });
  after(() => app.close());

  async function visitorOf(who: Account): Promise<Visitor> {
    const visitor = await signedIn(app, who);
    await visitor.visit('/profile/tokens');
    return visitor;
  }

  function make(visitor: Visitor, more: Record<string, string> = {}): Promise<Seen> {
    return visitor.send('/profile/tokens', { name: 'deploy', days: '30', password: PASSWORD, ...more });
  }

  async function tokenOf(who: Account): Promise<string> {
    return secretIn(await make(await visitorOf(who)));
  }

  function ask(token: string, path = '/api/v1/me') {
    return fetch(app.url + path, { headers: { authorization: `Bearer ${token}` } });
  }

  it('are shown once, and are listed with their last use', async () => {
    const ann = await person(app);
    const visitor = await visitorOf(ann);
    const made = await make(visitor);
    expect(made.status).to.equal(200);
    expect(made.headers.get('cache-control')).to.equal('no-store');
    const token = secretIn(made);
    expect(token).to.match(/^rcp_[0-9A-Za-z]{49}$/);
    const before = (await visitor.visit('/profile/tokens')).text;
    expect(before)
      .to.contain('<strong>deploy</strong>')
      .and.to.contain('Not used yet')
      .and.not.contain(token);
    await ask(token);
    expect((await visitor.visit('/profile/tokens')).text).to.contain('from 127.0.0.1');
  });

  it('record their last use at most once a minute', async () => {
    const ann = await person(app);
    const token = await tokenOf(ann);
    const lastUse = async () => {
      await ask(token);
      const [held] = await personalTokensOf(app.services.store, ann.id);
      return held?.used?.at ?? 0;
    };
    const first = await lastUse();
    expect(first).to.be.above(0);
    expect(await lastUse()).to.equal(first);
    clock.forward(limits.lastUseEvery);
    expect(await lastUse()).to.be.at.least(first + limits.lastUseEvery);
  });

  it('identify the person without a session', async () => {
    const ann = await person(app);
    const response = await ask(await tokenOf(ann));
    const { id, username, name, email } = ann;
    const { token, ...rest } = (await response.json()) as Record<string, unknown>;
    expect(response.status).to.equal(200);
    expect(rest).to.deep.equal({ id, username, name, email, groups: [] });
    expect(token).to.include({ name: 'deploy' });
  });

  it('win over a cookie in the same request', async () => {
    const [ann, bob] = [await person(app), await person(app)];
    const authorization = `Bearer ${await tokenOf(ann)}`;
    const seen = await (await visitorOf(bob)).visit('/api/v1/me', { authorization });
    expect(JSON.parse(seen.text)).to.include({ username: ann.username });
  });

  it('open the groups of the person only', async () => {
    await app.bootstrap('opened');
    await app.bootstrap('closed');
    const ann = await person(app);
    await operate(app.services, 'member add', { group: 'opened', account: ann.username, role: 'developer' });
    const token = await tokenOf(ann);
    const own = await ask(token, '/api/v1/groups/opened');
    expect(await own.json()).to.include({ path: 'opened', role: 'developer' });
    expect((await ask(token, '/api/v1/groups/closed')).status).to.equal(404);
    await operate(app.services, 'member remove', { group: 'opened', account: ann.username });
    expect((await ask(token, '/api/v1/groups/opened')).status).to.equal(404);
  });

  it('do not work as tokens of an integration', async () => {
    const tenant = await app.bootstrap();
    const token = await tokenOf(await person(app));
    for (const path of ['/Users', '/ServiceProviderConfig', '/Me'])
      expect((await client(tenant.scimUrl, token)('GET', path)).status, path).to.equal(401);
  });

  it('end when they are revoked, in the profile or by the operator', async () => {
    const ann = await person(app);
    const visitor = await visitorOf(ann);
    const [first, second] = [
      secretIn(await make(visitor)),
      secretIn(await make(visitor, { name: 'report' })),
    ];
    await operate(app.services, 'account token revoke', { account: ann.username, token: 'deploy' });
    expect([(await ask(first)).status, (await ask(second)).status]).to.deep.equal([401, 200]);
    const { text } = await visitor.visit('/profile/tokens');
    await visitor.send('/profile/tokens/revoke', {
      token: /name="token" value="([^"]+)"/.exec(text)?.[1] ?? '',
    });
    expect((await ask(second)).status).to.equal(401);
  });

  it('cannot be revoked by another person', async () => {
    const [ann, bob] = [await person(app), await person(app)];
    const token = await tokenOf(ann);
    const { tokens } = await operate(app.services, 'account token list', { account: ann.username });
    const [{ id }] = tokens as [{ id: string }];
    await (await visitorOf(bob)).send('/profile/tokens/revoke', { token: id });
    expect((await ask(token)).status).to.equal(200);
  });

  it('expire', async () => {
    const token = await tokenOf(await person(app));
    clock.forward(30 * DAY - 60_000);
    expect((await ask(token)).status).to.equal(200);
    clock.forward(60_000);
    expect((await ask(token)).status).to.equal(401);
  });

  it('stay when the password is changed', async () => {
    const ann = await person(app);
    const token = await tokenOf(ann);
    const visitor = await signedIn(app, ann);
    await visitor.visit('/profile/password');
    const fields = { password: PASSWORD, new_password: 'four other words here' };
    expect((await visitor.send('/profile/password', fields)).location).to.equal('/profile');
    expect((await ask(token)).status).to.equal(200);
  });

  it('are in the audit log, and reported by mail', async () => {
    const ann = await person(app);
    await tokenOf(ann);
    const { items } = await app.services.store.list(auditEntries, ACCOUNTS_CHAIN, { limit: 1_000 });
    const made = items.find(
      ({ target, action }) => target === ann.id && action === 'personal_access_token.created',
    );
    expect(made?.actor).to.deep.equal({ kind: 'account', accountId: ann.id });
    expect((await mailsTo(app, ann.email)).at(-1)?.body).to.contain(
      'The personal access token deploy was made.',
    );
  });

  for (const [title, fields, sentence] of [
    ['without a name', { name: '  ' }, 'A name has 1 to'],
    ['with too long a name', { name: 'x'.repeat(limits.nameChars + 1) }, 'A name has 1 to'],
    ['for no days', { days: '0' }, 'A token lives 1 to'],
    ['for too many days', { days: '366' }, 'A token lives 1 to'],
    ['for something that is not a number', { days: 'ever' }, 'A token lives 1 to'],
    ['with a wrong password', { password: 'not this one' }, 'This is not your password'],
  ] as const)
    it(`are not made ${title}`, async () => {
      const visitor = await visitorOf(await person(app));
      const refused = await make(visitor, fields);
      expect(refused.status).to.equal(422);
      expect(refused.text).to.contain(sentence).and.to.contain('You have no tokens.');
    });

  it('have unique names', async () => {
    const visitor = await visitorOf(await person(app));
    await make(visitor);
    expect((await make(visitor)).text).to.contain('There is a token named deploy.');
  });

  it('of one person have a limit, even for concurrent requests', async () => {
    const ann = await person(app);
    const visitor = await visitorOf(ann);
    const few = 3;
    for (let at = few; at < limits.personalTokens; at++) await make(visitor, { name: `t${at}` });
    const names = Array.from({ length: few + 2 }, (_, at) => `t${limits.personalTokens + at}`);
    const answers = await Promise.all(names.map((name) => make(visitor, { name })));
    expect(answers.filter(({ status }) => status === 200)).to.have.length(few);
    expect(answers.filter(({ status }) => status === 422)).to.have.length(2);
  });

  async function provisioned(tenant: Tenant, account: string) {
    const { id } = (await tenant.scim('POST', '/Users', user(account, { password: 'x' }))).body;
    const password = String((await operate(app.services, 'account password', { account })).password);
    const visitor = await signedIn(app, { username: account }, password);
    await visitor.visit('/profile/tokens');
    const me = client(tenant.scimUrl, secretIn(await make(visitor, { password })));
    return { id: String(id), visitor, me };
  }

  it('show at /Me the user of the group for the person', async () => {
    const tenant = await app.bootstrap();
    const account = 'me@tenant.test';
    const { id, visitor, me } = await provisioned(tenant, account);

    const { status, headers, body } = await me('GET', '/Me');
    expect([status, body.id, body.userName]).to.deep.equal([200, id, account]);
    expect(headers.get('location')).to.match(new RegExp(`/Users/${id}$`));
    expect(body).not.to.have.property('password');
    expect((await me('GET', '/Me?attributes=userName')).body).to.have.all.keys('schemas', 'id', 'userName');
    await tenant.scim('POST', '/Groups', { displayName: 'Team', members: [{ value: id }] });
    const now = (await me('GET', '/Me', undefined, { 'if-none-match': String(headers.get('etag')) })).body;
    expect((now.groups as Resource[]).map(({ display, type }) => [display, type])).to.deep.equal([
      ['Team', 'direct'],
    ]);
    expect((await me('PATCH', '/Me', {})).status).to.equal(501);
    const cookie = await visitor.visit(new URL(`${tenant.scimUrl}/Me`).pathname);
    expect(JSON.parse(cookie.text)).to.include({ id });
    const outcomes = (await logOf(app, tenant)).map(({ outcome }) => outcome);
    expect(outcomes).to.include('Read by me1, the person it is about.');

    await tenant.scim('PATCH', `/Users/${id}`, deactivation);
    expect((await me('GET', '/Me')).status).to.equal(401);
  });

  it('show at /Me the active user if another integration has deprovisioned the person', async () => {
    const tenant = await app.bootstrap();
    const account = 'moved@tenant.test';
    const { id, me } = await provisioned(tenant, account);
    const { scim } = await connected(app.services, tenant, { name: 'Second' });
    const second = await scim('POST', '/Users', user(account));
    await tenant.scim('PATCH', `/Users/${id}`, deactivation);
    expect((await me('GET', '/Me')).body).to.include({ id: second.body.id });
  });

  it('show nothing at /Me while the integration is disabled', async () => {
    const tenant = await app.bootstrap('off');
    const { me } = await provisioned(tenant, 'off@tenant.test');
    await operate(app.services, 'integration change', { group: 'off', disable: true });
    expect((await me('GET', '/Me')).status).to.equal(404);
    await operate(app.services, 'integration change', { group: 'off', enable: true });
    expect((await me('GET', '/Me')).status).to.equal(200);
  });

  it('show nothing at /Me to a member without a user', async () => {
    const tenant = await app.bootstrap('by-hand');
    const ann = await person(app);
    await operate(app.services, 'member add', { group: 'by-hand', account: ann.username, role: 'guest' });
    expect((await client(tenant.scimUrl, await tokenOf(ann))('GET', '/Me')).status).to.equal(404);
  });
});

function secretIn({ text }: Seen): string {
  return /<code>(rcp_\w+)<\/code>/.exec(text)?.[1] ?? '';
}
