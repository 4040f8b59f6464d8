import { expect } from 'chai';
import { auditEntries } from '../../lib/audit/types.ts';
import { commandNamed } from '../../lib/operator/commands.ts';
import { plain } from '../../lib/operator/terminal/paint.ts';
import { integrations, logEntries } from '../../lib/provisioning/collections.ts';
import type { IntegrationSettings } from '../../lib/provisioning/types.ts';
import type { Explanation } from '../../lib/provisioning/why.ts';
import { all } from '../../lib/store/every.ts';
import { operate, type Plain, refusal } from '../cli/operator.ts';
import { boot, type Rollcall, spoiled, type Tenant, user } from '../helper.ts';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Plain;
}

describe('why somebody has access', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let group: string;
  let token: string;
  let annsName: string;
  let ann: string;
  let count = 0;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());

  async function begin(settings: Partial<IntegrationSettings> = {}): Promise<void> {
    group = `why-${++count}`;
    tenant = await app.bootstrap(group, settings);
    token = await tokenOf(group, ['access:read']);
    annsName = `ann@${group}.test`;
    await run('group create', { path: `${group}/dev` });
  }

  async function provisioned(): Promise<void> {
    ann = String((await tenant.scim('POST', '/Users', user(annsName))).body.id);
  }

  beforeEach(() => begin());

  const run = (name: string, args: Plain) => operate(app.services, name, args);

  async function tokenOf(of: string, scope?: string[]): Promise<string> {
    const made = await run('token create', { group: of, name: 'why', ...(scope ? { scope } : {}) });
    return String(made.secret);
  }

  async function get(path: string, secret: string | undefined = token, method = 'GET'): Promise<Answer> {
    const response = await fetch(`${app.url}/api/v1/groups/${path}`, {
      method,
      headers: secret === '' ? {} : { authorization: `Bearer ${secret}` },
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: JSON.parse(text || '{}') as Plain };
  }

  /** What the API says, which the command line says too. */
  async function why(who: string, path = group): Promise<Explanation> {
    const { status, body } = await get(`${path}/members/${encodeURIComponent(who)}/why`);
    expect(status, JSON.stringify(body)).to.equal(200);
    const told = await run('member why', { group: decodeURIComponent(path), account: who });
    expect(told).to.deep.equal(body);
    const shown = commandNamed('member why')?.text(told, plain);
    expect(shown).to.not.match(/undefined|\[object|NaN/);
    return body as unknown as Explanation;
  }

  async function onlyOrigin(who: string, path = group) {
    const { memberships } = await why(who, path);
    const origin = memberships[0]?.origins[0];
    if (memberships.length !== 1 || !origin) throw new Error(JSON.stringify(memberships));
    return origin;
  }

  function patch(path: string, ...operations: Plain[]) {
    return tenant.scim('PATCH', path, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: operations,
    });
  }

  async function directoryGroup(displayName: string, ...members: string[]): Promise<string> {
    const body = { displayName, members: members.map((value) => ({ value })) };
    return String((await tenant.scim('POST', '/Groups', body)).body.id);
  }

  const link = (directory: string, role: string, target = `${group}/dev`) =>
    run('link add', { group, directoryGroup: directory, target, role });

  describe('there is', () => {
    beforeEach(provisioned);

    it('by provisioning: the request, the decision, the membership', async () => {
      const { memberships, noAccess } = await why(annsName);
      expect(noAccess).to.deep.equal([]);
      expect(memberships.map(({ group: at, role }) => [at, role])).to.deep.equal([[group, 'guest']]);
      const { request, ...origin } = await onlyOrigin(annsName);
      expect(origin).to.deep.include({ kind: 'scim', role: 'guest', effective: true, integration: 'SCIM' });
      expect(origin.decision).to.equal('provisioned by the integration SCIM with its default role guest');
      expect(request).to.include({
        foundIn: 'provisioning_log',
        method: 'POST',
        path: '/Users',
        status: 201,
        integration: 'SCIM',
        token: 'first token',
        ip: '127.0.0.1',
      });
      expect(Date.parse(String(request.at))).to.be.closeTo(Date.parse(origin.since), 1_000);
      expect(request.sentence).to.match(
        /^POST \/Users at .*, by the integration SCIM with the token first token, from 127\.0\.0\.1\.$/,
      );
    });

    it('by a directory group, nested in the linked one', async () => {
      const backend = await directoryGroup('Backend');
      const platform = await directoryGroup('Platform', backend);
      const linked = await directoryGroup('Engineering', platform);
      await link('Engineering', 'developer');
      await patch(`/Groups/${backend}`, { op: 'add', path: 'members', value: [{ value: ann }] });
      const origin = await onlyOrigin(annsName, `${group}/dev`);
      expect(origin.decision).to.equal(
        'the directory group Engineering (through Backend, nested in Platform, nested in it) is linked to ' +
          `${group}/dev as developer`,
      );
      expect(origin.directoryGroups?.map(({ id }) => id)).to.deep.equal([linked, platform, backend]);
      expect(origin.request).to.include({
        method: 'PATCH',
        path: `/Groups/${backend}`,
        token: 'first token',
      });
    });

    it('by a link that came after the members', async () => {
      await directoryGroup('Engineering', ann);
      await link('Engineering', 'developer');
      const origin = await onlyOrigin(annsName, `${group}/dev`);
      expect(origin.decision).to.equal(
        `the directory group Engineering is linked to ${group}/dev as developer`,
      );
      expect(origin.request).to.include({ foundIn: 'audit_log', action: 'link.created', actor: 'operator' });
      expect(origin.request.sentence).to.match(/^link\.created at .*, by a command of the operator\.$/);
    });

    it('by the highest of several', async () => {
      await directoryGroup('Engineering', ann);
      await link('Engineering', 'developer');
      await run('member add', { group: `${group}/dev`, account: annsName, role: 'reporter' });
      const { memberships } = await why(annsName, `${group}/dev`);
      expect(memberships).to.have.length(1);
      expect(memberships[0]).to.include({ role: 'developer' });
      expect(memberships[0]?.because).to.equal('developer is the highest of developer, reporter.');
      expect(memberships[0]?.origins.map(({ kind, effective }) => [kind, effective])).to.deep.equal([
        ['directory_group', true],
        ['manual', false],
      ]);
    });

    it('by hand', async () => {
      await run('account create', { email: `bob@${group}.test`, username: `bob-${group}` });
      await run('member add', { group: `${group}/dev`, account: `bob-${group}`, role: 'developer' });
      const { decision, request } = await onlyOrigin(`bob-${group}`);
      expect(decision).to.equal('given by hand by the operator');
      expect(request).to.include({ foundIn: 'audit_log', action: 'member.added', actor: 'operator' });
    });

    it('by hand, kept from a link', async () => {
      await directoryGroup('Engineering', ann);
      await link('Engineering', 'developer');
      await run('member convert', { group: `${group}/dev`, account: annsName, to: 'manual' });
      const { memberships } = await why(annsName, `${group}/dev`);
      const kept = memberships[0]?.origins.find(({ kind }) => kind === 'manual');
      expect(kept?.decision).to.equal('kept by hand by the operator, whatever the links say');
      expect(kept?.request).to.include({ action: 'member.converted' });
    });

    it('by hand, kept from an integration that was removed', async () => {
      await run('integration create', { group, name: 'Second' });
      token = String(
        (await run('token create', { group, integration: 'Second', name: 'why', scope: ['access:read'] }))
          .secret,
      );
      await run('integration remove', { group, integration: 'SCIM', members: 'keep' });
      const { username } = await run('account show', { account: annsName });
      const { decision, request } = await onlyOrigin(String(username));
      expect(decision).to.match(/^given by an integration that was removed since, and kept/);
      expect(request).to.include({ action: 'member.kept', actor: 'operator' });
    });

    it('by hand, for the first owner', async () => {
      const { decision, request } = await onlyOrigin(`owner@${group}.test`);
      expect(decision).to.equal('given by hand by the operator');
      expect(request).to.include({ foundIn: 'audit_log', action: 'group.created' });
    });

    it('in a subgroup: only that membership', async () => {
      await run('member add', { group: `${group}/dev`, account: annsName, role: 'developer' });
      const places = async (path: string) =>
        (await why(annsName, path)).memberships.map((held) => held.group);
      expect(await places(group)).to.have.members([group, `${group}/dev`]);
      expect(await places(`${group}/dev`)).to.deep.equal([`${group}/dev`]);
      expect(await places(`${group}%2Fdev`)).to.deep.equal([`${group}/dev`]);
    });

    it('in a subgroup that is named as a word of the path', async () => {
      await run('group create', { path: `${group}/members` });
      await run('group create', { path: `${group}/members/why` });
      const path = `${group}/members/why`;
      await run('member add', { group: path, account: annsName, role: 'guest' });
      expect((await why(annsName, path)).memberships.map((held) => held.group)).to.deep.equal([path]);
    });

    it('by whichever name one asks', async () => {
      const { id, username } = await run('account show', { account: annsName });
      for (const who of [String(id), String(username), ann, annsName.toUpperCase()]) {
        const { body } = await get(`${group}/members/${who}/why`);
        expect(body.account, who).to.include({ id });
      }
    });

    it('by an audit entry, when the log has forgotten', async () => {
      await forget(logEntries);
      const { request } = await onlyOrigin(annsName);
      expect(request).to.include({ foundIn: 'audit_log', action: 'user.created', token: 'first token' });
      expect(request.sentence).to.match(
        /The provisioning log has forgotten the request: it keeps them for 90 days/,
      );
    });

    it('by a request that neither log has', async () => {
      await forget(logEntries);
      await forget(auditEntries);
      const { request } = await onlyOrigin(annsName);
      expect(request).to.have.keys('id', 'foundIn', 'sentence');
      expect(request.sentence).to.match(/is in neither log/);
    });

    it('by the own part of a bulk request', async () => {
      const operations = ['bea', 'cid', 'dee'].map((name) => ({
        method: 'POST',
        path: '/Users',
        bulkId: name,
        data: user(`${name}@${group}.test`),
      }));
      const { status } = await tenant.scim('POST', '/Bulk', {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
        Operations: operations,
      });
      expect(status).to.equal(200);
      for (const name of ['bea', 'cid', 'dee']) {
        const { request } = await onlyOrigin(`${name}@${group}.test`);
        expect(request.outcome).to.match(new RegExp(`Created the account ${name}`));
      }
    });

    async function forget(from: typeof logEntries | typeof auditEntries): Promise<void> {
      const { store } = app.services;
      await store.transaction(async (tx) => {
        if (from === logEntries)
          for (const doc of await all(tx, logEntries, tenant.groupId)) tx.remove(logEntries, doc);
        else for (const doc of await all(tx, auditEntries, tenant.groupId)) tx.remove(auditEntries, doc);
      });
    }
  });

  it('there is by an attribute, with its value', async () => {
    const dev = await run('group show', { group: `${group}/dev` });
    const { store } = app.services;
    await store.transaction(async (tx) => {
      const integration = await tx.get(integrations, tenant.groupId, tenant.integrationId);
      if (!integration) throw new Error('the integration is gone');
      const roleAttributes = [
        { attribute: 'roles', groupId: tenant.groupId, values: { admin: 'maintainer' as const } },
        { attribute: 'title', groupId: String(dev.id), values: { engineer: 'developer' as const } },
      ];
      tx.update(integrations, { ...integration, settings: { ...integration.settings, roleAttributes } });
    });
    await tenant.scim('POST', '/Users', user(annsName, { roles: [{ value: 'Admin' }], title: 'Engineer' }));
    const { memberships } = await why(annsName);
    const decisions = Object.fromEntries(memberships.map((held) => [held.group, held.origins[0]?.decision]));
    expect(decisions).to.deep.equal({
      [group]: 'provisioned by the integration SCIM: the attribute roles = Admin means maintainer',
      [`${group}/dev`]: 'provisioned by the integration SCIM: the attribute title = Engineer means developer',
    });
  });

  describe('there is none', () => {
    async function reasons(who: string, path = group) {
      const { memberships, noAccess } = await why(who, path);
      expect(memberships).to.deep.equal([]);
      return noAccess;
    }

    for (const [what, how, request] of [
      ['deactivated', () => patch(`/Users/${ann}`, { op: 'replace', value: { active: false } }), 'PATCH'],
      ['deleted', () => tenant.scim('DELETE', `/Users/${ann}`), 'DELETE'],
    ] as const)
      it(`because the user was ${what}: when, and by which request`, async () => {
        await provisioned();
        const { username } = await run('account show', { account: annsName });
        const before = Date.now();
        await how();
        const [reason, ...more] = await reasons(String(username));
        expect(more).to.deep.equal([]);
        expect(reason).to.include({ kind: 'deprovisioned', integration: 'SCIM' });
        expect(reason?.decision).to.match(new RegExp(`every access away at .*: the user was ${what} there`));
        expect(Date.parse(String(reason?.at))).to.be.within(before - 1_000, Date.now() + 1_000);
        expect(reason?.taken).to.deep.equal([{ group, role: 'guest' }]);
        expect(reason?.request).to.include({ method: request, path: `/Users/${ann}`, token: 'first token' });
      });

    it('because the user came inactive', async () => {
      await tenant.scim('POST', '/Users', user(annsName, { active: false }));
      const [reason] = await reasons(annsName);
      expect(reason).to.include({ kind: 'inactive', userName: annsName });
      expect(reason?.decision).to.match(/says that its user ann@.* is inactive/);
    });

    it('here, and there is elsewhere', async () => {
      await provisioned();
      const [reason] = await reasons(annsName, `${group}/dev`);
      expect(reason).to.include({ kind: 'elsewhere' });
      expect(reason?.decision).to.match(
        new RegExp(`no member of ${group}/dev itself, .* of ${group} as guest`),
      );
    });

    it('any more', async () => {
      const account = `eva-${group}`;
      await run('account create', { email: `eva@${group}.test`, username: account });
      await run('member add', { group, account, role: 'guest' });
      await run('member remove', { group, account });
      expect((await reasons(account)).map(({ kind }) => kind)).to.deep.equal(['ended']);
    });

    it('because the account is not linked', async () => {
      await run('account create', { email: `eva@${group}.test`, username: `eva-${group}` });
      const told = (await run('member why', { group, account: `eva-${group}` })) as unknown as Explanation;
      expect(told.noAccess.map(({ kind }) => kind)).to.deep.equal(['not_linked']);
      expect(told.noAccess[0]?.decision).to.match(/no integration has a user who is linked to eva/);
    });

    it('because the integration is in preview', async () => {
      await run('integration preview', { group });
      await tenant.scim('POST', '/Users', user(annsName));
      expect((await reasons(annsName)).map(({ kind }) => kind)).to.deep.equal(['preview']);
    });

    for (const [onEmailExists, kind, status] of [
      ['refuse', 'refused', 409],
      ['hold', 'held', 201],
    ] as const)
      it(`because Email exists, and the user is ${kind}`, async () => {
        await begin({ onEmailExists });
        const account = `own-${group}`;
        await run('account create', { email: annsName, username: account });
        expect((await tenant.scim('POST', '/Users', user(annsName))).status).to.equal(status);
        const told = (await run('member why', { group, account })) as unknown as Explanation;
        expect(told.noAccess.map((reason) => reason.kind)).to.deep.equal([kind]);
        expect(told.noAccess[0]?.decision).to.match(/Email exists: ann@.* nothing proves/);
        const { body } = await get(`${group}/members/${annsName}/why`);
        expect(body.noAccess).to.deep.equal(told.noAccess);
        expect(body, 'whose e-mail it is stays unsaid').to.not.have.property('account');
        expect(JSON.stringify(body)).to.not.contain(account);
        expect((await get(`${group}/members/${account}/why`)).status).to.equal(404);
      });
  });

  describe('is answered', () => {
    beforeEach(provisioned);

    const problem = async (answer: Promise<Answer>, status: number) => {
      const { status: found, headers, body } = await answer;
      expect(found, JSON.stringify(body)).to.equal(status);
      expect(headers.get('content-type')).to.equal('application/problem+json; charset=utf-8');
      expect(body).to.include({ type: 'about:blank', status });
      expect(body.title).to.be.a('string');
      expect(body.detail).to.match(/\.$|\w/);
      return { headers, body };
    };

    it('as JSON that nobody keeps', async () => {
      const { headers } = await get(`${group}/members/${annsName}/why`);
      expect(headers.get('content-type')).to.equal('application/json; charset=utf-8');
      expect(headers.get('cache-control')).to.equal('no-store');
    });

    it('only to a token that was made for it', async () => {
      const path = `${group}/members/${annsName}/why`;
      const { body } = await problem(get(path, tenant.scimToken), 403);
      expect(body).to.include({ code: 'insufficient_scope' });
      expect((await problem(get(path, await tokenOf(group)), 403)).body.detail).to.match(/access:read/);
      const both = await tokenOf(group, ['access:read', 'users:read']);
      expect((await get(path, both)).status).to.equal(200);
    });

    it('by a token that may do nothing else', async () => {
      const response = await fetch(`${tenant.scimUrl}/Users`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(response.status).to.equal(403);
    });

    it('with one and the same 401 to every wrong token', async () => {
      const other = await app.bootstrap();
      const foreign = await tokenOf(
        String((await run('group show', { group: other.scimUrl.split('/').at(-1) })).path),
        ['access:read'],
      );
      const who = `members/${annsName}/why`;
      const answers = [
        get(`${group}/${who}`, ''),
        get(`${group}/${who}`, spoiled(token)),
        get(`${group}/${who}`, foreign),
        get(`nowhere-${group}/${who}`),
        get(`${group}/dev/${who}`, foreign),
        get(`${group}/nowhere`, foreign),
      ];
      const told = await Promise.all(
        answers.map(async (answer) => {
          const { headers, body } = await problem(answer, 401);
          expect(headers.get('www-authenticate')).to.match(/^Bearer/);
          const { requestId: _own, ...rest } = body;
          return JSON.stringify(rest);
        }),
      );
      expect(new Set(told).size).to.equal(1);
    });

    it('with 403 while the integration is disabled', async () => {
      await run('integration change', { group, disable: true });
      const { body } = await problem(get(`${group}/members/${annsName}/why`), 403);
      expect(body).to.include({ code: 'integration_disabled' });
    });

    for (const [what, path] of [
      ['a group that is not there', (at: string) => `${at}/nowhere/members/ann/why`],
      ['a person who is not there', (at: string) => `${at}/members/nobody/why`],
      ['no endpoint', (at: string) => `${at}/members`],
      ['a name that is no text', (at: string) => `${at}/members/%FF/why`],
    ] as const)
      it(`with 404 for ${what}`, async () => {
        await problem(get(path(group)), 404);
      });

    it('with the same 404 for an account that has nothing to do with the group', async () => {
      const account = `stranger-${group}`;
      const { id } = await run('account create', { email: `${account}@elsewhere.test`, username: account });
      const sentence = async (who: string) => {
        const { body } = await problem(get(`${group}/members/${who}/why`), 404);
        return String(body.detail).replace(` is ${who}`, ' is …');
      };
      const unknown = await sentence('nobody');
      for (const who of [account, String(id), `${account}@elsewhere.test`])
        expect(await sentence(who)).to.equal(unknown);
    });

    it('with 405 for another method', async () => {
      const { headers } = await problem(get(`${group}/members/${annsName}/why`, token, 'DELETE'), 405);
      expect(headers.get('allow')).to.equal('GET, HEAD');
    });

    it('to HEAD without a body', async () => {
      const { status, body } = await get(`${group}/members/${annsName}/why`, token, 'HEAD');
      expect([status, body]).to.deep.equal([200, {}]);
    });

    it('at the command line with a sentence for who is not there', async () => {
      const told = await refusal(app.services, 'member why', { group, account: 'nobody' });
      expect(told).to.deep.include({ code: 'not_found' });
      expect(told.message).to.match(/nobody in this group, or in what it was sent, is nobody/);
    });
  });

  describe('counts', () => {
    let strict: Rollcall;

    before(async () => {
      strict = await boot({ env: { RATE_LIMIT: '5/60s', FAILURE_LIMIT: '3/60s' } });
    });
    after(() => strict.close());

    const ask = (of: string, secret: string) =>
      fetch(`${strict.url}/api/v1/groups/${of}/members/nobody/why`, {
        headers: { authorization: `Bearer ${secret}` },
      });

    it('wrong tokens together with those of SCIM', async () => {
      const { scim } = await strict.bootstrap('guessed');
      for (const path of ['/Users', '/Users'])
        expect((await scim('GET', path, undefined, { authorization: 'Bearer no' })).status).to.equal(401);
      expect((await ask('guessed', 'no')).status).to.equal(401);
      const refused = await ask('guessed', 'no');
      expect(refused.status).to.equal(429);
      expect(Number(refused.headers.get('retry-after'))).to.be.above(0);
      expect(refused.headers.get('content-type')).to.match(/^application\/problem\+json/);
    });

    it('requests together with those of SCIM', async () => {
      const { scim, scimToken } = await strict.bootstrap('busy');
      for (let times = 0; times < 3; times++) expect((await scim('GET', '/Users')).status).to.equal(200);
      for (let times = 0; times < 2; times++) expect((await ask('busy', scimToken)).status).to.equal(403);
      expect((await ask('busy', scimToken)).status).to.equal(429);
    });
  });
});
