import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { emailHolder } from '../../lib/accounts/accounts.ts';
import { mailedLinks } from '../../lib/accounts/links.ts';
import { mails } from '../../lib/outbox/mail/mails.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { movableClock } from '../clock.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { samlLinked } from '../provisioning/people.ts';
import { PASSWORD, person, signedIn, withoutPassword } from './people.ts';
import { linkTo, mailsTo, noMailServer, tokenIn, Visitor } from './visitor.ts';

const NEW = 'four other words here';
const SHORTEST = 'abcdefghijkl';
const LONGEST = 'abcdefgh'.repeat(32);

describe('passwords', () => {
  const clock = movableClock();
  let app: Rollcall;
  before(async () => {
    app = await boot({ runtime: clock.runtime, env: noMailServer });
  });
  after(() => app.close());
  beforeEach(() => clock.forward(limits.askedMailsWindow));

  const ask = async (name: string) => {
    const visitor = new Visitor(app);
    await visitor.visit('/password/forgot');
    return visitor.send('/password/forgot', { name });
  };
  const reset = async (link: string, new_password = NEW) => {
    const visitor = new Visitor(app);
    const page = await visitor.visit(link);
    return page.status === 200
      ? visitor.send('/password/reset', { token: tokenIn(link), new_password })
      : page;
  };
  const canSignIn = async (name: string, password: string) =>
    (await new Visitor(app).signIn(name, password)).status === 303;

  it('are set by a mailed link, which works once and ends every session', async () => {
    const ann = await person(app);
    const old = await signedIn(app, ann);
    await ask(ann.email);
    const link = await linkTo(app, ann.email);
    expect(await reset(link)).to.include({ status: 303, location: '/password/changed' });
    expect(await old.isSignedIn()).to.equal(false);
    expect(await canSignIn(ann.username, PASSWORD)).to.equal(false);
    expect(await canSignIn(ann.username, NEW)).to.equal(true);
    const again = await reset(link, PASSWORD);
    expect(again.status).to.equal(404);
    expect(again.text).to.contain('link_not_valid');
    expect((await mailsTo(app, ann.email)).at(-1)?.body).to.contain('Your password was changed.');
  });

  it('are set once by a link that is sent twice concurrently', async () => {
    const ann = await person(app);
    await ask(ann.username);
    const link = await linkTo(app, ann.email);
    const visitors = [1, 2, 3].map(() => new Visitor(app));
    await Promise.all(visitors.map((visitor) => visitor.visit(link)));
    const answers = await Promise.all(
      visitors.map((visitor, at) =>
        visitor.send('/password/reset', { token: tokenIn(link), new_password: `${NEW} ${at}` }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([303, 404, 404]);
  });

  it('are not set by opening the link, as mail scanners do', async () => {
    const ann = await person(app);
    await ask(ann.username);
    const link = await linkTo(app, ann.email);
    for (let look = 0; look < 3; look++) expect((await new Visitor(app).visit(link)).status).to.equal(200);
    expect(await canSignIn(ann.username, PASSWORD)).to.equal(true);
    expect((await reset(link)).status).to.equal(303);
  });

  it('are not set by an old link, or by one before the newest', async () => {
    const ann = await person(app);
    await ask(ann.username);
    const first = await linkTo(app, ann.email);
    await ask(ann.username);
    const second = await linkTo(app, ann.email);
    expect((await reset(first)).status).to.equal(404);
    clock.forward(limits.resetLinkLife);
    expect((await reset(second)).status).to.equal(404);
    expect(await canSignIn(ann.username, PASSWORD)).to.equal(true);
  });

  it('are not set by an invented link', async () => {
    for (const token of ['', 'x', 'A'.repeat(43), '../..', '%00'])
      expect((await new Visitor(app).visit(`/password/reset?token=${token}`)).status).to.equal(404);
  });

  it('cannot be set by a reader of the database', async () => {
    const ann = await person(app);
    await ask(ann.username);
    const token = tokenIn(await linkTo(app, ann.email));
    const kept = await Promise.all([
      app.services.store.list(mailedLinks, PLATFORM, { limit: 1_000 }),
      app.services.store.list(mails, PLATFORM, { limit: 1_000 }),
    ]);
    expect(JSON.stringify(kept)).not.to.contain(token);
  });

  it('give the same answer whether or not the account exists', async () => {
    const ann = await person(app);
    const unconfirmed = await person(app, { confirmed: false });
    const answers = [];
    for (const name of [
      ann.username,
      unconfirmed.email,
      unconfirmed.username,
      'nobody',
      'nobody@nowhere.test',
      '',
    ])
      answers.push(await ask(name));
    for (const answer of answers)
      expect(answer).to.include({ status: 303, location: '/password/forgot/sent', text: '' });
    expect(await mailsTo(app, unconfirmed.email)).to.deep.equal([]);
    expect(await mailsTo(app, 'nobody@nowhere.test')).to.deep.equal([]);
  });

  it('have a limit of mails, whether or not the account exists', async () => {
    const ann = await person(app);
    for (const name of [ann.username, 'nobody at all']) {
      const answers = [];
      for (let time = 0; time <= limits.askedMailsPerAccount; time++) answers.push((await ask(name)).status);
      expect(answers).to.deep.equal([...Array<number>(limits.askedMailsPerAccount).fill(303), 429]);
    }
    expect(await mailsTo(app, ann.email)).to.have.length(limits.askedMailsPerAccount);
  });

  it('have a limit of mails per IP address', async () => {
    const ann = await person(app);
    for (let name = 0; name < limits.askedMailsPerAddress; name++)
      expect((await ask(`nobody${name}`)).status).to.equal(303);
    expect((await ask(ann.username)).status).to.equal(429);
    expect(await mailsTo(app, ann.email)).to.deep.equal([]);
    clock.forward(limits.askedMailsWindow);
    expect((await ask(ann.username)).status).to.equal(303);
    expect(await mailsTo(app, ann.email)).to.have.length(1);
  });

  it('unlock an account with too many wrong ones when set by mail', async () => {
    const ann = await person(app);
    const visitor = new Visitor(app);
    await visitor.visit('/sign-in');
    for (let time = 0; time <= limits.signInTriesPerAccount; time++)
      await visitor.send('/sign-in', { name: ann.username, password: 'wrong' });
    expect(await canSignIn(ann.username, PASSWORD)).to.equal(false);
    await ask(ann.username);
    await reset(await linkTo(app, ann.email));
    expect(await canSignIn(ann.username, NEW)).to.equal(true);
  });

  it('are changed with the present one, and other browsers are signed out', async () => {
    const ann = await person(app);
    const other = await signedIn(app, ann);
    const visitor = await signedIn(app, ann);
    const secret = visitor.cookies.get('__Host-sid');
    await ask(ann.username);
    const link = await linkTo(app, ann.email);
    await visitor.visit('/profile/password');
    const wrong = await visitor.send('/profile/password', { password: 'wrong', new_password: NEW });
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.contain('This is not your password.');
    expect(await other.isSignedIn()).to.equal(true);
    const right = await visitor.send('/profile/password', { password: PASSWORD, new_password: NEW });
    expect(right).to.include({ status: 303, location: '/profile' });
    expect(await visitor.told()).to.contain('Your password is changed.');
    expect(await visitor.told()).to.equal('');
    expect(visitor.cookies.get('__Host-sid')).not.to.equal(secret);
    expect(await other.isSignedIn()).to.equal(false);
    expect(await canSignIn(ann.username, NEW)).to.equal(true);
    expect((await reset(link)).status, 'a link from before').to.equal(404);
  });

  it('that are wrong count in a signed-in browser too', async () => {
    const ann = await person(app);
    const visitor = await signedIn(app, ann);
    let last = 0;
    for (let time = 0; time <= limits.signInTriesPerAccount; time++)
      last = (await visitor.send('/profile/password', { password: 'wrong', new_password: NEW })).status;
    expect(last).to.equal(429);
  });

  describe('are refused', () => {
    type Own = Awaited<ReturnType<typeof person>>;
    const table: readonly (readonly [title: string, password: (own: Own) => string])[] = [
      ['too short', () => SHORTEST.slice(1)],
      ['too long', () => `${LONGEST}x`],
      ['of too few characters', () => 'abcdabcdabcd'],
      ['the name', ({ name }) => name],
      ['the username', ({ username }) => username],
      ['the address', ({ email }) => email],
      ['the address before its @', ({ email }) => email.replace(/@.*/, '')],
      ['the address in capitals', ({ email }) => email.toUpperCase()],
    ];
    for (const [title, of] of table)
      it(title, async () => {
        const some = clock.runtime.id().slice(-12);
        const name = 'Ann Catherine Ames';
        const ann = await person(app, {
          name,
          username: `called.${some}`,
          email: `mail.${some}@people.test`,
        });
        await ask(ann.username);
        const link = await linkTo(app, ann.email);
        const answer = await reset(link, of(ann));
        expect(answer.status).to.equal(422);
        expect(answer.text).to.contain('aria-invalid');
        expect((await reset(link)).status, 'the link still works').to.equal(303);
      });
  });

  for (const [title, password] of [
    ['shortest', SHORTEST],
    ['longest', LONGEST],
  ] as const)
    it(`are accepted: the ${title} that is allowed`, async () => {
      const ann = await person(app);
      await ask(ann.username);
      expect((await reset(await linkTo(app, ann.email), password)).status).to.equal(303);
      expect(await canSignIn(ann.username, password)).to.equal(true);
    });

  describe('of provisioned accounts', () => {
    let tenant: Tenant;
    let email: string;
    beforeEach(async () => {
      tenant = await app.bootstrap();
      email = `new@${tenant.groupId}.test`;
    });
    const push = async (more: Resource = {}) =>
      String((await tenant.scim('POST', '/Users', user(email, more))).body.id);
    const welcome = async () => (await mailsTo(app, email))[0]?.body ?? '';
    const holder = () => emailHolder(app.services.store, email);

    it('are set by the link in the welcome mail, which confirms the address', async () => {
      await push();
      expect(await welcome())
        .to.match(/Set your password within a week/)
        .and.not.match(/single sign-on/);
      expect((await holder())?.confirmedAt).to.equal(undefined);
      clock.forward(limits.welcomeLinkLife - 60_000);
      const link = await linkTo(app, email);
      expect(await reset(link)).to.include({ status: 303, location: '/password/changed' });
      expect(await canSignIn(email, NEW)).to.equal(true);
      expect((await holder())?.confirmedAt).to.be.a('number');
      expect((await reset(link, PASSWORD)).status, 'the same link again').to.equal(404);
      await ask(email);
      expect((await reset(await linkTo(app, email), PASSWORD)).status, 'the next one').to.equal(303);
    });

    it('are not set by a link older than a week', async () => {
      await push();
      clock.forward(limits.welcomeLinkLife);
      const answer = await reset(await linkTo(app, email));
      expect(answer.status).to.equal(404);
      expect(answer.text).to.contain('welcome mail');
    });

    it('are not set by a link to an address that the account no longer has', async () => {
      const id = await push();
      const link = await linkTo(app, email);
      const moved = [{ value: `moved@${tenant.groupId}.test`, primary: true }];
      const value = { emails: moved };
      await tenant.scim('PATCH', `/Users/${id}`, { Operations: [{ op: 'replace', value }] });
      expect((await reset(link)).status).to.equal(404);
    });

    it('are not needed if the person signs in with SAML', async () => {
      await samlLinked(app.services, tenant.groupId, 'userName');
      await push();
      expect(await welcome())
        .to.match(/Sign in with your organisation's single sign-on/)
        .and.not.match(/token=/);
    });

    it('are needed if the group has SAML, but the person has no SAML name', async () => {
      await samlLinked(app.services, tenant.groupId, 'externalId');
      await push();
      expect((await reset(await linkTo(app, email))).status).to.equal(303);
    });
  });

  it('are available by mail to a signed-in person without one', async () => {
    const ann = await person(app);
    const visitor = await signedIn(app, ann);
    await withoutPassword(app, ann);
    expect((await visitor.visit('/profile')).text).to.contain(
      'You have no password: you sign in with your organisation.',
    );
    await visitor.send('/profile/password/mail');
    expect(await visitor.told()).to.contain('a link is on its way');
    expect((await reset(await linkTo(app, ann.email))).status).to.equal(303);
    expect(await canSignIn(ann.username, NEW)).to.equal(true);
  });
});
