import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { type Membership, memberOf, members, type Origin } from '../../lib/groups/types.ts';
import { groupLinks } from '../../lib/provisioning/directory/collections.ts';
import { all } from '../../lib/store/every.ts';
import { operate, type Plain, refusal } from '../cli/operator.ts';
import { user } from '../helper.ts';
import { type GroupStage, stageGroup } from '../web/group_stage.ts';

describe('reconciling the roles by links', () => {
  let stage: GroupStage;
  let at: string;

  before(async () => {
    stage = await stageGroup();
    at = `${stage.at}/reconcile`;
    await run('group create', { path: 'acme/dev' });
    const ids = [];
    for (const name of ['ann', 'bob', 'cy'])
      ids.push((await stage.acme.scim('POST', '/Users', user(`${name}@acme.test`))).body.id);
    const [ann, bob] = ids.map((value) => ({ value }));
    await stage.acme.scim('POST', '/Groups', { displayName: 'Crew', members: [ann, bob] });
    const crew = { group: 'acme', directoryGroup: 'Crew', target: 'acme/dev', role: 'developer' };
    await run('link add', crew);
  });
  after(() => stage.app.close());

  const run = (name: string, args: Plain) => operate(stage.app.services, name, args);
  const plan = (more: Plain = {}) => run('integration reconcile', { group: 'acme', plan: true, ...more });

  async function roleOf(account: string): Promise<unknown> {
    const { memberships } = await run('member show', { group: 'acme', account });
    return (memberships as Plain[]).find(({ group }) => group === 'acme/dev')?.role;
  }

  /** Takes Ann's role by the link, gives Bob another one, and Cy one that nothing gives. */
  async function drift(): Promise<void> {
    const { store } = stage.app.services;
    const { integrationId: via, groupId: rootId } = stage.acme;
    const [link] = await all(store, groupLinks, via);
    if (!link) throw new Error('there is no link');
    const given = { source: link.id, via, cause: 'test', since: store.now() };
    const origin: Origin = { kind: 'directory_group', role: 'guest', ...given };
    const guest: Membership = { groupId: link.targetId, role: 'guest', origins: [origin] };
    const drifted = new Map<string, Membership[]>([
      ['ann', []],
      ['bob', [guest]],
      ['cy', [guest]],
    ]);
    for (const [name, held] of drifted) {
      const { id } = await run('account show', { account: name });
      await store.transaction(async (unit) => {
        const member = await memberOf(unit, rootId, String(id));
        if (!member) throw new Error(`${name} is not a member`);
        const others = member.memberships.filter(({ groupId }) => groupId !== link.targetId);
        const memberships = [...others, ...held];
        unit.update(members, { ...member, memberships, groupIds: memberships.map(({ groupId }) => groupId) });
      });
    }
  }

  it('plans nothing where every role is what the links give', async () => {
    expect(await plan())
      .to.include({ looked: 3 })
      .and.deep.include({ differences: [] });
    const { text } = await stage.owner.visit(at);
    expect(text).to.contain('Nothing to do').and.not.to.contain('Reconcile all roles');
  });

  it('plans who gains, loses or changes a role, and changes nothing', async () => {
    await drift();
    const { differences } = await plan();
    expect(differences).to.have.deep.members([
      { account: 'ann', group: 'acme/dev', to: 'developer' },
      { account: 'bob', group: 'acme/dev', from: 'guest', to: 'developer' },
      { account: 'cy', group: 'acme/dev', from: 'guest' },
    ]);
    const { text } = await stage.owner.visit(at);
    expect(text).to.contain('One role would be given, one role taken, one role changed');
    expect([await roleOf('ann'), await roleOf('cy')]).to.deep.equal([undefined, 'guest']);
  });

  it('says that the plan is partial, and continues it from there', async () => {
    const { plannedPeople } = limits;
    Object.assign(limits, { plannedPeople: 2 });
    try {
      const first = await plan();
      expect(first).to.include({ looked: 2 }).and.to.have.property('next');
      const second = await plan({ after: first.next });
      expect(second).to.include({ looked: 1 }).and.not.to.have.property('next');
      const { text } = await stage.owner.visit(at);
      expect(text).to.contain('This is a part of the plan: 2 users').and.to.contain('Next part');
    } finally {
      Object.assign(limits, { plannedPeople });
    }
  });

  it('refuses --after without --plan, so that a page of the plan changes nothing', async () => {
    const args = { group: 'acme', after: 'x' };
    const { message } = await refusal(stage.app.services, 'integration reconcile', args);
    expect(message).to.contain('Add --plan.');
  });

  it('gives everybody what the links give, and records who asked', async () => {
    await stage.owner.visit(at);
    const { status, location } = await stage.owner.send(at);
    expect([status, location]).to.deep.equal([
      303,
      `/groups/acme/-/directory-groups/${stage.acme.integrationId}`,
    ]);
    expect((await stage.owner.visit(location ?? '')).text).to.contain('3 people have other roles now');
    const roles = [await roleOf('ann'), await roleOf('bob'), await roleOf('cy')];
    expect(roles).to.deep.equal(['developer', 'developer', undefined]);
    const { entries } = await run('audit list', { group: 'acme', limit: 20 });
    const begun = (entries as Plain[]).find(({ action }) => action === 'integration.reconcile_started');
    expect(begun?.actor).to.include({ kind: 'account', accountId: stage.ada.id });
  });

  it('is refused in preview, when links give nothing', async () => {
    await run('integration preview', { group: 'acme' });
    const { code } = await refusal(stage.app.services, 'integration reconcile', { group: 'acme' });
    expect(code).to.equal('integration_in_preview');
    expect((await stage.owner.visit(at)).text).to.contain('Go live first');
    expect((await stage.owner.send(at)).status).to.equal(422);
  });
});
