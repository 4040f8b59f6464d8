import { expect } from 'chai';
import { boot, type Rollcall } from '../helper.ts';
import { PASSWORD, person, signedIn } from './people.ts';
import { noMailServer, Visitor } from './visitor.ts';

const tokenOf = (text: string) => /name="form_token" value="([^"]*)"/.exec(text)?.[1] ?? '';

describe('forms', () => {
  let app: Rollcall;
  before(async () => {
    app = await boot({ env: { ...noMailServer, PUBLIC_URL: 'https://id.acme.test' } });
  });
  after(() => app.close());

  describe('from another site', () => {
    const table: readonly (readonly [
      title: string,
      headers: Record<string, string>,
      fields: Record<string, string>,
      status: number,
    ])[] = [
      ['with the browser header same-origin', { 'sec-fetch-site': 'same-origin' }, {}, 303],
      [
        'with our Origin from an old browser',
        { 'sec-fetch-site': '', origin: 'https://id.acme.test' },
        {},
        303,
      ],
      ['from another site', { 'sec-fetch-site': 'cross-site' }, {}, 403],
      [
        'from another site that names our Origin',
        { 'sec-fetch-site': 'cross-site', origin: 'https://id.acme.test' },
        {},
        403,
      ],
      ['from a sibling host', { 'sec-fetch-site': 'same-site' }, {}, 403],
      ['from nowhere', { 'sec-fetch-site': 'none' }, {}, 403],
      ['with the Origin of another site', { 'sec-fetch-site': '', origin: 'https://evil.test' }, {}, 403],
      ['with the Origin of another scheme', { 'sec-fetch-site': '', origin: 'http://id.acme.test' }, {}, 403],
      ['with an opaque Origin', { 'sec-fetch-site': '', origin: 'null' }, {}, 403],
      ['with neither header', { 'sec-fetch-site': '' }, {}, 403],
      ['without a token', {}, { form_token: '' }, 403],
      ['with an invented token', {}, { form_token: 'A'.repeat(43) }, 403],
    ];
    for (const [title, headers, fields, status] of table)
      it(`${status === 303 ? 'are accepted' : 'are refused'} ${title}`, async () => {
        const ann = await person(app);
        const visitor = await signedIn(app, ann);
        const answer = await visitor.send('/profile/sessions/end-others', fields, headers);
        expect(answer.status).to.equal(status);
        if (status === 403) expect(answer.text).to.contain('form_refused');
      });

    it('cannot sign a person in or out', async () => {
      const ann = await person(app);
      const visitor = new Visitor(app);
      await visitor.visit('/sign-in');
      const fields = { name: ann.username, password: PASSWORD };
      expect((await visitor.send('/sign-in', fields, { 'sec-fetch-site': 'cross-site' })).status).to.equal(
        403,
      );
      await visitor.signIn(ann.username, PASSWORD);
      expect((await visitor.send('/sign-out', {}, { 'sec-fetch-site': 'cross-site' })).status).to.equal(403);
      expect(await visitor.isSignedIn()).to.equal(true);
    });
  });

  it('are refused with the token of another session, or of the guest before', async () => {
    const ann = await person(app);
    const visitor = new Visitor(app);
    const guest = tokenOf((await visitor.visit('/sign-in')).text);
    await visitor.signIn(ann.username, PASSWORD);
    const other = await signedIn(app, ann);
    const foreign = tokenOf((await other.visit('/profile')).text);
    for (const form_token of [guest, foreign])
      expect((await visitor.send('/profile/sessions/end-others', { form_token })).status).to.equal(403);
  });

  it('are refused with a token but without its cookie', async () => {
    const ann = await person(app);
    const visitor = new Visitor(app);
    await visitor.visit('/sign-in');
    visitor.cookies.clear();
    expect((await visitor.send('/sign-in', { name: ann.username, password: PASSWORD })).status).to.equal(403);
  });

  describe('that are malformed', () => {
    const table: readonly (readonly [title: string, type: string, body: string, status: number])[] = [
      ['JSON', 'application/json', '{"name":"x"}', 415],
      ['no type', '', 'name=x', 415],
      ['multipart', 'multipart/form-data; boundary=x', '--x--', 415],
      ['a field twice', 'application/x-www-form-urlencoded', 'name=x&name=y', 400],
      ['too much', 'application/x-www-form-urlencoded', `name=${'x'.repeat(70_000)}`, 413],
    ];
    for (const [title, type, body, status] of table)
      it(`are answered ${status}: ${title}`, async () => {
        const response = await fetch(`${app.url}/sign-in`, {
          method: 'POST',
          headers: { 'sec-fetch-site': 'same-origin', 'content-type': type },
          body: Buffer.from(body),
        });
        expect(response.status).to.equal(status);
        expect(await response.text()).to.match(/form_(malformed|too_large)/);
      });

    for (const body of [
      '__proto__[a]=b',
      'a[__proto__][b]=c',
      'constructor[prototype][a]=b',
      '%',
      '\u0000=\u0000',
    ])
      it(`are never answered with 5xx: ${JSON.stringify(body)}`, async () => {
        const response = await fetch(`${app.url}/sign-in`, {
          method: 'POST',
          headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
          body,
        });
        expect(response.status).to.equal(403);
      });
  });
});
