import { expect } from 'chai';
import { accountNamed, emailHolder, emailsOf } from '../../../lib/accounts/accounts.ts';
import { accountEmails } from '../../../lib/accounts/types.ts';
import { type SamlProvider, samlProviders } from '../../../lib/groups/saml_provider.ts';
import { samlIdentitiesOf } from '../../../lib/sign_on/link.ts';
import { operate } from '../../cli/operator.ts';
import { boot, deactivation, type Rollcall, type Tenant, user } from '../../helper.ts';
import { connected } from '../../provisioning/second.ts';
import { person } from '../people.ts';
import { noMailServer, Visitor } from '../visitor.ts';
import { codeOf, linked, type Stage, signIn, stage, staged } from './stage.ts';

let count = 0;

describe('provisioned users', () => {
  let app: Rollcall;
  before(async () => {
    app = await boot({ env: noMailServer });
  });
  after(() => app.close());

  /** Pushes a user; returns the name of the account and the id of the user. */
  async function pushed({ scim }: Tenant, externalId: string, email = `p${++count}@saml.test`) {
    const { status, body } = await scim('POST', '/Users', user(email, { externalId }));
    expect(status).to.equal(201);
    return { email, id: String(body.id) };
  }

  async function identifyBy({ provider }: Stage, by: SamlProvider['identifyBy']): Promise<void> {
    await app.services.store.transaction(async (unit) => {
      const present = await unit.get(samlProviders, provider.rootId, provider.id);
      if (present) unit.update(samlProviders, { ...present, identifyBy: by });
    });
  }

  /** The address of who is signed in by a NameID, or the code of the refusal. */
  async function comesAs(scene: Stage, nameId: string): Promise<string | null> {
    const visitor = new Visitor(app);
    const answered = await signIn(scene, visitor, { nameId });
    if (answered.location !== '/profile') return codeOf(answered);
    return (JSON.parse((await visitor.visit('/api/v1/me')).text) as { email: string }).email;
  }

  it('sign in if the group had no SAML before, and get one SAML identity', async () => {
    const tenant = await app.bootstrap();
    const { email } = await pushed(tenant, 'early-1');
    const scene = await staged(app, tenant);
    expect(await comesAs(scene, 'early-1')).to.equal(email);
    expect(await comesAs(scene, 'early-1')).to.equal(email);
    const { id } = await accountNamed(app.services.store, email);
    expect(await samlIdentitiesOf(app.services.store, id)).to.have.length(1);
  });

  for (const by of ['email', 'userName'] as const)
    it(`sign in by their ${by} once the group identifies people by it`, async () => {
      const scene = await stage(app);
      const { email } = await pushed(scene.tenant, `late-${by}`);
      expect(await comesAs(scene, email)).to.equal('saml.email_exists');
      await identifyBy(scene, by);
      expect(await comesAs(scene, email)).to.equal(email);
    });

  it('are refused when they are deprovisioned', async () => {
    const tenant = await app.bootstrap();
    const { id } = await pushed(tenant, 'early-2');
    const scene = await staged(app, tenant);
    await tenant.scim('PATCH', `/Users/${id}`, deactivation);
    expect(await comesAs(scene, 'early-2')).to.equal('saml.deprovisioned');
  });

  it('are not found when two integrations have two users with the same name', async () => {
    const tenant = await app.bootstrap();
    await pushed(tenant, 'both');
    const { scim } = await connected(app.services, tenant, { name: 'Second' });
    await pushed({ ...tenant, scim }, 'both');
    const scene = await staged(app, tenant);
    expect(await comesAs(scene, 'both')).to.equal('saml.not_linked');
  });

  it('are not found by the name in an integration in preview or disabled', async () => {
    const scene = await stage(app);
    const { tenant } = scene;
    const group = scene.path;
    const { email } = await pushed(tenant, 'shown');
    await identifyBy(scene, 'userName');
    await operate(app.services, 'integration change', { group, disable: true });
    expect(await comesAs(scene, email)).to.equal('saml.email_exists');
    await operate(app.services, 'integration change', { group, enable: true });
    await operate(app.services, 'integration preview', { group });
    expect(await comesAs(scene, email)).to.equal('saml.email_exists');
  });

  it('are not found by a name in another spelling', async () => {
    const scene = await stage(app);
    const { email } = await pushed(scene.tenant, 'small');
    await identifyBy(scene, 'userName');
    expect(await comesAs(scene, email.toUpperCase())).to.equal('saml.email_exists');
    expect(await comesAs(scene, email)).to.equal(email);
  });

  it('are found by their present name in SCIM, and leave the former one to others', async () => {
    const scene = await stage(app);
    const ann = await pushed(scene.tenant, 'old');
    expect(await comesAs(scene, 'old')).to.equal(ann.email);
    await scene.tenant.scim('PUT', `/Users/${ann.id}`, user(ann.email, { externalId: 'new' }));
    expect(await comesAs(scene, 'new')).to.equal(ann.email);
    expect(await comesAs(scene, 'old')).to.equal('saml.not_linked');
    const bob = await pushed(scene.tenant, 'old');
    expect(await comesAs(scene, 'old')).to.equal(bob.email);
  });

  it('who have unlinked their account are linked again only by themselves', async () => {
    const scene = await stage(app);
    const { email } = await pushed(scene.tenant, 'gone');
    const account = await accountNamed(app.services.store, email);
    const { password } = await operate(app.services, 'account password', { account: email });
    const visitor = new Visitor(app);
    await visitor.signIn(account.username, String(password));
    const [identity] = await samlIdentitiesOf(app.services.store, account.id);
    await visitor.send(`/profile/saml/${identity?.id}/unlink`);
    expect(await visitor.told()).to.contain('unlinked');
    expect(await comesAs(scene, 'gone')).to.equal('saml.not_linked');
  });

  it('cannot unlink the only provider that still lets them in', async () => {
    const [open, shut] = [await stage(app, { jit: true }), await stage(app)];
    const visitor = new Visitor(app);
    await signIn(open, visitor, { nameId: 'ways@saml.test' });
    const { id } = await accountNamed(app.services.store, 'ways@saml.test');
    await linked(shut, id, 'ways');
    const { body } = await shut.tenant.scim('POST', '/Users', user('ways@saml.test', { externalId: 'ways' }));
    await shut.tenant.scim('DELETE', `/Users/${body.id}`);
    const own = await samlIdentitiesOf(app.services.store, id);
    const first = own.find(({ rootId }) => rootId === open.tenant.groupId);
    await visitor.visit('/profile');
    await visitor.send(`/profile/saml/${first?.id}/unlink`);
    expect(await visitor.told()).to.contain('cannot sign in without this identity');
  });
});

describe('an unproved address of another group', () => {
  let app: Rollcall;
  let other: Stage;
  let own: Stage;
  const domain = 'proved.test';
  before(async () => {
    app = await boot({ env: noMailServer });
    other = await stage(app, { jit: true });
    own = await stage(app, { jit: true });
    await operate(app.services, 'group domain add', { group: own.path, domain, verified: true });
  });
  after(() => app.close());

  const holder = async (email: string) => accountNamed(app.services.store, email);

  it('goes to the provisioned user of the group that has verified its domain', async () => {
    const email = `a@${domain}`;
    await other.tenant.scim('POST', '/Users', user(email, { externalId: 'x-1' }));
    const before = await holder(email);
    expect((await own.tenant.scim('POST', '/Users', user(email, { externalId: 'x-1' }))).status).to.equal(
      201,
    );
    const after = await holder(email);
    expect(after.id).not.to.equal(before.id);
    expect(after.managedBy).to.equal(own.tenant.groupId);
    expect(await emailsOf(app.services.store, before.id)).to.deep.equal([]);
    expect(await accountNamed(app.services.store, before.username)).not.to.have.property('email');
  });

  it('goes to the person who signs in with it', async () => {
    const email = `b@${domain}`;
    await signIn(other, new Visitor(app), { nameId: email });
    const before = await holder(email);
    expect((await signIn(own, new Visitor(app), { nameId: email })).location).to.equal('/profile');
    expect((await holder(email)).id).not.to.equal(before.id);
  });

  it('goes to the user whose address changes to it', async () => {
    const email = `c@${domain}`;
    await other.tenant.scim('POST', '/Users', user(email, { externalId: 'x-2' }));
    const { body } = await own.tenant.scim('POST', '/Users', user(`d@${domain}`, { externalId: 'x-3' }));
    const mine = await holder(`d@${domain}`);
    await own.tenant.scim('PUT', `/Users/${body.id}`, user(email, { externalId: 'x-3' }));
    expect((await holder(email)).id).to.equal(mine.id);
  });

  it('stays with an account of another group once it is confirmed', async () => {
    const email = `h@${domain}`;
    await other.tenant.scim('POST', '/Users', user(email, { externalId: 'x-4' }));
    const before = await holder(email);
    await app.services.store.transaction(async (unit) => {
      const held = await emailHolder(unit, email);
      if (held) unit.update(accountEmails, { ...held, confirmedAt: 1 });
    });
    expect(codeOf(await signIn(own, new Visitor(app), { nameId: email }))).to.equal('saml.email_exists');
    expect((await holder(email)).id).to.equal(before.id);
  });

  it('stays with an account that has confirmed it, or that no group manages', async () => {
    const ann = await person(app, { email: `e@${domain}` });
    const bob = await person(app, { email: `f@${domain}`, confirmed: false });
    expect((await own.tenant.scim('POST', '/Users', user(bob.email))).status).to.equal(409);
    expect((await own.tenant.scim('POST', '/Users', user(ann.email))).status).to.equal(201);
    expect((await holder(ann.email)).id).to.equal(ann.id);
  });

  it('stays when the domain is not verified', async () => {
    const email = 'g@elsewhere.test';
    await other.tenant.scim('POST', '/Users', user(email));
    expect((await own.tenant.scim('POST', '/Users', user(email))).status).to.equal(409);
  });
});
