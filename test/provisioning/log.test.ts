import { expect } from 'chai';
import { sealTurn, verifyChain } from '../../lib/audit/chain.ts';
import { auditEntries } from '../../lib/audit/types.ts';
import { DAY } from '../../lib/kernel/runtime.ts';
import { logBodies } from '../../lib/provisioning/collections.ts';
import type { LogEntry } from '../../lib/provisioning/types.ts';
import { boot, client, type Rollcall, type Tenant, user } from '../helper.ts';
import { loggedIn } from '../logged.ts';
import { testDatabase } from '../store/mongo/database.ts';

describe('the logs', () => {
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
  });

  async function log(): Promise<LogEntry[]> {
    await app.services.logBook.flush();
    return loggedIn(app.services.store, tenant.groupId);
  }

  it('seal an entry once, even if two processes find it', async () => {
    const { store, secrets } = app.services;
    await tenant.scim('POST', '/Users', user('sealed@log.test'));
    const found = await store.sweep(auditEntries, { index: 'unsealed', limit: 1_000 });
    const late = new Proxy(store, {
      get: (target, name) =>
        name === 'sweep' ? async () => found : (Reflect.get(target, name) as () => unknown).bind(target),
    });
    await sealTurn(store, secrets.auditKey);
    expect(await sealTurn(late, secrets.auditKey)).to.equal(0);
    expect((await verifyChain(store, secrets.auditKey, tenant.groupId)).broken).to.equal(undefined);
  });

  it('keep provisioning entries for ninety days', async () => {
    await tenant.scim('POST', '/Users', user('old@log.test'));
    const [entry] = await log();
    const expiry = (entry?.at ?? 0) + 90 * DAY;
    expect(entry?.expiresAt).to.equal(expiry);
    await app.services.store.purge(expiry - 1);
    expect(await log()).to.have.length(1);
    const vanishesByItself = (await app.services.store.purge(expiry + 1)) === 0;
    expect(await log()).to.have.length(vanishesByItself ? 1 : 0);
    expect(vanishesByItself).to.equal(testDatabase() !== undefined);
  });

  it('keep the bodies of a change for thirty days, and its entry for longer', async () => {
    const { store } = app.services;
    await tenant.scim('POST', '/Users', user('bodies@log.test'));
    const [entry] = await log();
    const bodies = () => store.get(logBodies, tenant.groupId, entry?.id ?? '');
    const expiry = (await bodies())?.expiresAt ?? 0;
    expect(expiry).to.be.closeTo((entry?.at ?? 0) + 30 * DAY, 60_000);
    await store.purge(expiry - 1);
    expect(await bodies()).not.to.equal(undefined);
    await store.purge(expiry + 1);
    expect((await bodies()) === undefined, 'MongoDB removes expired bodies').to.equal(
      testDatabase() === undefined,
    );
    expect(await log()).to.have.length(1);
  });

  it('show for a change who, what, the answer and the differences, in plain words', async () => {
    const { body } = await tenant.scim('POST', '/Users', user('ann@log.test', { externalId: 'x' }), {
      'user-agent': 'Okta SCIM Client 1.0.0',
      'x-request-id': 'request-of-okta',
    });
    await tenant.scim('PATCH', `/Users/${body.id}`, {
      Operations: [{ op: 'Replace', path: 'active', value: 'False' }],
    });
    const [created, changed] = await log();
    expect(created).to.include({
      method: 'POST',
      path: '/Users',
      status: 201,
      outcome: 'Created the account ann.',
      userName: 'ann@log.test',
      userAgent: 'Okta SCIM Client 1.0.0',
      requestId: 'request-of-okta',
      resourceId: body.id,
    });
    expect(changed).to.include({ status: 200, outcome: 'Deactivated the user. Ended 1 membership.' });
    expect(changed?.changes?.map(({ what, from, to }) => [what, from, to])).to.deep.equal([
      ['active', 'true', 'false'],
      [`role in group ${tenant.groupId}`, 'guest', undefined],
    ]);
    expect(changed?.leniencies).to.have.members(['op-case', 'boolean-text', 'schemas-missing']);
  });

  it('have reads and refusals too, also of unauthenticated callers', async () => {
    await tenant.scim('GET', '/Users?filter=userName eq "nobody"');
    await tenant.scim('POST', '/Users', { userName: '' });
    await tenant.scim('GET', '/Users?filter=nonsense eq "x"');
    await client(tenant.scimUrl, `rcs_${'0'.repeat(49)}`)('GET', '/Users');
    const seen = (await log()).map(({ method, path, status, outcome }) => [method, path, status, outcome]);
    expect(seen).to.deep.equal([
      ['GET', '/Users?filter=userName%20eq%20%22nobody%22', 200, 'Read.'],
      ['POST', '/Users', 400, 'Refused: userName is required.'],
      [
        'GET',
        '/Users?filter=nonsense%20eq%20%22x%22',
        400,
        'Refused: The filter names an unknown attribute: nonsense.',
      ],
      ['GET', '/Users', 401, 'Refused: The token is not one of this group.'],
    ]);
  });

  it('never contain a secret of a request', async () => {
    const canary = 'canary-7f3a9c';
    await tenant.scim('POST', '/Users', user('canary@log.test', { password: canary }));
    await tenant.scim('PATCH', '/Users/nobody', {
      Operations: [{ op: 'replace', path: 'password', value: canary }],
    });
    await tenant.scim('GET', `/Users?access_token=${canary}&filter=password eq "${canary}"`);
    const { items } = await app.services.store.list(auditEntries, tenant.groupId, { limit: 200 });
    expect(JSON.stringify([await log(), items]))
      .not.to.include(canary)
      .and.not.to.include(tenant.scimToken);
  });

  it('have every change in the audit chain, which detects later edits', async () => {
    const { store, secrets } = app.services;
    const { body } = await tenant.scim('POST', '/Users', user('audit@log.test'));
    await tenant.scim('DELETE', `/Users/${body.id}`);
    await sealTurn(store, secrets.auditKey);
    expect(await verifyChain(store, secrets.auditKey, tenant.groupId)).to.deep.equal({
      sealed: 5,
      unsealed: 0,
    });

    const { items } = await store.list(auditEntries, tenant.groupId, { index: 'seq', limit: 10 });
    expect(items.map((entry) => entry.action)).to.deep.equal([
      'integration.created',
      'group.created',
      'token.created',
      'user.created',
      'user.deleted',
    ]);
    const forged = items[3];
    if (!forged) throw new Error('no entry');
    await store.transaction(async (unit) => {
      unit.update(auditEntries, { ...forged, detail: { userName: 'somebody@else.test' } });
    });
    const verdict = await verifyChain(store, secrets.auditKey, tenant.groupId);
    expect(verdict.broken).to.deep.equal({ seq: 4, reason: 'its content was changed' });
  });

  it('detect a removed entry in the middle and at the end of the chain', async () => {
    const { store, secrets } = app.services;
    for (const gone of [2, 3]) {
      const other = await app.bootstrap();
      await sealTurn(store, secrets.auditKey);
      const { items } = await store.list(auditEntries, other.groupId, {
        index: 'seq',
        equal: [gone],
        limit: 1,
      });
      const [removed] = items;
      if (!removed) throw new Error('no entry');
      await store.transaction(async (unit) => unit.remove(auditEntries, removed));
      expect((await verifyChain(store, secrets.auditKey, other.groupId)).broken?.seq).to.equal(gone);
    }
  });
});
