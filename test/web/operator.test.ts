import { expect } from 'chai';
import { sessions } from '../../lib/accounts/sessions.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { operate } from '../cli/operator.ts';
import { movableClock } from '../clock.ts';
import { client, spoiled } from '../helper.ts';
import { type GroupStage, stageGroup } from './group_stage.ts';
import { PASSWORD, person, signedIn } from './people.ts';
import { Visitor } from './visitor.ts';

describe("the operator's pages", () => {
  let stage: GroupStage;
  let olga: Awaited<ReturnType<typeof person>>;
  let operator: Visitor;
  let member: Awaited<ReturnType<typeof person>>;
  let revoke: string;
  const clock = movableClock();

  before(async () => {
    stage = await stageGroup({ runtime: clock.runtime });
    const { app, acme } = stage;
    olga = await person(app, { name: 'Olga Operator' });
    await operate(app.services, 'operator add', { account: olga.username });
    operator = await signedIn(app, olga);
    member = await person(app, { name: 'Mo Member' });
    await client(acme.scimUrl, spoiled(acme.scimToken))('GET', '/Users');
    revoke = `/operator/groups/acme/credentials/${acme.integrationId}/${await stage.idOf('first token')}/revoke`;
  });
  after(() => stage.app.close());

  const at = () => `/operator/accounts/${member.id}`;
  const pages = () => [
    ...['/operator', '/operator/groups/acme', '/operator/accounts', '/operator/health', revoke],
    ...[at(), `${at()}/end-sessions`, `${at()}/password`],
  ];
  const forms = () => [revoke, `${at()}/end-sessions`, `${at()}/password`];

  /** Signs a person in for changes, whatever the clock has done. */
  const fresh = () => signedIn(stage.app, olga);

  it('answer an operator', async () => {
    for (const path of pages()) expect((await operator.visit(path)).status, path).to.equal(200);
  });

  it('answer 404 to everybody except operators', async () => {
    const guest = new Visitor(stage.app);
    for (const visitor of [guest, stage.stranger, stage.member, stage.owner]) {
      for (const path of [...pages(), '/operator/nothing'])
        expect((await visitor.visit(path)).status, path).to.equal(404);
      for (const path of [...forms(), '/operator'])
        expect((await visitor.send(path)).status, path).to.equal(404);
      expect((await visitor.send(revoke, {}, { 'sec-fetch-site': 'cross-site' })).status).to.equal(404);
    }
  });

  it('refuse a form of another site', async () => {
    const visitor = await fresh();
    await visitor.visit(revoke);
    for (const path of forms())
      expect((await visitor.send(path, {}, { 'sec-fetch-site': 'cross-site' })).status, path).to.equal(403);
  });

  it('leave the pages of a group closed to an operator who is not a member', async () => {
    expect((await operator.visit('/groups/acme')).status).to.equal(404);
    expect((await operator.visit('/operator/groups/acme')).text).to.contain(
      'You are not a member of this group',
    );
  });

  it('show a link to them in the menu of an operator only', async () => {
    expect((await operator.visit('/groups')).text).to.contain('href="/operator"');
    expect((await stage.owner.visit('/groups')).text).not.to.contain('href="/operator"');
  });

  it('show the groups with members, integrations and the requests refused today', async () => {
    const { text } = await operator.visit('/operator');
    expect(text).to.match(/href="\/operator\/groups\/acme"/);
    expect(text)
      .to.contain('SCIM: Live')
      .and.to.match(/href="\/operator\/groups\/acme\/refused" aria-label="1 refused today in acme"/);
  });

  it('lead from the number of refused requests to the requests, without their bodies or links', async () => {
    const { text } = await operator.visit('/operator/groups/acme/refused');
    expect(text).to.contain('Refused today').and.to.contain('>401<').and.to.contain('reference ');
    expect(text).not.to.contain('/groups/acme/-/log');
  });

  it('find an account by its username, e-mail or id, or say that there is no such account', async () => {
    for (const find of [member.username, member.email.toUpperCase(), member.id])
      expect((await operator.visit(`/operator/accounts?find=${find}`)).location).to.equal(at());
    const { status, text } = await operator.visit('/operator/accounts?find=nobody');
    expect(status).to.equal(200);
    expect(text).to.contain('No account has the name nobody.');
  });

  it('page the accounts by cursor', async () => {
    for (let more = 0; more < 50; more += 1) await person(stage.app);
    const { text } = await operator.visit('/operator/accounts');
    const next = /href="(\/operator\/accounts\?after=[^"]+)"/.exec(text)?.[1] ?? '';
    expect((await operator.visit(next)).text).to.contain('First page');
  });

  it('mark an account that has no e-mail and no way to sign in', async () => {
    const { services } = stage.app;
    await stage.acme.scim('POST', '/Users', { userName: 'bare' });
    const { id } = await operate(services, 'account show', { account: 'bare' });
    const shown = (await operator.visit(`/operator/accounts/${id}`)).text;
    expect(shown).to.contain('No e-mail. No way to sign in');
  });

  it('end all sessions of an account', async () => {
    const theirs = await signedIn(stage.app, member);
    const visitor = await fresh();
    await visitor.visit(`${at()}/end-sessions`);
    expect((await visitor.send(`${at()}/end-sessions`)).location).to.equal(at());
    expect(await theirs.isSignedIn()).to.equal(false);
  });

  it('set a new password, shown once', async () => {
    const visitor = await fresh();
    await visitor.visit(`${at()}/password`);
    const { text } = await visitor.send(`${at()}/password`);
    const password = /data-copy="([\w-]{20})"/.exec(text)?.[1] ?? '';
    expect(await (await signedIn(stage.app, member, password)).isSignedIn()).to.equal(true);
    expect((await visitor.visit(at())).text).not.to.contain(password);
  });

  it('show an OAuth client and its end, and revoke it', async () => {
    const { services } = stage.app;
    const made = await operate(services, 'credential create', {
      ...{ group: 'acme', kind: 'client', name: 'Entra', expiresIn: '20d' },
    });
    const { id } = made.credential as { id: string };
    expect((await operator.visit('/operator')).text).to.contain('Entra of SCIM');
    const visitor = await fresh();
    const end = `/operator/groups/acme/credentials/${stage.acme.integrationId}/${id}/revoke`;
    expect((await visitor.visit('/operator/groups/acme')).text)
      .to.contain('OAuth client')
      .and.contain(end);
    await visitor.visit(end);
    expect((await visitor.send(end)).location).to.equal('/operator/groups/acme');
    expect((await operator.visit('/operator/groups/acme')).text).not.to.contain(end);
  });

  it('revoke a credential', async () => {
    const visitor = await fresh();
    await visitor.visit(revoke);
    expect((await visitor.send(revoke)).location).to.equal('/operator/groups/acme');
    expect((await stage.acme.scim('GET', '/Users')).status).to.equal(401);
  });

  it('show the version, the jobs, the queues and the leases', async () => {
    const { text } = await operator.visit('/operator/health');
    for (const part of ['Version', 'seal the audit log', 'deliver mails', 'Leases'])
      expect(text).to.contain(part);
  });

  it('ask for the password again before a change, and then go on', async () => {
    clock.forward(15 * 60_000);
    const { location } = await operator.visit(`${at()}/end-sessions`);
    expect(location).to.equal(`/sign-in?again=yes&return_to=${encodeURIComponent(`${at()}/end-sessions`)}`);
    const before = await operator.visit(location ?? '');
    expect(before.text).to.contain('Sign in again');
    expect((await operator.send(`${at()}/end-sessions`)).location).to.equal(location);
    const fields = { name: olga.username, password: PASSWORD, return_to: `${at()}/end-sessions` };
    expect((await operator.send('/sign-in', fields)).location).to.equal(`${at()}/end-sessions`);
    expect((await operator.visit(`${at()}/end-sessions`)).status).to.equal(200);
  });

  it('do not exist in a session that an identity provider began', async () => {
    const visitor = await fresh();
    await stage.app.services.store.transaction(async (unit) => {
      const { items } = await unit.list(sessions, PLATFORM, {
        index: 'account',
        equal: [olga.id],
        limit: 100,
      });
      const saml = {
        rootId: stage.acme.groupId,
        providerId: '1',
        identityId: '2',
        authenticatedAt: unit.now(),
      };
      for (const session of items) unit.update(sessions, { ...session, madeBy: { kind: 'saml', ...saml } });
    });
    expect(await visitor.isSignedIn()).to.equal(true);
    for (const path of pages()) expect((await visitor.visit(path)).status, path).to.equal(404);
  });
});
