import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { createAccount } from '../../lib/accounts/accounts.ts';
import { verifiedDomains } from '../../lib/accounts/managing.ts';
import { accounts } from '../../lib/accounts/types.ts';
import { integrations } from '../../lib/integrations/types.ts';
import { openWork, works } from '../../lib/jobs/work.ts';
import { adoptFormerWork, formerWork } from '../../lib/operations/former_work.ts';
import { groupLinks } from '../../lib/provisioning/directory/collections.ts';
import { all } from '../../lib/store/every.ts';
import { type Collection, type Doc, PLATFORM } from '../../lib/store/port.ts';
import { movableClock } from '../clock.ts';
import { boot, type Rollcall } from '../helper.ts';
import { EndingScene } from '../provisioning/ending_scene.ts';
import { integrationIn } from '../provisioning/second.ts';

describe('unfinished work of a former version', () => {
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

  /** Stores a note as the former version did, and lets the service of today start. */
  async function upgraded(name: string, note: object): Promise<void> {
    const { store, runner } = app.services;
    const from = formerWork.find((collection) => collection.name === name) as unknown as Collection<Doc>;
    await store.transaction(async (unit) => unit.insert(from, note as Doc));
    await adoptFormerWork(store);
    for (let turn = 0; turn < 2; turn++) {
      clock.forward(limits.workGrace + 1);
      await runner.finishLeft();
    }
    expect((await store.sweep(from, { index: 'age', limit: 1 })).items).to.deep.equal([]);
    expect((await store.sweep(works, { index: 'due', limit: 9 })).items).to.deep.equal([]);
  }

  const place = () => ({ integrationId: scene.tenant.integrationId, rootId: scene.root.id, cause: 'former' });

  it('gives the roles that a link had yet to give', async () => {
    const { store } = app.services;
    const ann = await scene.push('ann');
    await scene.linked([ann], 'developer');
    await store.transaction(async (unit) => {
      for (const link of await all(unit, groupLinks, scene.tenant.integrationId))
        unit.update(groupLinks, { ...link, role: 'maintainer' });
    });
    await upgraded('recalculations', { id: 'note', ...place(), createdAt: 1, identityIds: [ann] });
    expect(await scene.originsOf('ann')).to.include('team directory_group maintainer');
  });

  it('gives the roles that attributes had yet to give', async () => {
    await scene.push('ann', scene.tenant.scim, { roles: [{ value: 'developer' }] });
    const known = await integrationIn(app.services, scene.tenant, 'SCIM');
    const roleAttributes = [{ attribute: 'roles', groupId: scene.team.id, values: {} }];
    await app.services.store.transaction(async (unit) =>
      unit.update(integrations, { ...known, settings: { ...known.settings, roleAttributes } }),
    );
    await upgraded('recalculations', { id: 'roles', ...place(), createdAt: 1, roleGroups: [scene.team.id] });
    expect(await scene.originsOf('ann')).to.include('team scim developer');
  });

  it('manages the accounts of a domain', async () => {
    const domain = `${scene.root.slug}.test`;
    const { id } = await app.services.store.transaction(async (unit) => {
      unit.insert(verifiedDomains, { id: domain, rootId: scene.root.id, verifiedAt: 1 });
      return createAccount(unit, {
        ...{ username: domain, name: 'Own Name', email: `own@${domain}`, confirmed: true },
      });
    });
    await upgraded('domain_changes', { id: domain, cause: 'former', isThrough: false, touchedAt: 1 });
    expect(await app.services.store.get(accounts, PLATFORM, id)).to.include({ managedDomain: domain });
  });

  it('removes an integration', async () => {
    await scene.push('ann');
    const { id, rootId, ...known } = await integrationIn(app.services, scene.tenant, 'SCIM');
    await app.services.store.transaction(async (unit) =>
      unit.update(integrations, { ...known, id, rootId, enabled: false, ending: 'keep' }),
    );
    await upgraded('integration_endings', {
      ...{ id, rootId, name: 'SCIM', members: 'keep', cause: 'former', people: 0, isThrough: false },
      ...{ actor: { kind: 'operator' }, touchedAt: 1 },
    });
    expect(await app.services.store.get(integrations, rootId, id)).to.equal(undefined);
    expect(await scene.originsOf('ann')).to.deep.equal(['root manual reporter']);
    expect(await openWork(app.services.store, rootId, id)).to.deep.equal([]);
  });
});
