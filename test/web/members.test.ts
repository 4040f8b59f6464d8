import { expect } from 'chai';
import { operate } from '../cli/operator.ts';
import { user } from '../helper.ts';
import { anonymous, type GroupStage, stageGroup } from './group_stage.ts';
import { person, signedIn } from './people.ts';

describe('the members pages', () => {
  let app: GroupStage['app'];
  let acme: GroupStage['acme'];
  let owner: GroupStage['owner'];
  let member: GroupStage['member'];
  let stranger: GroupStage['stranger'];
  let joined: GroupStage['joined'];
  const list = '/groups/acme/-/members';

  before(async () => {
    ({ app, acme, owner, member, stranger, joined } = await stageGroup());
    await operate(app.services, 'group create', { path: 'acme/dev' });
    await acme.scim('POST', '/Users', user('grace@acme.test'));
  });
  after(() => app.close());

  it('change the role of a member and remove one, but never the last owner', async () => {
    const { username, id } = await joined('guest', { name: 'Mel Member' });
    const here = `/groups/acme/-/members/${id}`;
    await owner.visit(here);
    expect((await owner.send(`${here}/role`, { role: 'developer' })).location).to.equal(here);
    const shown = await operate(app.services, 'member show', { group: 'acme', account: username });
    expect(JSON.stringify(shown.memberships)).to.contain('"role":"developer"');
    expect((await owner.visit(`${here}/remove`)).text).to.contain('Remove Mel Member');
    await owner.send(`${here}/remove`);
    expect((await owner.visit('/groups/acme/-/members')).text).to.contain('Mel Member is removed.');

    const alone = await app.bootstrap();
    const last = await person(app);
    const at = `/groups/${alone.slug}/-/members/${last.id}`;
    await operate(app.services, 'member add', { group: alone.slug, account: last.username, role: 'owner' });
    await operate(app.services, 'member remove', { group: alone.slug, account: alone.username });
    const visitor = await signedIn(app, last);
    const refused = await visitor.send(`${at}/remove`);
    expect(refused.status).to.equal(422);
    expect(refused.text).to.contain('last owner');
  });

  it('of a subgroup list its own members, and lead to those of the top-level group', async () => {
    const { username, id } = await person(app, { name: 'Lin Li' });
    await operate(app.services, 'member add', { group: 'acme/dev', account: username, role: 'reporter' });
    expect((await owner.visit('/groups/acme/dev')).text).to.contain('href="/groups/acme/dev/-/members">1<');
    const { text } = await owner.visit('/groups/acme/dev/-/members');
    expect(text).to.contain('Lin Li').and.to.contain('href="/groups/acme/-/members"');
    expect(text).not.to.contain('grace@acme.test');
    const here = `/groups/acme/dev/-/members/${id}`;
    expect((await owner.visit(here)).text).to.contain('Role in acme/dev');
    await owner.send(`${here}/role`, { role: 'maintainer' });
    expect((await owner.visit(here)).text).to.contain('given by hand');
    expect((await owner.visit(`${here}/remove`)).text).to.contain('loses the role maintainer in acme/dev');
    await owner.send(`${here}/remove`);
    expect((await owner.visit('/groups/acme/dev/-/members')).text).to.contain('Lin Li is removed.');
  });

  it('of a subgroup do not exist for a stranger and another group’s owner, and refuse a member', async () => {
    const other = await app.bootstrap();
    const rival = await person(app);
    await operate(app.services, 'member add', { group: other.slug, account: rival.username, role: 'owner' });
    for (const visitor of [stranger, await signedIn(app, rival)]) {
      const seen = await visitor.visit('/groups/acme/dev/-/members');
      const missing = await visitor.visit('/groups/acme/none/-/members');
      expect([seen.status, anonymous(seen)]).to.deep.equal([404, anonymous(missing)]);
      await visitor.visit('/profile');
      const answer = await visitor.send('/groups/acme/dev/-/members/x/role', { role: 'owner' });
      expect(answer.status).to.equal(404);
    }
    expect((await member.visit('/groups/acme/dev/-/members')).status).to.equal(403);
  });

  it('find by part of a name, by e-mail, by role, by origin and by badge', async () => {
    await joined('guest', { name: 'Édith Piaf' });
    const rows = async (query: string) => {
      const { text } = await owner.visit(`${list}?${query}`);
      return [...text.matchAll(/\/members\/[0-9a-f-]{36}">([^<]*)<\/a>/g)].map(([, name]) => name);
    };
    expect(await rows('search=pia+edi')).to.deep.equal(['Édith Piaf']);
    expect(await rows('search=GRACE%40acme.test')).to.have.length(1);
    expect(await rows('search=nobody-like-this')).to.deep.equal([]);
    expect(await rows('role=guest&origin=manual')).to.deep.equal(['Édith Piaf']);
    expect(await rows('managed=yes')).to.deep.equal(await rows('origin=scim'));
    expect(await rows('role=owner')).to.include('Ada Lovelace');
    expect((await owner.visit(`${list}?managed=yes`)).text).to.contain('>Enterprise<');
    expect((await owner.visit(`${list}?role=king`)).status).to.equal(422);
    expect((await owner.visit(`${list}?search=nobody-like-this`)).text).to.contain('No member matches.');
  });

  it('page a filtered list by cursor, each member once', async () => {
    const seen: string[] = [];
    const filter = { group: 'acme', search: 'person', limit: 2 };
    for (let after: string | undefined, pages = 0; pages < 20; pages++) {
      const page = await operate(app.services, 'member list', { ...filter, ...(after ? { after } : {}) });
      seen.push(...(page.members as { account: { id: string } }[]).map(({ account }) => account.id));
      after = page.next as string | undefined;
      if (after === undefined) break;
    }
    const all = await operate(app.services, 'member list', { group: 'acme', search: 'person' });
    expect(seen).to.have.length.above(2);
    expect(seen).to.deep.equal(
      (all.members as { account: { id: string } }[]).map(({ account }) => account.id),
    );
  });

  it('grey out what the directory owns, and keep such a role by hand', async () => {
    const { account } = await operate(app.services, 'member show', { group: 'acme', account: 'grace' });
    const here = `${list}/${(account as { id: string }).id}`;
    const before = (await owner.visit(here)).text;
    expect(before).to.match(/<button[^>]*disabled[^>]*>Remove from acme/);
    expect(before).to.contain('SCIM gives guest, so an owner cannot end this role');
    expect((await owner.send(`${here}/convert`, { to: 'manual' })).location).to.equal(here);
    const kept = (await owner.visit(here)).text;
    expect(kept).to.contain('keeps guest by hand.').and.to.contain(`href="${here}/remove"`);
    const refused = await owner.send(`${here}/convert`, { to: 'directory-groups' });
    expect([refused.status, refused.text.includes('no link can give the membership')]).to.deep.equal([
      422,
      true,
    ]);
    const foreign = await owner.send(`${here}/convert`, { to: 'manual' }, { 'sec-fetch-site': 'cross-site' });
    expect(foreign.status).to.equal(403);
  });

  it('warn while fewer than two owners can act without the directory', async () => {
    expect((await owner.visit(list)).text).not.to.contain('can act without');
    await operate(app.services, 'member remove', { group: 'acme', account: acme.username });
    expect((await owner.visit(list)).text).to.contain(
      'Only 1 of the 2 owners that a group needs can act without the identity provider.',
    );
  });
});
