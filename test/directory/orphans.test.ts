import { expect } from 'chai';
import { grant } from '../../lib/groups/members.ts';
import { type Member, members, type Origin } from '../../lib/groups/types.ts';
import { linksOf } from '../../lib/provisioning/links/links.ts';
import { operate, type Plain, printed } from '../cli/operator.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { accountOf, below, directoryLinked, groupNamed, memberIn } from '../provisioning/people.ts';

describe('roles without a cause', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let email: string;
  let ann: string;
  let accountId: string;
  let dev: string;
  let directoryGroup: string;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
    email = `ann@${tenant.groupId}.test`;
    ann = String((await tenant.scim('POST', '/Users', user(email))).body.id);
    accountId = (await accountOf(app.services, email)).id;
    const target = await below(app.services, await groupNamed(app.services, tenant.groupId), 'dev');
    dev = target.id;
    const made = await tenant.scim('POST', '/Groups', { displayName: 'Engineering' });
    directoryGroup = String(made.body.id);
    await directoryLinked(app.services, tenant.integrationId, directoryGroup, target, 'maintainer');
  });

  const at = () => ({ group: `${tenant.slug}/dev`, account: email });
  const link = () => ({
    group: tenant.slug,
    directoryGroup: 'Engineering',
    target: `${tenant.slug}/dev`,
  });

  /** Stores a role as a former version did: by a link, without the directory group. */
  async function orphaned(origin: Partial<Origin> = {}): Promise<void> {
    const [present] = await linksOf(app.services.store, tenant.integrationId);
    const by = { kind: 'directory_group', source: present?.id, via: tenant.integrationId } as const;
    await change((member) =>
      grant(member, dev, { role: 'maintainer', since: 1, ...(origin.kind ? {} : by), ...origin } as Origin),
    );
  }

  function change(edit: (member: Member) => Member): Promise<void> {
    return app.services.store.transaction(async (unit) => {
      const member = await unit.get(members, tenant.groupId, `${tenant.groupId}:${accountId}`);
      if (member) unit.update(members, edit(member));
    });
  }

  async function inDev(): Promise<boolean> {
    const member = await memberIn(app.services, tenant.groupId, accountId);
    return member?.groupIds.includes(dev) ?? false;
  }

  const origins: readonly (readonly [what: string, origin: () => Partial<Origin>])[] = [
    ['a link without the directory group', () => ({})],
    ['a link that is gone', () => ({ kind: 'directory_group', source: 'gone', via: tenant.integrationId })],
    ['an integration that is gone', () => ({ kind: 'directory_group', source: 'gone', via: 'gone' })],
    ['an attribute that gives none', () => ({ kind: 'scim', source: tenant.integrationId })],
  ];
  for (const [what, origin] of origins) {
    it(`end by member remove: ${what}`, async () => {
      await orphaned(origin());
      await operate(app.services, 'member remove', at());
      expect(await inDev()).to.equal(false);
    });

    it(`end by member convert, to the links or by hand: ${what}`, async () => {
      await orphaned(origin());
      const kept = await operate(app.services, 'member convert', { ...at(), to: 'manual' });
      expect(kept).to.deep.include({ changed: true, role: 'maintainer' });
      expect((kept.origins as Plain[]).map(({ kind }) => kind)).to.deep.equal(['manual']);
      await operate(app.services, 'member remove', at());
      await orphaned(origin());
      expect(await printed(app.services, 'member convert', { ...at(), to: 'directory-groups' })).to.match(
        /is no longer a member of .*dev/,
      );
      expect(await inDev()).to.equal(false);
    });
  }

  const heals: readonly (readonly [what: string, act: () => Promise<unknown>])[] = [
    [
      'the person joins a directory group',
      () => tenant.scim('POST', '/Groups', { displayName: 'Other', members: [{ value: ann }] }),
    ],
    ['the link is removed', () => operate(app.services, 'link remove', link())],
    ['the directory group is deleted', () => tenant.scim('DELETE', `/Groups/${directoryGroup}`)],
    [
      'the person is deleted and made anew',
      async () => {
        await tenant.scim('DELETE', `/Users/${ann}`);
        await tenant.scim('POST', '/Users', user(email));
      },
    ],
  ];
  for (const [what, act] of heals)
    it(`end when ${what}`, async () => {
      await orphaned();
      await act();
      expect(await inDev()).to.equal(false);
    });

  it('stay while the cause exists, and member remove names it', async () => {
    const Operations = [{ op: 'add', path: 'members', value: [{ value: ann }] }];
    await tenant.scim('PATCH', `/Groups/${directoryGroup}`, { Operations });
    await operate(app.services, 'member remove', at()).then(
      () => expect.fail('the membership was removed'),
      (error: Error) => expect(error.message).to.match(/by directory_group, not by hand/),
    );
    expect(await inDev()).to.equal(true);
  });
});
