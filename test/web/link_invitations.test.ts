import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { operate } from '../cli/operator.ts';
import { movableClock } from '../clock.ts';
import { user } from '../helper.ts';
import { type GroupStage, stageGroup } from './group_stage.ts';
import { PASSWORD, person, signedIn } from './people.ts';
import { staged } from './saml/stage.ts';
import { linkTo, mailsTo, Visitor } from './visitor.ts';

describe('a link invitation', () => {
  const clock = movableClock();
  let app: GroupStage['app'];
  let acme: GroupStage['acme'];
  let owner: GroupStage['owner'];
  let stranger: GroupStage['stranger'];
  let at: string;

  before(async () => {
    ({ app, acme, owner, stranger, at } = await stageGroup({ runtime: clock.runtime }));
    at = `${at}/attention`;
  });
  after(() => app.close());

  /** A person with an account of their own, whom the identity provider sends. */
  async function conflicting(onEmailExists: 'refuse' | 'hold') {
    await operate(app.services, 'integration change', { group: 'acme', onEmailExists });
    const account = await person(app);
    await acme.scim('POST', '/Users', user(account.email));
    return account;
  }

  async function invited(email: string): Promise<string> {
    await owner.visit(at);
    expect((await owner.send(`${at}/invite`, { user: email })).location).to.equal(at);
    return linkTo(app, email);
  }

  function confirm(visitor: Visitor, link: string, password = PASSWORD) {
    return visitor.send('/link', { token: link.split('token=')[1] ?? '', password });
  }

  async function rolesOf(account: string): Promise<unknown> {
    return operate(app.services, 'member show', { group: 'acme', account }).then(
      ({ memberships }) => (memberships as { role: string }[]).map(({ role }) => role),
      () => [],
    );
  }

  it('links a held user at once, but only after the person has said yes with their password', async () => {
    const grace = await conflicting('hold');
    expect((await owner.visit(at)).text).to.contain('Send a link invitation');
    const link = await invited(grace.email);
    expect((await mailsTo(app, grace.email)).at(-1)?.body).to.contain('Ada Lovelace asks you');
    expect((await owner.visit(at)).text)
      .to.contain('>Invited<')
      .and.to.contain('Send the invitation again');
    const guest = new Visitor(app);
    expect((await guest.visit(link)).text).to.contain('Sign in');
    const browser = await signedIn(app, grace);
    expect((await browser.visit(link)).text).to.contain('Link my account to acme');
    expect((await confirm(browser, link, 'wrong')).status).to.equal(422);
    expect(await rolesOf(grace.username)).to.deep.equal([]);
    expect((await confirm(browser, link)).location).to.equal('/groups');
    expect(await rolesOf(grace.username)).to.deep.equal(['guest']);
    expect((await owner.visit(at)).text).to.contain('Nobody needs attention.');
    expect((await browser.visit(link)).status).to.equal(404);
    const { text } = await owner.visit('/groups/acme/-/audit');
    expect(text).to.contain('link_invitation.sent').and.to.contain('link_invitation.accepted');
  });

  it('lets a refused user be linked by the next request of the identity provider', async () => {
    const lin = await conflicting('refuse');
    const link = await invited(lin.email);
    const browser = await signedIn(app, lin);
    await browser.visit(link);
    await confirm(browser, link);
    expect(await rolesOf(lin.username)).to.deep.equal([]);
    expect((await owner.visit(at)).text).to.contain('>Confirmed<');
    expect((await acme.scim('POST', '/Users', user(lin.email))).status).to.equal(201);
    expect(await rolesOf(lin.username)).to.deep.equal(['guest']);
  });

  it('is refused for another account than the one with the address', async () => {
    const kim = await conflicting('refuse');
    const link = await invited(kim.email);
    expect((await stranger.visit(link)).text).to.contain('does not have that address');
    const { status, text } = await confirm(stranger, link);
    expect([status, text.includes('does not have that address')]).to.deep.equal([422, true]);
    expect((await acme.scim('POST', '/Users', user(kim.email))).status).to.equal(409);
  });

  it('ends with a newer one, with a dismissal, and after a week', async () => {
    const max = await conflicting('refuse');
    const first = await invited(max.email);
    const second = await invited(max.email);
    const browser = await signedIn(app, max);
    expect((await browser.visit(first)).status).to.equal(404);
    expect((await browser.visit(second)).status).to.equal(200);
    await owner.send(`${at}/dismiss`, { user: max.email });
    expect((await browser.visit(second)).status).to.equal(404);
    await acme.scim('POST', '/Users', user(max.email));
    const third = await invited(max.email);
    clock.forward(limits.invitationLife);
    expect((await new Visitor(app).visit(third)).status).to.equal(404);
  });

  it('counts a yes for a month only', async () => {
    const [ann, owner2] = [await conflicting('refuse'), await person(app)];
    await operate(app.services, 'member add', { group: 'acme', account: owner2.username, role: 'owner' });
    owner = await signedIn(app, owner2);
    const link = await invited(ann.email);
    const browser = await signedIn(app, ann);
    await browser.visit(link);
    await confirm(browser, link);
    clock.forward(limits.linkConsentLife);
    expect((await acme.scim('POST', '/Users', user(ann.email))).status).to.equal(409);
    owner = await signedIn(app, owner2);
  });

  it('leads to the sign-on where the group has one, and cannot be confirmed otherwise', async () => {
    const eve = await conflicting('hold');
    await staged(app, acme);
    const link = await invited(eve.email);
    const browser = await signedIn(app, eve);
    expect((await browser.visit(link)).text).to.contain('/profile/saml/acme/link');
    expect((await confirm(browser, link)).status).to.equal(422);
    expect(await rolesOf(eve.username)).to.deep.equal([]);
  });
});
