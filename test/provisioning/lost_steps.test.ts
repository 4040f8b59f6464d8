import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { createAccount } from '../../lib/accounts/accounts.ts';
import { verifiedDomains } from '../../lib/accounts/managing.ts';
import { accounts } from '../../lib/accounts/types.ts';
import { auditEntries } from '../../lib/audit/types.ts';
import { beginDomainChange } from '../../lib/domains/domain_accounts.ts';
import { integrations } from '../../lib/integrations/types.ts';
import { openWork, type Work } from '../../lib/jobs/work.ts';
import type { Services } from '../../lib/operations/services.ts';
import { removalWindows } from '../../lib/provisioning/collections.ts';
import { groupLinks } from '../../lib/provisioning/directory/collections.ts';
import { beginRecalculation } from '../../lib/provisioning/directory/recalculate.ts';
import { beginRoleRecalculation } from '../../lib/provisioning/role_attributes/role_recalculation.ts';
import { listAttention } from '../../lib/provisioning/users/attention.ts';
import { Unavailable } from '../../lib/store/errors.ts';
import { all } from '../../lib/store/every.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { operate } from '../cli/operator.ts';
import type { Rollcall } from '../helper.ts';
import { counted, restarted, stoppedAfter, withoutAnswer } from '../store/failing.ts';
import { EndingScene } from './ending_scene.ts';
import { registered } from './people.ts';
import { LONG, only, type Person, RemovalScene } from './removal_scene.ts';
import { integrationIn } from './second.ts';

/** Work in many steps. */
interface Attempted {
  run(services: Services): Promise<unknown>;
  /** What another process does: the command again, or the job. */
  goOn(services: Services): Promise<unknown>;
  /** What is there in the end; the same wherever the work was interrupted. */
  seen(): Promise<unknown>;
}

const faults = [
  ['happens without an answer', withoutAnswer],
  ['is not reached, for the process stops', stoppedAfter],
] as const;

describe('work in many steps', () => {
  let scene: RemovalScene;
  let people: readonly Person[];

  before(async () => {
    scene = await RemovalScene.begin();
  });
  after(() => scene.app.close());

  const services = () => scene.app.services;
  /** Ids of documents that are not there. */
  const nobody = (count: number) => Array.from({ length: count }, (_, at) => `nobody${at}`);
  const wait = (ms: number) => {
    scene.clock.later += ms + 1;
  };

  const works: readonly (readonly [what: string, steps: number, begin: () => Promise<Attempted>])[] = [
    ['a discard of mass removals', 2, discarding],
    ['a removal of an integration that keeps the roles', 8, () => ending('keep')],
    ['a removal of an integration that takes the roles', 8, () => ending('revoke')],
    ['a recalculation of what links give', 2, linking],
    ['a recalculation of what attributes give', 1, attributing],
    ['a change of a link', 3, changing],
    ['a change of a domain', 4, managing],
    ['going live', 7, going],
  ];
  for (const [what, steps, begin] of works)
    for (const [happens, failing] of faults)
      it(`${what} has the same result when a commit ${happens}`, async () => {
        const undisturbed = await begin();
        let commits = 0;
        const counting = counted(services().store, () => {
          commits += 1;
        });
        await undisturbed.run(restarted(services(), counting));
        expect(commits, 'commits').to.be.at.least(steps);
        await undisturbed.goOn(services());
        const wanted = await undisturbed.seen();
        for (let step = 0; step < commits; step++) {
          const work = await begin();
          await work.run(restarted(services(), failing(services().store, step))).catch((error: unknown) => {
            expect(error, `step ${step}`).to.be.instanceOf(Unavailable);
          });
          await work.goOn(restarted(services()));
          expect(await work.seen(), `step ${step}`).to.deep.equal(wanted);
        }
      }).timeout(LONG);

  async function discarding(): Promise<Attempted> {
    people = await scene.provisioned(3, only(2));
    expect(await scene.removedInTurn(people)).to.deep.equal([200, 200, 503]);
    const { store } = services();
    const paused = await scene.integration();
    await store.transaction(async (unit) => {
      const window = await unit.get(removalWindows, paused.rootId, paused.id);
      const [first, last] = window?.removals ?? [];
      if (!window || !first || !last) throw new Error('no removals');
      const others = nobody(limits.restoreBatch).map((accountId) => ({ ...first, accountId }));
      unit.update(removalWindows, { ...window, removals: [first, ...others, last] });
    });
    return {
      run: (process) => scene.discardBy(process),
      goOn: async (process) => (await scene.integration()).paused && scene.discardBy(process),
      seen: async () => [await accessOfAll(), await scene.acts(), (await scene.integration()).enabled],
    };
  }

  /** As `guest` without the name of the group, which is another one each time. */
  async function accessOfAll(): Promise<string[][]> {
    const all = await Promise.all(people.map((person) => scene.accessOf(person)));
    return all.map((access) => Object.values(access));
  }

  async function ending(choice: 'keep' | 'revoke'): Promise<Attempted> {
    const { store } = services();
    const scene = await EndingScene.begin(app());
    const [ann, bob] = [await scene.push('ann'), await scene.push('bob')];
    await scene.linked([ann, bob], 'developer');
    await services().tokenUses.flush();
    const integration = await integrationIn(services(), scene.tenant, 'SCIM');
    return {
      run: (process) => scene.remove(choice, process),
      async goOn(process) {
        if ((await openWork(store, scene.root.id, integration.id)).length === 0)
          await scene.remove(choice, process);
        for (let turn = 0; turn < 2; turn++) {
          wait(2 * limits.workGrace);
          await process.runner.finishLeft();
        }
      },
      seen: async () => [
        ...(await Promise.all(['ann', 'bob'].map(async (name) => (await scene.originsOf(name)).sort()))),
        await scene.left(),
        await scene.acts(),
        await openWork(store, scene.root.id, integration.id),
        await removedPeople(scene),
      ],
    };
  }

  /** How many people the audit log says a removal has concerned. */
  async function removedPeople({ root }: EndingScene): Promise<unknown[]> {
    const entries = await all(services().store, auditEntries, root.id);
    return entries
      .filter(({ action }) => action === 'integration.removed')
      .map(({ detail }) => detail.people);
  }

  /** Ann and Bob of a group whose link becomes `maintainer`, noted with so many others that Bob is in a later step. */
  async function linking(): Promise<Attempted> {
    const { store } = services();
    const scene = await EndingScene.begin(app());
    const [ann, bob] = [await scene.push('ann'), await scene.push('bob')];
    await scene.linked([ann, bob], 'developer');
    const integration = await integrationIn(services(), scene.tenant, 'SCIM');
    const note = await store.transaction(async (unit) => {
      for (const link of await all(unit, groupLinks, integration.id))
        unit.update(groupLinks, { ...link, role: 'maintainer' });
      const identityIds = [ann, ...nobody(limits.recalculatedAtOnce), bob];
      return beginRecalculation(unit, { integration, id: 'test' }, { identityIds });
    });
    return recalculating(scene, note);
  }

  async function attributing(): Promise<Attempted> {
    const { store } = services();
    const scene = await EndingScene.begin(app());
    for (const name of ['ann', 'bob'])
      await scene.push(name, scene.tenant.scim, { roles: [{ value: 'maintainer' }] });
    const known = await integrationIn(services(), scene.tenant, 'SCIM');
    const note = await store.transaction(async (unit) => {
      const roleAttributes = [{ attribute: 'roles', groupId: scene.team.id, values: {} }];
      const integration = unit.update(integrations, {
        ...known,
        settings: { ...known.settings, roleAttributes },
      });
      return beginRoleRecalculation(
        unit,
        { rootId: integration.rootId, subject: integration.id, cause: 'test' },
        scene.team.id,
      );
    });
    return recalculating(scene, note);
  }

  function recalculating(scene: EndingScene, note: Work): Attempted {
    const { store } = services();
    return {
      run: ({ runner }) => runner.finish(note),
      goOn({ runner }) {
        wait(2 * limits.workGrace);
        return runner.finishLeft();
      },
      seen: async () => [
        ...(await Promise.all(['ann', 'bob'].map(async (name) => (await scene.originsOf(name)).sort()))),
        await openWork(store, note.rootId, note.subject),
        (await all(store, auditEntries, scene.root.id))
          .map(({ action }) => action)
          .filter((action) => action.startsWith('member.changed_by')),
      ],
    };
  }

  /** Ann and Bob get another role by a link. */
  async function changing(): Promise<Attempted> {
    const scene = await EndingScene.begin(app());
    const people = [await scene.push('ann'), await scene.push('bob')];
    await scene.linked(people, 'developer');
    const args = {
      ...{ group: scene.root.slug, integration: 'SCIM', directoryGroup: 'Team' },
      ...{ target: `${scene.root.slug}/team`, role: 'maintainer' },
    };
    const rootId = scene.root.id;
    return {
      run: (process) => operate(process, 'link change', args),
      async goOn(process) {
        wait(2 * limits.workGrace);
        await process.runner.finishLeft();
        await operate(process, 'link change', args);
      },
      seen: async () => [
        await rolesOf(scene, 'ann', 'bob'),
        await openWork(services().store, rootId, scene.tenant.integrationId),
        await actsOf(rootId, 'group_link.changed', 'member.changed_by_group_links'),
      ],
    };
  }

  /** A preview that Ann leaves, Bob joins, Carl cannot join, and in which an attribute begins to give roles. */
  async function going(): Promise<Attempted> {
    const scene = await EndingScene.begin(app());
    const { root, tenant } = scene;
    const ann = await scene.push('ann');
    const carl = `carl-${root.slug}`;
    await registered(services(), scene.mail(carl));
    await scene.run('integration preview', { integration: 'SCIM' });
    await tenant.scim('DELETE', `/Users/${ann}`);
    await scene.push('bob', tenant.scim, { roles: [{ value: 'maintainer' }] });
    await scene.push(carl);
    await scene.run('integration role-attribute set', {
      integration: 'SCIM',
      attribute: 'roles',
      target: `${root.slug}/team`,
    });
    const args = { group: root.slug, integration: 'SCIM' };
    return {
      run: (process) => operate(process, 'integration go-live', args),
      async goOn(process) {
        wait(2 * limits.workGrace);
        await process.runner.finishLeft();
        if ((await integrationIn(services(), tenant, 'SCIM')).preview)
          await operate(process, 'integration go-live', args);
      },
      seen: async () => [
        await rolesOf(scene, 'ann', 'bob', carl),
        (await integrationIn(services(), tenant, 'SCIM')).starting,
        await openWork(services().store, root.id, tenant.integrationId),
        await actsOf(
          root.id,
          'integration.preview_ended',
          'integration.went_live',
          'member.changed_by_going_live',
        ),
        (await listAttention(services().store, tenant.integrationId)).length,
      ],
    };
  }

  /** A group verifies a domain with more accounts than one step handles. */
  async function managing(): Promise<Attempted> {
    const { store, runtime } = services();
    const { groupId: rootId, slug } = await app().bootstrap();
    const domain = `${slug}.test`;
    const change = await store.transaction(async (unit) => {
      for (let at = 0; at < limits.managedAtOnce + 2; at++)
        createAccount(unit, {
          ...{ username: `p${at}.${slug}`, name: 'Own Name' },
          ...{ email: `p${at}@${domain}`, confirmed: true },
        });
      unit.insert(verifiedDomains, { id: domain, rootId, verifiedAt: runtime.now() });
      return beginDomainChange(unit, domain, rootId);
    });
    return {
      run: ({ runner }) => runner.finish(change),
      async goOn(process) {
        for (let turn = 0; turn < 2; turn++) {
          wait(2 * limits.workGrace);
          await process.runner.finishLeft();
        }
      },
      seen: async () => [
        (await all(store, accounts, PLATFORM, { index: 'managedDomain', equal: [domain] })).length,
        (await all(store, auditEntries, rootId)).filter(({ action }) => action === 'account.managed').length,
        await openWork(store, rootId, domain),
      ],
    };
  }

  /** The roles of people, by the name of each. */
  async function rolesOf(scene: EndingScene, ...names: string[]): Promise<string[][]> {
    return Promise.all(names.map(async (name) => (await scene.originsOf(name)).sort()));
  }

  async function actsOf(rootId: string, ...wanted: string[]): Promise<string[]> {
    const entries = await all(services().store, auditEntries, rootId);
    return entries.map(({ action }) => action).filter((action) => wanted.includes(action));
  }

  function app(): Rollcall {
    return scene.app;
  }
});
