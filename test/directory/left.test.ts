import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { grant, saveMember, withdraw } from '../../lib/groups/members.ts';
import { type Group, groups, memberOf } from '../../lib/groups/types.ts';
import { openWork, type Work, works } from '../../lib/jobs/work.ts';
import { HOUR } from '../../lib/kernel/runtime.ts';
import { directoryMembers } from '../../lib/provisioning/directory/collections.ts';
import { beginRecalculation } from '../../lib/provisioning/directory/recalculate.ts';
import { beginRoleRecalculation } from '../../lib/provisioning/role_attributes/role_recalculation.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { Unavailable } from '../../lib/store/errors.ts';
import { operate, type Plain } from '../cli/operator.ts';
import { movableClock } from '../clock.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { accountOf, below, groupNamed, rolesIn } from '../provisioning/people.ts';

const LONG = 600_000;

describe('what links give', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let name: string;
  let dev: Group;
  const clock = movableClock();

  before(async () => {
    app = await boot({ runtime: clock.runtime });
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
    name = tenant.slug;
    dev = await below(app.services, await groupNamed(app.services, tenant.groupId), 'dev');
  });

  const run = (command: string, args: Plain = {}) => operate(app.services, command, { group: name, ...args });

  async function person(local: string): Promise<{ id: string; accountId: string }> {
    const email = `${local}@${name}.test`;
    const { body } = await tenant.scim('POST', '/Users', user(email));
    return { id: String(body.id), accountId: (await accountOf(app.services, email)).id };
  }

  async function linked(...ids: string[]): Promise<void> {
    const members = ids.map((value) => ({ value }));
    expect((await tenant.scim('POST', '/Groups', { displayName: 'All', members })).status).to.equal(201);
    await run('link add', { directoryGroup: 'All', target: `${name}/dev`, role: 'developer' });
  }

  const roleInDev = async (accountId: string) => (await rolesIn(app.services, tenant.groupId, accountId)).dev;

  const left = () => openWork(app.services.store, tenant.groupId, tenant.integrationId);

  /** Gives a person by hand as many memberships as one may have. */
  async function fill(accountId: string): Promise<void> {
    const { store, runtime } = app.services;
    const rootId = tenant.groupId;
    await store.transaction(async (unit) => {
      const before = await memberOf(unit, rootId, accountId);
      if (!before) throw new Error('no member');
      const since = runtime.now();
      let member = before;
      for (let at = before.memberships.length; at < limits.membershipsPerPerson; at++) {
        const slug = `full-${at}`;
        const place = { rootId, parentId: rootId, kind: 'project' as const };
        const made = { id: runtime.id(), ...place, slug, slugKey: slug, name: slug, createdAt: since };
        const { id } = unit.insert(groups, made);
        member = grant(member, id, { kind: 'manual', role: 'guest', since });
      }
      await saveMember(unit, before, member);
    });
  }

  describe('to an account at the limit of memberships', () => {
    const active = (value: boolean) => ({ Operations: [{ op: 'replace', path: 'active', value }] });

    it('is given even if the store stops answering after the change', async () => {
      await linked();
      const inner = await tenant.scim('POST', '/Groups', { displayName: 'Inner' });
      const all = (await tenant.scim('GET', '/Groups?filter=displayName%20eq%20%22All%22')).body.Resources;
      const [{ id } = {}] = all as Resource[];
      const { store } = app.services;
      const { transaction } = store;
      let isMade = false;
      const failing: typeof transaction = async (work, lane) => {
        if (isMade) throw new Unavailable('gone');
        const result = await transaction(work, lane);
        isMade = (await store.count(directoryMembers, tenant.integrationId)) > 0;
        return result;
      };
      Object.assign(store, { transaction: failing });
      try {
        const added = { op: 'add', path: 'members', value: [{ value: inner.body.id }] };
        const { status, body } = await tenant.scim('PATCH', `/Groups/${id}`, { Operations: [added] });
        expect(status).to.equal(503);
        expect(body.detail).to.match(/may be made already/);
      } finally {
        store.transaction = transaction;
      }
      expect((await tenant.scim('GET', `/Groups/${id}`)).body.members).to.have.length(1);
    });

    it('is not given, refuses neither the link nor a reactivation, and is explained by why', async () => {
      const [full, other] = [await person('full'), await person('other')];
      await fill(full.accountId);
      await linked(full.id, other.id);
      expect(await roleInDev(full.accountId)).to.equal(undefined);
      expect(await roleInDev(other.accountId)).to.equal('developer');
      expect(await left()).to.deep.equal([]);

      for (const value of [false, true])
        expect((await tenant.scim('PATCH', `/Users/${full.id}`, active(value))).status).to.equal(200);
      const roles = await rolesIn(app.services, tenant.groupId, full.accountId);
      expect(Object.keys(roles)).to.have.length(limits.membershipsPerPerson);
      expect(roles).to.have.property(name, 'guest').and.not.have.property('dev');

      const told = await run('member why', { group: `${name}/dev`, account: full.accountId });
      const { noAccess } = told as { noAccess: { kind: string; decision: string }[] };
      expect(noAccess.find(({ kind }) => kind === 'full')?.decision).to.match(/2000 memberships, as many as/);
    }).timeout(LONG);

    it('replaces no membership that stays, whichever link is older', async () => {
      const { id, accountId } = await person('late');
      const root = await groupNamed(app.services, tenant.groupId);
      await below(app.services, root, 'ops');
      const { body } = await tenant.scim('POST', '/Groups', { displayName: 'Older' });
      await run('link add', { directoryGroup: 'Older', target: `${name}/ops`, role: 'developer' });
      await linked(id);
      await fill(accountId);
      const Operations = [{ op: 'add', path: 'members', value: [{ value: id }] }];
      expect((await tenant.scim('PATCH', `/Groups/${String(body.id)}`, { Operations })).status).to.equal(204);
      const roles = await rolesIn(app.services, tenant.groupId, accountId);
      expect(roles).to.have.property('dev', 'developer');
      expect(roles).to.not.have.property('ops');
    }).timeout(LONG);

    it('is not given by an attribute, and the change is stored', async () => {
      const { id, accountId } = await person('told');
      await fill(accountId);
      await run('integration role-attribute set', { attribute: 'roles', target: `${name}/dev` });
      const roles = [{ value: 'developer' }];
      const Operations = [{ op: 'replace', path: 'roles', value: roles }];
      expect((await tenant.scim('PATCH', `/Users/${id}`, { Operations })).status).to.equal(200);
      expect(await roleInDev(accountId)).to.equal(undefined);
    }).timeout(LONG);
  });

  describe('after a stopped process', () => {
    const finishLeft = () => app.services.runner.finishLeft();
    const failure = () => finishLeft().catch((error: unknown) => error);

    /** Notes that cannot be worked through: their cursors lead nowhere. */
    async function broken(): Promise<void> {
      const { store } = app.services;
      await store.transaction(async (unit) => {
        const integration = { id: tenant.integrationId, rootId: tenant.groupId };
        const cause = { integration, id: 'broken' };
        const byGroup = beginRecalculation(unit, cause, { groupId: 'g' });
        const place = { rootId: tenant.groupId, subject: tenant.integrationId, cause: 'broken' };
        const byRole = beginRoleRecalculation(unit, place, dev.id);
        unit.update<Work>(works, { ...byGroup, state: { groupId: 'g', after: 'g nowhere' } });
        unit.update<Work>(works, { ...byRole, state: { ...byRole.state, after: 'nowhere' } });
      });
    }

    it('is finished even if other notes fail, which wait longer each time', async () => {
      const { store } = app.services;
      const { id, accountId } = await person('ann');
      await linked(id);
      await broken();
      await store.transaction(async (unit) => {
        const before = await memberOf(unit, tenant.groupId, accountId);
        if (!before) throw new Error('no member');
        const origins = before.memberships.find(({ groupId }) => groupId === dev.id)?.origins ?? [];
        await saveMember(
          unit,
          before,
          origins.reduce((member, origin) => withdraw(member, origin, dev.id), before),
        );
        const integration = { id: tenant.integrationId, rootId: tenant.groupId };
        beginRecalculation(unit, { integration, id: 'stopped' }, { identityIds: [id] });
      });
      expect(await roleInDev(accountId)).to.equal(undefined);

      clock.later += limits.workGrace + 1;
      const failed = await failure();
      expect(failed).to.be.instanceOf(AggregateError);
      expect((failed as AggregateError).errors).to.have.length(2);
      expect(String((failed as AggregateError).errors[0])).to.contain(tenant.integrationId);
      expect(await roleInDev(accountId)).to.equal('developer');
      expect((await left()).map(({ failures }) => failures)).to.deep.equal([1, 1]);

      clock.later += limits.workGrace + 1;
      expect(await failure()).to.equal(undefined);
      clock.later += 2 * limits.workGrace;
      expect(await failure()).to.be.instanceOf(AggregateError);
      for (let times = 0; times < 10; times++) {
        clock.later += HOUR + limits.workGrace + 1;
        expect(await failure()).to.be.instanceOf(AggregateError);
      }
    });
  });
});
