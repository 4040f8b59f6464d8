import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { createAccount } from '../../lib/accounts/accounts.ts';
import { accounts } from '../../lib/accounts/types.ts';
import { verifiedDomains } from '../../lib/accounts/verified_domains.ts';
import { auditEntries } from '../../lib/audit/types.ts';
import type { UnitStore } from '../../lib/audit/unit.ts';
import { noteChange } from '../../lib/domains/domain_accounts.ts';
import { integrations } from '../../lib/integrations/types.ts';
import { openWork, type Work } from '../../lib/jobs/work.ts';
import { removalWindows } from '../../lib/provisioning/collections.ts';
import { groupLinks } from '../../lib/provisioning/directory/collections.ts';
import { noteRecalculation } from '../../lib/provisioning/directory/recalculate.ts';
import { noteRoles } from '../../lib/provisioning/role_attributes/role_recalculation.ts';
import { Unavailable } from '../../lib/store/errors.ts';
import { all } from '../../lib/store/every.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import type { Rollcall } from '../helper.ts';
import { restarted, withoutAnswer, withoutCommit } from '../store/failing.ts';
import { EndingScene } from './ending_scene.ts';
import { LONG, only, type Person, RemovalScene } from './removal_scene.ts';
import { integrationIn } from './second.ts';

/** Work in many steps. */
interface Attempted {
  run(store: UnitStore): Promise<unknown>;
  /** What the next attempt does: the command again, or the job. */
  goOn(): Promise<unknown>;
  /** What is there in the end; the same wherever the work was interrupted. */
  seen(): Promise<unknown>;
}

const faults = [
  ['happens without an answer', withoutAnswer],
  ['does not happen', withoutCommit],
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
    ['a change of a domain', 4, managing],
  ];
  for (const [what, steps, begin] of works)
    for (const [happens, failing] of faults)
      it(`${what} has the same result when a commit ${happens}`, async () => {
        const undisturbed = await begin();
        await undisturbed.run(services().store);
        await undisturbed.goOn();
        const wanted = await undisturbed.seen();
        for (let step = 0; ; step++) {
          const work = await begin();
          const outcome = await work.run(failing(services().store, step)).then(
            () => 'done',
            (error: unknown) => error,
          );
          if (outcome === 'done') {
            expect(step, 'commits').to.be.at.least(steps);
            return;
          }
          expect(outcome, `step ${step}`).to.be.instanceOf(Unavailable);
          await work.goOn();
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
      run: (failing) => scene.discardBy(restarted(services(), failing)),
      goOn: async () => (await scene.integration()).paused && scene.discard(),
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
      run: (failing) => scene.remove(choice, restarted(services(), failing)),
      async goOn() {
        if ((await openWork(store, scene.root.id, integration.id)).length === 0) await scene.remove(choice);
        for (let turn = 0; turn < 2; turn++) {
          wait(2 * limits.workGrace);
          await services().runner.finishLeft();
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
      return noteRecalculation(unit, { integration, id: 'test' }, { identityIds });
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
      return noteRoles(
        unit,
        { rootId: integration.rootId, subject: integration.id, cause: 'test' },
        scene.team.id,
      );
    });
    return recalculating(scene, note);
  }

  function recalculating(scene: EndingScene, note: Work): Attempted {
    const { store, runner } = services();
    return {
      run: (failing) => restarted(services(), failing).runner.finish(note),
      goOn() {
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

  /** A domain with more accounts than one step takes comes to a group. */
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
      return noteChange(unit, domain, rootId);
    });
    return {
      run: (failing) => restarted(services(), failing).runner.finish(change),
      async goOn() {
        for (let turn = 0; turn < 2; turn++) {
          wait(2 * limits.workGrace);
          await services().runner.finishLeft();
        }
      },
      seen: async () => [
        (await all(store, accounts, PLATFORM, { index: 'managedDomain', equal: [domain] })).length,
        (await all(store, auditEntries, rootId)).filter(({ action }) => action === 'account.managed').length,
        await openWork(store, rootId, domain),
      ],
    };
  }

  function app(): Rollcall {
    return scene.app;
  }
});
