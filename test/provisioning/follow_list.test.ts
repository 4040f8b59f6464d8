import { expect } from 'chai';
import { works } from '../../lib/jobs/work.ts';
import { HOUR, systemRuntime } from '../../lib/kernel/runtime.ts';
import { operate, type Plain, printed, refusal } from '../cli/operator.ts';
import { boot, type Rollcall, reactivation, type Tenant, user } from '../helper.ts';

interface Plan {
  readonly id: string;
  readonly people: number;
  readonly needsNumber: boolean;
}

describe('following a list of people', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let ids: Map<string, string>;
  let later: number;

  beforeEach(async () => {
    const real = systemRuntime();
    later = 0;
    app = await boot({ runtime: { ...real, now: () => real.now() + later } });
    tenant = await app.bootstrap('listed');
    ids = new Map();
    for (const name of ['ann', 'bea', 'cid', 'dan']) {
      const { body } = await tenant.scim('POST', '/Users', user(`${name}@l.test`));
      ids.set(name, String(body.id));
    }
  });
  afterEach(() => app.close());

  const run = (name: string, args: Plain) => operate(app.services, name, { group: 'listed', ...args });
  const compare = (list: string) => run('integration compare', { listFile: list });
  const plan = async (list: string) => (await compare(list)).plan as Plan;
  const follow = (list: string, args: Plain) => run('integration compare', { listFile: list, ...args });
  const refused = (list: string, args: Plain) =>
    refusal(app.services, 'integration compare', { group: 'listed', listFile: list, ...args });
  const active = async () => {
    const { body } = await tenant.scim('GET', '/Users?attributes=userName,active');
    const users = body.Resources as readonly { userName: string; active: boolean }[];
    return users.filter((one) => one.active).map(({ userName }) => userName.split('@')[0]);
  };
  const isMember = async (account: string) => {
    const { members } = await run('member list', {});
    return (members as readonly { account: { username: string } }[]).some(
      (member) => member.account.username === account,
    );
  };

  it('deactivates the users of the plan and nobody else, as the identity provider would', async () => {
    const list = 'ann@l.test\nbea@l.test\nnew@l.test';
    const { id, ...rest } = await plan(list);
    expect(rest).to.deep.equal({ people: 2, needsNumber: false });
    expect(await follow(list, { follow: id }))
      .to.include({ people: 2 })
      .and.deep.include({ kept: [] });
    expect(await active()).to.have.members(['ann', 'bea']);
    expect([await isMember('ann'), await isMember('cid')]).to.deep.equal([true, false]);
    expect(await isMember(tenant.username)).to.equal(true);
  });

  it('gives the access back when the identity provider activates the user again', async () => {
    const { id } = await plan('ann@l.test,bea@l.test');
    await follow('ann@l.test,bea@l.test', { follow: id });
    await tenant.scim('PATCH', `/Users/${ids.get('cid')}`, reactivation);
    expect(await isMember('cid')).to.equal(true);
  });

  it('records who followed the list, and each user whom that deactivates', async () => {
    const { id } = await plan('ann@l.test\nbea@l.test\ncid@l.test');
    await follow('ann@l.test\nbea@l.test\ncid@l.test', { follow: id });
    const { entries } = await run('audit list', {});
    const [last, first] = entries as readonly [Plain, Plain];
    expect([first.action, first.detail]).to.deep.equal([
      'integration.list_followed',
      { name: 'SCIM', listed: 3, people: 1 },
    ]);
    expect([last.action, last.actor]).to.deep.equal(['user.deactivated', first.actor]);
    expect(last.detail).to.include({ userName: 'dan@l.test' });
  });

  it('refuses a plan that has changed since it was shown, and changes nothing', async () => {
    const list = 'ann@l.test\nbea@l.test';
    const { id } = await plan(list);
    await tenant.scim('POST', '/Users', user('eva@l.test'));
    expect((await refused(list, { follow: id })).code).to.equal('plan_changed');
    expect(await active()).to.have.length(5);
  });

  it('refuses the plan of another list', async () => {
    const { id } = await plan('ann@l.test\nbea@l.test');
    expect((await refused('ann@l.test', { follow: id })).code).to.equal('plan_changed');
  });

  it('has no plan where the list names every active user', async () => {
    expect(await compare('ann@l.test\nbea@l.test\ncid@l.test\ndan@l.test')).not.to.have.property('plan');
  });

  it('wants the number of people if the list names none of the users', async () => {
    const { id, people, needsNumber } = await plan('Surname\nGivenname');
    expect([people, needsNumber]).to.deep.equal([4, true]);
    const { code, message } = await refused('Surname\nGivenname', { follow: id });
    expect([code, /repeat the number with --people/.test(message)]).to.deep.equal(['mass_removal', true]);
    expect((await refused('Surname\nGivenname', { follow: id, people: 3 })).code).to.equal('plan_changed');
    expect(await active()).to.have.length(4);
    expect(await follow('Surname\nGivenname', { follow: id, people: 4 })).to.include({ people: 4 });
  });

  describe('with more people than the guard against mass removals allows', () => {
    beforeEach(async () => {
      later = 2 * HOUR;
      await run('integration change', { removalPeople: 1 });
    });

    it('wants the number of people, and changes nothing without it', async () => {
      const { id, needsNumber } = await plan('ann@l.test\nbea@l.test');
      expect(needsNumber).to.equal(true);
      expect((await refused('ann@l.test\nbea@l.test', { follow: id })).code).to.equal('mass_removal');
      expect(await active()).to.have.length(4);
    });

    it('carries it out with the number', async () => {
      const { id } = await plan('ann@l.test\nbea@l.test');
      expect(await follow('ann@l.test\nbea@l.test', { follow: id, people: 2 })).to.include({ people: 2 });
    });

    it('counts those of a smaller plan, so that the next removal pauses the integration', async () => {
      const list = 'ann@l.test\nbea@l.test\ncid@l.test';
      await follow(list, { follow: (await plan(list)).id });
      expect((await tenant.scim('DELETE', `/Users/${ids.get('ann')}`)).status).to.equal(503);
    });
  });

  it('keeps the last owner and says so', async () => {
    await run('member add', { account: 'dan', role: 'owner' });
    await run('member remove', { account: tenant.username });
    const list = 'ann@l.test\nbea@l.test';
    const { id } = await plan(list);
    expect(await follow(list, { follow: id }))
      .to.include({ people: 1 })
      .and.deep.include({ kept: ['dan@l.test'] });
    expect(await isMember('dan')).to.equal(true);
  });

  it('refuses during a preview', async () => {
    const { id } = await plan('ann@l.test');
    await run('integration preview', {});
    expect((await refused('ann@l.test', { follow: id })).code).to.equal('integration_in_preview');
  });

  it('passes over a user who is inactive meanwhile', async () => {
    const list = 'ann@l.test\nbea@l.test';
    const { id } = await plan(list);
    const { runner, store } = app.services;
    const finish = runner.finish.bind(runner);
    runner.finish = async (work) => work;
    const { work } = await follow(list, { follow: id });
    await tenant.scim('DELETE', `/Users/${ids.get('dan')}`);
    Reflect.deleteProperty(runner, 'finish');
    const begun = await store.get(works, tenant.groupId, String(work));
    if (!begun) throw new Error('there is no work');
    const { state, done } = await finish(begun);
    expect([state, done]).to.deep.equal([{ left: [], people: 1, kept: [] }, 2]);
  });

  it('prints what to type to follow the list, and what that did', async () => {
    const list = { group: 'listed', listFile: 'ann@l.test\nbea@l.test\ncid@l.test' };
    const shown = await printed(app.services, 'integration compare', list);
    const [, id] = /--follow (\S+)$/.exec(shown) ?? [];
    expect(await printed(app.services, 'integration compare', { ...list, follow: id })).to.contain(
      '1 user of SCIM whom the list does not name is inactive now.',
    );
  });
});
