import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { auditEntries } from '../../lib/audit/types.ts';
import type { UnitStore } from '../../lib/audit/unit.ts';
import { members } from '../../lib/groups/types.ts';
import { openWork } from '../../lib/jobs/work.ts';
import { identities } from '../../lib/provisioning/collections.ts';
import { refusal } from '../cli/operator.ts';
import { movableClock } from '../clock.ts';
import { boot, type Rollcall } from '../helper.ts';
import { restarted } from '../store/failing.ts';
import { EndingScene } from './ending_scene.ts';
import { memberIn } from './people.ts';

const people = limits.endedAtOnce + 20;
/** As many as an identity provider sends side by side; the test server answers no hundred in time. */
const AT_ONCE = 10;

describe('an integration whose removal is stopped', () => {
  const clock = movableClock();
  let app: Rollcall;
  let scene: EndingScene;

  before(async () => {
    app = await boot({ runtime: clock.runtime });
  });
  after(() => app.close());
  beforeEach(async () => {
    scene = await EndingScene.begin(app);
  });

  /** A store that stops after some transactions. */
  function stopping(after: number): UnitStore {
    const { store } = scene.services;
    let begun = 0;
    return {
      ...store,
      transaction: <T>(...args: Parameters<typeof store.transaction<T>>): Promise<T> => {
        begun += 1;
        if (begun > after) throw new Error('stopped');
        return store.transaction(...args);
      },
    };
  }

  async function stopped(after: number, choice: 'keep' | 'revoke'): Promise<void> {
    const services = restarted(scene.services, stopping(after));
    const outcome = await scene.remove(choice, services).catch(({ message }: Error) => message);
    expect(outcome).to.equal('stopped');
  }

  async function crowd(): Promise<string[]> {
    const names = Array.from({ length: people }, (_one, at) => `p${at}`);
    for (let at = 0; at < people; at += AT_ONCE)
      await Promise.all(names.slice(at, at + AT_ONCE).map((name) => scene.push(name)));
    // A use that is noted behind the removal stays until the job goes over it once more.
    await scene.services.tokenUses.flush();
    return names;
  }

  const withAccess = async (names: readonly string[]) =>
    (await Promise.all(names.map((name) => scene.rolesOf(name)))).filter(
      (roles) => roles[scene.root.slug] !== undefined,
    ).length;

  it('is disabled from the start, and cannot be enabled or get a token', async () => {
    await scene.push('ann');
    await stopped(1, 'revoke');
    expect((await scene.tenant.scim('GET', '/Users')).status).to.equal(401);
    const args = { group: scene.root.slug, integration: 'SCIM' };
    const shown = await scene.run('integration show', args);
    expect(shown).to.include({ enabled: false, ending: 'revoke', liveCredentials: 0 });
    for (const [name, more] of [
      ['integration change', { enable: true }],
      ['integration change', { name: 'new' }],
      ['token create', { name: 'token' }],
      ['integration remove', { members: 'keep' }],
    ] as const) {
      const { message } = await refusal(scene.services, name, { ...args, ...more });
      expect(message).to.match(/being removed|has begun with revoke/);
    }
    expect(await scene.rolesOf('ann')).to.deep.equal({ [scene.root.slug]: 'reporter' });
  });

  it('is removed when the command runs again', async () => {
    const names = await crowd();
    await stopped(2, 'revoke');
    expect(await withAccess(names)).to.equal(people - limits.endedAtOnce);
    expect(await scene.remove('revoke')).to.include({ people });
    expect(await withAccess(names)).to.equal(0);
    expect(await scene.left()).to.deep.equal([]);
    expect((await scene.acts()).filter((action) => action.startsWith('integration'))).to.deep.equal([
      'integration.removal_started',
      'integration.removed',
    ]);
  });

  it('is removed by the job once no other process works on it', async () => {
    const names = await crowd();
    await stopped(2, 'keep');
    await scene.services.runner.finishLeft();
    expect(await scene.left()).to.include('integrations');
    clock.forward(limits.workGrace + 1);
    await scene.services.runner.finishLeft();
    expect(await withAccess(names)).to.equal(people);
    expect(await scene.left()).to.deep.equal([]);
  });

  it('is processed once more for late writes, and then forgotten', async () => {
    const { store } = scene.services;
    await scene.push('ann');
    const ann = await scene.accountId('ann');
    const { items } = await store.list(identities, scene.tenant.integrationId, { limit: 1 });
    const member = await memberIn(scene.services, scene.root.id, ann);
    const [identity] = items;
    if (!identity || !member) throw new Error('nobody');
    await scene.remove('revoke');
    await store.transaction(async (unit) => {
      unit.insert(identities, identity);
      const now = await unit.get(members, scene.root.id, member.id);
      if (now) unit.update(members, { ...member, v: now.v });
    });
    expect(await scene.originsOf('ann')).to.deep.equal(['root scim reporter']);
    clock.forward(limits.workGrace + 1);
    await scene.services.runner.finishLeft();
    expect(await scene.originsOf('ann')).to.deep.equal([]);
    expect(await scene.left()).to.deep.equal([]);
    expect(await openWork(store, scene.root.id, scene.tenant.integrationId)).to.deep.equal([]);
  });

  it('is removed once by two concurrent commands', async () => {
    const names = await crowd();
    await Promise.all([scene.remove('revoke'), scene.remove('revoke', restarted(scene.services))]);
    expect(await withAccess(names)).to.equal(0);
    const counted = (await scene.acts()).filter((action) => action === 'integration.removed');
    expect(counted).to.deep.equal(['integration.removed']);
    const all = scene.services.store.list(auditEntries, scene.root.id, { limit: 2_000 });
    const revoked = (await all).items.filter(({ action }) => action === 'member.revoked');
    expect(revoked).to.have.length(people);
  });
});
