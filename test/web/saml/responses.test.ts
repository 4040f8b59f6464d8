import { expect } from 'chai';
import { limits } from '../../../config/limits.ts';
import { sessionsOf } from '../../../lib/accounts/sessions.ts';
import { boot, type Rollcall } from '../../helper.ts';
import { person } from '../people.ts';
import { noMailServer, Visitor } from '../visitor.ts';
import { type Asked, answer, begun, bring, codeOf, linked, type Stage, stage } from './stage.ts';

describe('signing in by SAML', () => {
  let app: Rollcall;
  let scene: Stage;
  let elsewhere: Stage;
  before(async () => {
    app = await boot({ env: noMailServer });
    scene = await stage(app);
    elsewhere = await stage(app);
  });
  after(() => app.close());

  it('accepts a response once', async () => {
    const ann = await person(app);
    await linked(scene, ann.id, 'n-4');
    const visitor = new Visitor(app);
    const request = await begun(scene, visitor);
    const response = await answer(scene, request, { nameId: 'n-4' });
    const again = new Visitor(app);
    for (const [name, held] of visitor.cookies) again.take(name, held);
    const bringAs = (who: Visitor) => bring(scene, who, request, response);
    expect((await bringAs(visitor)).location).to.equal('/profile');
    expect(codeOf(await bringAs(again))).to.equal('saml.request_unknown');
    expect(await again.isSignedIn()).to.equal(false);
  });

  it('accepts a response once of many concurrent posts', async () => {
    const ann = await person(app);
    await linked(scene, ann.id, 'n-5');
    const visitor = new Visitor(app);
    const request = await begun(scene, visitor);
    const response = await answer(scene, request, { nameId: 'n-5' });
    const all = await Promise.all(Array.from({ length: 6 }, () => bring(scene, visitor, request, response)));
    expect(all.map(({ status }) => status)).to.deep.equal(Array(6).fill(303));
    expect(all.filter(({ location }) => location === '/profile')).to.have.length(1);
    expect(await sessionsOf(app.services.store, ann.id)).to.have.length(1);
  });

  it('is refused in another browser, and in one that lost its cookie', async () => {
    const ann = await person(app);
    await linked(scene, ann.id, 'n-6');
    const visitor = new Visitor(app);
    const request = await begun(scene, visitor);
    const response = await answer(scene, request, { nameId: 'n-6' });
    const other = new Visitor(app);
    await begun(scene, other);
    expect(codeOf(await bring(scene, other, request, response))).to.equal('saml.other_browser');
    expect(codeOf(await bring(scene, new Visitor(app), request, response))).to.equal('saml.other_browser');
    expect((await bring(scene, visitor, request, response)).location).to.equal('/profile');
  });

  it('works when started in several tabs', async () => {
    const ann = await person(app);
    await linked(scene, ann.id, 'n-7');
    const visitor = new Visitor(app);
    const first = await begun(scene, visitor);
    const second = await begun(scene, visitor);
    for (const request of [first, second]) {
      const { location } = await bring(
        scene,
        visitor,
        request,
        await answer(scene, request, { nameId: 'n-7' }),
      );
      expect(location).to.equal('/profile');
    }
  });

  it('is refused when the browser has started too many other sign-ins since', async () => {
    const ann = await person(app);
    await linked(scene, ann.id, 'n-15');
    const visitor = new Visitor(app);
    const [oldest, next] = [await begun(scene, visitor), await begun(scene, visitor)];
    for (let more = 2; more <= limits.samlOpenRequests; more++) await begun(scene, visitor);
    const answered = async (request: Asked) =>
      bring(scene, visitor, request, await answer(scene, request, { nameId: 'n-15' }));
    expect(codeOf(await answered(oldest))).to.equal('saml.other_browser');
    expect((await answered(next)).location).to.equal('/profile');
  });

  it('works in several tabs if the identity provider loses the RelayState', async () => {
    const ann = await person(app);
    await linked(scene, ann.id, 'n-12');
    const visitor = new Visitor(app);
    const [first, second, third] = [
      await begun(scene, visitor),
      await begun(scene, visitor),
      await begun(scene, visitor),
    ];
    for (const [request, lost] of [
      [first, undefined],
      [third, { relayState: 'null' }],
      [second, { relayState: '' }],
    ] as const) {
      const response = await answer(scene, request, { nameId: 'n-12' });
      expect((await bring(scene, visitor, lost, response)).location).to.equal('/profile');
    }
    const foreign = await begun(scene, new Visitor(app));
    await begun(scene, visitor);
    const response = await answer(scene, foreign, { nameId: 'n-12' });
    expect(codeOf(await bring(scene, visitor, undefined, response))).to.equal('saml.other_browser');
  });

  it('is refused with a response for another group', async () => {
    const ann = await person(app);
    await linked(scene, ann.id, 'n-9');
    const visitor = new Visitor(app);
    const request = await begun(elsewhere, visitor);
    const answered = await bring(scene, visitor, request, await answer(scene, request, { nameId: 'n-9' }));
    expect(codeOf(answered)).to.equal('saml.request_unknown');
  });

  it('that starts at the identity provider is allowed by a setting', async () => {
    const open = await stage(app, { allowIdpInitiated: true });
    const ann = await person(app);
    await linked(open, ann.id, 'n-10');
    await linked(scene, ann.id, 'n-10');
    const visitor = new Visitor(app);
    const evil = { relayState: 'https://evil.test' };
    const answered = await bring(open, visitor, evil, await answer(open, undefined, { nameId: 'n-10' }));
    expect(answered.location).to.equal('/');
    expect(await visitor.isSignedIn()).to.equal(true);
    const refused = await bring(
      scene,
      visitor,
      undefined,
      await answer(scene, undefined, { nameId: 'n-10' }),
    );
    expect(codeOf(refused)).to.equal('saml.idp_initiated');
  });

  it('answers every post with 303', async () => {
    const visitor = new Visitor(app);
    const big = 'A'.repeat(530_000);
    for (const [fields, code] of [
      [{}, 'saml.not_base64'],
      [{ SAMLResponse: '' }, 'saml.not_base64'],
      [{ SAMLResponse: '<x>' }, 'saml.not_base64'],
      [{ SAMLResponse: Buffer.from('<x').toString('base64') }, 'saml.not_xml'],
      [{ SAMLResponse: big }, 'saml.too_large'],
    ] as const) {
      const answered = await visitor.bring(scene.at('callback'), fields);
      expect([answered.status, codeOf(answered)]).to.deep.equal([303, code]);
    }
    for (const init of [
      { body: '{}', headers: { 'content-type': 'application/json' } },
      {
        body: 'SAMLResponse=a&SAMLResponse=b',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
      {},
    ]) {
      const response = await fetch(app.url + scene.at('callback'), {
        method: 'POST',
        redirect: 'manual',
        ...init,
      });
      expect(response.status).to.equal(303);
      expect(response.headers.get('location')).to.contain('saml.malformed_form');
    }
  });

  it('shows on a refusal page only its code and reference', async () => {
    const visitor = new Visitor(app);
    const evil = encodeURIComponent('<script>alert(1)</script>');
    const { text, status } = await visitor.visit(`${scene.at('refused')}?code=${evil}&reference=${evil}`);
    expect(status).to.equal(403);
    expect(text).to.contain('saml.refused').and.not.to.contain('alert(1)');
  });
});
