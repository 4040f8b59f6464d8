import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { accounts } from '../../lib/accounts/types.ts';
import { auditEntries } from '../../lib/audit/types.ts';
import type { Role } from '../../lib/groups/roles.ts';
import { type Group, members } from '../../lib/groups/types.ts';
import {
  attentions,
  endings,
  integrations,
  removalWindows,
  tokenUses,
} from '../../lib/provisioning/collections.ts';
import { placeOf } from '../../lib/provisioning/custom_resources.ts';
import {
  directoryMembers,
  groupLinks,
  recalculations,
} from '../../lib/provisioning/directory/collections.ts';
import type { LinkRole } from '../../lib/provisioning/directory/types.ts';
import { endIntegration, finishEndings } from '../../lib/provisioning/integration_end.ts';
import { type Runtime, systemRuntime } from '../../lib/runtime.ts';
import type { Collection, Doc, Store } from '../../lib/store/port.ts';
import { operate, refusal } from '../cli/operator.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { accountOf, aged, below, groupNamed, joined, memberIn, registered, rolesIn } from './people.ts';
import { type Connection, connected, integrationIn } from './second.ts';

const operator = { kind: 'operator' as const };
const off = { Operations: [{ op: 'replace', value: { active: false } }] };
const on = { Operations: [{ op: 'replace', value: { active: true } }] };

describe('an integration', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let other: Connection;
  let root: Group;
  let team: Group;
  let later = 0;

  before(async () => {
    const real = systemRuntime();
    const runtime: Runtime = { ...real, now: () => real.now() + later };
    app = await boot({ runtime });
  });
  after(() => app.close());
  beforeEach(async () => {
    later = 0;
    tenant = await app.bootstrap(undefined, { defaultRole: 'reporter' });
    root = await groupNamed(app.services, tenant.groupId);
    team = await below(app.services, root, 'team');
    other = await connected(app.services, tenant, { name: 'other' });
  });

  const mail = (name: string) => `${name}@${root.slug}.test`;

  async function push(name: string, scim = tenant.scim, more = {}): Promise<string> {
    const { status, body } = await scim('POST', '/Users', user(mail(name), more));
    if (status !== 201) throw new Error(`${name}: ${JSON.stringify(body)}`);
    return String(body.id);
  }

  async function linked(
    ids: readonly string[],
    role: LinkRole,
    scim = tenant.scim,
    id = tenant.integrationId,
  ) {
    const { store, collections, groupLinks: links } = app.services;
    const { body } = await scim('POST', '/Groups', {
      displayName: 'Team',
      members: ids.map((value) => ({ value })),
    });
    const group = await store.get(collections.directoryGroups, id, String(body.id));
    if (!group) throw new Error('no directory group');
    await links.set(group, team, role, { actor: operator, cause: 'test' });
  }

  async function accountId(name: string): Promise<string> {
    return (await accountOf(app.services, mail(name))).id;
  }

  async function rolesOf(name: string): Promise<Record<string, Role>> {
    return rolesIn(app.services, root.id, await accountId(name));
  }

  async function originsOf(name: string): Promise<string[]> {
    const member = await memberIn(app.services, root.id, await accountId(name));
    return (member?.memberships ?? []).flatMap(({ groupId, origins }) =>
      origins.map(({ kind, role }) => `${groupId === root.id ? 'root' : 'team'} ${kind} ${role}`),
    );
  }

  async function remove(choice: 'keep' | 'revoke', name = 'SCIM') {
    return operate(app.services, 'integration remove', {
      group: root.slug,
      integration: name,
      members: choice,
    });
  }

  async function acts(): Promise<string[]> {
    const { items } = await app.services.store.list(auditEntries, root.id, { limit: 2_000 });
    return items
      .map(({ action }) => action)
      .filter((action) => /^integration\.(closed|removed)|^member\.(kept|revoked)/.test(action));
  }

  /** What is left of an integration. */
  async function left(id: string): Promise<string[]> {
    const { store, collections } = app.services;
    const scoped: [Collection<Doc>, string][] = [
      [collections.identities as unknown as Collection<Doc>, id],
      [collections.directoryGroups as unknown as Collection<Doc>, id],
      [collections.customResources as unknown as Collection<Doc>, placeOf(id, 'Device')],
      [directoryMembers as unknown as Collection<Doc>, id],
      [groupLinks as unknown as Collection<Doc>, id],
      [recalculations as unknown as Collection<Doc>, id],
      [attentions as unknown as Collection<Doc>, id],
      [tokenUses as unknown as Collection<Doc>, id],
    ];
    const counts = await Promise.all(scoped.map(([from, scope]) => store.count(from, scope)));
    const alone = await Promise.all([
      store.get(integrations, root.id, id),
      store.get(removalWindows, root.id, id),
    ]);
    return [
      ...scoped.filter((_one, at) => (counts[at] ?? 0) > 0).map(([{ name }]) => name),
      ...alone.flatMap((doc, at) => (doc ? [at === 0 ? 'integrations' : 'removal_windows'] : [])),
    ];
  }

  describe('beside another one', () => {
    it('holds a person who is active in it when the other one lets go', async () => {
      const here = await push('ann');
      await push('ann', other.scim);
      await tenant.scim('PATCH', `/Users/${here}`, off);
      expect(await originsOf('ann')).to.deep.equal(['root scim guest']);
    });

    it('is disabled by itself, and nobody loses access by that', async () => {
      await push('ann');
      await push('bob', other.scim);
      const group = root.slug;
      await operate(app.services, 'integration change', { group, integration: 'SCIM', disable: true });
      expect((await tenant.scim('GET', '/Users')).status).to.equal(403);
      expect((await other.scim('GET', '/Users')).status).to.equal(200);
      expect([await rolesOf('ann'), await rolesOf('bob')]).to.deep.equal([
        { [group]: 'reporter' },
        { [group]: 'guest' },
      ]);
      await operate(app.services, 'integration change', { group, integration: 'SCIM', enable: true });
      expect((await tenant.scim('GET', '/Users')).status).to.equal(200);
    });

    it('holds nobody up while it is disabled and the other one deactivates', async () => {
      await push('ann');
      const there = await push('ann', other.scim);
      const change = { group: root.slug, integration: 'SCIM' };
      await operate(app.services, 'integration change', { ...change, disable: true });
      await other.scim('PATCH', `/Users/${there}`, off);
      expect(await rolesOf('ann')).to.deep.equal({});
    });
  });

  describe('that is removed', () => {
    it('keeps the roles of whom it held up, as if given by hand', async () => {
      const ann = await push('ann');
      const bob = await push('bob');
      await joined(app.services, team, await accountId('bob'), 'guest');
      await linked([ann, bob], 'developer');
      await push('eve', tenant.scim, { active: false });
      const before = await Promise.all(['ann', 'bob', 'eve'].map(rolesOf));
      expect(await remove('keep')).to.include({ integration: 'SCIM', members: 'keep', people: 2 });
      expect(await Promise.all(['ann', 'bob', 'eve'].map(rolesOf))).to.deep.equal(before);
      expect(await originsOf('ann')).to.have.members(['root manual reporter', 'team manual developer']);
      expect(await originsOf('bob')).to.have.members(['root manual reporter', 'team manual developer']);
      expect(await left(tenant.integrationId)).to.deep.equal([]);
      expect(await acts()).to.have.members([
        'integration.closed',
        'member.kept',
        'member.kept',
        'integration.removed',
      ]);
    });

    it('keeps what another integration gives as that one’s', async () => {
      await push('ann');
      const there = await push('ann', other.scim);
      await remove('keep');
      expect(await originsOf('ann')).to.have.members(['root manual reporter', 'root scim guest']);
      await other.scim('PATCH', `/Users/${there}`, off);
      expect(await originsOf('ann')).to.deep.equal([]);
      await other.scim('PATCH', `/Users/${there}`, on);
      expect(await originsOf('ann')).to.have.members(['root manual reporter', 'root scim guest']);
    });

    it('keeps the roles that links were still to give', async () => {
      const { store, runtime, collections } = app.services;
      const ann = await push('ann');
      await linked([], 'maintainer');
      const [group] = (await store.list(collections.directoryGroups, tenant.integrationId, { limit: 1 }))
        .items;
      if (!group) throw new Error('no directory group');
      const place = { integrationId: tenant.integrationId, rootId: root.id };
      const edge = { groupId: group.id, memberId: ann, kind: 'User' as const };
      const note = { createdAt: runtime.now(), cause: 'test', identityIds: [ann] };
      await store.transaction(async (tx) => {
        tx.insert(directoryMembers, { id: 'edge', ...place, ...edge });
        tx.insert(recalculations, { id: 'note', ...place, ...note });
      });
      await remove('keep');
      expect(await originsOf('ann')).to.have.members(['root manual reporter', 'team manual maintainer']);
    });

    it('takes from whom it alone held up everything, and from others what it gave', async () => {
      const ann = await push('ann');
      const bob = await push('bob');
      await push('bob', other.scim);
      for (const name of ['ann', 'bob']) await joined(app.services, team, await accountId(name), 'guest');
      await linked([ann, bob], 'developer');
      expect(await remove('revoke')).to.include({ members: 'revoke', people: 2 });
      expect(await originsOf('ann')).to.deep.equal([]);
      expect(await originsOf('bob')).to.have.members(['root scim guest', 'team manual guest']);
      expect(await app.services.store.get(accounts, '', await accountId('ann'))).to.include({
        email: mail('ann'),
      });
      expect(await left(tenant.integrationId)).to.deep.equal([]);
      expect(await acts()).to.have.members([
        'integration.closed',
        'member.revoked',
        'member.revoked',
        'integration.removed',
      ]);
      expect((await tenant.scim('GET', '/Users')).status).to.equal(401);
      expect((await other.scim('GET', '/Users')).body.totalResults).to.equal(1);
    });

    it('takes nothing from who was inactive in it', async () => {
      const eve = await registered(app.services, mail('eve'));
      await operate(app.services, 'group domain add', {
        group: root.slug,
        domain: `${root.slug}.test`,
        verified: true,
      });
      await push('eve', tenant.scim, { active: false });
      await joined(app.services, root, eve.id, 'developer');
      expect(await remove('revoke')).to.include({ people: 0 });
      expect(await originsOf('eve')).to.deep.equal(['root manual developer']);
    });

    it('takes away the links of who is active in a disabled one only', async () => {
      await push('ann');
      await push('ann', other.scim);
      const change = { group: root.slug, integration: 'other', disable: true };
      await operate(app.services, 'integration change', change);
      await remove('revoke');
      expect(await originsOf('ann')).to.deep.equal([]);
    });

    it('leaves the last owner the ownership, whoever else goes', async () => {
      const owners = ['ann', 'bob', 'cat'];
      for (const name of [...owners, 'dan']) await push(name);
      for (const name of owners) await joined(app.services, root, await accountId(name), 'owner');
      const first = await accountOf(app.services, `owner@${root.slug}.test`);
      await operate(app.services, 'member remove', { group: root.slug, account: first.username });
      expect(await remove('revoke')).to.include({ people: 4 });
      const kept = (await Promise.all(owners.map(originsOf))).flat();
      expect(kept).to.deep.equal(['root manual owner']);
      const { items } = await app.services.store.list(members, root.id, {
        index: 'owner',
        equal: [root.id],
        limit: 10,
      });
      expect(items).to.have.length(1);
      expect(await left(tenant.integrationId)).to.deep.equal([]);
    });

    it('is gone with its conflicts, held users, windows and token uses, and its log stays', async () => {
      await registered(app.services, mail('grace'));
      await operate(app.services, 'integration change', {
        group: root.slug,
        integration: 'SCIM',
        onEmailExists: 'hold',
      });
      await push('grace');
      const gone = await push('gone');
      await aged(app.services, root.id);
      await tenant.scim('PATCH', `/Users/${gone}`, off);
      await app.services.tokenUses.flush();
      expect(await left(tenant.integrationId)).to.include.members([
        'attentions',
        'removal_windows',
        'token_uses',
      ]);
      await remove('revoke');
      expect(await left(tenant.integrationId)).to.deep.equal([]);
      expect(await originsOf('grace')).to.deep.equal([]);
      await app.services.logBook.flush();
      const { entries } = await operate(app.services, 'log', { group: root.slug });
      expect(entries).to.have.length.above(2);
    });

    it('deals with who was deleted during a preview', async () => {
      const ann = await push('ann');
      await operate(app.services, 'integration preview', { group: root.slug, integration: 'SCIM' });
      await tenant.scim('DELETE', `/Users/${ann}`);
      expect(await originsOf('ann')).to.deep.equal(['root scim reporter']);
      await remove('revoke');
      expect(await originsOf('ann')).to.deep.equal([]);
    });

    it('frees its name, and lets another one give back what it took', async () => {
      await push('ann');
      await joined(app.services, team, await accountId('ann'), 'maintainer');
      await remove('revoke');
      const again = await connected(app.services, tenant, { name: 'SCIM' });
      await push('ann', again.scim);
      expect(await originsOf('ann')).to.have.members(['root scim guest', 'team manual maintainer']);
    });

    it('lets people add by hand whom nobody says to be inactive any more', async () => {
      const account = mail('ann');
      const ann = await push('ann');
      await tenant.scim('PATCH', `/Users/${ann}`, off);
      const wish = { group: root.slug, account, role: 'guest' };
      expect((await refusal(app.services, 'member add', wish)).code).to.equal('deprovisioned');
      await remove('revoke');
      await operate(app.services, 'member add', wish);
      expect(await originsOf('ann')).to.deep.equal(['root manual guest']);
    });

    it('lets nobody add by hand whom another one says to be inactive', async () => {
      const ann = await push('ann');
      await push('ann', other.scim, { active: false });
      await tenant.scim('PATCH', `/Users/${ann}`, off);
      await remove('revoke');
      const wish = { group: root.slug, account: mail('ann'), role: 'guest' };
      expect((await refusal(app.services, 'member add', wish)).code).to.equal('deprovisioned');
    });

    it('needs the choice, and an integration that is there', async () => {
      const args = { group: root.slug, integration: 'SCIM' };
      expect((await refusal(app.services, 'integration remove', args)).code).to.equal('invalid_arguments');
      const gone = { ...args, integration: 'gone', members: 'keep' };
      expect((await refusal(app.services, 'integration remove', gone)).code).to.equal('not_found');
    });
  });

  describe('whose removal is stopped', () => {
    const people = limits.endedAtOnce + 20;

    /** A store that stops after some transactions. */
    function stopping(after: number): Store {
      const { store } = app.services;
      let begun = 0;
      return Object.assign(Object.create(store) as Store, {
        transaction: <T>(...args: Parameters<typeof store.transaction<T>>): Promise<T> => {
          begun += 1;
          if (begun > after) throw new Error('stopped');
          return store.transaction(...args);
        },
        get: store.get.bind(store),
        find: store.find.bind(store),
        list: store.list.bind(store),
      });
    }

    async function stopped(after: number, choice: 'keep' | 'revoke'): Promise<void> {
      const integration = await integrationIn(app.services, tenant, 'SCIM');
      const parts = { ...app.services, store: stopping(after) };
      const outcome = await endIntegration(parts, integration, choice, operator).catch(
        ({ message }: Error) => message,
      );
      expect(outcome).to.equal('stopped');
    }

    async function crowd(): Promise<string[]> {
      const names = Array.from({ length: people }, (_one, at) => `p${at}`);
      await Promise.all(names.map((name) => push(name)));
      return names;
    }

    const withAccess = async (names: readonly string[]) =>
      (await Promise.all(names.map(rolesOf))).filter((roles) => roles[root.slug] !== undefined).length;

    it('is disabled from the first moment, and can be neither enabled nor given a token', async () => {
      await push('ann');
      await stopped(1, 'revoke');
      expect((await tenant.scim('GET', '/Users')).status).to.equal(401);
      const args = { group: root.slug, integration: 'SCIM' };
      const shown = await operate(app.services, 'integration show', args);
      expect(shown).to.include({ enabled: false, ending: 'revoke', liveTokens: 0 });
      for (const [name, more] of [
        ['integration change', { enable: true }],
        ['integration change', { name: 'new' }],
        ['token create', { name: 'token' }],
        ['integration remove', { members: 'keep' }],
      ] as const) {
        const { message } = await refusal(app.services, name, { ...args, ...more });
        expect(message).to.match(/being removed|has begun with --members revoke/);
      }
      expect(await rolesOf('ann')).to.deep.equal({ [root.slug]: 'reporter' });
    });

    it('goes on with the command', async () => {
      const names = await crowd();
      await stopped(2, 'revoke');
      expect(await withAccess(names)).to.equal(people - limits.endedAtOnce);
      expect(await remove('revoke')).to.include({ people });
      expect(await withAccess(names)).to.equal(0);
      expect(await left(tenant.integrationId)).to.deep.equal([]);
      expect((await acts()).filter((action) => action.startsWith('integration'))).to.deep.equal([
        'integration.closed',
        'integration.removed',
      ]);
    });

    it('goes on by the job, once nobody else is at it', async () => {
      const names = await crowd();
      await stopped(2, 'keep');
      await finishEndings(app.services);
      expect(await left(tenant.integrationId)).to.include('integrations');
      later = limits.endingGrace + 1;
      await finishEndings(app.services);
      expect(await withAccess(names)).to.equal(people);
      expect(await left(tenant.integrationId)).to.deep.equal([]);
    });

    it('is gone over once more, for what came behind it, and then forgotten', async () => {
      const { store, collections } = app.services;
      await push('ann');
      const ann = await accountId('ann');
      const { items } = await store.list(collections.identities, tenant.integrationId, { limit: 1 });
      const member = await memberIn(app.services, root.id, ann);
      const [identity] = items;
      if (!identity || !member) throw new Error('nobody');
      await remove('revoke');
      await store.transaction(async (tx) => {
        tx.insert(collections.identities, identity);
        const now = await tx.get(members, root.id, member.id);
        if (now) tx.update(members, { ...member, v: now.v });
      });
      expect(await originsOf('ann')).to.deep.equal(['root scim reporter']);
      later = limits.endingGrace + 1;
      await finishEndings(app.services);
      expect(await originsOf('ann')).to.deep.equal([]);
      expect(await left(tenant.integrationId)).to.deep.equal([]);
      expect(await store.get(endings, root.id, tenant.integrationId)).to.equal(undefined);
    });

    it('is carried out once by two at the same time', async () => {
      const names = await crowd();
      const integration = await integrationIn(app.services, tenant, 'SCIM');
      const both = [1, 2].map(() => endIntegration(app.services, integration, 'revoke', operator));
      await Promise.all(both);
      expect(await withAccess(names)).to.equal(0);
      const counted = (await acts()).filter((action) => action === 'integration.removed');
      expect(counted).to.deep.equal(['integration.removed']);
      const all = app.services.store.list(auditEntries, root.id, { limit: 2_000 });
      const revoked = (await all).items.filter(({ action }) => action === 'member.revoked');
      expect(revoked).to.have.length(people);
    });
  });
});
