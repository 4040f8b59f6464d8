import { expect } from 'chai';
import { sessionsOf } from '../../../lib/accounts/sessions.ts';
import { samlProviders } from '../../../lib/groups/saml_provider.ts';
import { renameGroup } from '../../../lib/groups/tree.ts';
import { groups } from '../../../lib/groups/types.ts';
import { boot, type Rollcall, user } from '../../helper.ts';
import { person, signedIn } from '../people.ts';
import { noMailServer, Visitor } from '../visitor.ts';
import {
  answer,
  asked,
  begun,
  bring,
  codeOf,
  lastNote,
  linked,
  PUBLIC_URL,
  type Stage,
  signIn,
  stage,
} from './stage.ts';

describe('signing in by SAML with another spelling of PUBLIC_URL', () => {
  const written = 'HTTP://LOCALHOST:8080';
  let app: Rollcall;
  before(async () => {
    app = await boot({ env: { ...noMailServer, PUBLIC_URL: `${written}/` } });
  });
  after(() => app.close());

  it('keeps the entity ID and the URLs that the identity provider knows', async () => {
    const { urls, ...scene } = await stage(app);
    const spelled = Object.entries(urls).map(([name, url]) => [name, url.replace(PUBLIC_URL, written)]);
    const known: Stage = { ...scene, urls: Object.fromEntries(spelled) as Stage['urls'] };
    expect(known.urls.entityId).to.match(/^HTTP:\/\/LOCALHOST:8080\/groups\//);
    const { text } = await new Visitor(app).visit(known.at('metadata'));
    expect(text).to.contain(`entityID="${known.urls.entityId}"`);
    const ann = await person(app);
    await linked(known, ann.id, 'n-1');
    const visitor = new Visitor(app);
    expect((await signIn(known, visitor, { nameId: 'n-1' })).location).to.equal('/profile');
    const made = await known.tenant.scim('POST', '/Users', user('ann@spelled.test'));
    expect(made.headers.get('location')).to.match(/^http:\/\/localhost:8080\/api\//);
  });
});

describe('signing in by SAML', () => {
  let app: Rollcall;
  let scene: Stage;
  before(async () => {
    app = await boot({ env: noMailServer });
    scene = await stage(app);
  });
  after(() => app.close());

  it('signs in the linked account, with a session that records how', async () => {
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
    const [session] = await sessionsOf(app.services.store, ann.id);
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

  it('redirects only to paths of this site', async () => {
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
      expect(location, evil).to.equal('/groups');
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

  it('ends the session that the browser had before, however it was made', async () => {
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

  it('posts the request if the identity provider wants it, by script or by button', async () => {
    const { idp } = scene.provider;
    if (!idp) throw new Error('no idp');
    const posting = await stage(app, {}, { idp: { ...idp, binding: 'post' } });
    const { status, text, headers } = await new Visitor(app).visit(posting.at('sso'));
    expect(status).to.equal(200);
    expect(text).to.contain('action="https://idp.test/sso"').and.to.contain('name="SAMLRequest"');
    expect(text).to.contain('<button type="submit"');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).to.contain("form-action 'self' https:;");
    expect(policy).to.contain("script-src 'self';");
  });

  it('works under both paths after the group is renamed', async () => {
    const renamed = await stage(app);
    const ann = await person(app);
    await linked(renamed, ann.id, 'n-11');
    const { store } = app.services;
    const rootId = renamed.tenant.groupId;
    const visitor = new Visitor(app);
    const before = await begun(renamed, visitor);
    await store.transaction(async (unit) => {
      const root = await unit.get(groups, rootId, rootId);
      if (root) await renameGroup(unit, root, { ...root, slug: `renamed-${root.slug}` });
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

  it('answers the same page for an unknown group and for one without a provider', async () => {
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

  it('explains that a provider is not set up yet', async () => {
    const unready = await stage(app);
    await app.services.store.transaction(async (unit) => {
      const { idp: _gone, ...rest } = unready.provider;
      unit.update(samlProviders, rest);
    });
    const page = await new Visitor(app).visit(unready.at('sso'));
    expect(page.status).to.equal(403);
    expect(page.text).to.contain('saml.not_set_up');
  });

  it('offers Rollcall metadata before the identity provider is known', async () => {
    const { status, headers, text } = await new Visitor(app).visit(scene.at('metadata'));
    expect(status).to.equal(200);
    expect(headers.get('content-type')).to.equal('application/samlmetadata+xml');
    expect(text)
      .to.contain(`entityID="${scene.urls.entityId}"`)
      .and.to.contain(`Location="${scene.urls.acs}"`);
    expect((await new Visitor(app).visit('/groups/nowhere/-/saml/metadata')).status).to.equal(404);
  });

  it('can be started on the sign-in page with the path of the group', async () => {
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
