import { expect } from 'chai';
import { operate } from '../cli/operator.ts';
import { user } from '../helper.ts';
import { type GroupStage, stageGroup } from './group_stage.ts';
import { PASSWORD, person } from './people.ts';

describe('the integration pages of an owner', () => {
  let app: GroupStage['app'];
  let acme: GroupStage['acme'];
  let ada: GroupStage['ada'];
  let owner: GroupStage['owner'];
  let at: GroupStage['at'];

  before(async () => {
    ({ app, acme, ada, owner, at } = await stageGroup());
  });
  after(() => app.close());

  it('use the terms of the identity provider', async () => {
    await owner.visit('/groups/acme/-/provisioning/new');
    const made = await owner.send('/groups/acme/-/provisioning/new', { name: 'Entra', preset: 'entra' });
    expect(made.status).to.equal(303);
    const { text } = await owner.visit(made.location ?? '');
    expect(text).to.contain('Client ID').and.to.contain('Token URL').and.to.contain('Not connected');
    expect(text).not.to.contain('Secret Token');
    const twice = await owner.send('/groups/acme/-/provisioning/new', { name: 'Entra', preset: 'entra' });
    expect(twice.status).to.equal(422);
    expect((await owner.visit('/groups/acme/-/provisioning')).text).to.contain('Microsoft Entra ID');
  });

  it('disable it and enable it again', async () => {
    await owner.visit(`${at}/disable`);
    await owner.send(`${at}/disable`);
    expect((await owner.visit(at)).text).to.contain('Disabled. Every request');
    expect((await acme.scim('GET', '/Users')).status).to.equal(403);
    await owner.send(`${at}/enable`);
    expect((await acme.scim('GET', '/Users')).status).to.equal(200);
  });

  it('save the settings, and keep the typed values when one is refused', async () => {
    const { text } = await owner.visit(`${at}/settings`);
    expect(text).to.contain('Role of a new person');
    const fields = {
      ...{ name: 'SCIM', description: 'The directory', defaultRole: 'reporter', onEmailExists: 'hold' },
      ...{ onReturn: 'restore', ignoreUnknownAttributes: 'false', singleReplaceAdds: 'false' },
      ...{
        plainDiscovery: 'false',
        strict: 'false',
        accountDiscovery: 'false',
        removalGuard: 'on',
        removalPeople: '40',
        removalPercent: '20',
      },
      removalWindowMinutes: '60',
    };
    const refused = await owner.send(`${at}/settings`, { ...fields, removalPercent: '101' });
    expect(refused.status).to.equal(422);
    expect(refused.text).to.contain('Percentage of all people: must be at most 100.');
    expect(refused.text).to.contain('value="101"');
    expect((await owner.send(`${at}/settings`, fields)).location).to.equal(at);
    const shown = await operate(app.services, 'integration show', { group: 'acme', integration: 'SCIM' });
    expect(shown.settings).to.include({
      defaultRole: 'reporter',
      onEmailExists: 'hold',
      removalPeople: 40,
    });
  });

  it('preview it, show the plan, and go live', async () => {
    const tenant = await app.bootstrap();
    await operate(app.services, 'member add', { group: tenant.slug, account: ada.username, role: 'owner' });
    const here = `/groups/${tenant.slug}/-/provisioning/${tenant.integrationId}`;
    expect((await owner.visit(`${here}/plan`)).location).to.equal(here);
    expect((await owner.visit(`${here}/preview`)).text).to.contain('Start the preview');
    expect((await owner.visit(here)).text).not.to.contain('This integration is in preview.');
    await owner.send(`${here}/preview`);
    expect((await owner.visit(here)).text).to.contain('This integration is in preview.');
    await tenant.scim('POST', '/Users', user(`fresh@${tenant.slug}.test`));
    const { text } = await owner.visit(`${here}/plan`);
    expect(text).to.contain('Gets a new account').and.to.contain('1 will gain access');
    await owner.send(`${here}/go-live`);
    expect((await owner.visit(here)).text)
      .to.contain('The plan was carried out for one user.')
      .and.to.contain('>Live<');
    const shown = await operate(app.services, 'member show', { group: tenant.slug, account: 'fresh' });
    expect(shown.memberships).to.have.length(1);
  });

  it('remove it only with a choice for its members', async () => {
    const tenant = await app.bootstrap();
    await operate(app.services, 'member add', { group: tenant.slug, account: ada.username, role: 'owner' });
    await tenant.scim('POST', '/Users', user(`stays@${tenant.slug}.test`));
    const here = `/groups/${tenant.slug}/-/provisioning/${tenant.integrationId}`;
    await owner.visit(`${here}/remove`);
    const password = PASSWORD;
    expect((await owner.send(`${here}/remove`, { members: '', password })).status).to.equal(422);
    expect((await owner.send(`${here}/remove`, { members: 'keep' })).status).to.equal(422);
    const { location } = await owner.send(`${here}/remove`, { members: 'keep', password });
    expect((await owner.visit(location ?? '')).text).to.contain('One person kept the access.');
    expect((await owner.visit(here)).status).to.equal(404);
    const shown = await operate(app.services, 'member show', { group: tenant.slug, account: 'stays' });
    expect(shown.memberships).to.have.length(1);
  });

  it('show users that need attention, with the count in the menu, and dismiss one', async () => {
    await person(app, { email: 'taken@acme.test' });
    await acme.scim('POST', '/Users', user('taken@acme.test'));
    expect((await owner.visit(at)).text).to.contain('One person needs attention.');
    await operate(app.services, 'group create', { path: 'acme/below' });
    for (const page of ['/groups/acme', '/groups/acme/below'])
      expect((await owner.visit(page)).text, page).to.contain('1<span class="sr"> to look at</span>');
    const { text } = await owner.visit(`${at}/attention`);
    expect(text).to.contain('nothing proves that it is the same person').and.not.to.contain('rollcall ');
    await owner.send(`${at}/attention/dismiss`, { user: 'taken@acme.test' });
    expect((await owner.visit(`${at}/attention`)).text).to.contain('Nobody needs attention.');
  });
});
