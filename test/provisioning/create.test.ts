import { expect } from 'chai';
import { addEmail, emailsOf } from '../../lib/accounts/accounts.ts';
import { verifiedDomains } from '../../lib/accounts/managing.ts';
import { samlIdentities } from '../../lib/accounts/saml_identities.ts';
import { accounts } from '../../lib/accounts/types.ts';
import { identities } from '../../lib/provisioning/collections.ts';
import { listAttention } from '../../lib/provisioning/users/attention.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { boot, deactivation, type Rollcall, type Tenant, user } from '../helper.ts';
import { mailsTo, noMailServer } from '../web/visitor.ts';
import { accountOf, registered, rolesIn, samlLinked } from './people.ts';

describe('creating a user', () => {
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await boot({ env: noMailServer });
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
  });

  it('creates the account, the membership and the mail about them', async () => {
    const reply = await tenant.scim('POST', '/Users', user('ann@new.test', { externalId: 'x1' }));
    expect(reply.status).to.equal(201);
    expect(reply.body.meta).to.have.property('location', reply.headers.get('location'));
    const account = await accountOf(app.services, 'ann@new.test');
    expect(account).to.include({ username: 'ann', name: 'Ann Ames', managedBy: tenant.groupId });
    expect(await rolesIn(app.services, tenant.groupId, account.id)).to.deep.equal({
      [tenant.slug]: 'guest',
    });
    const [welcome, ...others] = await mailsTo(app, 'ann@new.test');
    expect(welcome?.body).to.include('Your username is ann.');
    expect(others).to.deep.equal([]);
  });

  it('numbers a taken username, and skips taken numbers', async () => {
    const usernames: string[] = [];
    for (const local of ['test_user2', 'test_user', 'test_user', 'test_user', 'test_user']) {
      const email = `${local}@${usernames.length}.numbered.test`;
      expect((await tenant.scim('POST', '/Users', user(email))).status).to.equal(201);
      usernames.push((await accountOf(app.services, email)).username);
    }
    expect(usernames).to.deep.equal(['test_user2', 'test_user', 'test_user1', 'test_user3', 'test_user4']);
  });

  const usernames: [userName: string, username: string][] = [
    ['--rick.^#!__the._raccoon--@names.test', 'rick.the.raccoon'],
    ['José.Ñandú@names.test', 'Jose.Nandu'],
    ['no-address', 'no-address'],
    ['DOMAIN\\sam', 'DOMAINsam'],
    ['admin@names.test', 'admin1'],
    ['李雷', 'user'],
  ];
  for (const [userName, username] of usernames)
    it(`makes ${userName} the username ${username}`, async () => {
      const { status, body } = await tenant.scim(
        'POST',
        '/Users',
        user(userName, { emails: [], externalId: `n-${username}` }),
      );
      expect(status).to.equal(201);
      const identity = await app.services.store.get(identities, tenant.integrationId, String(body.id));
      expect((await accountOf(app.services, username)).id).to.equal(identity?.accountId);
    });

  it('accepts a user without an address, and one with an invalid address', async () => {
    const bare = await tenant.scim('POST', '/Users', user('ghost.writer', { emails: undefined }));
    expect(bare.status).to.equal(201);
    expect(await accountOf(app.services, 'ghost.writer')).not.to.have.property('email');
    const odd = await tenant.scim(
      'POST',
      '/Users',
      user('odd.writer', { emails: [{ value: 'not an address' }] }),
    );
    expect(odd.body.emails).to.deep.equal([{ value: 'not an address' }]);
    expect(await accountOf(app.services, 'odd.writer')).not.to.have.property('email');
    const hidden = [{ value: 'od\u200bd@unseen.test' }];
    const unseen = await tenant.scim('POST', '/Users', user('unseen.writer', { emails: hidden }));
    expect(unseen.body.emails).to.deep.equal(hidden);
    expect(await accountOf(app.services, 'unseen.writer')).not.to.have.property('email');
  });

  const chosen: [title: string, emails: object[], email: string][] = [
    [
      'the primary',
      [
        { value: 'w@pick1.test', type: 'work' },
        { value: 'p@pick1.test', primary: true },
      ],
      'p@pick1.test',
    ],
    [
      'else the work one',
      [
        { value: 'h@pick2.test', type: 'home' },
        { value: 'w@pick2.test', type: 'work' },
      ],
      'w@pick2.test',
    ],
    [
      'else the first',
      [
        { value: 'h@pick3.test', type: 'home' },
        { value: 'o@pick3.test', type: 'other' },
      ],
      'h@pick3.test',
    ],
    ['else the userName', [], 'pick4@pick4.test'],
  ];
  for (const [at, [title, emails, email]] of chosen.entries())
    it(`takes as the account's e-mail ${title}`, async () => {
      const { status } = await tenant.scim(
        'POST',
        '/Users',
        user(`pick${at + 1}@pick${at + 1}.test`, { emails }),
      );
      expect(status).to.equal(201);
      expect((await accountOf(app.services, email)).email).to.equal(email);
    });

  it('answers 409 uniqueness to a second active user with the same userName or externalId', async () => {
    await tenant.scim('POST', '/Users', user('dup@dup.test', { externalId: 'dup-1' }));
    for (const again of [user('DUP@dup.test'), user('other@dup.test', { externalId: 'dup-1' })]) {
      const { status, body } = await tenant.scim('POST', '/Users', again);
      expect([status, body.scimType, body.status]).to.deep.equal([409, 'uniqueness', '409']);
    }
  });

  it('reactivates an inactive user with the same externalId under the same id', async () => {
    const made = await tenant.scim('POST', '/Users', user('back@back.test', { externalId: 'back-1' }));
    await tenant.scim('PATCH', `/Users/${made.body.id}`, deactivation);
    const again = await tenant.scim('POST', '/Users', user('back.new@back.test', { externalId: 'back-1' }));
    expect([again.status, again.body.id, again.body.active]).to.deep.equal([201, made.body.id, true]);
    const account = await accountOf(app.services, 'back.new@back.test');
    expect(Object.values(await rolesIn(app.services, tenant.groupId, account.id))).to.deep.equal(['guest']);
  });

  it('reactivates an inactive user with the same userName, unless the externalId differs', async () => {
    for (const [name, externalId] of [['plain'], ['known', 'known-1']]) {
      const userName = `${name}@again.test`;
      const made = await tenant.scim('POST', '/Users', user(userName, { externalId }));
      await tenant.scim('PATCH', `/Users/${made.body.id}`, deactivation);
      if (externalId !== undefined) {
        const other = await tenant.scim('POST', '/Users', user(userName, { externalId: 'known-2' }));
        expect([other.status, other.body.scimType]).to.deep.equal([409, 'uniqueness']);
      }
      const again = await tenant.scim('POST', '/Users', user(userName.toUpperCase()));
      expect([again.status, again.body.id, again.body.active]).to.deep.equal([201, made.body.id, true]);
    }
  });

  it('makes one account of forty concurrent requests', async () => {
    const { store } = app.services;
    const before = await store.count(accounts, PLATFORM);
    const replies = await Promise.all(
      Array.from({ length: 40 }, () =>
        tenant.scim('POST', '/Users', user('race@race.test', { externalId: 'race' })),
      ),
    );
    expect(replies.filter((reply) => reply.status === 201)).to.have.length(1);
    expect(replies.filter((reply) => reply.status === 409)).to.have.length(39);
    expect(await store.count(accounts, PLATFORM)).to.equal(before + 1);
  });

  it('makes one account of concurrent requests by two groups', async () => {
    const other = await app.bootstrap();
    const replies = await Promise.all(
      [tenant, other].map((each) => each.scim('POST', '/Users', user('both@both.test'))),
    );
    expect(replies.map((reply) => reply.status).sort()).to.deep.equal([201, 409]);
    expect(replies.find((reply) => reply.status === 409)?.body.detail).to.match(/^Email exists/);
  });

  describe('with the e-mail of an existing account', () => {
    it('is refused with a remedy, shown to the owner, and mailed to the member once', async () => {
      const own = await registered(app.services, 'own@exists.test');
      for (const _ of [1, 2]) {
        const { status, body } = await tenant.scim('POST', '/Users', user('OWN@exists.test'));
        expect([status, body.scimType]).to.deep.equal([409, 'uniqueness']);
        expect(body.detail)
          .to.match(
            /^Email exists\. .*no single sign-on.*People who need attention.*provision this user again/,
          )
          .and.not.match(/SAML/);
      }
      const attention = await listAttention(app.services.store, tenant.integrationId);
      expect(attention).to.have.length(1);
      expect(attention[0]).to.include({ accountId: own.id, times: 2, userName: 'OWN@exists.test' });
      expect(await mailsTo(app, 'own@exists.test')).to.have.length(1);
      expect(await rolesIn(app.services, tenant.groupId, own.id)).to.deep.equal({});
    });

    it('is refused with the remedy to link the SAML identity, if the group has a provider', async () => {
      await samlLinked(app.services, tenant.groupId, 'externalId');
      await registered(app.services, 'linkable@exists.test');
      const { body } = await tenant.scim('POST', '/Users', user('linkable@exists.test'));
      expect(body.detail).to.match(/^Email exists\. .*links the SAML identity.*provision this user again/);
    });

    it('is held if the integration holds conflicts', async () => {
      const holding = await app.bootstrap(undefined, { onEmailExists: 'hold' });
      const own = await registered(app.services, 'held@exists.test');
      const { status, body } = await holding.scim('POST', '/Users', user('held@exists.test'));
      expect(status).to.equal(201);
      expect((await holding.scim('GET', `/Users/${body.id}`)).body.userName).to.equal('held@exists.test');
      expect(await rolesIn(app.services, holding.groupId, own.id)).to.deep.equal({});
      expect(await listAttention(app.services.store, holding.integrationId)).to.have.length(1);
    });

    it('is linked if a SAML identity of this group proves that it is the same person', async () => {
      const own = await registered(app.services, 'saml@exists.test', false);
      await samlLinked(app.services, tenant.groupId, 'externalId', { nameId: 'NID-7', accountId: own.id });
      const { status } = await tenant.scim(
        'POST',
        '/Users',
        user('saml@exists.test', { externalId: 'NID-7' }),
      );
      expect(status).to.equal(201);
      expect(Object.values(await rolesIn(app.services, tenant.groupId, own.id))).to.deep.equal(['guest']);
      expect((await accountOf(app.services, 'saml@exists.test')).name).to.equal('Own Name');
    });

    it('is linked if the group has verified the domain and the account the address', async () => {
      const { store, runtime } = app.services;
      const id = 'verified.test';
      await store.transaction(async (unit) =>
        unit.insert(verifiedDomains, { id, rootId: tenant.groupId, verifiedAt: runtime.now() }),
      );
      const [sure] = [
        await registered(app.services, 'sure@verified.test'),
        await registered(app.services, 'unsure@verified.test', false),
      ];
      expect((await tenant.scim('POST', '/Users', user('sure@verified.test'))).status).to.equal(201);
      expect(Object.values(await rolesIn(app.services, tenant.groupId, sure.id))).to.deep.equal(['guest']);
      expect((await tenant.scim('POST', '/Users', user('unsure@verified.test'))).status).to.equal(409);
    });

    it('is linked if this group manages the account', async () => {
      const { body } = await tenant.scim('POST', '/Users', user('managed@exists.test'));
      const account = await accountOf(app.services, 'managed@exists.test');
      await tenant.scim('DELETE', `/Users/${body.id}`);
      const again = await tenant.scim('POST', '/Users', user('managed@exists.test'));
      expect(again.status).to.equal(201);
      expect(again.body.id).not.to.equal(body.id);
      expect(Object.values(await rolesIn(app.services, tenant.groupId, account.id))).to.deep.equal(['guest']);
    });

    it('is refused if it is the e-mail of another user of this integration', async () => {
      await tenant.scim('POST', '/Users', user('first@shared.test'));
      const { status, body } = await tenant.scim(
        'POST',
        '/Users',
        user('second', { emails: [{ value: 'first@shared.test' }] }),
      );
      expect([status, body.scimType]).to.deep.equal([409, 'uniqueness']);
      expect(body.detail).to.match(/^Email exists\. .*first@shared\.test/);
    });

    it('is refused for secondary and unconfirmed addresses too', async () => {
      const { store } = app.services;
      const own = await registered(app.services, 'main@second.test');
      await store.transaction((unit) => addEmail(unit, own, 'Second@second.test', false));
      expect(await emailsOf(store, own.id)).to.have.length(2);
      expect((await tenant.scim('POST', '/Users', user('second@SECOND.test'))).status).to.equal(409);
    });
  });

  it('prelinks the SAML identity, so that the person can sign in at once', async () => {
    await samlLinked(app.services, tenant.groupId, 'userName');
    await tenant.scim('POST', '/Users', user('Pre@link.test'));
    const account = await accountOf(app.services, 'pre@link.test');
    const page = await app.services.store.list(samlIdentities, tenant.groupId, {
      index: 'account',
      equal: [account.id],
      limit: 9,
    });
    expect(page.items.map((identity) => identity.nameId)).to.deep.equal(['Pre@link.test']);
  });
});
