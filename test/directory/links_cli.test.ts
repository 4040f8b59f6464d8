import { expect } from 'chai';
import { commandNamed } from '../../lib/cli/commands.ts';
import { plain } from '../../lib/cli/terminal/paint.ts';
import { groupLinks } from '../../lib/provisioning/directory/collections.ts';
import { all } from '../../lib/store/every.ts';
import { operate, type Plain, refusal } from '../cli/operator.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';

describe('links at the command line', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let group: string;
  let ann: string;
  let annsName: string;
  let count = 0;

  before(async () => {
    app = await boot();
    await app.bootstrap('outside');
  });
  after(() => app.close());
  beforeEach(async () => {
    group = `links-${++count}`;
    tenant = await app.bootstrap(group);
    annsName = `ann@${group}.test`;
    ann = await person(annsName);
    for (const path of [`${group}/dev`, `${group}/dev/api`]) await run('group create', { path });
  });

  const run = (name: string, args: Plain) => operate(app.services, name, args);
  const refused = (name: string, args: Plain) => refusal(app.services, name, args);

  async function person(userName: string): Promise<string> {
    return String((await tenant.scim('POST', '/Users', user(userName))).body.id);
  }

  async function directoryGroup(displayName: string, ...members: string[]): Promise<string> {
    const body = { displayName, members: members.map((value) => ({ value })) };
    const made = await tenant.scim('POST', '/Groups', body);
    expect(made.status).to.equal(201);
    return String(made.body.id);
  }

  async function rolesOf(account: string): Promise<Record<string, string>> {
    const { memberships } = (await run('member show', { group, account })) as {
      memberships: { group: string; role: string }[];
    };
    return Object.fromEntries(memberships.map((held) => [held.group, held.role]));
  }

  async function usernameOf(account: string): Promise<unknown> {
    return (await run('account show', { account })).username;
  }

  const link = (role: string, directory = 'Engineering', target = `${group}/dev`) => ({
    group,
    directoryGroup: directory,
    target,
    role,
  });

  it('give, change and end roles, which are in place when the command ends', async () => {
    await directoryGroup('Engineering', ann);
    const made = await run('link add', link('developer', 'ENGINEERING'));
    expect(made.link).to.include({
      directoryGroup: 'Engineering',
      target: `${group}/dev`,
      role: 'developer',
    });
    expect(await rolesOf(annsName)).to.deep.equal({ [group]: 'guest', [`${group}/dev`]: 'developer' });
    const changed = await run('link change', link('maintainer'));
    expect(changed).to.have.property('formerRole', 'developer');
    expect(changed.link).to.deep.include({ id: (made.link as Plain).id, role: 'maintainer' });
    expect(await rolesOf(annsName)).to.have.property(`${group}/dev`, 'maintainer');
    const { links } = (await run('link list', { group })) as { links: Plain[] };
    expect(links).to.deep.equal([changed.link]);
    const { role: _none, ...where } = link('guest');
    await run('link remove', where);
    expect(await rolesOf(annsName)).to.deep.equal({ [group]: 'guest' });
    expect((await run('link list', { group })).links).to.deep.equal([]);
  });

  it('are in the audit log with the operator as actor', async () => {
    await directoryGroup('Engineering', ann);
    await run('link add', link('developer'));
    await run('link change', link('guest'));
    const { role: _none, ...where } = link('guest');
    await run('link remove', where);
    const { entries } = (await run('audit list', { group, limit: 20 })) as {
      entries: { action: string; actor: Plain }[];
    };
    const acts = entries.filter(({ action }) => action.startsWith('group_link.'));
    expect(acts.map(({ action, actor }) => [action, actor.kind])).to.deep.equal([
      ['group_link.removed', 'operator'],
      ['group_link.changed', 'operator'],
      ['group_link.created', 'operator'],
    ]);
  });

  it('reach nested members, and are shown with the groups', async () => {
    const backend = await directoryGroup('Backend', ann);
    await directoryGroup('Engineering', backend);
    await run('link add', link('reporter'));
    expect(await rolesOf(annsName)).to.have.property(`${group}/dev`, 'reporter');
    const { directoryGroups } = (await run('directory-group list', { group })) as {
      directoryGroups: Plain[];
    };
    expect(directoryGroups.map(({ name, size }) => [name, size])).to.deep.equal([
      ['Backend', 1],
      ['Engineering', 1],
    ]);
    const shown = await run('directory-group show', { group, directoryGroup: 'Engineering' });
    expect(shown.members).to.deep.equal([{ kind: 'Group', id: backend, name: 'Backend' }]);
    expect((shown.links as Plain[]).map(({ target, role }) => [target, role])).to.deep.equal([
      [`${group}/dev`, 'reporter'],
    ]);
    const inner = await run('directory-group show', { group, directoryGroup: backend });
    expect(inner).to.deep.include({ name: 'Backend', nestedIn: ['Engineering'] });
    expect(inner.members).to.deep.equal([
      { kind: 'User', id: ann, name: annsName, active: true, account: await usernameOf(annsName) },
    ]);
  });

  it('show the members of a directory group page by page', async () => {
    const ids = [ann, await person(`bob@${group}.test`), await person(`eve@${group}.test`)];
    await directoryGroup('Engineering', ...ids);
    const seen: unknown[] = [];
    for (let after: string | undefined, pages = 0; ; ) {
      const page = (await run('directory-group show', {
        group,
        directoryGroup: 'Engineering',
        limit: 2,
        ...(after ? { after } : {}),
      })) as { members: Plain[]; next?: string };
      seen.push(...page.members.map(({ id }) => id));
      after = page.next;
      expect(++pages).to.be.at.most(2);
      if (after === undefined) break;
    }
    expect(seen.toSorted()).to.deep.equal(ids.toSorted());
  });

  it('require --integration if the group has several', async () => {
    await directoryGroup('Engineering', ann);
    await run('integration create', { group, name: 'Okta' });
    const all = ['directory-group list', 'link list'].map((name) => refused(name, { group }));
    for (const { code, message } of await Promise.all(all)) {
      expect(code).to.equal('ambiguous_integration');
      expect(message).to.match(/several integrations\. Choose one with --integration: .*SCIM/);
    }
    await run('link add', { ...link('guest'), integration: 'SCIM' });
    const elsewhere = await refused('link add', { ...link('guest'), integration: 'Okta' });
    expect(elsewhere).to.deep.include({ code: 'not_found' });
    expect(elsewhere.message).to.match(/The integration Okta has no directory group Engineering/);
  });

  const refusals: [
    what: string,
    name: string,
    args: (to: string) => Plain,
    code: string,
    sentence: RegExp,
  ][] = [
    [
      'a missing directory group',
      'link add',
      (to) => ({ directoryGroup: 'Nobody', target: to, role: 'guest' }),
      'not_found',
      /no directory group Nobody\. rollcall directory-group list links-\d+ lists/,
    ],
    [
      'a missing directory group to show',
      'directory-group show',
      () => ({ directoryGroup: 'Nobody' }),
      'not_found',
      /no directory group Nobody/,
    ],
    [
      'a target outside',
      'link add',
      () => ({ directoryGroup: 'Engineering', target: 'outside', role: 'guest' }),
      'target_outside_group',
      /outside is outside links-\d+/,
    ],
    [
      'a target group that does not exist',
      'link add',
      (to) => ({ directoryGroup: 'Engineering', target: `${to}/no`, role: 'guest' }),
      'not_found',
      /no group .*dev\/no/,
    ],
    [
      'an owner’s role',
      'link add',
      (to) => ({ directoryGroup: 'Engineering', target: to, role: 'owner' }),
      'invalid_arguments',
      /role/,
    ],
    [
      'to change what is not linked',
      'link change',
      (to) => ({ directoryGroup: 'Engineering', target: `${to}/api`, role: 'guest' }),
      'not_found',
      /Engineering is not linked to .*dev\/api/,
    ],
    [
      'to remove what is not linked',
      'link remove',
      (to) => ({ directoryGroup: 'Engineering', target: `${to}/api` }),
      'not_found',
      /Engineering is not linked to/,
    ],
    [
      'to add a link that has another role',
      'link add',
      (to) => ({ directoryGroup: 'Engineering', target: to, role: 'maintainer' }),
      'link_exists',
      /Engineering is linked to .*dev as guest\. rollcall link change/,
    ],
  ];

  for (const [what, name, args, code, sentence] of refusals)
    it(`refuse ${what}`, async () => {
      await directoryGroup('Engineering', ann);
      await run('link add', link('guest'));
      const told = await refused(name, { group, ...args(`${group}/dev`) });
      expect(told.code).to.equal(code);
      expect(told.message).to.match(sentence);
      expect(await rolesOf(annsName)).to.deep.equal({ [group]: 'guest', [`${group}/dev`]: 'guest' });
    });

  describe('member convert', () => {
    const at = () => ({ group: `${group}/dev`, account: annsName });
    const kinds = ({ origins }: Plain) => (origins as Plain[]).map(({ kind }) => kind).toSorted();

    it('hands a membership to the links and back, and either way lasts', async () => {
      await directoryGroup('Engineering', ann);
      await run('member add', { ...at(), role: 'maintainer' });
      await run('link add', link('developer'));
      const handed = await run('member convert', { ...at(), to: 'directory-groups' });
      expect(handed).to.include({ changed: true, formerRole: 'maintainer', role: 'developer' });
      expect(kinds(handed)).to.deep.equal(['directory_group']);
      await run('link change', link('reporter'));
      expect(await rolesOf(annsName)).to.have.property(`${group}/dev`, 'reporter');
      const back = await run('member convert', { ...at(), to: 'manual' });
      expect(back).to.include({ changed: true, formerRole: 'reporter', role: 'reporter' });
      expect(kinds(back)).to.deep.equal(['directory_group', 'manual']);
      const { role: _none, ...where } = link('reporter');
      await run('link remove', where);
      expect(await rolesOf(annsName)).to.have.property(`${group}/dev`, 'reporter');
      const { entries } = (await run('audit list', { group, limit: 20 })) as { entries: Plain[] };
      const acts = entries.filter(({ action }) => action === 'member.converted');
      expect(
        acts.map(({ detail }) => [(detail as Plain).to, (detail as Plain).from, (detail as Plain).role]),
      ).to.deep.equal([
        ['manual', 'reporter', 'reporter'],
        ['directory-groups', 'maintainer', 'developer'],
      ]);
    });

    it('ends a membership handed to the links with the links', async () => {
      await directoryGroup('Engineering', ann);
      await run('member add', { ...at(), role: 'guest' });
      await run('link add', link('developer'));
      await run('member convert', { ...at(), to: 'directory-groups' });
      const { role: _none, ...where } = link('developer');
      await run('link remove', where);
      expect(await rolesOf(annsName)).to.deep.equal({ [group]: 'guest' });
    });

    it('changes nothing the second time', async () => {
      await directoryGroup('Engineering', ann);
      await run('link add', link('developer'));
      await run('member convert', { ...at(), to: 'manual' });
      for (const to of ['manual', 'directory-groups', 'directory-groups']) {
        const result = await run('member convert', { ...at(), to });
        expect(commandNamed('member convert')?.text(result, plain)).to.match(/developer of/);
      }
      const { entries } = (await run('audit list', { group, limit: 20 })) as { entries: Plain[] };
      expect(entries.filter(({ action }) => action === 'member.converted')).to.have.length(2);
    });

    it('refuses when no link would give the membership', async () => {
      await run('member add', { ...at(), role: 'guest' });
      const told = await refused('member convert', { ...at(), to: 'directory-groups' });
      expect(told.code).to.equal('no_linked_group');
      expect(told.message).to.match(/is in no directory group that is linked to/);
      expect(await rolesOf(annsName)).to.have.property(`${group}/dev`, 'guest');
    });

    it('refuses when the link has ended, and some members still have the role', async () => {
      await directoryGroup('Engineering', ann);
      await run('member add', { ...at(), role: 'guest' });
      await run('link add', link('developer'));
      const { store } = app.services;
      await store.transaction(async (unit) => {
        for (const ended of await all(unit, groupLinks, tenant.integrationId)) unit.remove(groupLinks, ended);
      });
      const told = await refused('member convert', { ...at(), to: 'directory-groups' });
      expect(told.code).to.equal('no_linked_group');
      expect(await rolesOf(annsName)).to.have.property(`${group}/dev`, 'developer');
    });

    it('answers not_a_member for an account outside the group', async () => {
      expect(await refused('member convert', { ...at(), to: 'manual' })).to.deep.include({
        code: 'not_a_member',
      });
    });

    it('refuses the last owner, and accepts one of two', async () => {
      const owner = `owner@${group}.test`;
      const domain = { group, domain: `${group}.test` };
      await run('group domain add', { ...domain, verified: true });
      const id = await person(owner);
      await directoryGroup('Owners', id);
      await run('link add', link('maintainer', 'Owners', group));
      const told = await refused('member convert', { group, account: owner, to: 'directory-groups' });
      expect(told.code).to.equal('last_owner');
      expect(await rolesOf(owner)).to.have.property(group, 'owner');
      await run('member add', { group, account: annsName, role: 'owner' });
      await run('member convert', { group, account: owner, to: 'directory-groups' });
      expect(await rolesOf(owner)).to.have.property(group, 'maintainer');
    });
  });
});
