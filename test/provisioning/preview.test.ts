import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { accounts } from '../../lib/accounts/types.ts';
import { auditEntries } from '../../lib/audit/types.ts';
import type { Integration } from '../../lib/integrations/types.ts';
import { identities, plannedRemovals } from '../../lib/provisioning/collections.ts';
import type { Planned } from '../../lib/provisioning/preview/carry_out.ts';
import { goLive as beginGoingLive } from '../../lib/provisioning/preview/going_live.ts';
import { all } from '../../lib/store/every.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { operate, type Plain } from '../cli/operator.ts';
import { boot, deactivation, type Rollcall, type Tenant, user } from '../helper.ts';
import { accountOf, below, directoryLinked, groupNamed, joined, memberIn, rolesIn } from './people.ts';
import { integrationIn } from './second.ts';

const operator = { kind: 'operator' } as const;

describe('the preview of an integration', () => {
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
  });

  function integration(): Promise<Integration> {
    return integrationIn(app.services, tenant, tenant.integrationId);
  }

  async function begin(): Promise<void> {
    const present = await integration();
    await app.services.store.transaction(async (unit) =>
      app.services.previews.begin(unit, present, operator),
    );
  }

  async function plan(): Promise<Planned[]> {
    return (await app.services.previews.plan(await integration(), { limit: 100 })).items;
  }

  async function goLive(): Promise<Planned[]> {
    const { store, runner } = app.services;
    const present = await integration();
    const work = await store.transaction((unit) => beginGoingLive(unit, present, operator));
    return [...(await runner.finish(work)).state.first];
  }

  async function create(name: string, more = {}): Promise<string> {
    const { status, body } = await tenant.scim(
      'POST',
      '/Users',
      user(`${name}@${tenant.groupId}.test`, more),
    );
    expect(status, String(body.detail)).to.equal(201);
    return String(body.id);
  }

  async function roleOf(identityId: string, groupId = tenant.groupId): Promise<string | undefined> {
    const identity = await app.services.store.get(identities, tenant.integrationId, identityId);
    const member = await memberIn(app.services, tenant.groupId, identity?.accountId ?? '');
    return member?.memberships.find((one) => one.groupId === groupId)?.role;
  }

  const outcomes = (all: readonly Planned[]) =>
    Object.fromEntries(all.map(({ userName, outcome }) => [userName.split('@')[0], outcome]));

  it('answers as if everything was done, and changes nothing', async () => {
    await begin();
    const before = await app.services.store.count(accounts, PLATFORM);
    const id = await create('ann');
    const { status, body } = await tenant.scim('PATCH', `/Users/${id}`, {
      Operations: [{ op: 'replace', path: 'title', value: 'Boss' }],
    });
    expect([status, body.title, body.active]).to.deep.equal([200, 'Boss', true]);
    expect(await app.services.store.count(accounts, PLATFORM)).to.equal(before);
    expect(await roleOf(id)).to.equal(undefined);
  });

  it('plans page by page, and has each user once', async () => {
    const live = await create('gone');
    await begin();
    expect((await tenant.scim('DELETE', `/Users/${live}`)).status).to.equal(204);
    for (const name of ['ann', 'bob', 'cid']) await create(name);
    const all = outcomes(await plan());
    expect(Object.keys(all)).to.have.length(4);
    for (const limit of [1, 2, 3, 4]) {
      const found: Planned[] = [];
      for (let after: string | undefined = ''; after !== undefined; ) {
        const page: Plain = await operate(app.services, 'integration plan', {
          group: tenant.slug,
          limit,
          ...(after === '' ? {} : { after }),
        });
        const rows = page.plan as Planned[];
        expect(rows).to.have.length.at.most(limit);
        expect(page.people).to.equal(4);
        found.push(...rows);
        after = page.next as string | undefined;
      }
      expect(found).to.have.length(4);
      expect(outcomes(found), `pages of ${limit}`).to.deep.equal(all);
    }
  });

  it('tells of so many users who go live, and counts the others', async () => {
    await begin();
    const { integrationId, groupId: rootId } = tenant;
    const names = Array.from({ length: limits.shownOutcomes + 1 }, (_, at) => `gone${at}`);
    await app.services.store.transaction(async (unit) => {
      for (const userName of names) {
        const id = `${rootId} ${userName}`;
        unit.insert(plannedRemovals, { id, integrationId, rootId, accountId: userName, userName });
      }
    });
    const { people, done } = await operate(app.services, 'integration go-live', { group: tenant.slug });
    expect(people).to.equal(names.length);
    expect(done).to.have.length(limits.shownOutcomes);
  }).timeout(60_000);

  it('plans who would be made, linked, refused, and join what; going live does just that', async () => {
    const stranger = `eve@${tenant.groupId}.test`;
    const other = await app.bootstrap();
    await other.scim('POST', '/Users', user(stranger));
    const mine = await create('old');
    await begin();
    const ann = await create('ann');
    const bob = await create('bob', { active: false });
    await create('eve');
    await tenant.scim('PATCH', `/Users/${mine}`, deactivation);
    const { body: team } = await tenant.scim('POST', '/Groups', {
      displayName: 'Team',
      members: [{ value: ann }],
    });
    const dev = await linkToDev(String(team.id));

    const planned = await plan();
    expect(outcomes(planned)).to.deep.equal({ ann: 'create', bob: 'create', eve: 'refuse', old: 'leave' });
    const ofAnn = planned.find(({ userName }) => userName.startsWith('ann'));
    expect(ofAnn?.access.map(({ groupId, to }) => [groupId, to])).to.have.deep.members([
      [tenant.groupId, 'guest'],
      [dev, 'developer'],
    ]);
    expect(await roleOf(ann)).to.equal(undefined);
    expect(await roleOf(mine)).to.equal('guest');
    expect(await plan()).to.deep.equal(planned);

    const done = await goLive();
    expect(outcomes(done)).to.deep.equal(outcomes(planned));
    expect(await roleOf(ann)).to.equal('guest');
    expect(await roleOf(ann, dev)).to.equal('developer');
    expect(await roleOf(bob)).to.equal(undefined);
    expect(await roleOf(mine)).to.equal(undefined);
    await create('late');
    expect((await integration()).preview).to.equal(undefined);
  });

  async function linkToDev(directoryGroupId: string): Promise<string> {
    const dev = await below(app.services, await groupNamed(app.services, tenant.groupId), 'dev');
    await directoryLinked(app.services, tenant.integrationId, directoryGroupId, dev, 'developer');
    return dev.id;
  }

  it('includes users deleted meanwhile', async () => {
    const id = await create('ann');
    const identity = await app.services.store.get(identities, tenant.integrationId, id);
    const memberships = async () =>
      (await memberIn(app.services, tenant.groupId, identity?.accountId ?? ''))?.memberships;
    await begin();
    expect((await tenant.scim('DELETE', `/Users/${id}`)).status).to.equal(204);
    expect((await tenant.scim('GET', `/Users/${id}`)).status).to.equal(404);
    expect(await memberships()).to.have.length(1);
    expect(outcomes(await plan())).to.deep.equal({ ann: 'leave' });
    await goLive();
    expect(await memberships()).to.have.length(0);
  });

  /** Users who are the only owners of the group. */
  async function owners(...names: string[]): Promise<string[]> {
    const root = await groupNamed(app.services, tenant.groupId);
    const ids: string[] = [];
    for (const name of names) {
      ids.push(await create(name));
      const { id } = await accountOf(app.services, `${name}@${tenant.groupId}.test`);
      await joined(app.services, root, id, 'owner');
    }
    const first = await accountOf(app.services, `owner@${tenant.slug}.test`);
    await joined(app.services, root, first.id, 'guest');
    return ids;
  }

  it('keeps the last owner, and carries out the rest', async () => {
    const [boss] = await owners('boss');
    await begin();
    expect((await tenant.scim('DELETE', `/Users/${boss}`)).status).to.equal(204);
    const ann = await create('ann');
    for (const step of [plan, goLive])
      expect(outcomes(await step())).to.deep.equal({ boss: 'refuse', ann: 'create' });
    const { id } = await accountOf(app.services, `boss@${tenant.groupId}.test`);
    expect(await rolesIn(app.services, tenant.groupId, id)).to.deep.equal({ [tenant.slug]: 'owner' });
    expect(await roleOf(ann)).to.equal('guest');
    expect(await integration()).to.not.have.any.keys('preview', 'starting');
  });

  it('records everybody whom going live changes in the audit log, with the change', async () => {
    const leaver = await create('leaver');
    await begin();
    await tenant.scim('DELETE', `/Users/${leaver}`);
    await create('comer');
    await plan();
    const done = await goLive();
    expect(outcomes(done)).to.deep.equal({ leaver: 'leave', comer: 'create' });
    const noted = await all(app.services.store, auditEntries, tenant.groupId);
    const [ended] = noted.filter(({ action }) => action === 'integration.preview_ended');
    const changed = noted.filter(({ action }) => action === 'member.changed_by_going_live');
    expect(changed.map(({ requestId }) => requestId)).to.deep.equal([ended?.requestId, ended?.requestId]);
    for (const { userName, outcome, access } of done) {
      const { id } = await accountOf(app.services, userName);
      expect(changed.find(({ target }) => target === id)?.detail).to.deep.equal({
        userName,
        outcome,
        access,
      });
    }
  });

  it('plans that all owners but one leave', async () => {
    const [one, two] = await owners('one', 'two', 'three');
    await begin();
    for (const id of [one, two]) await tenant.scim('DELETE', `/Users/${id}`);
    for (const step of [plan, goLive])
      expect(outcomes(await step())).to.deep.equal({ one: 'leave', two: 'leave', three: 'nothing' });
  });

  it('applies a user who is created while it ends', async () => {
    await begin();
    const before = await Promise.all(Array.from({ length: 20 }, (_, at) => create(`a${at}`)));
    const [during] = await Promise.all([
      Promise.all(Array.from({ length: 20 }, (_, at) => create(`b${at}`))),
      goLive(),
    ]);
    for (const id of [...before, ...during]) expect(await roleOf(id)).to.equal('guest');
  });

  it('cannot end in an integration without a preview', async () => {
    const error = await goLive().catch((thrown: unknown) => thrown);
    expect(error).to.include({ code: 'already_live' });
  });
});
