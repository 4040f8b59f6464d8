import { expect } from 'chai';
import { limits } from '../../../config/limits.ts';
import { accountNamed, emailsOf } from '../../../lib/accounts/accounts.ts';
import { attempts } from '../../../lib/accounts/attempts.ts';
import { sessionsOf } from '../../../lib/accounts/sessions.ts';
import { auditEntries } from '../../../lib/audit/types.ts';
import { memberOf } from '../../../lib/groups/members.ts';
import { renameGroup } from '../../../lib/groups/tree.ts';
import { groups } from '../../../lib/groups/types.ts';
import { samlIdentities, samlProviders } from '../../../lib/sso/types.ts';
import { all } from '../../../lib/store/every.ts';
import { PLATFORM } from '../../../lib/store/port.ts';
import { boot, type Rollcall, user } from '../../helper.ts';
import { rolesIn } from '../../provisioning/people.ts';
import { bombs, FULL } from '../../sso/bombs.ts';
import { person, signedIn } from '../people.ts';
import { mailsTo, movableClock, noMailServer, Visitor } from '../visitor.ts';
import {
  type Asked,
  answer,
  asked,
  begun,
  bring,
  codeOf,
  linked,
  type Stage,
  signIn,
  stage,
} from './stage.ts';

let names = 0;
const fresh = () => `ann${++names}@saml.test`;

describe('signing in by SAML', () => {
  let app: Rollcall;
  let scene: Stage;
  let jit: Stage;
  before(async () => {
    app = await boot({ env: noMailServer });
    scene = await stage(app);
    jit = await stage(app, { jit: true });
  });
  after(() => app.close());

  const lastNote = async ({ tenant }: Stage) => {
    const found = await all(app.services.store, auditEntries, tenant.groupId);
    return found.sort((a, b) => (a.id < b.id ? -1 : 1)).at(-1);
  };

  it('lets the linked account in, with a session that says how', async () => {
    const ann = await person(app);
    const identity = await linked(scene, ann.id, 'n-1');
    const visitor = new Visitor(app);
    const request = await begun(scene, visitor, '/profile?from=saml');
    const until = app.services.runtime.now() + 3_600_000;
    const answered = await bring(
      scene,
      visitor,
      request,
      await answer(scene, request, {
        nameId: 'n-1',
        words: { sessionUntil: until },
      }),
    );
    expect(answered.status).to.equal(303);
    expect(answered.location).to.equal('/profile?from=saml');
    expect(await visitor.isSignedIn()).to.equal(true);
    const [session] = await sessionsOf(app.services.store, app.services.runtime, ann.id);
    expect(session?.madeBy).to.deep.include({
      kind: 'saml',
      rootId: scene.tenant.groupId,
      providerId: scene.provider.id,
      identityId: identity.id,
      sessionIndex: 's1',
    });
    expect(session?.endsAt).to.equal(until);
    expect(await lastNote(scene)).to.deep.include({
      action: 'account.signed_in_by_saml',
      target: ann.id,
    });
  });

  it('goes only to paths of ours afterwards', async () => {
    const ann = await person(app);
    await linked(scene, ann.id, 'n-2');
    for (const evil of ['https://evil.test', '//evil.test', '/\\evil.test', 'javascript:alert(1)']) {
      const visitor = new Visitor(app);
      const request = await begun(scene, visitor, evil);
      const { location } = await bring(
        scene,
        visitor,
        request,
        await answer(scene, request, { nameId: 'n-2' }),
      );
      expect(location, evil).to.equal('/profile');
    }
  });

  it('always makes a new session, and ends none of another browser', async () => {
    const ann = await person(app);
    await linked(scene, ann.id, 'n-3');
    const [visitor, other] = [new Visitor(app), new Visitor(app)];
    await signIn(scene, other, { nameId: 'n-3' });
    await signIn(scene, visitor, { nameId: 'n-3' });
    const first = visitor.cookies.get('__Host-sid');
    await signIn(scene, visitor, { nameId: 'n-3' });
    expect(visitor.cookies.get('__Host-sid')).not.to.equal(first);
    expect(await other.isSignedIn()).to.equal(true);
  });

  it('ends the session that the browser had when it began, however that was made', async () => {
    const [ann, ben] = [await person(app), await person(app)];
    await linked(scene, ann.id, 'n-13');
    const visitor = await signedIn(app, ann);
    const elsewhere = await signedIn(app, ann);
    const bens = await signedIn(app, ben);
    const former = new Visitor(app);
    former.take('__Host-sid', visitor.cookies.get('__Host-sid') ?? '');
    const refused = await begun(scene, visitor);
    await bring(scene, visitor, refused, await answer(scene, refused, { words: { audience: '' } }));
    expect(await former.isSignedIn(), 'after a refusal').to.equal(true);
    await signIn(scene, visitor, { nameId: 'n-13' });
    expect(await visitor.isSignedIn()).to.equal(true);
    expect(await former.isSignedIn()).to.equal(false);
    expect([await elsewhere.isSignedIn(), await bens.isSignedIn()]).to.deep.equal([true, true]);
  });

  it('posts the request where the identity provider wants it, by script or by button', async () => {
    const { idp } = scene.provider;
    if (!idp) throw new Error('no idp');
    const posting = await stage(app, {}, { idp: { ...idp, binding: 'post' } });
    const { status, text, headers } = await new Visitor(app).visit(posting.at('sso'));
    expect(status).to.equal(200);
    expect(text).to.contain('action="https://idp.test/sso"').and.to.contain('name="SAMLRequest"');
    expect(text).to.contain('<button type="submit"');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).to.contain("form-action 'self' https://idp.test;");
    expect(policy).to.match(/script-src 'sha256-[\w+/]+=*'/);
  });

  it('makes an account where nobody has one, by the rules of SCIM', async () => {
    const email = fresh();
    const visitor = new Visitor(app);
    const attributes = { mail: [email], givenName: ['Ann'], sn: ['Ames'] };
    const { location } = await signIn(jit, visitor, { nameId: 'opaque-1', attributes });
    expect(location).to.equal('/profile');
    const { store } = app.services;
    const account = await accountNamed(store, email);
    expect(account).to.deep.include({ name: 'Ann Ames', managedBy: jit.tenant.groupId, email });
    expect(account.username).to.equal(email.split('@')[0]);
    expect(account.passwordHash).to.equal(undefined);
    const [held] = await emailsOf(store, account.id);
    expect(held?.confirmedAt).to.equal(undefined);
    const member = await memberOf(store, jit.tenant.groupId, account.id);
    expect(member?.memberships).to.have.length(1);
    expect(member?.memberships[0]).to.deep.include({ groupId: jit.tenant.groupId, role: 'guest' });
    expect(member?.memberships[0]?.origins[0]).to.deep.include({ kind: 'saml', source: jit.provider.id });
    expect((await mailsTo(app, email)).map(({ subject }) => subject)).to.have.length(1);
    await signIn(jit, new Visitor(app), { nameId: 'opaque-1' });
    expect((await memberOf(store, jit.tenant.groupId, account.id))?.memberships).to.have.length(1);
  });

  it('gives the role that the group has chosen for it', async () => {
    const scene = await stage(app, { jit: true, defaultRole: 'reporter' });
    const email = fresh();
    await signIn(scene, new Visitor(app), { nameId: email });
    const { id } = await accountNamed(app.services.store, email);
    const member = await memberOf(app.services.store, scene.tenant.groupId, id);
    expect(member?.memberships.map(({ role }) => role)).to.deep.equal(['reporter']);
  });

  it('gives it to who is linked and has none, where the group makes accounts', async () => {
    const ann = await person(app);
    const rolesAt = async (at: Stage) => {
      await linked(at, ann.id, 'n-14');
      await signIn(at, new Visitor(app), { nameId: 'n-14' });
      return rolesIn(app.services, at.tenant.groupId, ann.id);
    };
    expect(await rolesAt(jit)).to.deep.equal({ [jit.path]: 'guest' });
    expect(await rolesAt(scene)).to.deep.equal({});
  });

  it('numbers the username of an account that it makes', async () => {
    await person(app, { username: 'sam.taken' });
    await signIn(jit, new Visitor(app), { nameId: 'sam.taken@saml.test' });
    expect((await accountNamed(app.services.store, 'sam.taken@saml.test')).username).to.equal('sam.taken1');
  });

  it('makes one account of several sign-ins at once', async () => {
    const email = fresh();
    const all = await Promise.all(
      Array.from({ length: 4 }, () => signIn(jit, new Visitor(app), { nameId: email })),
    );
    expect(all.map(({ location }) => location)).to.deep.equal(Array(4).fill('/profile'));
    const page = await app.services.store.list(samlIdentities, jit.tenant.groupId, { limit: 200 });
    expect(page.items.filter(({ nameId }) => nameId === email)).to.have.length(1);
  });

  it('never adopts an account because of its e-mail, and says how to link it', async () => {
    const ann = await person(app);
    for (const claims of [{ nameId: ann.email }, { nameId: 'x-1', attributes: { email: [ann.email] } }]) {
      const visitor = new Visitor(app);
      const answered = await signIn(jit, visitor, claims);
      expect(codeOf(answered)).to.equal('saml.email_exists');
      const page = await visitor.visit(answered.location ?? '');
      expect(page.status).to.equal(403);
      expect(page.text).to.contain('You have an account already').and.to.contain('/sign-in?return_to=');
      expect(await visitor.isSignedIn()).to.equal(false);
    }
    const page = await app.services.store.list(samlIdentities, jit.tenant.groupId, { limit: 200 });
    expect(page.items.filter(({ accountId }) => accountId === ann.id)).to.deep.equal([]);
  });

  it('makes no account where the group does not want that', async () => {
    const email = fresh();
    const visitor = new Visitor(app);
    const answered = await signIn(scene, visitor, { nameId: email });
    expect(codeOf(answered)).to.equal('saml.not_linked');
    expect((await visitor.visit(answered.location ?? '')).text).to.contain('Ask an owner');
    const refused = await lastNote(scene);
    expect(refused).to.deep.include({ action: 'saml.refused', target: scene.provider.id });
    expect(refused?.detail.code).to.equal('saml.not_linked');
    expect(answered.location).to.contain(`reference=${refused?.requestId}`);
  });

  it('refuses a NameID that is another one each time', async () => {
    const format = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';
    const answered = await signIn(jit, new Visitor(app), { nameId: 'tmp-1', format });
    expect(codeOf(answered)).to.equal('saml.transient_name_id');
  });

  it('finds whom SCIM has provisioned, and refuses who was deprovisioned', async () => {
    const email = fresh();
    const { tenant } = scene;
    const { body } = await tenant.scim('POST', '/Users', user(email, { externalId: `ext-${email}` }));
    const visitor = new Visitor(app);
    await signIn(scene, visitor, { nameId: `ext-${email}` });
    expect(await visitor.isSignedIn()).to.equal(true);
    const account = await accountNamed(app.services.store, email);
    await tenant.scim('PUT', `/Users/${body.id}`, user(email, { externalId: `ext-${email}`, active: false }));
    expect(await sessionsOf(app.services.store, app.services.runtime, account.id)).to.deep.equal([]);
    expect(await visitor.isSignedIn()).to.equal(false);
    const answered = await signIn(scene, visitor, { nameId: `ext-${email}` });
    expect(codeOf(answered)).to.equal('saml.deprovisioned');
    expect((await visitor.visit(answered.location ?? '')).text).to.contain('Your access has ended');
    expect(await visitor.isSignedIn()).to.equal(false);
  });

  it('keeps the sessions that began otherwise when somebody is deprovisioned', async () => {
    const email = fresh();
    const { tenant } = scene;
    const { body } = await tenant.scim('POST', '/Users', user(email, { externalId: `ext-${email}` }));
    const account = await accountNamed(app.services.store, email);
    const other = await stage(app);
    await linked(other, account.id, 'elsewhere');
    const visitor = new Visitor(app);
    await signIn(other, visitor, { nameId: 'elsewhere' });
    await tenant.scim('DELETE', `/Users/${body.id}`);
    expect(await visitor.isSignedIn()).to.equal(true);
  });

  it('refuses whom SCIM has only ever called inactive', async () => {
    const email = fresh();
    await scene.tenant.scim('POST', '/Users', user(email, { externalId: `off-${email}`, active: false }));
    expect(codeOf(await signIn(scene, new Visitor(app), { nameId: `off-${email}` }))).to.equal(
      'saml.deprovisioned',
    );
  });

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

  it('accepts a response once, of many at the same time', async () => {
    const ann = await person(app);
    await linked(scene, ann.id, 'n-5');
    const visitor = new Visitor(app);
    const request = await begun(scene, visitor);
    const response = await answer(scene, request, { nameId: 'n-5' });
    const all = await Promise.all(Array.from({ length: 6 }, () => bring(scene, visitor, request, response)));
    expect(all.map(({ status }) => status)).to.deep.equal(Array(6).fill(303));
    expect(all.filter(({ location }) => location === '/profile')).to.have.length(1);
    expect(await sessionsOf(app.services.store, app.services.runtime, ann.id)).to.have.length(1);
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

  it('may be begun in several tabs', async () => {
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

  it('is forgotten where the browser has begun too many others since', async () => {
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

  it('may be begun in several tabs, where the identity provider loses the RelayState', async () => {
    const ann = await person(app);
    await linked(scene, ann.id, 'n-12');
    const visitor = new Visitor(app);
    const [first, second] = [await begun(scene, visitor), await begun(scene, visitor)];
    for (const [request, lost] of [
      [first, undefined],
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

  it('of another group is refused', async () => {
    const ann = await person(app);
    await linked(scene, ann.id, 'n-9');
    const visitor = new Visitor(app);
    const request = await begun(jit, visitor);
    const answered = await bring(scene, visitor, request, await answer(scene, request, { nameId: 'n-9' }));
    expect(codeOf(answered)).to.equal('saml.request_unknown');
  });

  it('that began at the identity provider is allowed by a setting', async () => {
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

  it('goes on after the group was renamed, under both paths', async () => {
    const renamed = await stage(app);
    const ann = await person(app);
    await linked(renamed, ann.id, 'n-11');
    const { store } = app.services;
    const rootId = renamed.tenant.groupId;
    const visitor = new Visitor(app);
    const before = await begun(renamed, visitor);
    await store.transaction(async (tx) => {
      const root = await tx.get(groups, rootId, rootId);
      if (root) await renameGroup(tx, root, `renamed-${root.slug}`);
    });
    const root = await store.get(groups, rootId, rootId);
    const present = { ...renamed, at: (page: string) => `/groups/${root?.slug}/-/saml/${page}` };
    const done = await bring(renamed, visitor, before, await answer(renamed, before, { nameId: 'n-11' }));
    expect(done.location).to.equal('/profile');
    const after = await begun(present, new Visitor(app));
    expect(after.id).not.to.equal('');
    const again = new Visitor(app);
    expect((await signIn(present, again, { nameId: 'n-11' })).location).to.equal('/profile');
  });

  it('by a group that is not there, or has no provider, gets a page and no more', async () => {
    const bare = await app.bootstrap();
    const slug = (await app.services.store.get(groups, bare.groupId, bare.groupId))?.slug;
    for (const path of ['nowhere', slug, `${slug}%2Fsub`, '__proto__', '%00']) {
      const visitor = new Visitor(app);
      expect((await visitor.visit(`/groups/${path}/-/saml/sso`)).status, path).to.equal(404);
      const answered = await visitor.bring(`/groups/${path}/-/saml/callback`, { SAMLResponse: 'x' });
      expect([answered.status, codeOf(answered)], path).to.deep.equal([303, 'saml.unknown_group']);
      expect((await visitor.visit(answered.location ?? '')).status, path).to.equal(403);
    }
  });

  it('answers whatever is posted with 303', async () => {
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

  it('answers at once to a response that would keep the parser busy', async () => {
    const visitor = new Visitor(app);
    for (const [name, code, bomb] of bombs) {
      const SAMLResponse = Buffer.from(bomb(FULL)).toString('base64');
      const answered = await visitor.bring(scene.at('callback'), { SAMLResponse });
      expect([answered.status, codeOf(answered)], name).to.deep.equal([303, code]);
    }
  });

  it('that is not set up yet says so', async () => {
    const unready = await stage(app);
    await app.services.store.transaction(async (tx) => {
      const { idp: _gone, ...rest } = unready.provider;
      tx.update(samlProviders, rest);
    });
    const page = await new Visitor(app).visit(unready.at('sso'));
    expect(page.status).to.equal(403);
    expect(page.text).to.contain('saml.not_set_up');
  });

  it('shows on the page of a refusal nothing but its code and reference', async () => {
    const visitor = new Visitor(app);
    const evil = encodeURIComponent('<script>alert(1)</script>');
    const { text, status } = await visitor.visit(`${scene.at('refused')}?code=${evil}&reference=${evil}`);
    expect(status).to.equal(403);
    expect(text).to.contain('saml.refused').and.not.to.contain('alert(1)');
  });

  it('is set up with our metadata, which is there before the identity provider is known', async () => {
    const { status, headers, text } = await new Visitor(app).visit(scene.at('metadata'));
    expect(status).to.equal(200);
    expect(headers.get('content-type')).to.equal('application/samlmetadata+xml');
    expect(text)
      .to.contain(`entityID="${scene.urls.entityId}"`)
      .and.to.contain(`Location="${scene.urls.acs}"`);
    expect((await new Visitor(app).visit('/groups/nowhere/-/saml/metadata')).status).to.equal(404);
  });

  it('is found from the sign-in page by the path of the group', async () => {
    const visitor = new Visitor(app);
    expect((await visitor.visit('/sign-in?return_to=/profile')).text).to.contain('/sign-in/sso?return_to=');
    await visitor.visit('/sign-in/sso');
    const wrong = await visitor.send('/sign-in/sso', { group: 'nowhere', return_to: '/profile' });
    expect(wrong.status).to.equal(422);
    const right = await visitor.send('/sign-in/sso', {
      group: scene.path.toUpperCase(),
      return_to: '/profile',
    });
    const to = /url=(.*)$/.exec(right.headers.get('refresh') ?? '')?.[1] ?? '';
    expect(to).to.equal(`${scene.at('sso')}?return_to=%2Fprofile`);
    expect(asked((await visitor.visit(to)).location).id).not.to.equal('');
  });
});

describe('SAML and time', () => {
  const clock = movableClock();
  let app: Rollcall;
  let scene: Stage;
  before(async () => {
    app = await boot({ runtime: clock.runtime, env: noMailServer });
    scene = await stage(app);
  });
  after(() => app.close());

  it('is too late after ten minutes', async () => {
    const ann = await person(app);
    await linked(scene, ann.id, 'n-8');
    /** Begun some time ago and answered now: node-saml looks at the real clock. */
    const answeredAfter = async (ms: number) => {
      const visitor = new Visitor(app);
      clock.forward(-ms);
      const request = await begun(scene, visitor);
      clock.forward(ms);
      return bring(scene, visitor, request, await answer(scene, request, { nameId: 'n-8' }));
    };
    expect((await answeredAfter(limits.samlRequestMs - 60_000)).location).to.equal('/profile');
    expect(codeOf(await answeredAfter(limits.samlRequestMs))).to.equal('saml.request_unknown');
  });

  it('stops an address that begins again and again', async () => {
    const { store } = app.services;
    const begins = async () => (await new Visitor(app).visit(scene.at('sso'))).status;
    expect(await begins()).to.equal(302);
    await store.transaction(async (tx) => {
      for (const held of await all(tx, attempts, PLATFORM))
        tx.update(attempts, { ...held, count: limits.samlStartsPerAddress - 1 });
    });
    expect(await begins()).to.equal(302);
    expect(await begins()).to.equal(429);
    clock.forward(limits.samlTriesWindow);
    expect(await begins()).to.equal(302);
  });

  it('stops an address that brings what is refused again and again', async () => {
    const target = await stage(app);
    const visitor = new Visitor(app);
    for (let n = 0; n < limits.samlTriesPerAddress; n += 20)
      await Promise.all(
        Array.from({ length: 20 }, () => visitor.bring(target.at('callback'), { SAMLResponse: 'x' })),
      );
    expect(codeOf(await visitor.bring(target.at('callback'), { SAMLResponse: 'x' }))).to.equal(
      'saml.too_many_attempts',
    );
    clock.forward(limits.samlTriesWindow);
    expect(codeOf(await visitor.bring(target.at('callback'), { SAMLResponse: 'x' }))).to.equal(
      'saml.not_base64',
    );
  });
});
