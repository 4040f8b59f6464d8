import { expect } from 'chai';
import { operate } from '../cli/operator.ts';
import { user } from '../helper.ts';
import { type GroupStage, stageGroup } from './group_stage.ts';

describe('the directory group pages of an owner', () => {
  let app: GroupStage['app'];
  let acme: GroupStage['acme'];
  let owner: GroupStage['owner'];
  let directory: GroupStage['directory'];

  before(async () => {
    ({ app, acme, owner, directory } = await stageGroup());
  });
  after(() => app.close());

  it('list what each one gives, including nothing', async () => {
    const { text } = await owner.visit('/groups/acme/-/directory-groups');
    expect(text).to.contain(`href="${directory}"`).and.to.contain('>Nothing<');
  });

  it('add a link, which gives its members the role, and remove it by name', async () => {
    const member = (await acme.scim('POST', '/Users', user('linked@acme.test'))).body;
    const { id } = (
      await acme.scim('POST', '/Groups', { displayName: 'Ops', members: [{ value: member.id }] })
    ).body;
    const here = `/groups/acme/-/directory-groups/${acme.integrationId}/${id}`;
    const plan = await owner.visit(`${here}/link?target=acme&role=maintainer`);
    expect(plan.text).to.contain('One person would gain a role').and.contain('>linked<');
    const unlinked = await owner.visit('/groups/acme/-/directory-groups?unlinked=1');
    expect(unlinked.text).to.contain('>Ops<');
    await owner.visit(here);
    const added = await owner.send(`${here}/link`, { target: 'acme', role: 'maintainer' });
    expect(added.location).to.equal(here);
    expect((await owner.visit(here)).text).to.contain('The members of Ops are maintainer in acme.');
    const shown = await operate(app.services, 'member show', { group: 'acme', account: 'linked' });
    expect(JSON.stringify(shown.memberships)).to.contain('maintainer');
    const twice = await owner.send(`${here}/link`, { target: 'acme', role: 'guest' });
    expect([twice.status, twice.text.includes('Ops is linked to acme as maintainer')]).to.deep.equal([
      422,
      true,
    ]);
    const end = (await owner.visit(`${here}/unlink?target=acme`)).text;
    expect(end).to.contain('Remove the link to acme').and.contain('one person would lose one');
    expect((await owner.visit('/groups/acme/-/directory-groups?unlinked=1')).text).not.to.contain('>Ops<');
    await owner.send(`${here}/unlink`, { target: 'acme' });
    expect((await owner.visit(here)).text).to.contain('Gives no role');
  });

  it('say on each page which of several links to a group counts', async () => {
    const at = { group: 'acme', integration: acme.integrationId, target: 'acme' };
    const pages: string[] = [];
    for (const [displayName, role] of [
      ['High', 'maintainer'],
      ['Low', 'guest'],
    ]) {
      const { id } = (await acme.scim('POST', '/Groups', { displayName })).body;
      await operate(app.services, 'link add', { ...at, directoryGroup: displayName, role });
      pages.push(`/groups/acme/-/directory-groups/${acme.integrationId}/${String(id)}`);
    }
    const [high = '', low = ''] = pages;
    expect((await owner.visit(high)).text).to.contain('Outweighs Low (guest) for people who are in both.');
    expect((await owner.visit(low)).text).to.contain('Outweighed by High (maintainer)');
    await operate(app.services, 'link remove', { ...at, directoryGroup: 'High' });
    expect((await owner.visit(low)).text).not.to.contain('utweigh');
    await operate(app.services, 'link remove', { ...at, directoryGroup: 'Low' });
  });

  it('link nothing outside the group', async () => {
    const globex = await app.bootstrap();
    const refused = await owner.send(`${directory}/link`, { target: globex.slug, role: 'guest' });
    expect(refused.status).to.equal(404);
  });
});
