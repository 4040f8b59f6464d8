import { expect } from 'chai';
import { operate } from '../cli/operator.ts';
import { type GroupStage, stageGroup } from './group_stage.ts';
import { person, signedIn } from './people.ts';
import { Visitor } from './visitor.ts';

describe('the search at the top of each page', () => {
  let app: GroupStage['app'];
  let owner: GroupStage['owner'];
  let member: GroupStage['member'];
  let stranger: GroupStage['stranger'];
  let joined: GroupStage['joined'];

  before(async () => {
    ({ app, owner, member, stranger, joined } = await stageGroup());
    await operate(app.services, 'group create', { path: 'acme/dev', name: 'Development' });
    await joined('guest', { name: 'Grace Hopper', email: 'grace@navy.test' });
  });
  after(() => app.close());

  it('is a plain form that each page of a signed-in person has', async () => {
    for (const path of ['/groups', '/profile', '/groups/acme', '/search', '/groups/none'])
      expect((await owner.visit(path)).text, path).to.contain('action="/search"');
    expect((await new Visitor(app).visit('/sign-in')).text).not.to.contain('action="/search"');
    expect((await new Visitor(app).visit('/search?q=x')).location).to.contain('/sign-in');
  });

  it('finds members, subgroups and groups of an owner', async () => {
    for (const text of ['hopper', 'GRACE%40navy.test'])
      expect((await owner.visit(`/search?q=${text}`)).text).to.match(
        /href="\/groups\/acme\/-\/members\/[0-9a-f-]{36}">Grace Hopper</,
      );
    const { text } = await owner.visit('/search?q=develop');
    expect(text).to.contain('href="/groups/acme/dev">Development<').and.not.to.contain('Grace');
    expect((await owner.visit('/search?q=acme')).text).to.contain('href="/groups/acme">acme<');
    const former = await joined('guest', { name: 'Former Member' });
    await operate(app.services, 'member remove', { group: 'acme', account: former.username });
    expect((await owner.visit('/search?q=former')).text).to.contain('Nothing was found.');
    expect((await owner.visit('/search?q=%20')).text).to.contain('Enter a name above.');
    expect((await owner.visit(`/search?q=${'x'.repeat(300)}`)).status).to.equal(422);
  });

  it('finds only their own groups for a member, and nothing for a stranger and another owner', async () => {
    const { text } = await member.visit('/search?q=acme');
    expect(text).to.contain('href="/groups/acme"');
    expect((await member.visit('/search?q=hopper')).text).to.contain('Nothing was found.');
    expect((await member.visit('/search?q=develop')).text).to.contain('href="/groups/acme/dev"');
    const other = await app.bootstrap();
    const rival = await person(app);
    await operate(app.services, 'member add', { group: other.slug, account: rival.username, role: 'owner' });
    for (const visitor of [stranger, await signedIn(app, rival)])
      for (const word of ['hopper', 'develop', 'grace%40navy.test', 'acme'])
        expect((await visitor.visit(`/search?q=${word}`)).text, word).to.contain('Nothing was found.');
  });
});
