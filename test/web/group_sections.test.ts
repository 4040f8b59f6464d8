import { expect } from 'chai';
import { operate } from '../cli/operator.ts';
import { client, spoiled, user } from '../helper.ts';
import { keyPair } from '../sso/fixture.ts';
import { idpMetadata } from '../sso/idp_metadata.ts';
import { type GroupStage, secretIn, stageGroup } from './group_stage.ts';
import { PASSWORD, person, signedIn } from './people.ts';

describe('the pages of an owner', () => {
  let app: GroupStage['app'];
  let acme: GroupStage['acme'];
  let ada: GroupStage['ada'];
  let owner: GroupStage['owner'];
  let at: GroupStage['at'];
  let directory: GroupStage['directory'];
  let joined: GroupStage['joined'];
  let generate: GroupStage['generate'];
  let idOf: GroupStage['idOf'];

  before(async () => {
    ({ app, acme, ada, owner, at, directory, joined, generate, idOf } = await stageGroup());
  });
  after(() => app.close());

  describe('for credentials', () => {
    it('show a new secret once, and it works', async () => {
      const made = await generate();
      const secret = secretIn(made);
      expect(made.status).to.equal(200);
      expect(secret).to.match(/^rcs_/);
      expect(made.text).to.contain('I have stored it');
      expect((await client(acme.scimUrl, secret)('GET', '/Users')).status).to.equal(200);
      for (const page of [at, `${at}/credentials/new`, '/groups/acme/-/log', '/groups/acme'])
        expect((await owner.visit(page)).text, page).not.to.contain(secret);
      expect((await owner.visit(at)).text).to.contain(`rcs_…${secret.slice(-4)}`);
      await operate(app.services, 'token revoke', { group: 'acme', token: 'Okta 2026' });
    });

    it('name the owner in the audit log', async () => {
      await generate({ name: 'Audited' });
      const { entries } = await operate(app.services, 'audit list', { group: 'acme', limit: 5 });
      const made = (entries as { action: string; actor: { accountId?: string } }[]).find(
        ({ action }) => action === 'token.created',
      );
      expect(made?.actor).to.include({ kind: 'account', accountId: ada.id });
      await operate(app.services, 'token revoke', { group: 'acme', token: 'Audited' });
    });

    for (const [title, fields, sentence] of [
      ['without a name', { name: ' ' }, 'Name: must not be empty.'],
      ['from an address that is none', { cidr: '198.51.100/24' }, 'Allowed addresses'],
      ['for too long', { days: '366' }, 'A token lives 1 to 365 days.'],
      ['with a wrong password', { password: 'not this one' }, 'This is not your password.'],
    ] as const)
      it(`are not generated ${title}`, async () => {
        const before = await operate(app.services, 'token list', { group: 'acme' });
        const refused = await generate(fields);
        expect(refused.status).to.equal(422);
        expect(refused.text).to.contain(sentence).and.not.to.contain('rcs_');
        const after = await operate(app.services, 'token list', { group: 'acme' });
        expect(after.tokens).to.have.length((before.tokens as unknown[]).length);
      });

    it('offer the kind that the provider takes, with its fields', async () => {
      const { integrationId } = await app.bootstrap('entra-kinds');
      await operate(app.services, 'integration change', { group: 'entra-kinds', preset: 'entra' });
      await operate(app.services, 'member add', {
        group: 'entra-kinds',
        account: ada.username,
        role: 'owner',
      });
      const page = await owner.visit(`/groups/entra-kinds/-/provisioning/${integrationId}/credentials/new`);
      const labels = ['Issuer', 'JWKS URL', 'Subject', 'Audience'].map((name) =>
        page.text.indexOf(`>${name}</label>`),
      );
      expect(labels)
        .to.deep.equal([...labels].sort((a, b) => a - b))
        .and.not.to.include(-1);
      expect(page.text).to.contain('uses a federation or a client');
      expect((await owner.visit(`${at}/credentials/new`)).text).not.to.contain('JWKS URL');
    });

    it('show a client once with its secret, token URL and SCIM URL, and list it with its maker', async () => {
      const made = await generate({ kind: 'client', name: 'Entra' });
      const [, secret = ''] = /<code>(rcx_\w+)<\/code>/.exec(made.text) ?? [];
      const { credentials } = await operate(app.services, 'credential list', { group: 'acme' });
      const id =
        (credentials as { id: string; name: string }[]).find(({ name }) => name === 'Entra')?.id ?? '';
      for (const value of [
        id,
        '/api/oauth/groups/acme/token',
        '/api/scim/v2/groups/acme',
        'Client ID',
        'Token URL',
      ])
        expect(made.text).to.contain(value);
      const listed = (await owner.visit(at)).text;
      expect(listed)
        .to.contain(`rcx_…${secret.slice(-4)}`)
        .and.contain(`by ${ada.username}`);
      expect(listed).not.to.contain(secret);
      const { location } = await owner.send(`${at}/credentials/${id}/revoke`, { password: PASSWORD });
      expect(location).to.equal(at);
    });

    it('need no secret for a federation, and say what is wrong with its fields', async () => {
      const trust = { issuer: 'https://issuer.test', subject: 'one', audience: 'two' };
      const wish = { kind: 'federation', name: 'Trust', ...trust };
      const refused = await generate({ ...wish, jwksUrl: 'http://10.0.0.1/keys' });
      expect(refused.status).to.equal(422);
      expect(refused.text).to.contain('The JWKS URL cannot be used');
      const made = await generate({ ...wish, jwksUrl: 'https://issuer.test/keys' });
      expect(made.text).to.contain('I have copied them').and.not.to.contain('rcx_');
      expect((await owner.visit(at)).text).to.contain('https://issuer.test');
      await operate(app.services, 'credential revoke', { group: 'acme', credential: 'Trust' });
    });

    it('rotate it with an overlap, in which both work', async () => {
      const first = secretIn(await generate({ name: 'Turning' }));
      const id = await idOf('Turning');
      await owner.visit(`${at}/credentials/${id}/rotate`);
      const rotated = await owner.send(`${at}/credentials/${id}/rotate`, {
        overlap: '24',
        password: PASSWORD,
      });
      expect(rotated.status).to.equal(200);
      for (const secret of [first, secretIn(rotated)])
        expect((await client(acme.scimUrl, secret)('GET', '/Users')).status).to.equal(200);
      const refused = await owner.send(`${at}/credentials/${id}/rotate`, {
        overlap: '24',
        password: 'wrong',
      });
      expect(refused.status).to.equal(422);
      for (const _ of [1, 2]) {
        const next = await idOf('Turning');
        await operate(app.services, 'token revoke', { group: 'acme', token: next });
      }
    });

    it('ask for its name before they revoke it, then revoke it at once', async () => {
      const secret = secretIn(await generate({ name: 'Leaving' }));
      const id = await idOf('Leaving');
      const asked = await owner.visit(`${at}/credentials/${id}/revoke`);
      expect(asked.text).to.contain('Revoke “Leaving”');
      const wrong = await owner.send(`${at}/credentials/${id}/revoke`, { password: 'wrong' });
      expect([wrong.status, wrong.text.includes('This is not your password.')]).to.deep.equal([422, true]);
      expect((await client(acme.scimUrl, secret)('GET', '/Users')).status).to.equal(200);
      const { location } = await owner.send(`${at}/credentials/${id}/revoke`, { password: PASSWORD });
      expect(location).to.equal(at);
      expect((await owner.visit(at)).text).to.contain('The credential “Leaving” is revoked.');
      expect((await client(acme.scimUrl, secret)('GET', '/Users')).status).to.equal(401);
    });

    it('do not exist for a credential of another integration', async () => {
      const globex = await app.bootstrap();
      const { tokens } = await operate(app.services, 'token list', { group: globex.slug });
      const [{ id }] = tokens as [{ id: string }];
      expect((await owner.visit(`${at}/credentials/${id}/revoke`)).status).to.equal(404);
      const foreign = await owner.send(`${at}/credentials/${id}/revoke`, { password: PASSWORD });
      expect(foreign.status).to.equal(404);
      expect((await globex.scim('GET', '/Users')).status).to.equal(200);
    });
  });

  describe('for an integration', () => {
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

  describe('for the log', () => {
    it('show each request, refused ones included, and filter by person and answer', async () => {
      await acme.scim('POST', '/Users', user('grace@log.test'));
      await acme.scim('POST', '/Users', user('lin@log.test'));
      await client(acme.scimUrl, spoiled(acme.scimToken))('GET', '/Users');
      const { text } = await owner.visit('/groups/acme/-/log');
      expect(text).to.contain('grace@log.test').and.to.contain('lin@log.test').and.to.contain('>401<');
      const one = await owner.visit('/groups/acme/-/log?user=grace%40log.test&status=&since=1h');
      expect(one.text).to.contain('grace@log.test').and.not.to.contain('lin@log.test');
      const refused = await owner.visit('/groups/acme/-/log?status=refused');
      expect(refused.text).to.contain('>401<').and.not.to.contain('>201<');
    });

    it('continue by cursor and keep the filter', async () => {
      for (let count = 0; count < 51; count++) await acme.scim('GET', '/Users?count=0');
      const { text } = await owner.visit('/groups/acme/-/log?since=1h');
      const next = /href="([^"]*after=[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
      expect(next).to.contain('since=1h');
      expect((await owner.visit(next)).text)
        .to.contain('>Newest<')
        .and.to.contain('Created the account');
    });

    it('explain a wrong filter', async () => {
      const { status, text } = await owner.visit('/groups/acme/-/log?since=never');
      expect(status).to.equal(422);
      expect(text).to.contain('never is not a time');
      expect((await owner.visit('/groups/acme/-/log?after=%00nowhere')).status).to.be.below(500);
    });
  });

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

  describe('for directory groups', () => {
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

  describe('for single sign-on', () => {
    const here = '/groups/acme/-/single-sign-on';

    it('start with the values of Rollcall, and accept the metadata of the identity provider', async () => {
      expect((await owner.visit(here)).text)
        .to.contain('Not set up')
        .and.not.to.contain('data-copy');
      expect((await owner.send(`${here}/begin`)).location).to.equal(here);
      expect((await owner.visit(here)).text)
        .to.contain('Reply URL (ACS)')
        .and.to.contain('data-copy="http');
      await owner.visit(`${here}/provider`);
      const fields = { metadataUrl: '', identifyBy: 'externalId', jit: 'false', password: PASSWORD };
      const refused = await owner.send(`${here}/provider`, { ...fields, metadataFile: '<no>' });
      expect(refused.status).to.equal(422);
      expect(refused.text).to.contain('&lt;no>');
      const empty = await owner.send(`${here}/provider`, { ...fields, metadataFile: '' });
      expect(empty.status).to.equal(422);
      expect(empty.text).to.contain('Enter the metadata URL');
      const { certificate } = await keyPair('ec');
      const xml = idpMetadata({ certificates: [certificate] });
      const wrong = await owner.send(`${here}/provider`, { ...fields, metadataFile: xml, password: '' });
      expect([wrong.status, wrong.text.includes('This is not your password.')]).to.deep.equal([422, true]);
      expect((await owner.visit(here)).text).to.contain('Not connected');
      const saved = await owner.send(`${here}/provider`, { ...fields, metadataFile: xml });
      expect(saved.location).to.equal(here);
      expect((await owner.visit(here)).text)
        .to.contain('Test the sign-in')
        .and.to.match(/class="tag warn"[^>]*>Not tested/)
        .and.to.contain('Nobody has tested');
    });

    it('change what counts as a signature only with the password', async () => {
      const changes = [
        ['keys', 'New keys are in our metadata.'],
        ['keys', 'The new keys are in use.'],
        ['certificates/approve', 'No certificate is'],
        ['refresh', 'has no metadata URL'],
      ] as const;
      for (const [page, said] of changes) {
        expect((await owner.visit(`${here}/${page}`)).text, page).to.contain('Your password');
        const refused = await owner.send(`${here}/${page}`, { password: 'wrong' });
        expect([refused.status, refused.text.includes('This is not your password.')], page).to.deep.equal([
          422,
          true,
        ]);
        const { location, text } = await owner.send(`${here}/${page}`, { password: PASSWORD });
        expect(location === null ? text : (await owner.visit(here)).text, page).to.contain(said);
      }
    });

    it('refuse enforcement before a test, and keep the choice', async () => {
      await owner.visit(here);
      const refused = await owner.send(`${here}/enforce`, {
        ...{ mode: 'everyone', domains: '', password: PASSWORD },
      });
      const unlocked = await owner.send(`${here}/enforce`, { mode: 'off', domains: '', password: 'wrong' });
      expect([unlocked.status, unlocked.text.includes('This is not your password.')]).to.deep.equal([
        422,
        true,
      ]);
      expect(refused.status).to.equal(422);
      expect(refused.text).to.contain('test sign-in').and.to.contain('value="everyone" selected');
    });

    it('show recovery codes once, after the password', async () => {
      await owner.visit(`${here}/recovery-codes`);
      expect((await owner.send(`${here}/recovery-codes`, { password: 'wrong' })).status).to.equal(422);
      const { text } = await owner.send(`${here}/recovery-codes`, { password: PASSWORD });
      const codes = [...text.matchAll(/<span>(\w{4}(?:-\w{4})+)<\/span>/g)].map(([, code = '']) => code);
      expect(codes).to.have.length(10);
      const after = (await owner.visit(here)).text;
      expect(after).to.contain('10 left');
      for (const code of codes) expect(after).not.to.contain(code);
    });
  });
});
