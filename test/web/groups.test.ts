import { expect } from 'chai';
import { attentions } from '../../lib/provisioning/collections.ts';
import { operate } from '../cli/operator.ts';
import { user } from '../helper.ts';
import { anonymous, type GroupStage, stageGroup } from './group_stage.ts';
import { PASSWORD, person } from './people.ts';
import { Visitor } from './visitor.ts';

describe('the pages of a group', () => {
  let app: GroupStage['app'];
  let acme: GroupStage['acme'];
  let ada: GroupStage['ada'];
  let owner: GroupStage['owner'];
  let member: GroupStage['member'];
  let stranger: GroupStage['stranger'];
  let at: GroupStage['at'];
  let directory: GroupStage['directory'];
  let joined: GroupStage['joined'];
  let idOf: GroupStage['idOf'];

  before(async () => {
    ({ app, acme, ada, owner, member, stranger, at, directory, joined, idOf } = await stageGroup());
  });
  after(() => app.close());

  describe('access', () => {
    const pages = (here: string, token: string) => [
      '/groups/acme/-/provisioning',
      '/groups/acme/-/provisioning/new',
      here,
      `${here}/settings`,
      `${here}/disable`,
      `${here}/preview`,
      `${here}/remove`,
      `${here}/reconcile`,
      `${here}/attention`,
      `${here}/credentials/new`,
      `${here}/credentials/${token}/rotate`,
      `${here}/credentials/${token}/revoke`,
      '/groups/acme/-/guides',
      '/groups/acme/-/guides/okta',
      '/groups/acme/-/members',
      `/groups/acme/-/members/${ada.username}`,
      `/groups/acme/-/members/${ada.username}/remove`,
      '/groups/acme/-/people',
      '/groups/acme/-/invitations',
      '/groups/acme/-/rename',
      '/groups/acme/-/log',
      '/groups/acme/-/audit',
      '/groups/acme/-/directory-groups',
      '/groups/acme/-/single-sign-on',
      '/groups/acme/-/single-sign-on/provider',
      '/groups/acme/-/single-sign-on/recovery-codes',
      ...['refresh', 'certificates/approve', 'keys'].map((one) => `/groups/acme/-/single-sign-on/${one}`),
      '/groups/acme/-/domains',
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
      `${here}/reconcile`,
      `${here}/remove`,
      `${here}/attention/dismiss`,
      `${here}/attention/invite`,
      `${here}/paused/resume`,
      `${here}/paused/discard`,
      `${here}/credentials/new`,
      `${here}/credentials/${token}/rotate`,
      `${here}/credentials/${token}/revoke`,
      `/groups/acme/-/members/${ada.username}/role`,
      `/groups/acme/-/members/${ada.username}/remove`,
      `/groups/acme/-/members/${ada.username}/convert`,
      '/groups/acme/-/invitations',
      '/groups/acme/-/invitations/x/resend',
      '/groups/acme/-/invitations/x/withdraw',
      '/groups/acme/-/groups',
      '/groups/acme/-/rename',
      '/groups/acme/-/move',
      `${directory}/link`,
      '/groups/acme/-/single-sign-on/begin',
      '/groups/acme/-/single-sign-on/provider',
      '/groups/acme/-/single-sign-on/enforce',
      '/groups/acme/-/single-sign-on/recovery-codes',
      '/groups/acme/-/single-sign-on/refresh',
      '/groups/acme/-/single-sign-on/keys',
      '/groups/acme/-/single-sign-on/certificates/approve',
      '/groups/acme/-/single-sign-on/certificates/remove',
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
        expect((await owner.visit('/groups/acme/-/members')).text).to.match(/People[^/]*>2</);
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
      const harmless =
        /enable|disable|preview|reconcile|begin|refresh|approve|certificates\/remove|recovery-codes|verify|revoke|members\/.*\/remove$/;
      const token = await idOf('first token');
      const tried = [...forms(at, token), '/profile/tokens'].filter((form) => !harmless.test(form));
      for (const form of tried) {
        await owner.visit('/profile');
        for (const fields of [{}, ...strange]) {
          const { status } = await owner.send(form, { password: PASSWORD, ...fields });
          expect(status, `${form} ${fields.name?.slice(0, 9)}`).to.be.within(400, 499);
        }
      }
    }).timeout(60_000);
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
    expect(text)
      .to.contain('Last request')
      .and.to.contain('Refused today')
      .and.to.contain('Verified domains');
  });

  it('lead from a subgroup back to its parent', async () => {
    await operate(app.services, 'group create', { path: 'acme/web', name: 'Web' });
    const { text } = await owner.visit('/groups/acme/web');
    expect(text).to.contain('<h1>Web</h1>').and.to.contain('href="/groups/acme"');
    expect((await owner.visit('/groups/acme')).text).to.contain('href="/groups/acme/web"');
    expect((await stranger.visit('/groups/acme/web')).status).to.equal(404);
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
    expect((await owner.visit('/groups/acme/-/audit?verify=yes')).text).to.contain(
      'The hash chain is intact',
    );
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
