import { expect } from 'chai';
import type { Account } from '../../lib/accounts/types.ts';
import { attentions } from '../../lib/provisioning/collections.ts';
import { operate } from '../cli/operator.ts';
import { boot, client, type Rollcall, spoiled, type Tenant, user } from '../helper.ts';
import { keyPair } from '../sso/fixture.ts';
import { idpMetadata } from '../sso/idp_metadata.ts';
import { PASSWORD, person, signedIn } from './people.ts';
import { noMailServer, type Seen, Visitor } from './visitor.ts';

describe('the pages of a group', () => {
  let app: Rollcall;
  let acme: Tenant;
  let ada: Account;
  let owner: Visitor;
  let member: Visitor;
  let stranger: Visitor;
  /** The addresses of the pages of the integration and of a directory group. */
  let at: string;
  let directory: string;

  before(async () => {
    app = await boot({ env: noMailServer });
    acme = await app.bootstrap('acme');
    ada = await joined('owner', { name: 'Ada Lovelace' });
    owner = await signedIn(app, ada);
    member = await signedIn(app, await joined('developer'));
    stranger = await signedIn(app, await person(app));
    at = `/groups/acme/-/provisioning/${acme.integrationId}`;
    const { id } = (await acme.scim('POST', '/Groups', { displayName: 'Engineering' })).body;
    directory = `/groups/acme/-/directory-groups/${acme.integrationId}/${id}`;
  });
  after(() => app.close());

  async function joined(role: string, more: Parameters<typeof person>[1] = {}) {
    const account = await person(app, more);
    await operate(app.services, 'member add', { group: 'acme', account: account.username, role });
    return account;
  }

  async function generate(more: Record<string, string> = {}): Promise<Seen> {
    await owner.visit(`${at}/credentials/new`);
    const fields = { name: 'Okta 2026', days: '90', cidr: '', password: PASSWORD, ...more };
    return owner.send(`${at}/credentials/new`, fields);
  }

  const idOf = async (name: string): Promise<string> => {
    const { tokens } = await operate(app.services, 'token list', { group: 'acme' });
    return (
      (tokens as { id: string; name: string; state: string }[])
        .filter((token) => token.name === name && token.state === 'live')
        .map(({ id }) => id)[0] ?? ''
    );
  };

  describe('access', () => {
    const pages = (here: string, token: string) => [
      '/groups/acme/-/provisioning',
      '/groups/acme/-/provisioning/new',
      here,
      `${here}/settings`,
      `${here}/disable`,
      `${here}/remove`,
      `${here}/attention`,
      `${here}/credentials/new`,
      `${here}/credentials/${token}/rotate`,
      `${here}/credentials/${token}/revoke`,
      '/groups/acme/-/members',
      `/groups/acme/-/members/${ada.username}`,
      `/groups/acme/-/members/${ada.username}/remove`,
      '/groups/acme/-/log',
      '/groups/acme/-/audit',
      '/groups/acme/-/directory-groups',
      '/groups/acme/-/single-sign-on',
      '/groups/acme/-/single-sign-on/provider',
      '/groups/acme/-/single-sign-on/recovery-codes',
      '/groups/acme/-/domains',
      '/groups/acme/-/domains/remove?domain=acme.test',
      `/groups/acme/-/directory-groups/${acme.integrationId}`,
      directory,
      `${directory}/unlink?target=acme`,
    ];
    const forms = (here: string, token: string) => [
      '/groups/acme/-/provisioning/new',
      `${here}/settings`,
      `${here}/disable`,
      `${here}/enable`,
      `${here}/preview`,
      `${here}/go-live`,
      `${here}/remove`,
      `${here}/attention/dismiss`,
      `${here}/paused/resume`,
      `${here}/paused/discard`,
      `${here}/credentials/new`,
      `${here}/credentials/${token}/rotate`,
      `${here}/credentials/${token}/revoke`,
      `/groups/acme/-/members/${ada.username}/role`,
      `/groups/acme/-/members/${ada.username}/remove`,
      `${directory}/link`,
      '/groups/acme/-/single-sign-on/begin',
      '/groups/acme/-/single-sign-on/provider',
      '/groups/acme/-/single-sign-on/enforce',
      '/groups/acme/-/single-sign-on/recovery-codes',
      '/groups/acme/-/domains/claim',
      '/groups/acme/-/domains/verify',
      '/groups/acme/-/domains/remove',
      `${directory}/unlink`,
    ];

    it('of a guest starts with a sign-in and returns', async () => {
      for (const page of ['/groups', '/groups/acme', ...pages(at, await idOf('first token'))]) {
        const { status, location } = await new Visitor(app).visit(page);
        expect([status, location], page).to.deep.equal([
          303,
          `/sign-in?return_to=${encodeURIComponent(page)}`,
        ]);
      }
    });

    it('of a stranger is answered like an unknown group', async () => {
      for (const page of ['/groups/acme', ...pages(at, await idOf('first token'))]) {
        const seen = await stranger.visit(page);
        const missing = await stranger.visit(page.replace('/groups/acme', '/groups/no-such-group'));
        expect(seen.status, page).to.equal(404);
        expect(anonymous(seen), page).to.equal(anonymous(missing));
      }
    });

    it('of a member without the right is refused with the name of the role to ask', async () => {
      for (const page of pages(at, await idOf('first token'))) {
        const { status, text } = await member.visit(page);
        expect(status, page).to.equal(403);
        expect(text, page).to.contain('Ask an owner.').and.to.contain('aria-label="acme"');
      }
    });

    it('an owner reads how many people need attention, which no page lists to count them', async () => {
      const { store } = app.services;
      await operate(app.services, 'integration create', { group: 'acme', name: 'Second' });
      for (const name of ['kim', 'lee']) {
        const { email } = await person(app, { email: `${name}@acme.test` });
        expect((await acme.scim('POST', '/Users', user(email))).status).to.equal(409);
      }
      const { list, count } = store;
      const reads: string[] = [];
      store.list = (from, ...more) => {
        if (from.name === attentions.name) reads.push('list');
        return list(from, ...more);
      };
      store.count = (from, ...more) => {
        if (from.name === attentions.name) reads.push('count');
        return count(from, ...more);
      };
      try {
        expect((await owner.visit('/groups/acme/-/members')).text).to.match(/Provisioning[^/]*>2</);
      } finally {
        Object.assign(store, { list, count });
        await operate(app.services, 'integration remove', {
          ...{ group: 'acme', integration: 'Second', members: 'keep' },
        });
      }
      expect(reads).to.deep.equal(['count', 'count']);
      const { integrations } = await operate(app.services, 'integration list', { group: 'acme' });
      expect(integrations).to.have.nested.property('[0].needAttention', 2);
      for (const user of ['kim@acme.test', 'lee@acme.test'])
        await operate(app.services, 'integration dismiss', { group: 'acme', user });
    });

    it('an owner gets each, and none is larger than 60 kB', async () => {
      for (const page of ['/groups', '/groups/acme', ...pages(at, await idOf('first token'))]) {
        const { status, text } = await owner.visit(page);
        expect(status, page).to.equal(200);
        expect(Buffer.byteLength(text), page).to.be.below(60_000);
        expect(text.match(/<h1/g), page).to.have.length(1);
      }
    });

    it('by form is refused for a stranger, a member, and another site', async () => {
      const token = await idOf('first token');
      for (const form of forms(at, token)) {
        await stranger.visit('/profile');
        await member.visit('/groups/acme');
        await owner.visit('/groups/acme');
        const fields = {
          name: 'x',
          preset: 'okta',
          password: PASSWORD,
          days: '30',
          overlap: '1',
          user: 'x',
          target: 'acme',
          role: 'guest',
        };
        const answers = [
          await stranger.send(form, fields),
          await member.send(form, fields),
          await owner.send(form, fields, { 'sec-fetch-site': 'cross-site' }),
          await owner.send(form, { ...fields, form_token: '' }),
        ];
        expect(
          answers.map(({ status }) => status),
          form,
        ).to.deep.equal([404, 403, 403, 403]);
      }
      expect((await acme.scim('GET', '/Users')).status).to.equal(200);
    });

    it('a form without its fields, or with values that no page offers, is the sender’s mistake', async () => {
      const strange: Record<string, string>[] = ['', '\u0000', '__proto__', '1e999', 'x'.repeat(3_000)].map(
        (value) => ({
          ...{ name: value, preset: value, user: value, target: value, role: value, domain: value },
          ...{ domains: value, mode: value, days: value, overlap: value, cidr: value, members: value },
          ...{ metadataFile: value, identifyBy: value, defaultRole: value, removalPeople: value },
        }),
      );
      const harmless = /enable|disable|preview|begin|recovery-codes|verify|revoke|members\/.*\/remove$/;
      const token = await idOf('first token');
      const tried = [...forms(at, token), '/profile/tokens'].filter((form) => !harmless.test(form));
      for (const form of tried)
        for (const fields of [{}, ...strange]) {
          await owner.visit('/profile');
          const { status } = await owner.send(form, { password: PASSWORD, ...fields });
          expect(status, `${form} ${fields.name?.slice(0, 9)}`).to.be.within(400, 499);
        }
    });
  });

  it('list one’s groups with role and state of provisioning', async () => {
    const { text } = await owner.visit('/groups');
    expect(text).to.contain('href="/groups/acme"').and.to.contain('>owner<').and.to.contain('>Live<');
    const { text: seen } = await member.visit('/groups');
    expect(seen).to.contain('>developer<').and.not.to.contain('>Live<');
    expect((await stranger.visit('/groups')).text).to.contain('You are in no group yet.');
  });

  it('show the overview to a member, and sections and connections to an owner', async () => {
    const { text: seen } = await member.visit('/groups/acme');
    expect(seen).to.contain('>developer<').and.not.to.contain('/-/provisioning');
    const { text } = await owner.visit('/groups/acme');
    expect(text).to.contain('href="/groups/acme/-/provisioning"').and.to.contain(at);
  });

  it('lead from a subgroup back to its parent', async () => {
    await operate(app.services, 'group create', { path: 'acme/web', name: 'Web' });
    const { text } = await owner.visit('/groups/acme/web');
    expect(text).to.contain('<h1>Web</h1>').and.to.contain('href="/groups/acme"');
    expect((await owner.visit('/groups/acme')).text).to.contain('href="/groups/acme/web"');
    expect((await stranger.visit('/groups/acme/web')).status).to.equal(404);
  });

  describe('of credentials', () => {
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
      ['for too long', { days: '366' }, 'Ends in: must be at most 365.'],
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
      const { location } = await owner.send(`${at}/credentials/${id}/revoke`);
      expect(location).to.equal(at);
      expect((await owner.visit(at)).text).to.contain('The credential “Leaving” is revoked.');
      expect((await client(acme.scimUrl, secret)('GET', '/Users')).status).to.equal(401);
    });

    it('do not exist for a credential of another integration', async () => {
      const globex = await app.bootstrap();
      const { tokens } = await operate(app.services, 'token list', { group: globex.slug });
      const [{ id }] = tokens as [{ id: string }];
      expect((await owner.visit(`${at}/credentials/${id}/revoke`)).status).to.equal(404);
      expect((await owner.send(`${at}/credentials/${id}/revoke`)).status).to.equal(404);
      expect((await globex.scim('GET', '/Users')).status).to.equal(200);
    });
  });

  describe('of an integration', () => {
    it('use the terms of the identity provider', async () => {
      await owner.visit('/groups/acme/-/provisioning/new');
      const made = await owner.send('/groups/acme/-/provisioning/new', { name: 'Entra', preset: 'entra' });
      expect(made.status).to.equal(303);
      const { text } = await owner.visit(made.location ?? '');
      expect(text).to.contain('Tenant URL').and.to.contain('Secret Token').and.to.contain('Not connected');
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
        ...{ plainDiscovery: 'false', removalGuard: 'on', removalPeople: '40', removalPercent: '20' },
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
      await owner.visit(`${here}/settings`);
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
      expect((await owner.send(`${here}/remove`, { members: '' })).status).to.equal(422);
      const { location } = await owner.send(`${here}/remove`, { members: 'keep' });
      expect((await owner.visit(location ?? '')).text).to.contain('One person kept the access.');
      expect((await owner.visit(here)).status).to.equal(404);
      const shown = await operate(app.services, 'member show', { group: tenant.slug, account: 'stays' });
      expect(shown.memberships).to.have.length(1);
    });

    it('show users that need attention, with the count in the menu, and dismiss one', async () => {
      await person(app, { email: 'taken@acme.test' });
      await acme.scim('POST', '/Users', user('taken@acme.test'));
      expect((await owner.visit(at)).text).to.contain('One person needs attention.');
      expect((await owner.visit('/groups/acme')).text).to.contain('1<span class="sr"> to look at</span>');
      const { text } = await owner.visit(`${at}/attention`);
      expect(text).to.contain('nothing proves that it is the same person').and.not.to.contain('rollcall ');
      await owner.send(`${at}/attention/dismiss`, { user: 'taken@acme.test' });
      expect((await owner.visit(`${at}/attention`)).text).to.contain('Nobody needs attention.');
    });
  });

  describe('of the log', () => {
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

  describe('of directory groups', () => {
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
      expect((await owner.visit(`${here}/unlink?target=acme`)).text).to.contain('Remove the link to acme');
      await owner.send(`${here}/unlink`, { target: 'acme' });
      expect((await owner.visit(here)).text).to.contain('Gives no role');
    });

    it('link nothing outside the group', async () => {
      const globex = await app.bootstrap();
      const refused = await owner.send(`${directory}/link`, { target: globex.slug, role: 'guest' });
      expect(refused.status).to.equal(404);
    });
  });

  describe('of single sign-on', () => {
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

    it('refuse enforcement before a test, and keep the choice', async () => {
      await owner.visit(here);
      const refused = await owner.send(`${here}/enforce`, { mode: 'everyone', domains: '' });
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

  it('claim a domain, show the record that proves it, and remove it', async () => {
    const here = '/groups/acme/-/domains';
    await owner.visit(here);
    const refused = await owner.send(`${here}/claim`, { domain: 'no domain' });
    expect(refused.status).to.equal(422);
    expect(refused.text).to.contain('value="no domain"');
    expect((await owner.send(`${here}/claim`, { domain: 'acme-corp.test' })).location).to.equal(here);
    const { text } = await owner.visit(here);
    expect(text).to.contain('Not verified').and.to.contain('data-copy="_rollcall');
    expect((await owner.visit(`${here}/remove?domain=acme-corp.test`)).text).to.contain(
      'Remove acme-corp.test',
    );
    await owner.send(`${here}/remove`, { domain: 'acme-corp.test' });
    expect((await owner.visit(here)).text).to.contain('This group has no domain.');
  });

  it('show who has changed what, and verify the chain', async () => {
    await owner.visit('/groups/acme/-/domains');
    await owner.send('/groups/acme/-/domains/claim', { domain: 'audited.test' });
    const { text } = await owner.visit('/groups/acme/-/audit');
    expect(text).to.contain('domain.claimed').and.to.contain(ada.username).and.to.contain('audited.test');
    await operate(app.services, 'audit seal');
    expect((await owner.visit('/groups/acme/-/audit?verify=yes')).text).to.contain('The hash chain holds');
    await owner.send('/groups/acme/-/domains/remove', { domain: 'audited.test' });
  });

  it('name no account of another group in the audit log', async () => {
    const globex = await app.bootstrap();
    const domain = 'unproved.test';
    const emails = [{ primary: true, value: `eve@${domain}` }];
    const sent = user(`hidden-name@${globex.slug}.test`, { emails });
    expect((await globex.scim('POST', '/Users', sent)).status).to.equal(201);
    await operate(app.services, 'group domain add', { group: 'acme', domain, verified: true });
    expect((await acme.scim('POST', '/Users', user(`eve@${domain}`))).status).to.equal(201);
    const { text } = await owner.visit('/groups/acme/-/audit');
    expect(text).to.contain('account.unproved_email_removed').and.not.to.contain('hidden-name');
    expect(text).to.contain(ada.username);
    await operate(app.services, 'group domain remove', { group: 'acme', domain });
  });

  it('explain the access of each member', async () => {
    const { text } = await owner.visit('/groups/acme/-/members');
    expect(text).to.contain('Ada Lovelace').and.to.contain('added by hand');
    const why = await owner.visit(`/groups/acme/-/members/${ada.id}`);
    expect(why.text).to.contain('<h1>Ada Lovelace</h1>').and.to.contain('Given by hand by the operator');
    expect((await owner.visit(`/groups/acme/-/members/${ada.email}`)).status).to.equal(200);
    const shown = why.text.replace(/<[^>]*>/g, '');
    expect(shown)
      .to.contain('The operator made the change')
      .and.not.to.match(/\d{4}-\d\d-\d\dT|member\.added/);
    expect((await owner.visit('/groups/acme/-/members/nobody-here')).status).to.equal(404);
  });

  it('do not tell whose an address is that is not the primary one', async () => {
    const { username } = await joined('guest');
    const email = 'private-address@people.test';
    await operate(app.services, 'account email add', { account: username, email });
    const seen = await owner.visit(`/groups/acme/-/members/${email}`);
    expect([seen.status, seen.text.includes(username)]).to.deep.equal([404, false]);
    expect((await owner.send(`/groups/acme/-/members/${email}/role`, { role: 'guest' })).status).to.equal(
      404,
    );
  });
});

function secretIn({ text }: Seen): string {
  return /<code>(rcs_\w+)<\/code>/.exec(text)?.[1] ?? '';
}

/** A page without what differs between any two requests. */
function anonymous({ text }: Seen): string {
  return text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID');
}
