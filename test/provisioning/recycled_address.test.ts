import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { emailHolder } from '../../lib/accounts/accounts.ts';
import { samlIdentities } from '../../lib/accounts/saml_identities.ts';
import { accounts } from '../../lib/accounts/types.ts';
import type { IntegrationSettings } from '../../lib/integrations/types.ts';
import { formerNames, hasOtherNames } from '../../lib/provisioning/users/former_names.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { all } from '../../lib/store/every.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { operate, type Plain } from '../cli/operator.ts';
import { boot, deactivation, type Reply, type Rollcall, type Tenant, user } from '../helper.ts';
import { mailsTo, noMailServer } from '../web/visitor.ts';
import { accountOf, below, groupNamed, joined, registered, rolesIn, samlLinked } from './people.ts';
import { connected } from './second.ts';

const HEX = '283405f5aaaabbbbccccddddeeee0001';
const john = { externalId: 'old', displayName: 'John Smith' };
const jane = { externalId: 'new', displayName: 'Jane Smith' };

describe('the address of a deleted user', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let slug: string;
  let accountId: string;

  before(async () => {
    app = await boot({ env: noMailServer });
  });
  after(() => app.close());

  const address = () => `js@${slug}.test`;
  const emails = () => [{ value: address(), type: 'work', primary: true }];
  const named = (name: string) => `${name}-${slug}`;
  const post = (name: string, more: Resource, scim = tenant.scim): Promise<Reply> =>
    scim('POST', '/Users', user(named(name), { emails: emails(), ...more }));
  const remove = async (id: unknown, scim = tenant.scim) =>
    expect((await scim('DELETE', `/Users/${String(id)}`)).status).to.equal(204);
  const run = (name: string, args: Plain = {}) => operate(app.services, name, { group: slug, ...args });
  const conflicts = async (): Promise<Plain[]> => (await run('integration attention')).conflicts as Plain[];
  const roles = () => rolesIn(app.services, tenant.groupId, accountId);
  const back = () => ({ [slug]: 'guest', dev: 'maintainer' });

  const begin = async (settings: Partial<IntegrationSettings> = {}) => {
    tenant = await app.bootstrap(undefined, settings);
    slug = tenant.slug;
  };
  /** John, with a role given by hand. */
  const came = async (name = 'jsmith', more: Resource = john) => {
    const { status, body } = await post(name, more);
    expect(status).to.equal(201);
    const account = await accountOf(app.services, address());
    accountId = account.id;
    const dev = await below(app.services, await groupNamed(app.services, tenant.groupId), 'dev');
    await joined(app.services, dev, accountId, 'maintainer');
    return String(body.id);
  };
  const gone = async (name?: string, more?: Resource) => remove(await came(name, more));
  const refused = ({ status, body }: Reply) => {
    expect([status, body.scimType]).to.deep.equal([409, 'uniqueness']);
    expect(body.detail).to.match(
      /^Email exists\. .*deleted.*People who need attention.*provision this user again/,
    );
  };

  beforeEach(() => begin());

  it('does not give account and roles to a user with another userName and another externalId', async () => {
    await gone();
    refused(await post('jane.smith', jane));
    expect(await roles()).to.deep.equal({});
    const [entry, ...more] = await conflicts();
    expect([entry?.userName, entry?.email, more]).to.deep.equal([named('jane.smith'), address(), []]);
    expect(entry?.remedy).to.match(/has deleted.*account email remove .*identity link/s);
    expect(await mailsTo(app, address())).to.have.length(1);
  });

  const same: [title: string, was: Resource, userName: string, is: Resource][] = [
    ['the same externalId under another userName', john, 'john.smith', john],
    ['the same userName with another externalId', john, 'jsmith', jane],
    ['the same userName in another letter case', john, 'JSmith', jane],
    ['the same userName without an externalId', john, 'jsmith', { externalId: undefined }],
    ['the same userName where none had an externalId', {}, 'jsmith', jane],
  ];
  for (const [title, was, userName, is] of same)
    it(`gives account and roles back to ${title}`, async () => {
      await gone('jsmith', was);
      expect((await post(userName, is)).status).to.equal(201);
      expect(await roles()).to.deep.equal(back());
    });

  const other: [title: string, was: Resource, is: Resource][] = [
    ['without an externalId', john, {}],
    ['where the deleted one had no externalId', {}, jane],
    ['whose externalId differs in letter case', john, { externalId: 'OLD' }],
  ];
  for (const [title, was, is] of other)
    it(`is refused to another userName ${title}`, async () => {
      await gone('jsmith', was);
      refused(await post('jane.smith', is));
    });

  it('is compared with the names of each deleted user of the account', async () => {
    await gone();
    await remove((await post('jsmith', jane)).body.id);
    await remove((await post('jane.smith', jane)).body.id);
    refused(await post('third', { externalId: 'third' }));
    for (const [name, more] of [
      ['third', john],
      ['third', jane],
      ['jsmith', {}],
      ['jane.smith', {}],
    ] as const) {
      const { status, body } = await post(name, more);
      expect(status).to.equal(201);
      await remove(body.id);
    }
  });

  it('is compared with the names before a soft deletion', async () => {
    const id = await came(address(), john);
    const userName = `${HEX}${named(address())}`;
    const operations = [{ op: 'replace', value: { userName, active: false } }];
    expect((await tenant.scim('PATCH', `/Users/${id}`, { Operations: operations })).status).to.equal(200);
    await remove(id);
    expect((await post(address(), jane)).status).to.equal(201);
    expect(await roles()).to.deep.equal(back());
  });

  it(`is compared with the last ${limits.formerNames} names`, async () => {
    await gone();
    for (let at = 0; at < limits.formerNames; at++) await remove((await post(`n${at}`, john)).body.id);
    const [kept, ...more] = await all(app.services.store, formerNames, tenant.integrationId);
    expect([kept?.names.length, more]).to.deep.equal([limits.formerNames, []]);
    expect((await post(`n${limits.formerNames - 1}`, jane)).status).to.equal(201);
  });

  it('is stored with digests of the names only', async () => {
    await gone();
    const kept = JSON.stringify(await all(app.services.store, formerNames, tenant.integrationId));
    expect(kept).to.not.match(/jsmith|old"/);
    expect(kept).to.not.include(accountId);
  });

  it('matches no names after the secrets have changed', async () => {
    await gone();
    const { store, secrets } = app.services;
    const person = { userName: 'nobody', name: 'Nobody', active: true };
    const isOther = (key: Buffer) => hasOtherNames(store, key, tenant.integrationId, accountId, person);
    expect(await isOther(secrets.tokenPepper)).to.equal(true);
    expect(await isOther(Buffer.from('other'))).to.equal(false);
  });

  it('is refused to a user who had another address, and that user keeps its account', async () => {
    await gone();
    const own = [{ value: `jane@${slug}.test` }];
    const { body } = await post('jane.smith', { ...jane, emails: own });
    const { id } = await accountOf(app.services, `jane@${slug}.test`);
    const change = { Operations: [{ op: 'replace', value: { emails: emails() } }] };
    const { status, body: changed } = await tenant.scim('PATCH', `/Users/${String(body.id)}`, change);
    expect([status, changed.emails]).to.deep.equal([200, emails()]);
    expect((await emailHolder(app.services.store, address()))?.accountId).to.equal(accountId);
    expect((await accountOf(app.services, `jane@${slug}.test`)).id).to.equal(id);
    expect(await conflicts()).to.have.length(1);
  });

  it('is linked for an integration that never had the user', async () => {
    const next = await connected(app.services, tenant, { name: 'next' });
    await gone();
    expect((await post('jane.smith', jane, next.scim)).status).to.equal(201);
  });

  it('is refused by the integration that deleted the user, even if another one still has it', async () => {
    const next = await connected(app.services, tenant, { name: 'next' });
    const id = await came();
    expect((await post('jsmith', john, next.scim)).status).to.equal(201);
    await remove(id);
    refused(await post('jane.smith', jane));
    expect((await post('jsmith', john)).status).to.equal(201);
  });

  it('is refused even if the group has verified its domain', async () => {
    await run('group domain add', { domain: `${slug}.test`, verified: true });
    await registered(app.services, address());
    await gone();
    refused(await post('jane.smith', jane));
  });

  it('is refused to a user deleted in a preview and planned again under other names', async () => {
    const id = await came();
    await run('integration preview');
    await remove(id);
    expect((await post('jane.smith', jane)).status).to.equal(201);
    const { plan } = (await run('integration plan')) as { plan: Plain[] };
    expect(plan.map(({ outcome }) => outcome)).to.have.members(['leave', 'refuse']);
    await run('integration go-live');
    expect(await roles()).to.deep.equal({});
    expect(await conflicts()).to.have.length(1);
  });

  it('is forgotten when the integration is removed', async () => {
    await gone();
    await run('integration remove', { integration: 'SCIM', members: 'keep' });
    expect(await all(app.services.store, formerNames, tenant.integrationId)).to.deep.equal([]);
  });

  describe('where the integration holds', () => {
    beforeEach(() => begin({ onEmailExists: 'hold' }));

    it('holds the new user until the operator links it', async () => {
      await gone();
      const { status, body } = await post('jane.smith', jane);
      expect(status).to.equal(201);
      expect(await roles()).to.deep.equal({});
      const [entry] = await conflicts();
      expect(entry?.remedy).to.match(/has deleted.*account email remove .*identity link/s);
      await run('identity link', { identity: String(body.id), account: named('jsmith') });
      expect(await roles()).to.deep.equal(back());
      expect(await conflicts()).to.deep.equal([]);
    });

    it('gives the held user an account after an identical write, once the operator removes the address from the account', async () => {
      await gone();
      const { body } = await post('jane.smith', jane);
      await operate(app.services, 'account email remove', { account: named('jsmith'), email: address() });
      const same = { Operations: [{ op: 'replace', value: { displayName: jane.displayName } }] };
      expect((await tenant.scim('PATCH', `/Users/${String(body.id)}`, same)).status).to.equal(200);
      const { id, name } = await accountOf(app.services, address());
      expect([id === accountId, name]).to.deep.equal([false, jane.displayName]);
      expect(Object.values(await rolesIn(app.services, tenant.groupId, id))).to.deep.equal(['guest']);
      expect(await mailsTo(app, address())).to.have.length(2);
      expect(await conflicts()).to.deep.equal([]);
    });

    it('holds a user who gets it while held for another address', async () => {
      await gone();
      const other = `other@${slug}.test`;
      await registered(app.services, other);
      const { body } = await post('jane.smith', { ...jane, emails: [{ value: other }] });
      const change = { Operations: [{ op: 'replace', value: { emails: emails() } }] };
      expect((await tenant.scim('PATCH', `/Users/${String(body.id)}`, change)).status).to.equal(200);
      expect(await roles()).to.deep.equal({});
      expect((await conflicts()).map(({ email }) => email)).to.deep.equal([address()]);
    });
  });

  it('is free for another user once the operator removes it from the account', async () => {
    await gone();
    refused(await post('jane.smith', jane));
    await operate(app.services, 'account email remove', { account: named('jsmith'), email: address() });
    expect((await post('jane.smith', jane)).status).to.equal(201);
    const account = await accountOf(app.services, address());
    expect([account.id === accountId, account.name]).to.deep.equal([false, 'Jane Smith']);
    expect(await roles()).to.deep.equal({});
    expect(await app.services.store.get(accounts, PLATFORM, accountId)).to.not.have.property('email');
    expect(await conflicts()).to.deep.equal([]);
  });

  it('is linked once the person has linked the SAML identity', async () => {
    await gone();
    refused(await post('jane.smith', jane));
    await samlLinked(app.services, tenant.groupId, 'externalId', { nameId: 'new', accountId });
    expect((await post('jane.smith', jane)).status).to.equal(201);
    expect(await roles()).to.deep.equal(back());
  });

  it('proves nothing as a NameID, which the new user gets with the address', async () => {
    await samlLinked(app.services, tenant.groupId, 'email');
    await gone();
    refused(await post('jane.smith', jane));
    const holders = async () => {
      const found = await all(app.services.store, samlIdentities, tenant.groupId);
      return found.map((identity) => [identity.nameId, identity.accountId]);
    };
    expect(await holders()).to.deep.equal([[address(), accountId]]);
    await operate(app.services, 'account email remove', { account: named('jsmith'), email: address() });
    expect((await post('jane.smith', jane)).status).to.equal(201);
    expect(await holders()).to.deep.equal([[address(), (await accountOf(app.services, address())).id]]);
  });

  it('is refused while the user is only inactive', async () => {
    const id = await came();
    await tenant.scim('PATCH', `/Users/${id}`, deactivation);
    const { status, body } = await post('jane.smith', jane);
    expect(status).to.equal(409);
    expect(body.detail).to.match(/^Email exists\. It belongs to the account of the user jsmith/);
  });

  it('is given to no other user created concurrently with the deletion', async () => {
    const id = await came();
    const [, created] = await Promise.all([remove(id), post('jane.smith', jane)]);
    expect(created.status).to.equal(409);
    expect(await roles()).to.deep.equal({});
  });
});
