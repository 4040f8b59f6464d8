import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { sessions } from '../../lib/accounts/sessions.ts';
import { accounts } from '../../lib/accounts/types.ts';
import { createTopLevelGroup } from '../../lib/groups/tree.ts';
import { createLogger } from '../../lib/observe/logger.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { boot, type Rollcall, spoiled } from '../helper.ts';
import { samlLinked } from '../provisioning/people.ts';
import { PASSWORD, person, signedIn } from './people.ts';
import { linkTo, noMailServer, tokenIn, Visitor } from './visitor.ts';

describe('pages', () => {
  let app: Rollcall;
  before(async () => {
    app = await boot({ env: noMailServer });
  });
  after(() => app.close());

  for (const path of [
    '/sign-in',
    '/profile',
    '/profile/password',
    '/password/forgot',
    '/signed-out',
    '/nothing',
  ])
    it(`at ${path} have the headers of a private page`, async () => {
      const ann = await person(app);
      const visitor = path.startsWith('/profile') ? await signedIn(app, ann) : new Visitor(app);
      const { headers } = await visitor.visit(path);
      expect(headers.get('content-security-policy')).to.equal(
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; form-action 'self'; " +
          "frame-ancestors 'none'; base-uri 'none'",
      );
      expect(Object.fromEntries(headers)).to.include({
        'cache-control': 'no-store',
        'content-type': 'text/html; charset=utf-8',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
    });

  it('have no inline script or style, and nothing from other sites', async () => {
    const visitor = await signedIn(app, await person(app));
    for (const path of ['/profile', '/profile/password']) {
      const { text } = await visitor.visit(path);
      expect(text).not.to.match(
        /<script(?! defer src="\/assets\/)|<style|\sstyle=|\son\w+=|(?:src|href)="(?:https?:)?\/\//i,
      );
    }
  });

  it('have a stylesheet and a script with an integrity hash and a long cache life', async () => {
    const { text } = await new Visitor(app).visit('/sign-in');
    for (const [tag, type] of [
      [/rel="stylesheet" href="([^"]*)" integrity="([^"]*)"/, 'text/css'],
      [/<script defer src="([^"]*)" integrity="([^"]*)"/, 'text/javascript'],
    ] as const) {
      const [, path = '', integrity] = tag.exec(text) ?? [];
      const asset = await new Visitor(app).visit(path);
      expect(asset.status).to.equal(200);
      expect(Object.fromEntries(asset.headers)).to.include({
        'cache-control': 'public, max-age=31536000, immutable',
        'content-type': `${type}; charset=utf-8`,
      });
      expect(`sha256-${createHash('sha256').update(asset.text).digest('base64')}`).to.equal(integrity);
    }
    expect((await new Visitor(app).visit('/assets/other.css')).status).to.equal(404);
  });

  it('that do not exist answer with a code and the id of the request', async () => {
    const { status, text, headers } = await new Visitor(app).visit('/nothing/here');
    expect(status).to.equal(404);
    expect(text).to.contain('page_not_found').and.to.contain(headers.get('x-request-id'));
  });

  it('answer other methods with 405 and Allow', async () => {
    const { status, headers, text } = await new Visitor(app).send('/password/changed');
    expect(status).to.equal(405);
    expect(headers.get('allow')).to.equal('HEAD, GET');
    expect(text).to.contain('method_not_allowed');
  });

  it('leave the paths of the API to the API', async () => {
    const { headers } = await new Visitor(app).visit('/api/scim/nothing');
    expect(headers.get('content-type')).to.contain('application/scim+json');
    expect((await new Visitor(app).visit('/api/nothing')).text).not.to.contain('<html');
  });

  it('work under a path prefix', async () => {
    const below = await boot({ env: { ...noMailServer, PUBLIC_URL: 'https://acme.test/roll/call' } });
    try {
      const ann = await person(below);
      const visitor = new Visitor(below);
      const { text, headers } = await visitor.visit('/sign-in');
      expect(text)
        .to.contain('action="/roll/call/sign-in"')
        .and.to.match(/href="\/roll\/call\/assets\//);
      expect(headers.get('strict-transport-security')).to.equal('max-age=31536000');
      const { location } = await visitor.send('/sign-in', { name: ann.username, password: PASSWORD });
      expect(location).to.equal('/roll/call/groups');
    } finally {
      await below.close();
    }
  });

  describe('with hostile names', () => {
    const table = [
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "' onmouseover='alert(1)",
      '</title><script>alert(1)</script>',
      '</textarea><svg/onload=alert(1)>',
      '&lt;script&gt;',
      'javascript:alert(1)',
      '<!--',
      ']]><b>',
      '\u202Eevil\u202C',
    ];
    for (const name of table)
      it(`show them as text: ${JSON.stringify(name)}`, async () => {
        const { store, runtime } = app.services;
        const ann = await person(app);
        const visitor = await signedIn(app, ann);
        const group = await store.transaction(async (unit) => {
          const made = await createTopLevelGroup(unit, { slug: `g${runtime.id()}`, name });
          unit.update(accounts, { ...ann, name, managedBy: made.id });
          return made;
        });
        await samlLinked(app.services, group.id, 'externalId', { nameId: name + name, accountId: ann.id });
        await store.transaction(async (unit) => {
          const { items } = await unit.list(sessions, PLATFORM, {
            index: 'account',
            equal: [ann.id],
            limit: 10,
          });
          for (const session of items)
            unit.update(sessions, {
              ...session,
              ip: name,
              userAgent: name,
              flash: { kind: 'problem', text: name },
            });
        });
        const guest = new Visitor(app);
        await guest.visit('/sign-in');
        const pages = [
          await visitor.visit('/profile'),
          await visitor.visit('/profile/password'),
          await visitor.visit(`/${encodeURIComponent(name)}`),
          await guest.send('/sign-in', { name, password: name, return_to: name }),
          await guest.visit(`/sign-in?return_to=${encodeURIComponent(name)}`),
          await guest.visit(`/password/reset?token=${encodeURIComponent(name)}`),
        ];
        for (const { text } of pages) {
          const foreign = [
            ...text
              .replace(/<script defer src="[^"]*" integrity="[^"]*"><\/script>/, '')
              .matchAll(/<\/?([a-z!][\w-]*)[^>]*/gi),
          ]
            .map(([tag]) => tag)
            .filter((tag) =>
              /^<\/?(script|img|svg|b|textarea)\b|^<!--|\son\w+=/i.test(tag.replace(/"[^"]*"/g, '""')),
            );
          expect(foreign).to.deep.equal([]);
          expect(text).not.to.match(/href="javascript:/i);
        }
        expect(pages[0]?.text).to.contain(
          name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').slice(0, 8),
        );
      });
  });

  describe('of the profile', () => {
    it('list the sessions and end any of them', async () => {
      const ann = await person(app);
      const [here, there, third] = [
        await signedIn(app, ann),
        await signedIn(app, ann),
        await signedIn(app, ann),
      ];
      const { text } = await here.visit('/profile');
      const ids = [...text.matchAll(/name="session" value="([^"]*)"/g)].map(([, id = '']) => id);
      expect(ids).to.have.length(2);
      expect(text.match(/This browser/g)).to.have.length(1);
      await here.send('/profile/sessions/end', { session: ids[0] ?? '' });
      expect(await here.told()).to.contain('That browser is signed out.');
      expect([await there.isSignedIn(), await third.isSignedIn()].filter((is) => is)).to.have.length(1);
      await here.send('/profile/sessions/end-others');
      expect([await there.isSignedIn(), await third.isSignedIn()]).to.deep.equal([false, false]);
      expect(await here.isSignedIn()).to.equal(true);
    });

    it('end no session of another person', async () => {
      const [ann, eve] = [await person(app), await person(app)];
      const victim = await signedIn(app, ann);
      const { items } = await app.services.store.list(sessions, PLATFORM, {
        index: 'account',
        equal: [ann.id],
        limit: 10,
      });
      const attacker = await signedIn(app, eve);
      await attacker.send('/profile/sessions/end', { session: items[0]?.id ?? '' });
      expect(await victim.isSignedIn()).to.equal(true);
    });

    it('show what is linked, with a masked NameID', async () => {
      const { store } = app.services;
      const ann = await person(app);
      const group = await store.transaction((unit) =>
        createTopLevelGroup(unit, { slug: 'linked', name: 'Linked Inc.' }),
      );
      const nameId = 'ann.the.person@linked.test';
      await samlLinked(app.services, group.id, 'externalId', { nameId, accountId: ann.id });
      const { text } = await (await signedIn(app, ann)).visit('/profile');
      expect(text).to.contain('Linked Inc.').and.to.contain('ann…st').and.not.to.contain('ann.the.person');
    });
  });

  describe('GET /api/v1/me', () => {
    it('names the signed-in person', async () => {
      const ann = await person(app);
      const { status, headers, text } = await (await signedIn(app, ann)).visit('/api/v1/me');
      expect(status).to.equal(200);
      expect(headers.get('cache-control')).to.equal('no-store');
      const { session, ...rest } = JSON.parse(text);
      const { id, username, name, email } = ann;
      expect(rest).to.deep.equal({ id, username, name, email, groups: [] });
      expect(session.by).to.equal('password');
    });

    it('answers 401 to a guest and to a wrong token, 403 to an integration token, 405 to another method', async () => {
      const tenant = await app.bootstrap();
      const visitor = new Visitor(app);
      const answers = [
        await visitor.visit('/api/v1/me'),
        await visitor.visit('/api/v1/me', { authorization: `Bearer ${spoiled(tenant.scimToken)}` }),
        await visitor.visit('/api/v1/me', { authorization: `Bearer ${tenant.scimToken}` }),
        await visitor.send('/api/v1/me'),
      ];
      expect(answers.map(({ status, text }) => [status, JSON.parse(text).code])).to.deep.equal([
        [401, 'unauthorized'],
        [401, 'unauthorized'],
        [403, 'token_without_person'],
        [405, undefined],
      ]);
    });

    it('ignores the session next to a token', async () => {
      const visitor = await signedIn(app, await person(app));
      expect((await visitor.visit('/api/v1/me', { authorization: 'Bearer rcs_x' })).status).to.equal(401);
    });
  });
});

describe('the log', () => {
  it('has no secret of a form, a cookie or a mailed link', async () => {
    const lines: string[] = [];
    const logger = createLogger(
      { logLevel: 'trace', logFormat: 'json' },
      { write: (line) => lines.push(line) },
    );
    const app = await boot({ env: noMailServer, logger });
    try {
      const ann = await person(app);
      const visitor = new Visitor(app);
      await visitor.visit('/password/forgot');
      await visitor.send('/password/forgot', { name: ann.username });
      const link = await linkTo(app, ann.email);
      await visitor.visit(link);
      await visitor.signIn(ann.username, PASSWORD);
      await visitor.visit(`/profile/emails/confirm?token=${tokenIn(link)}`);
      const guest = new Visitor(app);
      await guest.visit(`/profile/emails/confirm?token=${tokenIn(link)}`);
      const log = lines.join('');
      expect(log).to.contain('/password/reset');
      for (const secret of [tokenIn(link), PASSWORD, ...visitor.cookies.values()]) {
        expect(secret).not.to.equal('');
        expect(log).not.to.contain(secret);
      }
    } finally {
      await app.close();
    }
  });
});
