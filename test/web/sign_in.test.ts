import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { sessions } from '../../lib/accounts/sessions.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { operate } from '../cli/operator.ts';
import { movableClock } from '../clock.ts';
import { boot, type Rollcall } from '../helper.ts';
import { PASSWORD, person, signedIn, withoutPassword } from './people.ts';
import { noMailServer, Visitor } from './visitor.ts';

describe('signing in by password', () => {
  const clock = movableClock();
  let app: Rollcall;
  before(async () => {
    app = await boot({ runtime: clock.runtime, env: noMailServer });
  });
  after(() => app.close());

  it('accepts the username in any case, or any address', async () => {
    const ann = await person(app);
    for (const name of [
      ann.username,
      ann.username.toUpperCase(),
      ann.email,
      ` ${ann.email.toUpperCase()} `,
    ]) {
      const visitor = new Visitor(app);
      const { status, location } = await visitor.signIn(name, PASSWORD);
      expect({ name, status, location }).to.deep.equal({ name, status: 303, location: '/groups' });
      expect(await visitor.isSignedIn()).to.equal(true);
    }
  });

  it('gives the same answer for a wrong password, an unknown name and an account without password', async () => {
    const ann = await person(app);
    const bob = await person(app);
    await withoutPassword(app, bob);
    const answers = [];
    for (const name of [ann.username, bob.username, 'nobody', 'nobody@nowhere.test']) {
      const visitor = new Visitor(app);
      await visitor.visit('/sign-in');
      const { status, text } = await visitor.send('/sign-in', { name, password: 'not the right one' });
      answers.push({ status, text: text.replaceAll(name, 'NAME').replace(/value="[\w-]{43}"/g, '') });
    }
    expect(answers[0]?.status).to.equal(422);
    expect(answers[0]?.text).to.contain('do not belong together');
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).to.equal(1);
  });

  it('always starts a new session, and stores no secret', async () => {
    const ann = await person(app);
    const visitor = new Visitor(app);
    const planted = 'A'.repeat(43);
    visitor.cookies.set('__Host-sid', planted);
    await visitor.signIn(ann.username, PASSWORD);
    const first = visitor.cookies.get('__Host-sid') ?? '';
    expect(first)
      .to.match(/^[\w-]{43}$/)
      .and.not.equal(planted);
    const { items } = await app.services.store.list(sessions, PLATFORM, { limit: 1_000 });
    expect(JSON.stringify(items)).not.to.contain(first);

    await visitor.visit('/sign-in');
    await visitor.send('/sign-in', { name: ann.username, password: PASSWORD });
    expect(visitor.cookies.get('__Host-sid')).not.to.equal(first);
    const thief = new Visitor(app);
    thief.cookies.set('__Host-sid', first);
    expect(await thief.isSignedIn()).to.equal(false);
  });

  it('sends the cookie to this host over https only, and hides it from scripts', async () => {
    const ann = await person(app);
    const visitor = new Visitor(app);
    await visitor.visit('/sign-in');
    const { headers } = await visitor.send('/sign-in', { name: ann.username, password: PASSWORD });
    const line = headers.getSetCookie().find((cookie) => cookie.startsWith('__Host-sid='));
    expect(line).to.match(/; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
  });

  it('ends on the server too after signing out', async () => {
    const ann = await person(app);
    const visitor = await signedIn(app, ann);
    const secret = visitor.cookies.get('__Host-sid') ?? '';
    expect(await visitor.send('/sign-out')).to.include({ status: 303, location: '/signed-out' });
    expect(visitor.cookies.has('__Host-sid')).to.equal(false);
    visitor.cookies.set('__Host-sid', secret);
    expect(await visitor.isSignedIn()).to.equal(false);
  });

  it('ends after a time without use, and after a longest time', async () => {
    const ann = await person(app);
    const [idle, busy] = [await signedIn(app, ann), await signedIn(app, ann)];
    const step = limits.sessionIdle - limits.sessionNoteEvery;
    clock.forward(step);
    expect(await busy.isSignedIn()).to.equal(true);
    clock.forward(limits.sessionNoteEvery);
    expect(await idle.isSignedIn()).to.equal(false);
    for (let spent = limits.sessionIdle; spent + step < limits.sessionLife; spent += step) {
      expect(await busy.isSignedIn()).to.equal(true);
      clock.forward(step);
    }
    expect(await busy.isSignedIn(), 'shortly before its end').to.equal(true);
    clock.forward(step);
    expect(await busy.isSignedIn()).to.equal(false);
  });

  it('ends the least recently used session when there are too many', async () => {
    const ann = await person(app);
    const first = await signedIn(app, ann);
    clock.forward(1_000);
    const later = new Visitor(app);
    for (let more = 0; more < limits.sessionsPerAccount; more++) {
      later.cookies.clear();
      await later.visit('/sign-in');
      await later.send('/sign-in', { name: ann.username, password: PASSWORD });
    }
    expect(await first.isSignedIn()).to.equal(false);
    expect(await later.isSignedIn()).to.equal(true);
  });

  describe('too many wrong passwords', () => {
    const wrong = async (name: string, times: number, password = 'wrong') => {
      const visitor = new Visitor(app);
      await visitor.visit('/sign-in');
      let last = await visitor.send('/sign-in', { name, password });
      for (let more = 1; more < times; more++) last = await visitor.send('/sign-in', { name, password });
      return last;
    };

    for (const [who, nameOf] of [
      ['an account', async () => (await person(app)).username],
      ['a name that nobody has', async () => `ghost${clock.runtime.id()}`],
    ] as const)
      it(`lock ${who} for a while, even with the right password`, async () => {
        clock.forward(limits.signInWindow);
        const name = await nameOf();
        expect((await wrong(name, limits.signInTriesPerAccount)).status).to.equal(422);
        const shut = await wrong(name, 1, PASSWORD);
        expect(shut.status).to.equal(429);
        expect(shut.text).to.contain('too_many_attempts').and.to.contain('Try again in 15 minutes');
        expect(Number(shut.headers.get('retry-after'))).to.be.within(1, limits.signInWindow / 1_000);
        clock.forward(limits.signInWindow);
        expect((await wrong(name, 1, PASSWORD)).status).not.to.equal(429);
      });

    it('are counted for the account, under all its names', async () => {
      clock.forward(limits.signInWindow);
      const ann = await person(app);
      await wrong(ann.username, limits.signInTriesPerAccount - 1);
      await wrong(ann.email, 1);
      expect((await wrong(ann.email.toUpperCase(), 1, PASSWORD)).status).to.equal(429);
    });

    it('that are concurrent do not exceed the limit', async () => {
      clock.forward(limits.signInWindow);
      const { username } = await person(app);
      const all = await Promise.all(
        Array.from({ length: limits.signInTriesPerAccount + 10 }, () => wrong(username, 1)),
      );
      expect(all.filter(({ status }) => status === 422)).to.have.length(limits.signInTriesPerAccount);
    });

    it('for unknown names are counted separately from those of IP addresses', async () => {
      clock.forward(limits.signInWindow);
      const name = 'from 127.0.0.1';
      expect((await wrong(name, 1)).status).to.equal(422);
      const visitor = new Visitor(app);
      await visitor.visit('/password/forgot');
      expect((await visitor.send('/password/forgot', { name })).status).to.equal(303);
    });

    it('are forgotten, and sessions end, when the operator sets a password', async () => {
      clock.forward(limits.signInWindow);
      const ann = await person(app);
      const visitor = await signedIn(app, ann);
      await wrong(ann.username, limits.signInTriesPerAccount);
      const given = await operate(app.services, 'account password', { account: ann.username });
      expect(await visitor.isSignedIn()).to.equal(false);
      expect((await wrong(ann.username, 1, String(given.password))).status).to.equal(303);
    });

    it('are forgotten after the right password', async () => {
      clock.forward(limits.signInWindow);
      const { username } = await person(app);
      await wrong(username, limits.signInTriesPerAccount - 1);
      expect((await wrong(username, 1, PASSWORD)).status).to.equal(303);
      expect((await wrong(username, limits.signInTriesPerAccount)).status).to.equal(422);
    });

    it('lock an IP address, whatever names it tries', async () => {
      clock.forward(limits.signInWindow);
      for (let name = 0; name < limits.signInTriesPerAddress; name++) await wrong(`somebody${name}`, 1);
      const { username } = await person(app);
      expect((await wrong(username, 1, PASSWORD)).status).to.equal(429);
      clock.forward(limits.signInWindow);
      expect((await wrong(username, 1, PASSWORD)).status).to.equal(303);
    }).timeout(60_000);
  });

  describe('redirects', () => {
    const table: readonly (readonly [wanted: string, path: string])[] = [
      ['/profile/password', '/profile/password'],
      ['/profile?a=b&c=d', '/profile?a=b&c=d'],
      ['/a b', '/a%20b'],
      ['/profile#x', '/profile'],
      ['', '/groups'],
      ['profile/password', '/groups'],
      ['//evil.test', '/groups'],
      ['///evil.test', '/groups'],
      ['/\\evil.test', '/groups'],
      ['\\\\evil.test', '/groups'],
      ['/.//evil.test', '/groups'],
      ['/a/..//evil.test', '/groups'],
      ['/%2e//evil.test', '/groups'],
      ['/\t/evil.test', '/groups'],
      ['/\n/evil.test', '/groups'],
      ['\t//evil.test', '/groups'],
      ['https://evil.test', '/groups'],
      ['https:/evil.test', '/groups'],
      ['http://localhost:8080@evil.test', '/groups'],
      ['javascript:alert(1)', '/groups'],
      ['data:text/html,x', '/groups'],
      [`/${'a'.repeat(limits.returnPathChars)}`, '/groups'],
      ['/x\r\nset-cookie: a=b', '/groups'],
      ['/x\u0085y', '/groups'],
    ];
    for (const [wanted, path] of table)
      it(`to ${JSON.stringify(path)} when the form asks for ${JSON.stringify(wanted.slice(0, 40))}`, async () => {
        const ann = await person(app);
        const visitor = new Visitor(app);
        const { text } = await visitor.visit(`/sign-in?return_to=${encodeURIComponent(wanted)}`);
        const shown = /name="return_to" value="([^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
        expect(shown).to.equal(path);
        const fields = { name: ann.username, password: PASSWORD, return_to: wanted };
        expect((await visitor.send('/sign-in', fields)).location).to.equal(path);
      });

    it('to the page that the person wanted', async () => {
      const visitor = new Visitor(app);
      const { status, location } = await visitor.visit('/profile/password?x=1');
      expect({ status, location }).to.deep.equal({
        status: 303,
        location: '/sign-in?return_to=%2Fprofile%2Fpassword%3Fx%3D1',
      });
    });
  });
});
