import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import type { Account } from '../../lib/accounts/types.ts';
import { samlMismatches } from '../../lib/provisioning/users/saml_mismatches.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { operate, type Plain, refusal } from '../cli/operator.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { mailsTo, noMailServer } from '../web/visitor.ts';
import { accountOf, registered, rolesIn } from './people.ts';

interface Entry {
  readonly userName: string;
  readonly email: string;
  readonly times: number;
  readonly remedy: string;
}

describe('the attention list', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let group: string;
  let own: Account;

  before(async () => {
    app = await boot({ env: noMailServer });
  });
  after(() => app.close());
  beforeEach(() => begin('refuse'));

  const begin = async (onEmailExists: 'refuse' | 'hold') => {
    tenant = await app.bootstrap(undefined, { onEmailExists });
    group = tenant.slug;
    own = await registered(app.services, mail('own'));
  };
  const mail = (name: string) => `${name}-${group}@${group}.test`;
  const run = (name: string, args: Plain = {}) => operate(app.services, name, { group, ...args });
  const listed = async () => (await run('integration attention')).conflicts as unknown as Entry[];
  const waiting = async () => (await listed()).map(({ userName, email }) => `${userName} ${email}`).sort();
  const emails = (name: string) => [{ value: mail(name), primary: true }];
  const post = (userName: string, email: string, more: Resource = {}) =>
    tenant.scim('POST', '/Users', user(userName, { emails: emails(email), ...more }));
  const patch = (id: unknown, value: Resource) =>
    tenant.scim('PATCH', `/Users/${String(id)}`, { Operations: [{ op: 'replace', value }] });
  const held = async (userName: string, email = 'own', more: Resource = {}) => {
    const { status, body } = await post(userName, email, more);
    expect(status).to.equal(201);
    return String(body.id);
  };
  const both = (...names: string[]) => names.map((name) => `${name} ${mail('own')}`);

  describe('of refused users', () => {
    it('has every refused user under its own name, and the member gets one mail', async () => {
      const names = ['a', 'b', 'c', 'd', 'e'];
      for (const name of [...names, 'B']) expect((await post(name, 'own')).status).to.equal(409);
      expect(await waiting()).to.deep.equal(both('B', 'a', 'c', 'd', 'e'));
      expect((await listed()).map(({ times }) => times).sort()).to.deep.equal([1, 1, 1, 1, 2]);
      expect(await mailsTo(app, mail('own'))).to.have.length(1);
    });

    it('has one entry for the same externalId with another userName, and for the same userName with another externalId', async () => {
      await post('a', 'own', { externalId: 'x1' });
      await post('b', 'own', { externalId: 'x1' });
      await post('b', 'own', { externalId: 'x2' });
      await post('a', 'own', { externalId: 'x3' });
      expect(await waiting()).to.deep.equal(both('a', 'b'));
    });

    it(`has at most ${limits.attentionsPerAddress} entries for one address, the latest ones`, async () => {
      for (let n = 0; n < limits.attentionsPerAddress + 2; n++) await post(`n${n}`, 'own');
      const names = (await listed()).map(({ userName }) => userName);
      expect(names).to.have.length(limits.attentionsPerAddress);
      expect(names)
        .to.include(`n${limits.attentionsPerAddress + 1}`)
        .and.not.include('n0');
    });

    it('drops a refused user who is created with another address', async () => {
      await post('ann', 'own');
      await post('bob', 'own');
      expect((await post('ANN', 'ann')).status).to.equal(201);
      expect(await waiting()).to.deep.equal(both('bob'));
    });

    it('drops a refused user who is created under another userName with the same externalId', async () => {
      await post('ann', 'own', { externalId: 'x1' });
      expect((await post('ann.new', 'ann', { externalId: 'x1' })).status).to.equal(201);
      expect(await waiting()).to.deep.equal([]);
    });

    it('has a user under the present address only, after a refusal for another one', async () => {
      await registered(app.services, mail('other'));
      await post('ann', 'own');
      await post('ann', 'other');
      expect(await waiting()).to.deep.equal([`ann ${mail('other')}`]);
    });

    it('explains that two users cannot share an e-mail once one of them has the account', async () => {
      await post('ann', 'own');
      await post('bob', 'own');
      await run('group domain add', { domain: `${group}.test`, verified: true });
      expect((await post('ann', 'own')).status).to.equal(201);
      const [bob, ...more] = await listed();
      expect([bob?.userName, more]).to.deep.equal(['bob', []]);
      expect(bob?.remedy).to.match(/belongs to the user ann of SCIM\. Two users cannot share one e-mail/);
    });

    it('drops a dismissed user until the next attempt', async () => {
      await post('ann', 'own');
      await post('bob', 'own');
      expect(await run('integration dismiss', { user: 'ANN' })).to.include({ entries: 1 });
      expect(await waiting()).to.deep.equal(both('bob'));
      const again = await refusal(app.services, 'integration dismiss', { group, user: 'ann' });
      expect(again).to.deep.equal({ code: 'not_found', message: 'SCIM has nothing open for ann.' });
      const { entries } = (await run('audit list', { limit: 1 })) as { entries: Plain[] };
      expect(entries[0]).to.include({ action: 'attention.dismissed' });
      await post('ann', 'own');
      expect(await waiting()).to.deep.equal(both('ann', 'bob'));
    });
  });

  describe('of held users', () => {
    beforeEach(() => begin('hold'));

    it('has every held user with one e-mail, and keeps the others when one is linked', async () => {
      const ann = await held('ann');
      await held('bob');
      expect(await waiting()).to.deep.equal(both('ann', 'bob'));
      await run('identity link', { identity: ann, account: own.username });
      const [bob, ...more] = await listed();
      expect([bob?.userName, more]).to.deep.equal(['bob', []]);
      expect(bob?.remedy).to.match(/Two users cannot share one e-mail/);
    });

    it('drops a held user who is deleted', async () => {
      const id = await held('ann');
      await held('bob');
      expect((await tenant.scim('DELETE', `/Users/${id}`)).status).to.equal(204);
      expect(await waiting()).to.deep.equal(both('bob'));
    });

    it('drops a held user at deactivation, and lists the user again at reactivation', async () => {
      const id = await held('ann');
      await patch(id, { active: false });
      expect(await waiting()).to.deep.equal([]);
      await held('bob', 'own', { active: false });
      expect(await waiting()).to.deep.equal([]);
      await patch(id, { active: true });
      expect(await waiting()).to.deep.equal(both('ann'));
    });

    it('has a user who was refused before only once, under the present name', async () => {
      await run('integration change', { onEmailExists: 'refuse' });
      await post('ann', 'own', { externalId: 'x1' });
      await run('integration change', { onEmailExists: 'hold' });
      const id = await held('ann.new', 'own', { externalId: 'x1' });
      expect(await waiting()).to.deep.equal(both('ann.new'));
      expect((await listed())[0]?.times).to.equal(2);
      await patch(id, { userName: 'ann.newer' });
      expect(await waiting()).to.deep.equal(both('ann.newer'));
    });

    it('drops a held user who gets a free address and an account', async () => {
      const id = await held('ann');
      expect((await patch(id, { emails: emails('free') })).status).to.equal(200);
      expect(await waiting()).to.deep.equal([]);
      const { id: accountId, managedBy } = await accountOf(app.services, mail('free'));
      expect(managedBy).to.equal(tenant.groupId);
      expect(Object.values(await rolesIn(app.services, tenant.groupId, accountId))).to.deep.equal(['guest']);
      expect(await mailsTo(app, mail('free'))).to.have.length(1);
    });

    it('drops a held user when a new write finds a certain match', async () => {
      const id = await held('ann');
      await run('group domain add', { domain: `${group}.test`, verified: true });
      await patch(id, { title: 'Dr.' });
      expect(await waiting()).to.deep.equal([]);
      expect(Object.values(await rolesIn(app.services, tenant.groupId, own.id))).to.deep.equal(['guest']);
    });
  });

  describe('of linked users', () => {
    it('has every linked user who was changed to the same taken address, until it is changed back', async () => {
      const ids: unknown[] = [];
      for (const name of ['ann', 'bob']) ids.push((await post(name, name)).body.id);
      for (const id of ids) expect((await patch(id, { emails: emails('own') })).status).to.equal(200);
      expect(await waiting()).to.deep.equal(both('ann', 'bob'));
      await patch(ids[0], { title: 'Dr.' });
      expect(await waiting(), 'another change settles nothing').to.deep.equal(both('ann', 'bob'));
      await patch(ids[0], { emails: emails('ann') });
      expect(await waiting()).to.deep.equal(both('bob'));
      await patch(ids[1], { emails: emails('third') });
      expect(await waiting()).to.deep.equal([]);
      expect((await accountOf(app.services, mail('third'))).username).to.match(/^bob/);
    });

    it('drops a linked user once the address is free and the account has it', async () => {
      const { id } = (await post('ann', 'ann')).body;
      await patch(id, { emails: emails('own') });
      const change = { path: 'emails[primary eq true].value', value: mail('moved') };
      const other = await app.bootstrap();
      await other.scim('POST', '/Users', user('taker', { emails: [{ value: mail('taken') }] }));
      expect((await listed())[0]?.remedy).to.match(/^The user keeps the former e-mail/);
      await patch(id, { emails: emails('taken') });
      expect(await waiting()).to.deep.equal([`ann ${mail('taken')}`]);
      const { body } = await other.scim('GET', '/Users?filter=userName eq "taker"');
      const [taker] = body.Resources as Resource[];
      await other.scim('PATCH', `/Users/${String(taker?.id)}`, {
        Operations: [{ op: 'replace', ...change }],
      });
      await patch(id, { title: 'Dr.' });
      expect(await waiting()).to.deep.equal([]);
      expect((await accountOf(app.services, mail('taken'))).username).to.match(/^ann/);
    });

    it('is not part of the explanation of access for the account that has the address', async () => {
      const { id } = (await post('ann', 'ann')).body;
      await patch(id, { emails: emails('own') });
      const { noAccess } = await run('member why', { account: own.username });
      expect((noAccess as Plain[]).map(({ kind }) => kind)).to.deep.equal(['not_linked']);
    });

    it('drops a linked user who is deleted, with the mismatches of SCIM and SAML', async () => {
      const { id } = (await post('ann', 'ann')).body;
      await patch(id, { emails: emails('own') });
      const { store } = app.services;
      await store.transaction(async (unit) => {
        unit.insert(samlMismatches, {
          id: String(id),
          identityId: String(id),
          integrationId: tenant.integrationId,
          rootId: tenant.groupId,
          userName: 'ann',
          email: mail('ann'),
          attribute: 'externalId',
          scim: 'missing',
          nameId: 'a UUID',
          caseOnly: false,
          firstSeen: 1,
          lastSeen: 1,
          times: 1,
        });
      });
      await tenant.scim('DELETE', `/Users/${String(id)}`);
      expect(await run('integration attention')).to.deep.include({ conflicts: [], mismatches: [] });
    });
  });

  it('has a user who is refused when a preview ends, until the user is written again', async () => {
    await run('integration preview');
    const { id } = (await post('ann', 'own')).body;
    await run('integration go-live');
    expect(await waiting()).to.deep.equal(both('ann'));
    await patch(id, { emails: emails('free') });
    expect(await waiting()).to.deep.equal([]);
    expect((await accountOf(app.services, mail('free'))).managedBy).to.equal(tenant.groupId);
  });
});
