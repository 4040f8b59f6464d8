import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { operate } from '../cli/operator.ts';
import { user } from '../helper.ts';
import { type GroupStage, stageGroup } from './group_stage.ts';
import { person, signedIn } from './people.ts';

describe('the pages of subgroups and projects', () => {
  let app: GroupStage['app'];
  let acme: GroupStage['acme'];
  let owner: GroupStage['owner'];
  let member: GroupStage['member'];
  let stranger: GroupStage['stranger'];
  let directory: string;
  const at = '/groups/acme/-/groups';

  before(async () => {
    ({ app, acme, owner, member, stranger, directory } = await stageGroup());
  });
  after(() => app.close());

  async function made(path: string, more: object = {}) {
    await operate(app.services, 'group create', { path, ...more });
  }

  /** The answer to a move by the owner: its status, and whether the page has the words. */
  async function moved(path: string, to: string, words: string) {
    await owner.visit(`/groups/${path}/-/move`);
    const { status, text } = await owner.send(`/groups/${path}/-/move`, { to });
    return [status, text.includes(words)];
  }

  it('create a subgroup and a project, and keep what was typed when the path is taken', async () => {
    await owner.visit(at);
    const created = await owner.send(at, { slug: 'dev', name: 'Development', kind: 'group' });
    expect(created.location).to.equal('/groups/acme/dev');
    await owner.send('/groups/acme/dev/-/groups', { slug: 'api', name: '', kind: 'project' });
    const { text } = await owner.visit(at);
    expect(text).to.contain('Development').and.to.contain('acme/dev/api').and.to.contain('Project');
    const twice = await owner.send(at, { slug: 'dev', name: 'Another', kind: 'group' });
    expect([twice.status, twice.text.includes('value="Another"')]).to.deep.equal([422, true]);
    expect((await owner.visit('/groups/acme/dev/api')).text).not.to.contain('Groups and projects');
  });

  it('rename a group: its path and its name', async () => {
    await made('acme/old');
    const refused = await owner.send('/groups/acme/old/-/rename', { slug: 'no way', name: 'Old' });
    expect([refused.status, refused.text.includes('value="no way"')]).to.deep.equal([422, true]);
    const renamed = await owner.send('/groups/acme/old/-/rename', { slug: 'new', name: 'New' });
    expect(renamed.location).to.equal('/groups/acme/new');
    expect((await owner.visit('/groups/acme/new')).text).to.contain('<h1>New</h1>');
    expect((await owner.visit('/groups/acme/-/audit')).text).to.contain('group.renamed');
  });

  it('move a group with its members, its links and what is below it', async () => {
    for (const path of ['acme/a', 'acme/a/deep', 'acme/b']) await made(path);
    const { username } = await person(app);
    await operate(app.services, 'member add', { group: 'acme/a/deep', account: username, role: 'developer' });
    const { id } = (await acme.scim('POST', '/Users', user('linked@acme.test'))).body;
    const ops = { displayName: 'Ops', members: [{ value: id }] };
    await acme.scim('POST', '/Groups', ops);
    await operate(app.services, 'link add', {
      ...{ group: 'acme', directoryGroup: 'Ops', target: 'acme/a', role: 'maintainer' },
    });
    expect((await owner.visit('/groups/acme/a/-/move')).text).to.contain('People who have access');
    const { location } = await owner.send('/groups/acme/a/-/move', { to: 'acme/b' });
    expect(location).to.equal('/groups/acme/b/a');
    const shown = await operate(app.services, 'member show', { group: 'acme', account: username });
    expect(JSON.stringify(shown.memberships)).to.contain('acme/b/a/deep');
    const linked = await operate(app.services, 'member show', { group: 'acme', account: 'linked' });
    expect(JSON.stringify(linked.memberships)).to.contain('acme/b/a');
    expect((await owner.visit('/groups/acme/-/audit')).text).to.contain('group.moved');
    expect((await owner.visit(directory)).status).to.equal(200);
  });

  it('refuse a move that has no clear result', async () => {
    for (const path of ['acme/x', 'acme/x/y', 'acme/z', 'acme/z/y']) await made(path);
    await made('acme/leaf', { project: true });
    expect(await moved('acme/x', 'acme/x/y', 'cannot move into itself')).to.deep.equal([422, true]);
    expect(await moved('acme/x', 'acme/x', 'cannot move into itself')).to.deep.equal([422, true]);
    expect(await moved('acme/x/y', 'acme/z', 'already contains y')).to.deep.equal([422, true]);
    expect(await moved('acme/x', 'acme/leaf', 'A project cannot contain')).to.deep.equal([422, true]);
    const other = await app.bootstrap();
    const foreign = await moved('acme/x', other.slug, 'contains no group');
    expect(foreign).to.deep.equal(await moved('acme/x', 'acme/none', 'contains no group'));
    expect((await owner.visit('/groups/acme/-/move')).location).to.equal('/groups/acme');
    const top = await owner.send('/groups/acme/-/move', { to: 'acme/x' });
    expect([top.status, top.text.includes('A top-level group cannot move')]).to.deep.equal([422, true]);
  });

  it('refuse a move that would nest too deeply', async () => {
    const path = (depth: number) => `acme${'/d'.repeat(depth)}`;
    for (let depth = 1; depth <= limits.groupDepth; depth++) await made(path(depth));
    await made('acme/tall');
    await made('acme/tall/er');
    const below = path(limits.groupDepth - 1);
    expect(await moved('acme/tall', below, 'levels deep')).to.deep.equal([422, true]);
  });

  it('let only one of two moves into each other happen at once', async () => {
    for (const path of ['acme/left', 'acme/right']) await made(path);
    const move = (group: string, to: string) => operate(app.services, 'group move', { group, to });
    const done = await Promise.allSettled([move('acme/left', 'acme/right'), move('acme/right', 'acme/left')]);
    expect(done.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'rejected']);
  });

  it('change nothing for a member, a stranger, another group’s owner, and another site', async () => {
    await made('acme/fixed');
    const tenant = await app.bootstrap();
    const rival = await person(app);
    await operate(app.services, 'member add', { group: tenant.slug, account: rival.username, role: 'owner' });
    const pages = ['groups', 'rename', 'move'].map((page) => `/groups/acme/fixed/-/${page}`);
    const fields = { slug: 'taken-over', name: 'x', kind: 'group', to: 'acme' };
    for (const [visitor, status] of [
      [stranger, 404],
      [await signedIn(app, rival), 404],
      [member, 403],
    ] as const)
      for (const page of pages) {
        const seen = await visitor.visit(page);
        expect(seen.status, page).to.equal(status === 403 && page.endsWith('groups') ? 200 : status);
        expect(seen.text).not.to.contain('>Create</button>');
        await visitor.visit('/profile');
        expect((await visitor.send(page, fields)).status, page).to.equal(status);
      }
    for (const page of pages) {
      await owner.visit(page);
      const foreign = await owner.send(page, fields, { 'sec-fetch-site': 'cross-site' });
      expect(foreign.status, page).to.equal(403);
    }
  });
});
