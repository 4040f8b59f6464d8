import { expect } from 'chai';
import { accounts } from '../../lib/accounts/types.ts';
import { members } from '../../lib/groups/types.ts';
import { integrations } from '../../lib/integrations/types.ts';
import { directoryGroups } from '../../lib/provisioning/collections.ts';
import { directoryMembers } from '../../lib/provisioning/directory/collections.ts';
import { beginRecalculation } from '../../lib/provisioning/directory/recalculate.ts';
import { beginRoleRecalculation } from '../../lib/provisioning/role_attributes/role_recalculation.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { refusal } from '../cli/operator.ts';
import { deactivation, type Rollcall, reactivation } from '../helper.ts';
import { bootWithDevices, DEVICE } from '../http/fixture.ts';
import { EndingScene } from './ending_scene.ts';
import { accountOf, aged, joined, registered } from './people.ts';
import { connected } from './second.ts';

describe('an integration', () => {
  let app: Rollcall;
  let scene: EndingScene;

  before(async () => {
    app = await bootWithDevices();
  });
  after(() => app.close());
  beforeEach(async () => {
    scene = await EndingScene.begin(app);
  });

  describe('of two in a group', () => {
    it("keeps a user's access when the other one deactivates the user", async () => {
      const here = await scene.push('ann');
      await scene.push('ann', scene.other.scim);
      await scene.tenant.scim('PATCH', `/Users/${here}`, deactivation);
      expect(await scene.originsOf('ann')).to.deep.equal(['root scim guest']);
    });

    it('can be disabled alone, and every member keeps the access', async () => {
      await scene.push('ann');
      await scene.push('bob', scene.other.scim);
      const group = scene.root.slug;
      await scene.run('integration change', { integration: 'SCIM', disable: true });
      expect((await scene.tenant.scim('GET', '/Users')).status).to.equal(403);
      expect((await scene.other.scim('GET', '/Users')).status).to.equal(200);
      expect([await scene.rolesOf('ann'), await scene.rolesOf('bob')]).to.deep.equal([
        { [group]: 'reporter' },
        { [group]: 'guest' },
      ]);
      await scene.run('integration change', { integration: 'SCIM', enable: true });
      expect((await scene.tenant.scim('GET', '/Users')).status).to.equal(200);
    });

    it("does not keep a user's access while it is disabled and the other integration deactivates the user", async () => {
      await scene.push('ann');
      const there = await scene.push('ann', scene.other.scim);
      await scene.run('integration change', { integration: 'SCIM', disable: true });
      await scene.other.scim('PATCH', `/Users/${there}`, deactivation);
      expect(await scene.rolesOf('ann')).to.deep.equal({});
    });
  });

  describe('that is removed', () => {
    it('leaves the roles of its members, as if given by hand', async () => {
      const ann = await scene.push('ann');
      const bob = await scene.push('bob');
      await joined(scene.services, scene.team, await scene.accountId('bob'), 'guest');
      await scene.linked([ann, bob], 'developer');
      await scene.push('eve', scene.tenant.scim, { active: false });
      const before = await Promise.all(['ann', 'bob', 'eve'].map((name) => scene.rolesOf(name)));
      expect(await scene.remove('keep')).to.include({ integration: 'SCIM', members: 'keep', people: 2 });
      expect(await Promise.all(['ann', 'bob', 'eve'].map((name) => scene.rolesOf(name)))).to.deep.equal(
        before,
      );
      expect(await scene.originsOf('ann')).to.have.members(['root manual reporter', 'team manual developer']);
      expect(await scene.originsOf('bob')).to.have.members(['root manual reporter', 'team manual developer']);
      expect(await scene.left()).to.deep.equal([]);
      expect(await scene.acts()).to.have.members([
        'integration.removal_started',
        'member.kept',
        'member.kept',
        'integration.removed',
      ]);
    });

    it('leaves what another integration gives', async () => {
      await scene.push('ann');
      const there = await scene.push('ann', scene.other.scim);
      await scene.remove('keep');
      expect(await scene.originsOf('ann')).to.have.members(['root manual reporter', 'root scim guest']);
      await scene.other.scim('PATCH', `/Users/${there}`, deactivation);
      expect(await scene.originsOf('ann')).to.deep.equal([]);
      await scene.other.scim('PATCH', `/Users/${there}`, reactivation);
      expect(await scene.originsOf('ann')).to.have.members(['root manual reporter', 'root scim guest']);
    });

    it('leaves roles that attributes had yet to give', async () => {
      const { store } = scene.services;
      await scene.push('ann', scene.tenant.scim, { roles: [{ value: 'developer' }] });
      await store.transaction(async (unit) => {
        const integration = await unit.get(integrations, scene.root.id, scene.tenant.integrationId);
        if (!integration) throw new Error('no integration');
        const roleAttributes = [{ attribute: 'roles', groupId: scene.team.id, values: {} }];
        unit.update(integrations, { ...integration, settings: { ...integration.settings, roleAttributes } });
        const subject = scene.tenant.integrationId;
        beginRoleRecalculation(unit, { rootId: scene.root.id, subject, cause: 'test' }, scene.team.id);
      });
      await scene.remove('keep');
      expect(await scene.originsOf('ann')).to.have.members(['root manual reporter', 'team manual developer']);
    });

    it('leaves roles that links had yet to give', async () => {
      const { store } = scene.services;
      const ann = await scene.push('ann');
      await scene.linked([], 'maintainer');
      const [group] = (await store.list(directoryGroups, scene.tenant.integrationId, { limit: 1 })).items;
      if (!group) throw new Error('no directory group');
      const place = { integrationId: scene.tenant.integrationId, rootId: scene.root.id };
      const edge = { groupId: group.id, memberId: ann, kind: 'User' as const };
      await store.transaction(async (unit) => {
        unit.insert(directoryMembers, { id: `${group.id}:${ann}`, ...place, ...edge });
        const integration = { id: place.integrationId, rootId: place.rootId };
        beginRecalculation(unit, { integration, id: 'test' }, { identityIds: [ann] });
      });
      await scene.remove('keep');
      expect(await scene.originsOf('ann')).to.have.members([
        'root manual reporter',
        'team manual maintainer',
      ]);
    });

    it('with "revoke" ends every membership of its own members, and of shared members only what it gave', async () => {
      const ann = await scene.push('ann');
      const bob = await scene.push('bob');
      await scene.push('bob', scene.other.scim);
      for (const name of ['ann', 'bob'])
        await joined(scene.services, scene.team, await scene.accountId(name), 'guest');
      await scene.linked([ann, bob], 'developer');
      expect(await scene.remove('revoke')).to.include({ members: 'revoke', people: 2 });
      expect(await scene.originsOf('ann')).to.deep.equal([]);
      expect(await scene.originsOf('bob')).to.have.members(['root scim guest', 'team manual guest']);
      expect(await scene.services.store.get(accounts, PLATFORM, await scene.accountId('ann'))).to.include({
        email: scene.mail('ann'),
      });
      expect(await scene.left()).to.deep.equal([]);
      expect(await scene.acts()).to.have.members([
        'integration.removal_started',
        'member.revoked',
        'member.revoked',
        'integration.removed',
      ]);
      expect((await scene.tenant.scim('GET', '/Users')).status).to.equal(401);
      expect((await scene.other.scim('GET', '/Users')).body.totalResults).to.equal(1);
    });

    it('takes nothing from a user who was inactive in it', async () => {
      const eve = await registered(scene.services, scene.mail('eve'));
      await scene.run('group domain add', { domain: `${scene.root.slug}.test`, verified: true });
      await scene.push('eve', scene.tenant.scim, { active: false });
      await joined(scene.services, scene.root, eve.id, 'developer');
      expect(await scene.remove('revoke')).to.include({ people: 0 });
      expect(await scene.originsOf('eve')).to.deep.equal(['root manual developer']);
    });

    it('ends the links of a user who is active only in a disabled integration', async () => {
      await scene.push('ann');
      await scene.push('ann', scene.other.scim);
      await scene.run('integration change', { integration: 'other', disable: true });
      await scene.remove('revoke');
      expect(await scene.originsOf('ann')).to.deep.equal([]);
    });

    it('leaves the ownership of the last owner, and takes the rest', async () => {
      const owners = ['ann', 'bob', 'cat'];
      for (const name of [...owners, 'dan']) await scene.push(name);
      for (const name of owners)
        await joined(scene.services, scene.root, await scene.accountId(name), 'owner');
      const first = await accountOf(scene.services, `owner@${scene.root.slug}.test`);
      await scene.run('member remove', { account: first.username });
      expect(await scene.remove('revoke')).to.include({ people: 4 });
      const kept = (await Promise.all(owners.map((name) => scene.originsOf(name)))).flat();
      expect(kept).to.deep.equal(['root manual owner']);
      const { items } = await scene.services.store.list(members, scene.root.id, {
        index: 'owner',
        equal: [scene.root.id],
        limit: 10,
      });
      expect(items).to.have.length(1);
      expect(await scene.left()).to.deep.equal([]);
    });

    it('loses its conflicts, held users, windows and token uses, and keeps its log', async () => {
      await registered(scene.services, scene.mail('grace'));
      await scene.run('integration change', { integration: 'SCIM', onEmailExists: 'hold' });
      await scene.push('grace');
      await scene.tenant.scim('POST', '/Devices', { schemas: [DEVICE], serial: 's-1' });
      const gone = await scene.push('gone');
      await aged(scene.services, scene.root.id);
      await scene.tenant.scim('PATCH', `/Users/${gone}`, deactivation);
      await scene.services.tokenUses.flush();
      expect(await scene.left()).to.include.members([
        'custom_resources',
        'attentions',
        'removal_windows',
        'token_uses',
      ]);
      await scene.remove('revoke');
      expect(await scene.left()).to.deep.equal([]);
      expect(await scene.originsOf('grace')).to.deep.equal([]);
      await scene.services.logBook.flush();
      const { entries } = await scene.run('log');
      expect(entries).to.have.length.above(2);
    });

    it('processes users who were deleted during a preview', async () => {
      const ann = await scene.push('ann');
      await scene.run('integration preview', { integration: 'SCIM' });
      await scene.tenant.scim('DELETE', `/Users/${ann}`);
      expect(await scene.originsOf('ann')).to.deep.equal(['root scim reporter']);
      expect(await scene.left()).to.include('planned_removals');
      await scene.remove('revoke');
      expect(await scene.originsOf('ann')).to.deep.equal([]);
      expect(await scene.left()).to.deep.equal([]);
    });

    it('frees its name, and another one can give back what it took', async () => {
      await scene.push('ann');
      await joined(scene.services, scene.team, await scene.accountId('ann'), 'maintainer');
      await scene.remove('revoke');
      const again = await connected(scene.services, scene.tenant, { name: 'SCIM' });
      await scene.push('ann', again.scim);
      expect(await scene.originsOf('ann')).to.have.members(['root scim guest', 'team manual maintainer']);
    });

    it('lets an actor add an account by hand that no integration has as inactive', async () => {
      const account = scene.mail('ann');
      const ann = await scene.push('ann');
      await scene.tenant.scim('PATCH', `/Users/${ann}`, deactivation);
      const wish = { group: scene.root.slug, account, role: 'guest' };
      expect((await refusal(scene.services, 'member add', wish)).code).to.equal('deprovisioned');
      await scene.remove('revoke');
      await scene.run('member add', wish);
      expect(await scene.originsOf('ann')).to.deep.equal(['root manual guest']);
    });

    it('refuses to add an account by hand that another integration has as inactive', async () => {
      const ann = await scene.push('ann');
      await scene.push('ann', scene.other.scim, { active: false });
      await scene.tenant.scim('PATCH', `/Users/${ann}`, deactivation);
      await scene.remove('revoke');
      const wish = { group: scene.root.slug, account: scene.mail('ann'), role: 'guest' };
      expect((await refusal(scene.services, 'member add', wish)).code).to.equal('deprovisioned');
    });

    it('requires the choice of "keep" or "revoke", and must exist', async () => {
      const args = { group: scene.root.slug, integration: 'SCIM' };
      expect((await refusal(scene.services, 'integration remove', args)).code).to.equal('invalid_arguments');
      const gone = { ...args, integration: 'gone', members: 'keep' };
      expect((await refusal(scene.services, 'integration remove', gone)).code).to.equal('not_found');
    });
  });
});
