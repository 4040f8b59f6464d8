import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { accountNamed, emailsOf } from '../../lib/accounts/accounts.ts';
import { createTopLevelGroup } from '../../lib/groups/tree.ts';
import { movableClock } from '../clock.ts';
import { boot, type Rollcall } from '../helper.ts';
import { PASSWORD, person, signedIn } from './people.ts';
import { linkTo, mailsTo, noMailServer, tokenIn, Visitor } from './visitor.ts';

let addresses = 0;
const address = () => `new${++addresses}@people.test`;

describe('own e-mails', () => {
  const clock = movableClock();
  let app: Rollcall;
  before(async () => {
    app = await boot({ runtime: clock.runtime, env: noMailServer });
  });
  after(() => app.close());
  beforeEach(() => clock.forward(limits.askedMailsWindow));

  const add = (visitor: Visitor, email: string, password = PASSWORD) =>
    visitor.send('/profile/emails/add', { email, password });
  const held = async ({ id }: { id: string }) =>
    (await emailsOf(app.services.store, id)).map(({ email, primary, confirmedAt }) => ({
      email,
      primary,
      confirmed: confirmedAt !== undefined,
    }));

  it('are added when the person opens the link, and not earlier', async () => {
    const ann = await person(app);
    const visitor = await signedIn(app, ann);
    const email = address();
    await add(visitor, email);
    expect(await visitor.told()).to.contain(`We sent a link to ${email}`);
    expect((await visitor.visit('/profile')).text).to.contain('Not confirmed yet');
    expect(await held(ann)).to.have.length(1);
    const link = await linkTo(app, email);
    expect((await visitor.visit(link)).text).to.contain(email);
    expect(await held(ann), 'after looking').to.have.length(1);
    await visitor.send('/profile/emails/confirm', { token: tokenIn(link) });
    expect(await visitor.told()).to.contain('is confirmed');
    expect(await held(ann)).to.deep.include({ email, primary: false, confirmed: true });
    expect((await visitor.visit(link)).status, 'a second time').to.equal(404);
    expect((await mailsTo(app, ann.email)).at(-1)?.body).to.contain(`The e-mail address ${email} was added.`);
    expect((await new Visitor(app).signIn(email, PASSWORD)).status).to.equal(303);
  });

  it('require the password, because a new address could be used to reset it', async () => {
    const ann = await person(app);
    const visitor = await signedIn(app, ann);
    const email = address();
    await add(visitor, email, 'wrong');
    expect(await visitor.told()).to.contain('This is not your password');
    expect(await mailsTo(app, email)).to.deep.equal([]);
  });

  it('cannot be confirmed by another account or a guest', async () => {
    const ann = await person(app);
    const eve = await person(app);
    const email = address();
    await add(await signedIn(app, ann), email);
    const link = await linkTo(app, email);
    const other = await signedIn(app, eve);
    expect((await other.visit(link)).status).to.equal(404);
    expect((await other.send('/profile/emails/confirm', { token: tokenIn(link) })).status).to.equal(404);
    const guest = await new Visitor(app).visit(link);
    expect(guest.location).to.equal(`/sign-in?return_to=${encodeURIComponent(link)}`);
    expect(await held(eve)).to.have.length(1);
  });

  it('of another account get the same answer, and only their owner gets a mail', async () => {
    const ann = await person(app);
    const bob = await person(app);
    const visitor = await signedIn(app, ann);
    await add(visitor, bob.email);
    expect(await visitor.told()).to.contain(`We sent a link to ${bob.email}`);
    expect((await visitor.visit('/profile')).text).to.contain('Not confirmed yet');
    const told = (await mailsTo(app, bob.email)).at(-1);
    expect(told?.subject).to.contain('has an account already');
    expect(await linkTo(app, bob.email)).to.equal('');
    expect((await accountNamed(app.services.store, bob.email)).id).to.equal(bob.id);
  });

  it('belong to the account that confirms first', async () => {
    const ann = await person(app);
    const bob = await person(app);
    const email = address();
    const [first, second] = [await signedIn(app, ann), await signedIn(app, bob)];
    await add(first, email);
    const one = await linkTo(app, email);
    await add(second, email);
    const two = await linkTo(app, email);
    await second.send('/profile/emails/confirm', { token: tokenIn(two) });
    expect((await first.send('/profile/emails/confirm', { token: tokenIn(one) })).status).to.equal(404);
    expect((await accountNamed(app.services.store, email)).id).to.equal(bob.id);
  });

  it('that were unconfirmed are confirmed in the same way', async () => {
    const ann = await person(app, { confirmed: false });
    const visitor = await signedIn(app, ann);
    await visitor.send('/profile/emails/confirmation', { address: ann.email });
    await visitor.send('/profile/emails/confirm', { token: tokenIn(await linkTo(app, ann.email)) });
    expect(await held(ann)).to.deep.equal([{ email: ann.email, primary: true, confirmed: true }]);
  });

  it('cannot be confirmed by an expired link', async () => {
    const ann = await person(app, { confirmed: false });
    await (await signedIn(app, ann)).send('/profile/emails/confirmation', { address: ann.email });
    const link = await linkTo(app, ann.email);
    clock.forward(limits.confirmLinkLife);
    expect((await (await signedIn(app, ann)).visit(link)).status).to.equal(404);
  });

  it('become primary when they are confirmed, and the former one gets a mail', async () => {
    const ann = await person(app);
    const visitor = await signedIn(app, ann);
    const email = address();
    await add(visitor, email);
    await visitor.send('/profile/emails/primary', { address: email });
    expect(await visitor.told()).to.contain('You do not have this address');
    await visitor.send('/profile/emails/confirm', { token: tokenIn(await linkTo(app, email)) });
    await visitor.send('/profile/emails/primary', { address: email });
    expect(await visitor.told()).to.contain('Your primary address is changed');
    expect(await held(ann)).to.deep.equal([
      { email, primary: true, confirmed: true },
      { email: ann.email, primary: false, confirmed: true },
    ]);
    expect((await accountNamed(app.services.store, ann.username)).email).to.equal(email);
    expect((await mailsTo(app, ann.email)).at(-1)?.body).to.contain(`primary e-mail address is ${email} now`);
  });

  it('are removed, except the primary one and those of others', async () => {
    const ann = await person(app);
    const bob = await person(app);
    const visitor = await signedIn(app, ann);
    const email = address();
    await add(visitor, email);
    await visitor.send('/profile/emails/confirm', { token: tokenIn(await linkTo(app, email)) });
    await visitor.send('/profile/emails/remove', { address: ann.email });
    expect(await visitor.told()).to.contain('Make another address the primary one');
    await visitor.send('/profile/emails/remove', { address: bob.email });
    expect(await visitor.told()).to.contain('You do not have this address');
    expect(await held(bob)).to.have.length(1);
    await visitor.send('/profile/emails/remove', { address: email });
    expect(await held(ann)).to.deep.equal([{ email: ann.email, primary: true, confirmed: true }]);
  });

  it('take their password links with them when removed', async () => {
    const ann = await person(app);
    const visitor = await signedIn(app, ann);
    const email = address();
    await add(visitor, email);
    const confirmation = await linkTo(app, email);
    await visitor.send('/profile/emails/confirm', { token: tokenIn(confirmation) });
    const guest = new Visitor(app);
    await guest.visit('/password/forgot');
    await guest.send('/password/forgot', { name: email });
    const reset = await linkTo(app, email);
    expect((await guest.visit(reset)).status).to.equal(200);
    await visitor.send('/profile/emails/remove', { address: email });
    expect((await guest.visit(reset)).status).to.equal(404);
  });

  it('that wait for confirmation can be removed', async () => {
    const ann = await person(app);
    const visitor = await signedIn(app, ann);
    const email = address();
    await add(visitor, email);
    const link = await linkTo(app, email);
    await visitor.send('/profile/emails/remove', { address: email });
    expect((await visitor.visit('/profile')).text).not.to.contain(email);
    expect((await visitor.visit(link)).status).to.equal(404);
  });

  it('have a limit, waiting ones included', async () => {
    const ann = await person(app);
    const visitor = await signedIn(app, ann);
    for (let more = 1; more < limits.emailsPerAccount; more++) {
      await add(visitor, address());
      clock.forward(limits.askedMailsWindow);
      await visitor.isSignedIn();
    }
    const one = address();
    await add(visitor, one);
    expect(await visitor.told()).to.contain(`at most ${limits.emailsPerAccount} addresses`);
    expect(await mailsTo(app, one)).to.deep.equal([]);
  });

  it('of a managed account have the primary one that the group sets', async () => {
    const { store } = app.services;
    const group = await store.transaction((unit) =>
      createTopLevelGroup(unit, { slug: 'managing', name: 'Managing & Sons' }),
    );
    const ann = await person(app, { managedBy: group.id });
    const visitor = await signedIn(app, ann);
    const { text } = await visitor.visit('/profile');
    expect(text).to.contain('Enterprise').and.to.contain('Managed by Managing &amp; Sons');
    const email = address();
    await add(visitor, email);
    await visitor.send('/profile/emails/confirm', { token: tokenIn(await linkTo(app, email)) });
    await visitor.send('/profile/emails/primary', { address: email });
    expect(await visitor.told()).to.contain('Your organisation decides');
    expect(await held(ann)).to.deep.include({ email: ann.email, primary: true, confirmed: true });
  });
});
