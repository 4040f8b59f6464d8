import { expect } from 'chai';
import { auditEntries } from '../../../lib/audit/types.ts';
import { memberOf } from '../../../lib/groups/types.ts';
import { identities } from '../../../lib/provisioning/collections.ts';
import { listAttention } from '../../../lib/provisioning/users/attention.ts';
import { samlIdentitiesOf } from '../../../lib/sign_on/link.ts';
import { all } from '../../../lib/store/every.ts';
import { operate } from '../../cli/operator.ts';
import { boot, type Rollcall, user } from '../../helper.ts';
import { groupNamed, joined, memberIn, rolesIn } from '../../provisioning/people.ts';
import { person, signedIn } from '../people.ts';
import { mailsTo, noMailServer, type Seen, Visitor } from '../visitor.ts';
import {
  type Asked,
  answer,
  asked,
  bring,
  type Claims,
  codeOf,
  linked,
  type Stage,
  signIn,
  stage,
  staged,
} from './stage.ts';

describe('linking a SAML identity', () => {
  let app: Rollcall;
  let scene: Stage;
  before(async () => {
    app = await boot({ env: noMailServer });
    scene = await stage(app);
  });
  after(() => app.close());

  const identitiesOf = async ({ id }: { id: string }) =>
    (await samlIdentitiesOf(app.services.store, id)).map(({ nameId }) => nameId);

  /** Sends the form of a page that begins a link. */
  const sendLink = (visitor: Visitor, { text }: Seen) =>
    visitor.send(/action="([^"]+\/link)"/.exec(text)?.[1] ?? '');

  const askedBy = ({ headers }: Seen) => asked(/url=(.*)$/.exec(headers.get('refresh') ?? '')?.[1]);

  /** Says yes where the group asks whether to link. */
  async function beginLink({ at }: Stage, visitor: Visitor): Promise<Asked> {
    const page = await visitor.visit(at('sso'));
    expect(page.text).to.contain('Link my account');
    return askedBy(await sendLink(visitor, page));
  }

  async function link(at: Stage, visitor: Visitor, claims: Claims): Promise<Seen> {
    const request = await beginLink(at, visitor);
    const { location } = await bring(at, visitor, request, await answer(at, request, claims));
    return visitor.visit(location ?? '');
  }

  it('asks first, and happens in the session that started it', async () => {
    const ann = await person(app);
    const visitor = await signedIn(app, ann);
    const secret = visitor.cookies.get('__Host-sid');
    const done = await link(scene, visitor, { nameId: 'l-1' });
    expect([done.status, done.location]).to.deep.equal([303, '/profile']);
    expect(await visitor.told()).to.contain('Your account is linked to');
    expect(await identitiesOf(ann)).to.deep.equal(['l-1']);
    expect(visitor.cookies.get('__Host-sid')).to.equal(secret);
    expect((await mailsTo(app, ann.email)).at(-1)?.body).to.contain('was linked');
    const audit = await all(app.services.store, auditEntries, scene.tenant.groupId);
    expect(audit.filter(({ target }) => target === ann.id).map(({ action }) => action)).to.deep.equal([
      'saml_identity.linked',
    ]);
    expect((await signIn(scene, new Visitor(app), { nameId: 'l-1' })).location).to.equal('/profile');
  });

  it('reaches the identity provider by an intermediate page, so that no form policy stops the browser', async () => {
    const visitor = await signedIn(app, await person(app));
    const sent = await sendLink(visitor, await visitor.visit(scene.at('sso')));
    expect(sent.status).to.equal(200);
    expect(sent.text).to.contain('href="https://idp.test/sso?');
  });

  it('is offered in the profile to members without a SAML identity', async () => {
    const ann = await person(app);
    const visitor = await signedIn(app, ann);
    expect((await visitor.visit('/profile')).text).not.to.contain('Link your account to');
    await joined(app.services, await groupNamed(app.services, scene.tenant.groupId), ann.id, 'developer');
    const profile = await visitor.visit('/profile');
    expect(profile.text).to.contain('Link your account to');
    const request = askedBy(await sendLink(visitor, profile));
    const { location } = await bring(
      scene,
      visitor,
      request,
      await answer(scene, request, { nameId: 'l-10' }),
    );
    expect((await visitor.visit(location ?? '')).location).to.equal('/profile');
    expect((await visitor.visit('/profile')).text).not.to.contain('Link your account to');
    expect((await memberIn(app.services, scene.tenant.groupId, ann.id))?.memberships[0]?.role).to.equal(
      'developer',
    );
  });

  it('requires a form of this site', async () => {
    const ann = await person(app);
    const visitor = await signedIn(app, ann);
    const path = `/profile/saml/${scene.path}/link`;
    expect((await visitor.send(path, { form_token: 'wrong' })).status).to.equal(403);
    expect((await visitor.send(path, {}, { 'sec-fetch-site': 'cross-site' })).status).to.equal(403);
    expect((await new Visitor(app).send(path)).location).to.equal('/sign-in');
  });

  it('is refused for an account other than the one that started', async () => {
    const [ann, eve] = [await person(app), await person(app)];
    const visitor = await signedIn(app, ann);
    const request = await beginLink(scene, visitor);
    const { location } = await bring(
      scene,
      visitor,
      request,
      await answer(scene, request, { nameId: 'l-2' }),
    );
    const other = await signedIn(app, eve);
    const refused = await other.visit(location ?? '');
    expect(refused.status).to.equal(403);
    expect(refused.text).to.contain('saml.other_account');
    const guest = await new Visitor(app).visit(location ?? '');
    expect(guest.location).to.contain('/sign-in?return_to=');
    expect([await identitiesOf(ann), await identitiesOf(eve)]).to.deep.equal([[], []]);
    expect((await visitor.visit(location ?? '')).location).to.equal('/profile');
    const again = await visitor.visit(location ?? '');
    expect(again.text).to.contain('saml.link_expired');
    expect(await identitiesOf(ann)).to.deep.equal(['l-2']);
  });

  it('is refused for a SAML identity of another account', async () => {
    const [ann, eve] = [await person(app), await person(app)];
    await linked(scene, ann.id, 'l-3');
    const refused = await link(scene, await signedIn(app, eve), { nameId: 'l-3' });
    expect(refused.text).to.contain('saml.linked_to_another');
    expect(await identitiesOf(eve)).to.deep.equal([]);
    const audit = await all(app.services.store, auditEntries, scene.tenant.groupId);
    expect(audit.some(({ detail }) => detail.code === 'saml.linked_to_another')).to.equal(true);
  });

  it('gives an account one SAML identity per group, even for concurrent links', async () => {
    const ann = await person(app);
    const [one, two] = [await signedIn(app, ann), await signedIn(app, ann)];
    const [first, second] = [await beginLink(scene, one), await beginLink(scene, two)];
    const [at, and] = await Promise.all([
      bring(scene, one, first, await answer(scene, first, { nameId: 'l-4a' })),
      bring(scene, two, second, await answer(scene, second, { nameId: 'l-4b' })),
    ]);
    const done = await Promise.all([one.visit(at.location ?? ''), two.visit(and.location ?? '')]);
    expect(done.map(({ status }) => status).sort()).to.deep.equal([303, 403]);
    expect(await identitiesOf(ann)).to.have.length(1);
  });

  it('keeps roles, and gives none', async () => {
    const [ann, bob] = [await person(app), await person(app)];
    const { groupId } = scene.tenant;
    await joined(app.services, await groupNamed(app.services, groupId), bob.id, 'developer');
    await link(scene, await signedIn(app, ann), { nameId: 'l-5' });
    await link(scene, await signedIn(app, bob), { nameId: 'l-11' });
    expect(await memberOf(app.services.store, groupId, ann.id)).to.equal(undefined);
    expect(await rolesIn(app.services, groupId, bob.id)).to.deep.equal({ [scene.path]: 'developer' });
  });

  it('links the held user of the same person, and removes its conflict', async () => {
    const tenant = await app.bootstrap(undefined, { onEmailExists: 'hold' });
    const held = await staged(app, tenant);
    const ann = await person(app);
    const { body } = await tenant.scim('POST', '/Users', user(ann.email, { externalId: 'l-6' }));
    const { store } = app.services;
    const waiting = () => listAttention(store, tenant.integrationId);
    expect(await waiting()).to.have.length(1);
    await link(held, await signedIn(app, ann), { nameId: 'l-6' });
    const identity = await store.get(identities, tenant.integrationId, String(body.id));
    expect(identity?.accountId).to.equal(ann.id);
    expect(await waiting()).to.deep.equal([]);
    expect((await memberOf(store, tenant.groupId, ann.id))?.memberships[0]?.role).to.equal('guest');
  });

  it('links the held user when the identity provider names the same address', async () => {
    const tenant = await app.bootstrap(undefined, { onEmailExists: 'hold' });
    const held = await staged(app, tenant);
    const ann = await person(app);
    const { body } = await tenant.scim('POST', '/Users', user(ann.email, { externalId: 'l-12' }));
    const { store } = app.services;
    const attributes = { email: [ann.email.toUpperCase()] };
    await link(held, await signedIn(app, ann), { nameId: 'l-other', attributes });
    const identity = await store.get(identities, tenant.integrationId, String(body.id));
    expect(identity?.accountId).to.equal(ann.id);
  });

  it('does not link the held user of another person with the address', async () => {
    const tenant = await app.bootstrap(undefined, { onEmailExists: 'hold' });
    const held = await staged(app, tenant);
    const eve = await person(app);
    const { body } = await tenant.scim('POST', '/Users', user(eve.email, { externalId: 'l-bob' }));
    const { store } = app.services;
    await link(held, await signedIn(app, eve), { nameId: 'l-eve' });
    const identity = await store.get(identities, tenant.integrationId, String(body.id));
    expect(identity?.accountId).to.equal(undefined);
    expect(await memberOf(store, tenant.groupId, eve.id)).to.equal(undefined);
  });

  it('does not link the held user of a disabled integration', async () => {
    const tenant = await app.bootstrap(undefined, { onEmailExists: 'hold' });
    const held = await staged(app, tenant);
    const ann = await person(app);
    const { body } = await tenant.scim('POST', '/Users', user(ann.email, { externalId: 'l-9' }));
    const { store } = app.services;
    const change = { group: held.path, integration: tenant.integrationId };
    await operate(app.services, 'integration change', { ...change, disable: true });
    await link(held, await signedIn(app, ann), { nameId: 'l-9' });
    const identity = await store.get(identities, tenant.integrationId, String(body.id));
    expect(identity?.accountId).to.equal(undefined);
    expect(await memberOf(store, tenant.groupId, ann.id)).to.equal(undefined);
  });

  it('lets the identity provider retry a refused user', async () => {
    const ann = await person(app);
    const push = () => scene.tenant.scim('POST', '/Users', user(ann.email, { externalId: 'l-7' }));
    expect((await push()).status).to.equal(409);
    await link(scene, await signedIn(app, ann), { nameId: 'l-7' });
    expect((await push()).status).to.equal(201);
  });

  it('can be undone if another way to sign in is left', async () => {
    const ann = await person(app);
    const identity = await linked(scene, ann.id, 'l-8');
    const bySaml = new Visitor(app);
    await signIn(scene, bySaml, { nameId: 'l-8' });
    const visitor = await signedIn(app, ann);
    await visitor.send(`/profile/saml/${identity.id}/unlink`);
    expect(await visitor.told()).to.contain('unlinked');
    expect(await identitiesOf(ann)).to.deep.equal([]);
    expect(await bySaml.isSignedIn(), 'the session that it began').to.equal(false);
    expect(codeOf(await signIn(scene, new Visitor(app), { nameId: 'l-8' }))).to.equal('saml.not_linked');
  });

  it('cannot be undone if it is the only way to sign in, or by others', async () => {
    const jit = await stage(app, { jit: true });
    const visitor = new Visitor(app);
    await signIn(jit, visitor, { nameId: 'only@saml.test' });
    const page = await visitor.visit('/profile');
    const action = /action="(\/profile\/saml\/[^"]+\/unlink)"/.exec(page.text)?.[1] ?? '';
    await visitor.send(action);
    expect(await visitor.told()).to.contain('cannot sign in without this identity');
    const eve = await signedIn(app, await person(app));
    await eve.send(action);
    expect(await eve.told()).to.contain('You have no such identity');
    expect((await signIn(jit, new Visitor(app), { nameId: 'only@saml.test' })).location).to.equal('/profile');
  });

  it('is not offered to a linked person: sign-in continues', async () => {
    const ann = await person(app);
    await linked(scene, ann.id, 'l-9');
    const visitor = await signedIn(app, ann);
    expect((await visitor.visit(scene.at('sso'))).status).to.equal(302);
  });
});
