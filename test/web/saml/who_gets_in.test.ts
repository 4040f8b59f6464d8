import { expect } from 'chai';
import { accountNamed, emailsOf } from '../../../lib/accounts/accounts.ts';
import { samlIdentities } from '../../../lib/accounts/saml_identities.ts';
import { sessionsOf } from '../../../lib/accounts/sessions.ts';
import { memberOf } from '../../../lib/groups/types.ts';
import { boot, deactivation, type Rollcall, user } from '../../helper.ts';
import { rolesIn } from '../../provisioning/people.ts';
import { value } from '../../sso/fixture.ts';
import { person } from '../people.ts';
import { mailsTo, noMailServer, Visitor } from '../visitor.ts';
import { codeOf, lastNote, linked, type Stage, signIn, stage } from './stage.ts';

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

  it('makes an account for an unknown person, by the rules of SCIM', async () => {
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

  it('gives the default role of the group', async () => {
    const scene = await stage(app, { jit: true, defaultRole: 'reporter' });
    const email = fresh();
    await signIn(scene, new Visitor(app), { nameId: email });
    const { id } = await accountNamed(app.services.store, email);
    const member = await memberOf(app.services.store, scene.tenant.groupId, id);
    expect(member?.memberships.map(({ role }) => role)).to.deep.equal(['reporter']);
  });

  it('gives it to a linked person without a role, if the group makes accounts', async () => {
    const ann = await person(app);
    const rolesAt = async (at: Stage) => {
      await linked(at, ann.id, 'n-14');
      await signIn(at, new Visitor(app), { nameId: 'n-14' });
      return rolesIn(app.services, at.tenant.groupId, ann.id);
    };
    expect(await rolesAt(jit)).to.deep.equal({ [jit.path]: 'guest' });
    expect(await rolesAt(scene)).to.deep.equal({});
  });

  it('numbers the username of a new account', async () => {
    await person(app, { username: 'sam.taken' });
    await signIn(jit, new Visitor(app), { nameId: 'sam.taken@saml.test' });
    expect((await accountNamed(app.services.store, 'sam.taken@saml.test')).username).to.equal('sam.taken1');
  });

  it('makes one account of concurrent sign-ins', async () => {
    const email = fresh();
    const all = await Promise.all(
      Array.from({ length: 4 }, () => signIn(jit, new Visitor(app), { nameId: email })),
    );
    expect(all.map(({ location }) => location)).to.deep.equal(Array(4).fill('/profile'));
    const page = await app.services.store.list(samlIdentities, jit.tenant.groupId, { limit: 200 });
    expect(page.items.filter(({ nameId }) => nameId === email)).to.have.length(1);
  });

  it('never links an account because of its e-mail, and tells how to link it', async () => {
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

  it('makes no second account when the NameID is one address and the e-mail attribute another', async () => {
    const claim = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress';
    for (const holds of ['the attribute', 'the NameID']) {
      const { email, id } = await person(app);
      const other = fresh();
      const [nameId, mail] = holds === 'the NameID' ? [email, other] : [other, email];
      const answered = await signIn(jit, new Visitor(app), { nameId, attributes: { [claim]: [mail] } });
      expect(codeOf(answered), holds).to.equal('saml.email_exists');
      const page = await app.services.store.list(samlIdentities, jit.tenant.groupId, { limit: 200 });
      expect(page.items.filter(({ accountId }) => accountId === id)).to.deep.equal([]);
    }
  });

  it('reads attributes by FriendlyName when the Name is unknown', async () => {
    const email = fresh();
    const attribute = (name: string, friendly: string, text: string) =>
      value(name, text).replace(' Name=', ` FriendlyName="${friendly}" Name=`);
    const attributes =
      attribute('urn:x:1', 'mail', email) +
      attribute('urn:x:2', 'givenName', 'Ann') +
      attribute('surname', 'mail', 'Ames') +
      attribute('urn:x:3', 'sn', 'Wrong');
    await signIn(jit, new Visitor(app), { nameId: `friendly-${names}`, words: { attributes } });
    expect((await accountNamed(app.services.store, email)).name).to.equal('Ann Ames');
  });

  it('makes no account if the group forbids it', async () => {
    const email = fresh();
    const visitor = new Visitor(app);
    const answered = await signIn(scene, visitor, { nameId: email });
    expect(codeOf(answered)).to.equal('saml.not_linked');
    expect((await visitor.visit(answered.location ?? '')).text).to.contain('Ask an owner');
    const refused = await lastNote(scene);
    expect(refused).to.deep.include({ action: 'saml_sign_in.refused', target: scene.provider.id });
    expect(refused?.detail.code).to.equal('saml.not_linked');
    expect(answered.location).to.contain(`reference=${refused?.requestId}`);
  });

  it('refuses a transient NameID', async () => {
    const format = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';
    const answered = await signIn(jit, new Visitor(app), { nameId: 'tmp-1', format });
    expect(codeOf(answered)).to.equal('saml.transient_name_id');
    expect((await new Visitor(app).visit(answered.location ?? '')).text).to.contain(
      'must always send the same NameID',
    );
    const refused = await lastNote(jit);
    expect(refused?.action).to.equal('saml_sign_in.refused');
    expect(refused?.detail.found).to.contain('Request a lasting one with saml set --name-id-format');
  });

  it('finds provisioned users, and refuses deprovisioned ones', async () => {
    const email = fresh();
    const { tenant } = scene;
    const { body } = await tenant.scim('POST', '/Users', user(email, { externalId: `ext-${email}` }));
    const visitor = new Visitor(app);
    await signIn(scene, visitor, { nameId: `ext-${email}` });
    expect(await visitor.isSignedIn()).to.equal(true);
    const account = await accountNamed(app.services.store, email);
    await tenant.scim('PUT', `/Users/${body.id}`, user(email, { externalId: `ext-${email}`, active: false }));
    expect(await sessionsOf(app.services.store, account.id)).to.deep.equal([]);
    expect(await visitor.isSignedIn()).to.equal(false);
    const answered = await signIn(scene, visitor, { nameId: `ext-${email}` });
    expect(codeOf(answered)).to.equal('saml.deprovisioned');
    expect((await visitor.visit(answered.location ?? '')).text).to.contain('Your access has ended');
    expect(await visitor.isSignedIn()).to.equal(false);
  });

  it('links a person who signed in first when SCIM provisions them later (Metatavu/keycloak-scim-server#74)', async () => {
    const email = fresh();
    const externalId = `j-${names}`;
    const { tenant } = jit;
    await signIn(jit, new Visitor(app), { nameId: externalId, attributes: { mail: [email] } });
    const { id } = await accountNamed(app.services.store, email);
    const before = await tenant.scim('GET', `/Users?filter=userName eq "${email}"`);
    expect(before.body.totalResults).to.equal(0);
    const made = await tenant.scim('POST', '/Users', user(email, { externalId }));
    expect(made.status).to.equal(201);
    expect((await accountNamed(app.services.store, email)).id).to.equal(id);
    const twice = await tenant.scim('POST', '/Users', user(email.toUpperCase()));
    expect([twice.status, twice.body.scimType]).to.deep.equal([409, 'uniqueness']);
    await tenant.scim('PATCH', `/Users/${made.body.id}`, deactivation);
    expect(codeOf(await signIn(jit, new Visitor(app), { nameId: externalId }))).to.equal(
      'saml.deprovisioned',
    );
  });

  it('keeps sessions of other kinds when a person is deprovisioned', async () => {
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

  it('refuses a person whom SCIM only ever had as inactive', async () => {
    const email = fresh();
    await scene.tenant.scim('POST', '/Users', user(email, { externalId: `off-${email}`, active: false }));
    expect(codeOf(await signIn(scene, new Visitor(app), { nameId: `off-${email}` }))).to.equal(
      'saml.deprovisioned',
    );
  });
});
