import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import type { Run, UnitStore } from '../../lib/audit/unit.ts';
import { grant, saveMember } from '../../lib/groups/members.ts';
import { type Group, memberOf, type Origin } from '../../lib/groups/types.ts';
import { integrations } from '../../lib/integrations/types.ts';
import { openWork } from '../../lib/jobs/work.ts';
import { directoryGroups } from '../../lib/provisioning/collections.ts';
import { groupLinks } from '../../lib/provisioning/directory/collections.ts';
import type { GroupLink, LinkRole } from '../../lib/provisioning/directory/types.ts';
import { linksOf } from '../../lib/provisioning/links/links.ts';
import { Unavailable } from '../../lib/store/errors.ts';
import { all } from '../../lib/store/every.ts';
import { movableClock } from '../clock.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { linkTo, unlink } from '../provisioning/linking.ts';
import { accountOf, below, directoryLinked, groupNamed, memberIn } from '../provisioning/people.ts';
import { only, type Person, RemovalScene } from '../provisioning/removal_scene.ts';
import { integrationIn } from '../provisioning/second.ts';
import { restarted, withoutCommit } from '../store/failing.ts';

const LONG = 600_000;
const actor = { kind: 'operator' as const };

describe('a group link that ends or changes as the process stops', function () {
  this.timeout(LONG);
  let app: Rollcall;
  let tenant: Tenant;
  let dev: Group;
  let directoryGroup: string;
  let accountId: string;
  const clock = movableClock();

  before(async () => {
    app = await boot({ runtime: clock.runtime });
  });
  after(() => app.close());

  /** A person with a role that a link gave, who is in no directory group. */
  async function begin(kind: 'saml' | 'directory_group'): Promise<void> {
    tenant = await app.bootstrap();
    const email = `ann@${tenant.groupId}.test`;
    await tenant.scim('POST', '/Users', user(email));
    accountId = (await accountOf(app.services, email)).id;
    dev = await below(app.services, await groupNamed(app.services, tenant.groupId), 'dev');
    directoryGroup = String((await tenant.scim('POST', '/Groups', { displayName: 'All' })).body.id);
    await directoryLinked(app.services, tenant.integrationId, directoryGroup, dev, 'developer');
    const { store, runtime } = app.services;
    const { id: source } = await link();
    const via = kind === 'saml' ? 'provider' : tenant.integrationId;
    const by = { kind, source, via } satisfies Partial<Origin>;
    await store.transaction(async (unit) => {
      const before = await memberOf(unit, tenant.groupId, accountId);
      if (!before) throw new Error('no member');
      const origin: Origin = { ...by, role: 'developer', since: runtime.now() };
      await saveMember(unit, before, grant(before, dev.id, origin));
    });
  }

  async function link(): Promise<GroupLink> {
    const [found] = await all(app.services.store, groupLinks, tenant.integrationId);
    if (!found) throw new Error('there is no link');
    return found;
  }

  async function roleInDev(): Promise<string | undefined> {
    const member = await memberIn(app.services, tenant.groupId, accountId);
    return member?.memberships.find(({ groupId }) => groupId === dev.id)?.role;
  }

  const removeLink = async (store: UnitStore) => unlink(restarted(app.services, store), await link());
  const changeLink = async (store: UnitStore) => {
    const { directoryGroupId } = await link();
    const group = await store.get(directoryGroups, tenant.integrationId, directoryGroupId);
    if (group) await linkTo(restarted(app.services, store), group, dev, 'reporter');
  };
  const deleteGroup = async (store: UnitStore) => {
    const integration = await integrationIn(app.services, tenant, 'SCIM');
    const run: Run = (work) => store.transaction(work);
    const caller = { integration, actor, run, request: { requestId: 'test' } };
    await restarted(app.services, store).directoryGroups.remove(caller, directoryGroup, () => undefined);
  };
  type Case = readonly [
    what: string,
    kind: 'saml' | 'directory_group',
    role: LinkRole | undefined,
    work: (store: UnitStore) => Promise<unknown>,
  ];
  const cases: readonly Case[] = [
    ['the link is removed, of a role from SAML', 'saml', undefined, removeLink],
    ['the link is removed, of a role without its group', 'directory_group', undefined, removeLink],
    ['the group is deleted, of a role from SAML', 'saml', undefined, deleteGroup],
    ['the group is deleted, of a role without its group', 'directory_group', undefined, deleteGroup],
    ['the link changes, of a role from SAML', 'saml', 'reporter', changeLink],
  ];
  for (const [what, kind, role, work] of cases)
    it(`has its effect after the next start: ${what}`, async () => {
      for (let commits = 1, isStopped = true; isStopped; commits++) {
        await begin(kind);
        isStopped = await stops(work(withoutCommit(app.services.store, commits)));
        clock.later += 2 * limits.workGrace + 1;
        await app.services.runner.finishLeft();
        expect(await roleInDev(), `after ${commits} commits`).to.equal(role);
        expect(await openWork(app.services.store, tenant.groupId, tenant.integrationId)).to.deep.equal([]);
      }
    });
});

describe('a group link whose removal is stopped', function () {
  this.timeout(LONG);
  let scene: RemovalScene;

  before(async () => {
    scene = await RemovalScene.begin();
  });
  after(() => scene.app.close());

  const steps = ['unlink', 'delete', 'discard', 'create'] as const;
  type Step = (typeof steps)[number];

  async function take(step: Step, [ann, ...others]: readonly [Person, ...Person[]]): Promise<void> {
    const { app, tenant } = scene;
    const { store } = app.services;
    if (step === 'unlink') {
      const [link] = await linksOf(store, tenant.integrationId);
      if (!link) throw new Error('there is no link');
      expect(await stops(unlink(restarted(app.services, withoutCommit(store, 1)), link))).to.equal(true);
    }
    if (step === 'delete') await tenant.scim('DELETE', `/Users/${ann.id}`);
    if (step === 'create') await tenant.scim('POST', '/Users', user(ann.email));
    if (step !== 'discard') return;
    expect((await scene.removedInTurn(others)).at(-1)).to.equal(503);
    await scene.discard();
    const present = await scene.integration();
    await store.transaction(async (unit) => unit.update(integrations, { ...present, enabled: true }));
  }

  for (const order of permutations(steps))
    it(`ends the role of every member: ${order.join(', ')}`, async () => {
      const people = (await scene.provisioned(4, only(2))) as [Person, ...Person[]];
      const { app, tenant } = scene;
      const root = await groupNamed(app.services, tenant.groupId);
      const dev = await below(app.services, root, 'dev');
      const members = people.map(({ id }) => ({ value: id }));
      const { body } = await tenant.scim('POST', '/Groups', { displayName: 'All', members });
      await directoryLinked(app.services, tenant.integrationId, String(body.id), dev, 'maintainer');
      expect(await scene.accessOf(people[0])).to.have.property('dev', 'maintainer');
      for (const step of order) await take(step, people);
      scene.clock.later += 2 * limits.workGrace + 1;
      await app.services.runner.finishLeft();
      for (const person of people) expect(await scene.accessOf(person)).to.not.have.property('dev');
    });
});

/** Whether work ends because the store is gone. */
async function stops(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return false;
  } catch (error) {
    if (error instanceof Unavailable) return true;
    throw error;
  }
}

function permutations<T>(all: readonly T[]): T[][] {
  if (all.length === 0) return [[]];
  return all.flatMap((one) =>
    permutations(all.filter((other) => other !== one)).map((rest) => [one, ...rest]),
  );
}
