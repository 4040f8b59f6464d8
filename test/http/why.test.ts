import { expect } from 'chai';
import { auditEntries } from '../../lib/audit/types.ts';
import { integrations } from '../../lib/integrations/types.ts';
import { logEntries } from '../../lib/provisioning/collections.ts';
import { all } from '../../lib/store/every.ts';
import { boot, type Rollcall, user } from '../helper.ts';
import { type Asking, asking } from './why_asking.ts';

describe('the explanation of access', () => {
  let app: Rollcall;
  let at: Asking;
  let group: string;
  let annsName: string;
  let ann: string;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    at = await asking(app);
    ({ group, annsName } = at);
  });

  async function onlyOrigin(who: string, path = group) {
    const { memberships } = await at.why(who, path);
    const origin = memberships[0]?.origins[0];
    if (memberships.length !== 1 || !origin) throw new Error(JSON.stringify(memberships));
    return origin;
  }

  async function directoryGroup(displayName: string, ...members: string[]): Promise<string> {
    const body = { displayName, members: members.map((value) => ({ value })) };
    return String((await at.tenant.scim('POST', '/Groups', body)).body.id);
  }

  const link = (directory: string, role: string, target = `${group}/dev`) =>
    at.run('link add', { group, directoryGroup: directory, target, role });

  describe('of a member', () => {
    beforeEach(async () => {
      ann = await at.provision();
    });

    it('names provisioning: the request, the decision, the membership', async () => {
      const { memberships, noAccess } = await at.why(annsName);
      expect(noAccess).to.deep.equal([]);
      expect(memberships.map((held) => [held.group, held.role])).to.deep.equal([[group, 'guest']]);
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
      expect(Date.parse(String(request.at))).to.be.within(Date.parse(origin.since), Date.now());
      expect(request.sentence).to.match(
        /^POST \/Users at .*, by the integration SCIM with the token first token, from 127\.0\.0\.1\.$/,
      );
    });

    it('names a directory group nested in the linked one', async () => {
      const backend = await directoryGroup('Backend');
      const platform = await directoryGroup('Platform', backend);
      const linked = await directoryGroup('Engineering', platform);
      await link('Engineering', 'developer');
      await at.patch(`/Groups/${backend}`, { op: 'add', path: 'members', value: [{ value: ann }] });
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

    it('names a link that is newer than the members', async () => {
      await directoryGroup('Engineering', ann);
      await link('Engineering', 'developer');
      const origin = await onlyOrigin(annsName, `${group}/dev`);
      expect(origin.decision).to.equal(
        `the directory group Engineering is linked to ${group}/dev as developer`,
      );
      expect(origin.request).to.include({
        foundIn: 'audit_log',
        action: 'group_link.created',
        actor: 'operator',
      });
      expect(origin.request.sentence).to.match(/^group_link\.created at .*, by a command of the operator\.$/);
    });

    it('marks the highest of several origins', async () => {
      await directoryGroup('Engineering', ann);
      await link('Engineering', 'developer');
      await at.run('member add', { group: `${group}/dev`, account: annsName, role: 'reporter' });
      const { memberships } = await at.why(annsName, `${group}/dev`);
      expect(memberships).to.have.length(1);
      expect(memberships[0]).to.include({ role: 'developer' });
      expect(memberships[0]?.because).to.equal('developer is the highest of developer, reporter.');
      expect(memberships[0]?.origins.map(({ kind, effective }) => [kind, effective])).to.deep.equal([
        ['directory_group', true],
        ['manual', false],
      ]);
    });

    it('names the link whose role counts, and those that are outweighed', async () => {
      for (const [name, role] of [
        ['Engineering', 'developer'],
        ['Crew', 'guest'],
        ['Ops', 'reporter'],
      ] as const) {
        await directoryGroup(name, ann);
        await link(name, role);
      }
      const { memberships } = await at.why(annsName, `${group}/dev`);
      expect(memberships[0]?.because)
        .to.match(/^developer is the highest of /)
        .and.to.contain('It comes from the directory group Engineering.')
        .and.to.match(
          /What (Crew \(guest\) and Ops \(reporter\)|Ops \(reporter\) and Crew \(guest\)) give is/,
        );
    });

    it('names a membership given by hand', async () => {
      await at.run('account create', { email: `bob@${group}.test`, username: `bob-${group}` });
      await at.run('member add', { group: `${group}/dev`, account: `bob-${group}`, role: 'developer' });
      const { decision, request } = await onlyOrigin(`bob-${group}`);
      expect(decision).to.equal('given by hand by the operator');
      expect(request).to.include({ foundIn: 'audit_log', action: 'member.added', actor: 'operator' });
    });

    it('names a membership kept by hand from a link', async () => {
      await directoryGroup('Engineering', ann);
      await link('Engineering', 'developer');
      await at.run('member convert', { group: `${group}/dev`, account: annsName, to: 'manual' });
      const { memberships } = await at.why(annsName, `${group}/dev`);
      const kept = memberships[0]?.origins.find(({ kind }) => kind === 'manual');
      expect(kept?.decision).to.equal('kept by hand by the operator, whatever the links say');
      expect(kept?.request).to.include({ action: 'member.converted' });
    });

    it('names a membership kept by hand from a removed integration', async () => {
      await at.run('integration create', { group, name: 'Second' });
      at.token = String(
        (await at.run('token create', { group, integration: 'Second', name: 'why', scope: ['access:read'] }))
          .secret,
      );
      await at.run('integration remove', { group, integration: 'SCIM', members: 'keep' });
      const { username } = await at.run('account show', { account: annsName });
      const { decision, request } = await onlyOrigin(String(username));
      expect(decision).to.match(/^given by an integration that was removed since, and kept/);
      expect(request).to.include({ action: 'member.kept', actor: 'operator' });
    });

    it("names the first owner's membership by hand", async () => {
      const { decision, request } = await onlyOrigin(`owner@${group}.test`);
      expect(decision).to.equal('given by hand by the operator');
      expect(request).to.include({ foundIn: 'audit_log', action: 'group.created' });
    });

    it('shows only the membership of a subgroup', async () => {
      await at.run('member add', { group: `${group}/dev`, account: annsName, role: 'developer' });
      const places = async (path: string) =>
        (await at.why(annsName, path)).memberships.map((held) => held.group);
      expect(await places(group)).to.have.members([group, `${group}/dev`]);
      expect(await places(`${group}/dev`)).to.deep.equal([`${group}/dev`]);
      expect(await places(`${group}%2Fdev`)).to.deep.equal([`${group}/dev`]);
    });

    it('works for a subgroup with the name of a path word', async () => {
      await at.run('group create', { path: `${group}/members` });
      await at.run('group create', { path: `${group}/members/why` });
      const path = `${group}/members/why`;
      await at.run('member add', { group: path, account: annsName, role: 'guest' });
      expect((await at.why(annsName, path)).memberships.map((held) => held.group)).to.deep.equal([path]);
    });

    it('works for every name of the person', async () => {
      const { id, username } = await at.run('account show', { account: annsName });
      for (const who of [String(id), String(username), ann, annsName.toUpperCase()]) {
        const { body } = await at.get(`${group}/members/${who}/why`);
        expect(body.account, who).to.include({ id });
      }
    });

    it('uses an audit entry when the provisioning log has expired', async () => {
      await forget(logEntries);
      const { request } = await onlyOrigin(annsName);
      expect(request).to.include({ foundIn: 'audit_log', action: 'user.created', token: 'first token' });
      expect(request.sentence).to.match(
        /The provisioning log has forgotten the request: it keeps them for 90 days/,
      );
    });

    it('uses an audit entry with the former name of its event', async () => {
      await directoryGroup('Engineering', ann);
      await link('Engineering', 'developer');
      await app.services.store.transaction(async (unit) => {
        for (const entry of await all(unit, auditEntries, at.tenant.groupId))
          if (entry.action === 'group_link.created')
            unit.update(auditEntries, { ...entry, action: 'link.created' });
      });
      const { request } = await onlyOrigin(annsName, `${group}/dev`);
      expect(request).to.include({ foundIn: 'audit_log', action: 'group_link.created' });
      await forget(auditEntries);
    });

    it('reports a request that neither log has', async () => {
      await forget(logEntries);
      await forget(auditEntries);
      const { request } = await onlyOrigin(annsName);
      expect(request).to.have.keys('id', 'foundIn', 'sentence');
      expect(request.sentence).to.match(/is in neither log/);
    });

    it('names the part of a bulk request', async () => {
      const operations = ['bea', 'cid', 'dee'].map((name) => ({
        method: 'POST',
        path: '/Users',
        bulkId: name,
        data: user(`${name}@${group}.test`),
      }));
      const { status } = await at.tenant.scim('POST', '/Bulk', {
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
      await store.transaction(async (unit) => {
        if (from === logEntries)
          for (const doc of await all(unit, logEntries, at.tenant.groupId)) unit.remove(logEntries, doc);
        else
          for (const doc of await all(unit, auditEntries, at.tenant.groupId)) unit.remove(auditEntries, doc);
      });
    }
  });

  it('names an attribute with its value', async () => {
    const dev = await at.run('group show', { group: `${group}/dev` });
    const { store } = app.services;
    await store.transaction(async (unit) => {
      const integration = await unit.get(integrations, at.tenant.groupId, at.tenant.integrationId);
      if (!integration) throw new Error('the integration is gone');
      const roleAttributes = [
        { attribute: 'roles', groupId: at.tenant.groupId, values: { admin: 'maintainer' as const } },
        { attribute: 'title', groupId: String(dev.id), values: { engineer: 'developer' as const } },
      ];
      unit.update(integrations, { ...integration, settings: { ...integration.settings, roleAttributes } });
    });
    await at.tenant.scim(
      'POST',
      '/Users',
      user(annsName, { roles: [{ value: 'Admin' }], title: 'Engineer' }),
    );
    const { memberships } = await at.why(annsName);
    const decisions = Object.fromEntries(memberships.map((held) => [held.group, held.origins[0]?.decision]));
    expect(decisions).to.deep.equal({
      [group]: 'provisioned by the integration SCIM: the attribute roles = Admin means maintainer',
      [`${group}/dev`]: 'provisioned by the integration SCIM: the attribute title = Engineer means developer',
    });
  });
});
