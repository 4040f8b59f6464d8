import { expect } from 'chai';
import { emailsOf } from '../../lib/accounts/accounts.ts';
import { accounts } from '../../lib/accounts/types.ts';
import { identities } from '../../lib/provisioning/collections.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { boot, deactivation, type Reply, type Rollcall, reactivation, type Tenant, user } from '../helper.ts';

/** The prefix of the userPrincipalName of a person whom Entra ID soft-deletes. */
const HEX = '283405f5aaaabbbbccccddddeeee0001';

describe('a write around the end of access', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let address: string;
  let id: string;
  let accountId: string;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(() => begin());

  const begin = async () => {
    tenant = await app.bootstrap();
    address = `ralf@${tenant.slug}.test`;
    const made = await tenant.scim('POST', '/Users', ralf());
    expect(made.status).to.equal(201);
    id = String(made.body.id);
    const { store } = app.services;
    accountId = (await store.get(identities, tenant.integrationId, id))?.accountId ?? '';
  };
  const ralf = (more: Resource = {}) =>
    user(address, { emails: [], externalId: 'r1', displayName: 'Ralf', ...more });
  const patch = (value: Resource): Promise<Reply> =>
    tenant.scim('PATCH', `/Users/${id}`, { Operations: [{ op: 'replace', value }] });
  const put = (more: Resource): Promise<Reply> => tenant.scim('PUT', `/Users/${id}`, ralf(more));
  const done = async (...writes: readonly (() => Promise<Reply>)[]) => {
    for (const write of writes) expect((await write()).status).to.equal(200);
  };
  const profile = async () => {
    const { store } = app.services;
    const account = await store.get(accounts, PLATFORM, accountId);
    const emails = (await emailsOf(store, accountId)).map(({ email }) => email);
    return [account?.name, account?.email, ...emails];
  };
  const own = () => ['Ralf', address, address];

  const renamed = () => ({ userName: HEX + address });
  const off = () => tenant.scim('PATCH', `/Users/${id}`, deactivation);
  const on = () => tenant.scim('PATCH', `/Users/${id}`, reactivation);
  const operations = (active: string, userName: string) =>
    tenant.scim('PATCH', `/Users/${id}`, {
      Operations: [
        { op: 'Replace', path: 'userName', value: userName },
        { op: 'Replace', path: 'active', value: active },
      ],
    });

  const ways: [title: string, writes: () => readonly (() => Promise<Reply>)[]][] = [
    ['renames and deactivates in one PATCH', () => [() => operations('False', HEX + address)]],
    ['renames and deactivates in one PUT', () => [() => put({ ...renamed(), active: false })]],
    ['deactivates, then renames', () => [off, () => patch(renamed())]],
    ['deactivates, then renames by PUT', () => [off, () => put({ ...renamed(), active: false })]],
    ['renames as a soft deletion does, then deactivates', () => [() => patch(renamed()), off]],
    [
      'renames as a soft deletion does, is written again, then deactivates',
      () => [() => patch(renamed()), () => patch({ title: 'Dr.' }), off],
    ],
  ];
  for (const [title, writes] of ways)
    it(`that ${title} keeps name and address of the account; restoring reactivates the same account`, async () => {
      await done(...writes());
      expect((await tenant.scim('GET', `/Users/${id}`)).body).to.include({ ...renamed(), active: false });
      expect(await profile()).to.deep.equal(own());
      const second = await tenant.scim('POST', '/Users', user(address, { externalId: 'r2' }));
      expect([second.status, second.body.scimType]).to.deep.equal([409, 'uniqueness']);
      await done(() => operations('True', address));
      expect(await profile()).to.deep.equal(own());
    });

  it('that changes name and address of an inactive user reaches the account after reactivation', async () => {
    const moved = { userName: `moved@${tenant.slug}.test`, displayName: 'Ralf the Second' };
    await done(off, () => patch(moved), on);
    expect(await profile()).to.deep.equal(['Ralf the Second', moved.userName, moved.userName]);
  });

  it('that reactivates an inactive user by POST reaches the account', async () => {
    const moved = { userName: `moved@${tenant.slug}.test` };
    await done(off, () => patch({ ...moved, displayName: 'Other' }));
    const again = await tenant.scim('POST', '/Users', ralf(moved));
    expect([again.status, again.body.id]).to.deep.equal([201, id]);
    expect(await profile()).to.deep.equal(['Ralf', moved.userName, moved.userName]);
  });

  it('that restores the userName first and activates later keeps the account as it was', async () => {
    await done(
      () => operations('False', HEX + address),
      () => patch({ userName: address }),
      on,
    );
    expect(await profile()).to.deep.equal(own());
  });

  it('that renames the address in emails like a soft deletion keeps the account as it was', async () => {
    const emails = (value: string) => ({ emails: [{ value, type: 'work', primary: true }] });
    await done(() => patch(emails(address)));
    await done(() => patch(emails(HEX + address)));
    expect(await profile()).to.deep.equal(own());
    await done(() => patch(emails(`moved@${tenant.slug}.test`)));
    expect((await profile())[1]).to.equal(`moved@${tenant.slug}.test`);
  });

  it("that gives an active user another user's address with a hex prefix reaches the account", async () => {
    const other = `${HEX}other@${tenant.slug}.test`;
    await done(() => patch({ userName: other }));
    expect(await profile()).to.deep.equal(['Ralf', other, other]);
  });

  it('that deletes the user keeps name and address of the account', async () => {
    await done(() => operations('False', HEX + address));
    expect((await tenant.scim('DELETE', `/Users/${id}`)).status).to.equal(204);
    expect(await profile()).to.deep.equal(own());
  });
});
