import { expect } from 'chai';
import { accountNamed } from '../../../lib/accounts/accounts.ts';
import { operate, refusal } from '../../cli/operator.ts';
import { boot, type Rollcall, user } from '../../helper.ts';
import { noMailServer, Visitor } from '../visitor.ts';
import { type Stage, signIn, staged } from './stage.ts';

let count = 0;

describe('groups that an assertion names', () => {
  let app: Rollcall;
  let scene: Stage;
  let group: string;
  before(async () => {
    app = await boot({ env: noMailServer });
  });
  after(() => app.close());
  beforeEach(async () => {
    group = `teams-${++count}`;
    const tenant = await app.bootstrap(group);
    scene = await staged(app, tenant, { jit: true, groupsAttribute: 'memberOf' });
    for (const path of [`${group}/dev`, `${group}/ops`])
      await operate(app.services, 'group create', { path });
    for (const displayName of ['Engineering', 'Ops', 'Leads'])
      await tenant.scim('POST', '/Groups', { displayName });
    await link('add', 'Engineering', 'dev', 'developer');
    await link('add', 'Leads', 'dev', 'maintainer');
    await link('add', 'Ops', 'ops', 'reporter');
  });

  const link = (act: string, directoryGroup: string, below: string, role: string) =>
    operate(app.services, `link ${act}`, { group, directoryGroup, target: `${group}/${below}`, role });

  const signInAs = (email: string, ...names: readonly string[]) =>
    signIn(scene, new Visitor(app), { nameId: email, attributes: { memberOf: names } });

  async function rolesOf(email: string): Promise<Record<string, string>> {
    const account = await accountNamed(app.services.store, email);
    const { memberships } = (await operate(app.services, 'member show', {
      group,
      account: account.username,
    })) as { memberships: { group: string; role: string }[] };
    return Object.fromEntries(memberships.map((held) => [held.group, held.role]));
  }

  it('give the roles of their links, in any letter case, exactly those of the last sign-in', async () => {
    const email = `gus@${group}.test`;
    await signInAs(email, 'ENGINEERING', 'ops', 'Unknown');
    expect(await rolesOf(email)).to.deep.equal({
      [group]: 'guest',
      [`${group}/dev`]: 'developer',
      [`${group}/ops`]: 'reporter',
    });
    await signInAs(email, 'Engineering', 'Leads');
    expect(await rolesOf(email)).to.deep.equal({ [group]: 'guest', [`${group}/dev`]: 'maintainer' });
    await signInAs(email);
    expect(await rolesOf(email)).to.deep.equal({ [group]: 'guest' });
  });

  it('are read from the claim with the same last part, unless one has the exact name', async () => {
    const email = `hal@${group}.test`;
    const claim = 'http://schemas.microsoft.com/ws/2008/06/identity/claims/memberof';
    const signInWith = (attributes: Record<string, string[]>) =>
      signIn(scene, new Visitor(app), { nameId: email, attributes });
    await signInWith({ [claim]: ['Engineering'] });
    expect(await rolesOf(email)).to.include({ [`${group}/dev`]: 'developer' });
    await signInWith({ [claim]: ['Engineering'], memberOf: ['Ops'] });
    expect(await rolesOf(email)).to.deep.equal({ [group]: 'guest', [`${group}/ops`]: 'reporter' });
    await signInWith({ [`${claim}.link`]: ['Engineering'] });
    expect(await rolesOf(email)).to.deep.equal({ [group]: 'guest' });
  });

  it('take nothing that SCIM gives', async () => {
    const email = `ida@${group}.test`;
    const made = await scene.tenant.scim('POST', '/Users', user(email, { externalId: email }));
    const members = [{ value: made.body.id }];
    await scene.tenant.scim('POST', '/Groups', { displayName: 'Night', members });
    await link('add', 'Night', 'ops', 'developer');
    await signInAs(email, 'Ops');
    await signInAs(email);
    expect(await rolesOf(email)).to.deep.equal({ [group]: 'guest', [`${group}/ops`]: 'developer' });
  });

  it('are updated at once when a link changes or ends', async () => {
    const email = `joe@${group}.test`;
    await signInAs(email, 'Ops');
    await link('change', 'Ops', 'ops', 'maintainer');
    expect(await rolesOf(email)).to.include({ [`${group}/ops`]: 'maintainer' });
    await operate(app.services, 'link remove', { group, directoryGroup: 'Ops', target: `${group}/ops` });
    expect(await rolesOf(email)).to.deep.equal({ [group]: 'guest' });
  });

  it('have no effect if the group sets no attribute', async () => {
    const other = `plain-${count}`;
    const tenant = await app.bootstrap(other);
    const plain = await staged(app, tenant, { jit: true });
    await operate(app.services, 'group create', { path: `${other}/dev` });
    await tenant.scim('POST', '/Groups', { displayName: 'Engineering' });
    await operate(app.services, 'link add', {
      group: other,
      directoryGroup: 'Engineering',
      target: `${other}/dev`,
      role: 'developer',
    });
    await signIn(plain, new Visitor(app), {
      nameId: `kim@${other}.test`,
      attributes: { memberOf: ['Engineering'] },
    });
    group = other;
    expect(await rolesOf(`kim@${other}.test`)).to.deep.equal({ [other]: 'guest' });
  });

  describe('without any SCIM traffic', () => {
    const at = (directoryGroup: string) => ({ group, directoryGroup });
    const run = (name: string, args: Record<string, unknown>) => operate(app.services, name, args);

    beforeEach(async () => {
      group = `alone-${count}`;
      scene = await staged(app, await app.bootstrap(group), { jit: true, groupsAttribute: 'memberOf' });
      await run('group create', { path: `${group}/dev` });
      await run('directory-group create', { group, name: 'Night Shift' });
      await link('add', 'night shift', 'dev', 'developer');
    });

    it('give the roles of a directory group made by the operator, until it is removed', async () => {
      const email = `lea@${group}.test`;
      await signInAs(email, 'NIGHT SHIFT');
      expect(await rolesOf(email)).to.deep.equal({ [group]: 'guest', [`${group}/dev`]: 'developer' });
      const removed = await run('directory-group remove', at('Night Shift'));
      expect(removed).to.include({ name: 'Night Shift', links: 1 });
      expect(await rolesOf(email)).to.deep.equal({ [group]: 'guest' });
      await signInAs(email, 'Night Shift');
      expect(await rolesOf(email)).to.deep.equal({ [group]: 'guest' });
      const audit = (await run('audit list', { group })) as {
        entries: { action: string; target: string; actor: { kind: string } }[];
      };
      const acts = audit.entries.filter(({ target }) => target === removed.id);
      expect(acts.map(({ action, actor }) => [action, actor.kind])).to.deep.equal([
        ['directory_group.deleted', 'operator'],
        ['directory_group.created', 'operator'],
      ]);
      expect((await run('log', { group })).entries).to.deep.equal([]);
    });

    it('are filled by an identity provider that pushes the same name later', async () => {
      const { scim } = scene.tenant;
      expect((await scim('POST', '/Groups', { displayName: 'Night shift' })).status).to.equal(409);
      const filter = encodeURIComponent('displayName eq "night shift"');
      const found = (await scim('GET', `/Groups?filter=${filter}`)).body as { Resources: { id: string }[] };
      const [{ id } = { id: '' }] = found.Resources;
      const email = `max@${group}.test`;
      const made = await scim('POST', '/Users', user(email, { externalId: email }));
      const operation = { op: 'add', path: 'members', value: [{ value: made.body.id }] };
      const patched = await scim('PATCH', `/Groups/${id}`, {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [operation],
      });
      expect(patched.status).to.equal(204);
      expect(await rolesOf(email)).to.deep.equal({ [group]: 'guest', [`${group}/dev`]: 'developer' });
      const told = await refusal(app.services, 'directory-group remove', at('Night Shift'));
      expect(told.message).to.contain('has 1 member');
    });

    it('end when an identity provider deletes the directory group', async () => {
      const email = `ned@${group}.test`;
      await signInAs(email, 'Night Shift');
      const { id } = await run('directory-group show', at('Night Shift'));
      expect((await scene.tenant.scim('DELETE', `/Groups/${id}`)).status).to.equal(204);
      expect(await rolesOf(email)).to.deep.equal({ [group]: 'guest' });
    });

    const refusals: readonly (readonly [name: string, code: string, message: RegExp])[] = [
      ['NIGHT shift', 'display_name_taken', /taken/],
      [' Night', 'invalid_arguments', /begin or end with a space/],
      ['', 'invalid_arguments', /has 1 to 255 characters/],
    ];
    for (const [name, code, message] of refusals)
      it(`cannot have the name ${JSON.stringify(name)}`, async () => {
        const told = await refusal(app.services, 'directory-group create', { group, name });
        expect(told.code).to.equal(code);
        expect(told.message).to.match(message);
      });

    it('require an integration, and the refusal tells how to make one', async () => {
      await run('integration remove', { group, integration: 'SCIM', members: 'keep' });
      const told = await refusal(app.services, 'directory-group create', { group, name: 'Day' });
      expect(told.message).to.match(/has no integration\. rollcall integration create/);
    });
  });
});
