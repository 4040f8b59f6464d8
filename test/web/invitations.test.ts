import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { operate } from '../cli/operator.ts';
import { movableClock } from '../clock.ts';
import { boot, type Rollcall } from '../helper.ts';
import { PASSWORD, person, signedIn } from './people.ts';
import { linkTo, mailsTo, noMailServer, Visitor } from './visitor.ts';

describe('an invitation', () => {
  const clock = movableClock();
  const at = '/groups/acme/-/invitations';
  let app: Rollcall;
  let owner: Visitor;
  let member: Visitor;
  let stranger: Visitor;

  before(async () => {
    app = await boot({ env: noMailServer, runtime: clock.runtime });
    await app.bootstrap('acme');
    await operate(app.services, 'group create', { path: 'acme/dev' });
    const ada = await person(app, { name: 'Ada Lovelace' });
    await operate(app.services, 'member add', { group: 'acme', account: ada.username, role: 'owner' });
    owner = await signedIn(app, ada);
    const mel = await person(app, { username: 'mel', name: 'Mel' });
    await operate(app.services, 'member add', { group: 'acme', account: 'mel', role: 'guest' });
    member = await signedIn(app, mel);
    stranger = await signedIn(app, await person(app));
  });
  after(() => app.close());

  async function invited(who: string, role = 'developer', group = 'acme') {
    const here = `/groups/${group}/-/invitations`;
    await owner.visit(here);
    return owner.send(here, { who, role });
  }

  async function roleOf(account: string): Promise<string> {
    return JSON.stringify(await operate(app.services, 'member show', { group: 'acme', account }));
  }

  it('makes a newcomer a member, who creates the account with the mailed link', async () => {
    expect((await invited('new@people.test', 'developer', 'acme/dev')).location).to.equal(
      '/groups/acme/dev/-/invitations',
    );
    const [mail] = await mailsTo(app, 'new@people.test');
    expect(mail?.subject).to.equal('You are invited to dev');
    expect(mail?.body).to.contain('Ada Lovelace invites you.');
    const link = await linkTo(app, 'new@people.test');
    const guest = new Visitor(app);
    expect((await guest.visit(link)).text).to.contain('Create the account and accept');
    const token = link.split('token=')[1] ?? '';
    const weak = await guest.send('/invitation/join', { token, name: 'New', new_password: 'short' });
    expect([weak.status, weak.text.includes('value="New"')]).to.deep.equal([422, true]);
    const done = await guest.send('/invitation/join', { token, name: 'New Person', new_password: PASSWORD });
    expect(done.location).to.equal('/groups/acme/dev');
    expect((await guest.visit('/groups/acme/dev')).text).to.contain('You are developer of dev.');
    expect(await roleOf('new@people.test')).to.contain('"kind":"invite"');
    expect((await guest.visit(link)).status).to.equal(404);
    const { text } = await owner.visit('/groups/acme/-/audit');
    expect(text).to.contain('invitation.created').and.to.contain('invitation.accepted');
  });

  it('is accepted by an account that has the address, and by no other', async () => {
    const lin = await person(app, { name: 'Lin Li' });
    await invited(lin.email);
    const link = await linkTo(app, lin.email);
    const token = link.split('token=')[1] ?? '';
    const guest = new Visitor(app);
    expect((await guest.visit(link)).text)
      .to.contain('Sign in to accept')
      .and.not.to.contain('Create');
    await guest.visit('/sign-in');
    const joined = await guest.send('/invitation/join', { token, name: 'x', new_password: PASSWORD });
    expect(joined.status).to.equal(409);
    expect((await stranger.visit(link)).text).to.contain('does not have that address');
    const stolen = await stranger.send('/invitation/accept', { token });
    expect([stolen.status, stolen.text.includes('which your account does not have')]).to.deep.equal([
      422,
      true,
    ]);
    const browser = await signedIn(app, lin);
    expect((await browser.visit(link)).text).to.contain('Become a member of acme');
    const foreign = await browser.send('/invitation/accept', { token }, { 'sec-fetch-site': 'cross-site' });
    expect(foreign.status).to.equal(403);
    await browser.visit(link);
    expect((await browser.send('/invitation/accept', { token })).location).to.equal('/groups/acme');
    expect(await roleOf(lin.username)).to.contain('"role":"developer"');
    const why = await owner.visit(`/groups/acme/-/members/${lin.id}`);
    expect(why.text).to.contain('Came by an invitation of');
  });

  it('is not needed for a person who has a role in the tree', async () => {
    await invited('mel', 'reporter', 'acme/dev');
    expect((await owner.visit('/groups/acme/dev/-/invitations')).text).to.contain(
      'Mel is reporter of acme/dev.',
    );
    const unknown = await invited('no-such-person');
    expect([unknown.status, unknown.text.includes('Invite other people by e-mail.')]).to.deep.equal([
      422,
      true,
    ]);
    const known = await person(app, { username: 'outsider' });
    const outside = await invited(known.username);
    expect(outside.text.replaceAll('outsider', '')).to.equal(unknown.text.replaceAll('no-such-person', ''));
  });

  it('goes by mail to an address that another group has given to a member', async () => {
    const invented = { email: 'chief@people.test', confirmed: false, managedBy: 'another-group' };
    const { id, username, email } = await person(app, invented);
    await operate(app.services, 'member add', { group: 'acme', account: id, role: 'guest' });
    await invited(email, 'owner');
    expect((await owner.visit(at)).text).to.contain(`${email} is invited as owner.`);
    expect(await roleOf(username))
      .to.contain('"role":"guest"')
      .and.not.to.contain('"role":"owner"');
    await owner.visit(`/groups/acme/-/members/${id}`);
    const byAddress = await owner.send(`/groups/acme/-/members/${email}/role`, { role: 'owner' });
    expect(byAddress.text).not.to.contain('is owner');
    expect(await roleOf(username)).not.to.contain('"role":"owner"');
    await owner.send(`/groups/acme/-/members/${id}/role`, { role: 'reporter' });
    expect(await roleOf(username)).to.contain('"role":"reporter"');
    await operate(app.services, 'invitation withdraw', { group: 'acme', invitation: email });
  });

  it('is sent again with a new link, expires, and is withdrawn', async () => {
    await invited('slow@people.test');
    expect((await owner.visit('/groups/acme/-/members')).text).to.contain('open invitation');
    const twice = await invited('slow@people.test');
    expect([twice.status, twice.text.includes('is invited already')]).to.deep.equal([422, true]);
    const former = await linkTo(app, 'slow@people.test');
    const id = /invitations\/([0-9a-f-]{36})\/resend/.exec((await owner.visit(at)).text)?.[1] ?? '';
    await owner.send(`${at}/${id}/resend`);
    const newest = await linkTo(app, 'slow@people.test');
    const guest = new Visitor(app);
    expect((await guest.visit(former)).status).to.equal(404);
    expect((await guest.visit(newest)).status).to.equal(200);
    clock.forward(limits.invitationLife);
    expect((await guest.visit(newest)).status).to.equal(404);
    owner = await signedIn(app, { username: await ownerName() });
    expect((await owner.visit(at)).text).to.contain('no longer works');
    await owner.send(`${at}/${id}/withdraw`);
    expect((await owner.visit(at)).text)
      .to.contain('slow@people.test is withdrawn.')
      .and.to.contain('There are no open invitations.');
  });

  it('is sent at most a few times to one address', async () => {
    await operate(app.services, 'member invite', { group: 'acme', who: 'often@people.test', role: 'guest' });
    const again = { group: 'acme', invitation: 'often@people.test' };
    for (let sent = 1; sent < limits.invitationMailsPerAddress; sent++)
      await operate(app.services, 'invitation resend', again);
    const refused = await operate(app.services, 'invitation resend', again).catch((error: unknown) => error);
    expect(refused).to.have.property('code', 'too_many_attempts');
  });

  it('is sent only by owners, from pages of Rollcall', async () => {
    member = await signedIn(app, { username: 'mel' });
    stranger = await signedIn(app, await person(app));
    for (const [visitor, status] of [
      [member, 403],
      [stranger, 404],
    ] as const) {
      expect((await visitor.visit(at)).status).to.equal(status);
      await visitor.visit('/profile');
      for (const path of [at, `${at}/x/resend`, `${at}/x/withdraw`])
        expect((await visitor.send(path, { who: 'a@b.test', role: 'owner' })).status).to.equal(status);
    }
    await owner.visit(at);
    const foreign = await owner.send(
      at,
      { who: 'a@b.test', role: 'guest' },
      { 'sec-fetch-site': 'cross-site' },
    );
    expect(foreign.status).to.equal(403);
    expect((await new Visitor(app).visit(at)).location).to.contain('/sign-in');
  });

  async function ownerName(): Promise<string> {
    const { members } = await operate(app.services, 'member list', { group: 'acme', search: 'Ada' });
    return (members as { account: { username: string } }[])[0]?.account.username ?? '';
  }

  it('stops working when its sender is no longer an owner, until another owner sends it again', async () => {
    const boss = await person(app, { name: 'Bo Boss' });
    await operate(app.services, 'member add', { group: 'acme', account: boss.username, role: 'owner' });
    const browser = await signedIn(app, boss);
    await browser.visit(at);
    await browser.send(at, { who: 'later@people.test', role: 'owner' });
    const link = await linkTo(app, 'later@people.test');
    expect((await new Visitor(app).visit(link)).status).to.equal(200);
    await operate(app.services, 'member add', { group: 'acme', account: boss.username, role: 'guest' });
    expect((await new Visitor(app).visit(link)).status).to.equal(404);
    expect((await owner.visit(at)).text).to.contain('no longer works');
    const { invitations } = await operate(app.services, 'invitation list', { group: 'acme' });
    const sent = invitations as { id: string; email: string }[];
    const id = sent.find(({ email }) => email === 'later@people.test')?.id;
    await owner.send(`${at}/${id}/resend`);
    expect((await new Visitor(app).visit(await linkTo(app, 'later@people.test'))).status).to.equal(200);
  });
});
