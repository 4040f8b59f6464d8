import { expect } from 'chai';
import { integrations } from '../../lib/integrations/types.ts';
import { operate, type Plain } from '../cli/operator.ts';
import { deactivation, reactivation } from '../helper.ts';
import { accountOf, below, groupNamed, joined, memberIn } from './people.ts';
import { LONG, MINUTE, only, type Person, RemovalScene } from './removal_scene.ts';

describe('mass removals that are discarded', () => {
  let scene: RemovalScene;

  before(async () => {
    scene = await RemovalScene.begin();
  });
  after(async function () {
    this.timeout(LONG);
    await scene.app.close();
  });
  beforeEach(() => {
    scene.clock.later = 0;
  });

  it('restore every role, keep the users as sent, and disable the integration', async () => {
    const people = await scene.provisioned(4, { ...only(2), onReturn: 'default_role' });
    const [busy, deleted, over] = people as [Person, Person, Person];
    const root = await groupNamed(scene.app.services, scene.tenant.groupId);
    const team = await below(scene.app.services, root, 'team');
    const { id } = await accountOf(scene.app.services, busy.email);
    await joined(scene.app.services, root, id, 'owner');
    await joined(scene.app.services, team, id, 'maintainer');
    const before = await memberIn(scene.app.services, scene.tenant.groupId, id);

    expect(await scene.patched(busy)).to.equal(200);
    expect((await scene.tenant.scim('DELETE', `/Users/${deleted.id}`)).status).to.equal(204);
    expect(await scene.patched(over)).to.equal(503);
    const gone = (await accountOf(scene.app.services, deleted.email)).id;
    expect(await scene.discard()).to.deep.equal([id, gone]);

    const { v: _before, ...was } = before ?? { v: 0 };
    const { v: _after, ...is } = (await memberIn(scene.app.services, scene.tenant.groupId, id)) ?? { v: 0 };
    expect(is).to.deep.equal(was);
    expect(await scene.accessOf(deleted)).to.deep.equal({ [scene.slug]: 'guest' });
    expect(await scene.acts()).to.deep.equal([
      'integration.paused',
      'member.restored',
      'member.restored',
      'integration.removals_discarded',
    ]);

    expect((await scene.tenant.scim('GET', '/Users')).status).to.equal(403);
    expect(await scene.integration())
      .to.include({ enabled: false })
      .and.not.have.property('paused');
    await enable();
    expect((await scene.tenant.scim('GET', `/Users/${busy.id}`)).body.active).to.equal(false);
    expect((await scene.tenant.scim('GET', `/Users/${deleted.id}`)).status).to.equal(404);
    expect(await scene.removedInTurn(people.slice(2))).to.deep.equal([200, 200]);
  });

  it('do not restore accounts that left before the window, or that have access again already', async () => {
    const [early, returned, gone, over] = (await scene.provisioned(4, only(2))) as [
      Person,
      Person,
      Person,
      Person,
    ];
    expect(await scene.patched(early)).to.equal(200);
    scene.clock.later = 61 * MINUTE;
    for (const body of [deactivation, reactivation])
      expect(await scene.patched(returned, body)).to.equal(200);
    expect(await scene.removedInTurn([gone, over])).to.deep.equal([200, 503]);
    expect(await scene.discard()).to.deep.equal([(await accountOf(scene.app.services, gone.email)).id]);
    expect(await scene.accessOf(early)).to.deep.equal({});
  });

  it('are restored for more people than one step processes', async () => {
    const people = await scene.provisioned(103, only(102));
    const statuses = await Promise.all(people.slice(0, 102).map((person) => scene.patched(person)));
    expect(new Set(statuses)).to.deep.equal(new Set([200]));
    expect(await scene.patched(people[102] as Person)).to.equal(503);
    expect(new Set(await scene.discard())).to.have.property('size', 102);
    const has = await Promise.all(people.map((person) => scene.accessOf(person)));
    expect(has.every((roles) => roles[scene.slug] === 'guest')).to.equal(true);
    expect(
      (await scene.acts()).filter((action) => action === 'integration.removals_discarded'),
    ).to.have.length(1);
  }).timeout(LONG);

  it('restore what links and attributes still give, which ends with its cause', async () => {
    const people = await scene.provisioned(4, only(3));
    const [inactive, left, deleted, over] = people as [Person, Person, Person, Person];
    const { tenant, app, slug } = scene;
    const root = await groupNamed(app.services, tenant.groupId);
    const [dev, ops, qa] = [
      await below(app.services, root, 'dev'),
      await below(app.services, root, 'ops'),
      await below(app.services, root, 'qa'),
    ];
    const run = (command: string, args: Plain) => operate(app.services, command, { group: slug, ...args });
    const wanted = people.map(({ id }) => ({ value: id }));
    const made = [];
    for (const displayName of ['Dev', 'Ops'])
      made.push(await tenant.scim('POST', '/Groups', { displayName, members: wanted }));
    await run('link add', { directoryGroup: 'Dev', target: `${slug}/dev`, role: 'developer' });
    await run('link add', { directoryGroup: 'Ops', target: `${slug}/ops`, role: 'maintainer' });
    await run('integration role-attribute set', { attribute: 'roles', target: `${slug}/qa` });
    await run('integration role-attribute set', { attribute: 'roles' });
    const said = { Operations: [{ op: 'replace', path: 'roles', value: [{ value: 'reporter' }] }] };
    for (const person of people) expect(await scene.patched(person, said)).to.equal(200);
    const all = {
      [slug]: 'reporter',
      [dev.slug]: 'developer',
      [ops.slug]: 'maintainer',
      [qa.slug]: 'reporter',
    };
    expect(await scene.accessOf(deleted)).to.deep.equal(all);

    scene.clock.later = 120 * MINUTE;
    expect(await scene.removedInTurn([inactive, left])).to.deep.equal([200, 200]);
    const leave = { op: 'remove', path: `members[value eq "${left.id}"]` };
    await tenant.scim('PATCH', `/Groups/${made[0]?.body.id}`, { Operations: [leave] });
    expect((await tenant.scim('DELETE', `/Users/${deleted.id}`)).status).to.equal(204);
    expect(await scene.patched(over)).to.equal(503);
    await run('link remove', { directoryGroup: 'Ops', target: `${slug}/ops` });
    await scene.discard();

    const { [ops.slug]: _ended, ...stillGiven } = all;
    const { [dev.slug]: _left, ...attributes } = stillGiven;
    expect(await scene.accessOf(inactive)).to.deep.equal(stillGiven);
    expect(await scene.accessOf(left)).to.deep.equal(attributes);
    expect(await scene.accessOf(deleted)).to.deep.equal({ [slug]: 'guest' });

    await run('link remove', { directoryGroup: 'Dev', target: `${slug}/dev` });
    expect(await scene.accessOf(inactive)).to.deep.equal(attributes);
    await run('integration remove', { integration: 'SCIM', members: 'revoke' });
    for (const person of people) expect(await scene.accessOf(person)).to.deep.equal({});
  });

  async function enable(): Promise<void> {
    const { store } = scene.app.services;
    const present = await scene.integration();
    await store.transaction(async (unit) => unit.update(integrations, { ...present, enabled: true }));
  }
});
