import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadConfig } from '../../config/index.ts';
import { withServices } from '../../lib/cli/open.ts';
import { memberOf } from '../../lib/groups/types.ts';
import { integrations } from '../../lib/integrations/types.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { connected } from '../provisioning/second.ts';
import { operate, type Plain, printed, refusal } from './operator.ts';

describe('the operator’s commands', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let group: string;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
    group = tenant.scimUrl.split('/').at(-1) ?? '';
  });
  const run = (name: string, args: Plain = {}) => operate(app.services, name, args);
  const shown = (name: string, args: Plain) => printed(app.services, name, args);

  it('name the new member, and who else controls the account', async () => {
    const other = await app.bootstrap();
    const email = `may@${group}.test`;
    await other.scim('POST', '/Users', user(email));
    const told = await shown('member add', { group, account: email, role: 'owner' });
    const maker = other.scimUrl.split('/').at(-1);
    expect(told.split('\n\n')).to.deep.equal([
      `may (Ann Ames, ${email}) is owner of ${group}.`,
      `The account has not confirmed ${email}.`,
      `Provisioning of ${maker} made the account, and may rename it and sign it in.`,
    ]);
    const { username } = await run('account create', { email: `own-${email}`, name: 'May' });
    expect(await shown('member add', { group, account: username, role: 'guest' })).to.equal(
      `${String(username)} (May, own-${email}) is guest of ${group}.`,
    );
  });

  it('work with integrations whose names differ only in case, from before that was refused', async () => {
    const { store } = app.services;
    const { id } = await run('integration create', { group, name: 'twin' });
    await store.transaction(async (unit) => {
      const twin = await unit.get(integrations, tenant.groupId, String(id));
      if (twin) unit.update(integrations, { ...twin, name: 'scim' });
    });
    const wish = { group, integration: 'scim', name: 'scim', description: 'the second' };
    expect(await run('integration change', wish)).to.include({ id, description: 'the second' });
    expect(await run('integration show', { group, integration: 'SCIM' })).to.include({ description: '' });
    expect(await run('integration change', { ...wish, name: 'Twin' })).to.include({ id, name: 'Twin' });
    expect(await run('integration change', { group, integration: 'Twin', name: 'TWIN' })).to.include({ id });
  });

  it('print a secret that works until it is rotated and revoked', async () => {
    const secretOf = (result: Plain) => String(result.secret);
    const status = async (secret: string) =>
      (await fetch(`${tenant.scimUrl}/Users`, { headers: { authorization: `Bearer ${secret}` } })).status;
    const first = secretOf(await run('token create', { group, name: 'work' }));
    const second = secretOf(await run('token rotate', { group, token: 'work', overlap: 1 }));
    expect([await status(first), await status(second)]).to.deep.equal([200, 200]);

    const unclear = await refusal(app.services, 'token revoke', { group, token: 'work' });
    expect(unclear.message).to.match(/Several live tokens are named work/);
    const { tokens } = (await run('token list', { group })) as { tokens: { id: string; hint: string }[] };
    const old = tokens.find(({ hint }) => first.endsWith(hint));
    await run('token revoke', { group, token: old?.id });
    expect([await status(first), await status(second)]).to.deep.equal([401, 200]);
    await run('token revoke', { group, token: 'work' });
    expect(await status(second)).to.equal(401);
  });

  it('rotate the newest live token of a name, also again during the overlap', async () => {
    await run('token create', { group, name: 'work' });
    const once = (await run('token rotate', { group, token: 'work' })).token as Plain;
    const twice = await run('token rotate', { group, token: 'work' });
    expect(twice.replaces).to.include({ id: once.id });
    await run('token revoke', { group, token: (twice.token as Plain).id });
    expect((await run('token rotate', { group, token: 'work' })).replaces).to.include({ id: once.id });
  });

  it('list the last use of a token', async () => {
    await tenant.scim('GET', '/Users', undefined, { 'user-agent': 'test client' });
    const { tokens } = (await run('token list', { group })) as { tokens: { lastUsed?: Plain }[] };
    expect(tokens[0]?.lastUsed).to.include({ userAgent: 'test client' });
  });

  it('show the scopes, the ranges and the life of a token', async () => {
    const { token } = (await run('token create', {
      group,
      name: 'narrow',
      scope: ['users:read'],
      cidr: ['203.0.113.0/24', '2001:db8::1'],
      days: 1,
    })) as { token: Plain };
    expect(token).to.deep.include({ scopes: ['users:read'], cidrs: ['203.0.113.0/24', '2001:db8::1/128'] });
    expect(Date.parse(String(token.expiresAt)) - Date.parse(String(token.createdAt))).to.equal(86_400_000);
  });

  it('add a membership by hand, keep what SCIM gives, and report both', async () => {
    await tenant.scim('POST', '/Users', user(`sam@${group}.test`));
    await run('member add', { group, account: `sam@${group}.test`, role: 'maintainer' });
    const left = await run('member remove', { group, account: `sam@${group}.test` });
    expect(left.stays).to.deep.include({ role: 'guest' });
  });

  it('write a manual origin and an audit entry for a membership', async () => {
    const { id } = await run('account create', { email: `kim@${group}.test` });
    await run('group create', { path: `${group}/dev` });
    await run('member add', { group: `${group}/dev`, account: `kim@${group}.test`, role: 'developer' });
    const member = await memberOf(app.services.store, tenant.groupId, String(id));
    expect(member?.memberships[0]).to.have.property('role', 'developer');
    expect(member?.memberships[0]?.origins.map(({ kind }) => kind)).to.deep.equal(['manual']);
    await run('member remove', { group: `${group}/dev`, account: `kim@${group}.test` });
    const { entries } = (await run('audit list', { group, limit: 2 })) as { entries: Plain[] };
    expect(entries.map(({ action, actor, target }) => [action, actor, target])).to.deep.equal([
      ['member.removed', { kind: 'operator' }, id],
      ['member.added', { kind: 'operator' }, id],
    ]);
  });

  it('record changes of accounts in the chain of the platform', async () => {
    const email = `pat@${group}.test`;
    await run('account create', { email });
    await run('account password', { account: email });
    const { entries } = (await run('audit list', { platform: true, limit: 2 })) as { entries: Plain[] };
    expect(entries.map(({ action }) => action)).to.deep.equal(['account.password_reset', 'account.created']);
    await run('audit seal');
    expect(await run('audit verify', { platform: true })).to.have.property('ok', true);
  });

  it('link users by a verified domain, and make an operator’s e-mail the first of an account', async () => {
    const { username } = await run('account create', { username: `first-${group}` });
    await run('account email add', { account: username, email: `lou@${group}.test` });
    expect(await run('account show', { account: username })).to.include({ email: `lou@${group}.test` });
    expect((await tenant.scim('POST', '/Users', user(`lou@${group}.test`))).status).to.equal(409);
    await run('group domain add', { group, domain: `${group}.test`, verified: true });
    expect((await tenant.scim('POST', '/Users', user(`lou@${group}.test`))).status).to.equal(201);
    const { identities } = (await run('identity list', { group })) as { identities: Plain[] };
    expect(identities.map(({ account }) => account)).to.deep.equal([username]);
  });

  it('ask which user of two integrations is meant, and accept the named one', async () => {
    const next = await connected(app.services, tenant, { name: 'next' });
    const email = `same@${group}.test`;
    for (const { scim } of [tenant, next]) await scim('POST', '/Users', user(email));
    const args = { group, identity: email.toUpperCase() };
    for (const [name, more] of [
      ['identity show', {}],
      ['identity link', { account: email }],
    ] as const) {
      const unclear = await refusal(app.services, name, { ...args, ...more });
      expect(unclear.code).to.equal('ambiguous_integration');
      expect(unclear.message).to.match(/several integrations\. Choose one with --integration: SCIM, next$/);
    }
    for (const integration of ['SCIM', 'next'])
      expect(await run('identity show', { ...args, integration })).to.include({ integration });
    const linked = { ...args, account: email, integration: 'next' };
    expect((await refusal(app.services, 'identity link', linked)).code).to.equal('identity_linked');
    const { id } = await run('identity show', { ...args, integration: 'next' });
    expect(await run('identity show', { group, identity: id })).to.include({ integration: 'next' });
    const elsewhere = await refusal(app.services, 'identity show', {
      group,
      identity: id,
      integration: 'SCIM',
    });
    expect(elsewhere.code).to.equal('not_found');
  });

  it('print a remedy for an e-mail conflict that works', async () => {
    const email = `max@${group}.test`;
    await run('account create', { email, username: `max-${group}` });
    await run('integration change', { group, onEmailExists: 'hold' });
    await tenant.scim('POST', '/Users', user(email));
    const { conflicts } = (await run('integration attention', { group })) as { conflicts: Plain[] };
    const remedy = /rollcall identity link (\S+) (\S+) --account (\S+)$/.exec(String(conflicts[0]?.remedy));
    expect(remedy).to.not.equal(null);
    const [, named, identity, account] = remedy ?? [];
    await run('identity link', { group: named, identity, account });
    expect((await run('integration attention', { group })).conflicts).to.deep.equal([]);
    expect((await run('member show', { group, account })).memberships).to.have.length(1);
  });

  it('show only refused requests, only those of one user, and page by page', async () => {
    await tenant.scim('POST', '/Users', user(`a@${group}.test`));
    await tenant.scim('POST', '/Users', user(`a@${group}.test`));
    await tenant.scim('POST', '/Users', user(`b@${group}.test`));
    const outcomes = async (args: Plain) =>
      (
        (await run('log', { group, ...args })) as { entries: { status: number; userName?: string }[] }
      ).entries.map(({ status }) => status);
    expect(await outcomes({})).to.deep.equal([201, 409, 201]);
    expect(await outcomes({ failed: true })).to.deep.equal([409]);
    expect(await outcomes({ user: `B@${group}.test` })).to.deep.equal([201]);
    const page = (await run('log', { group, limit: 2 })) as { next?: string };
    expect(await outcomes({ limit: 2, after: page.next })).to.deep.equal([201]);
  });

  it('show the source address of a request with a refused token, and of no other', async () => {
    await tenant.scim('GET', '/Users');
    await fetch(`${tenant.scimUrl}/Users`, { headers: { authorization: 'Bearer x' } });
    expect(await shown('log', { group })).to.match(
      /^.* 401 +127\.0\.0\.1 +GET \/Users.*\n.* 200 +GET \/Users/m,
    );
  });

  it('show paths of groups in the log, next to their ids', async () => {
    await tenant.scim('POST', '/Users', user(`a@${group}.test`));
    const { entries } = (await run('log', { group })) as { entries: { changes: Plain[] }[] };
    expect(entries[0]?.changes).to.deep.include({
      what: `role in group ${tenant.groupId}`,
      to: 'guest',
      group,
    });
    const text = await shown('log', { group });
    expect(text).to.contain(`role in ${group}: ∅ → guest`).and.not.contain(tenant.groupId);
  });

  it('show names of groups, accounts and integrations in the audit log, next to their ids', async () => {
    const { id, username } = await run('account create', { email: `noa@${group}.test` });
    const { id: devId } = await run('group create', { path: `${group}/dev` });
    await run('member add', { group: `${group}/dev`, account: username, role: 'developer' });
    const { entries } = (await run('audit list', { group, limit: 1 })) as { entries: Plain[] };
    expect(entries[0]).to.deep.include({
      target: id,
      names: [
        { id, name: username },
        { id: devId, name: `${group}/dev` },
      ],
    });
    const text = await shown('audit list', { group });
    expect(text).to.match(new RegExp(`member\\.added +noa +{"groupId":"${group}/dev","to":"developer"}`));
    expect(text).to.match(/integration\.created +SCIM /);
  });

  it('report unsealed entries without a failure, and what to do', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'rollcall-'));
    // Without a running service, whose job would seal.
    await withServices(loadConfig({ DATA_DIR: directory }), async (services) => {
      await operate(services, 'bootstrap', { group, owner: `owner@${group}.test` });
      const verified = () => printed(services, 'audit verify', { group });
      expect(await verified()).to.match(/holds: 0 entries, \d not sealed yet\n\n.*not an error.*audit seal/s);
      await operate(services, 'audit seal');
      expect(await verified()).to.match(/the chain holds: \d entries$/);
    });
    await rm(directory, { recursive: true, force: true });
  });

  it('rename a group, whose endpoint answers under both paths', async () => {
    const { scimUrl } = await run('group rename', { group, slug: `${group}-new` });
    expect(scimUrl).to.match(new RegExp(`/groups/${group}-new$`));
    expect((await tenant.scim('GET', '/Users')).status).to.equal(200);
    expect((await run('group show', { group })).formerPaths).to.deep.equal([group]);
  });

  it('disable and enable an integration', async () => {
    await run('integration change', { group, disable: true });
    expect((await tenant.scim('GET', '/Users')).status).to.equal(403);
    await run('integration change', { group, enable: true });
    expect((await tenant.scim('GET', '/Users')).status).to.equal(200);
  });

  it('list groups page by page, without former paths', async () => {
    await run('group rename', { group, slug: `${group}-listed` });
    const paths: unknown[] = [];
    for (let after: string | undefined; ; ) {
      const page = (await run('group list', { limit: 3, ...(after ? { after } : {}) })) as {
        groups: { path: string }[];
        next?: string;
      };
      paths.push(...page.groups.map(({ path }) => path));
      after = page.next;
      if (after === undefined) break;
    }
    expect(paths).to.include(`${group}-listed`).and.not.include(group);
    expect(paths).to.have.length(new Set(paths).size);
  });
});
