import { expect } from 'chai';
import { auditEntries } from '../../lib/audit/types.ts';
import { textOf } from '../../lib/outbox/mail/letters.ts';
import { countRemoval, pauseRemovals, RemovalsPaused } from '../../lib/provisioning/removal_guard/guard.ts';
import { operate } from '../cli/operator.ts';
import { client, reactivation, user } from '../helper.ts';
import { accountOf } from './people.ts';
import { MINUTE, only, type Person, RemovalScene, renamed } from './removal_scene.ts';

describe('an integration paused after a mass removal', () => {
  let scene: RemovalScene;
  let people: Person[];

  before(async () => {
    scene = await RemovalScene.begin();
  });
  after(() => scene.app.close());
  beforeEach(async () => {
    scene.clock.later = 0;
    people = await scene.provisioned(5, only(2));
    await scene.removedInTurn(people.slice(0, 3));
  });

  it('answers every read and refuses every write, with any token', async () => {
    const path = `/Users/${people[4]?.id}`;
    const reads = await Promise.all([
      scene.tenant.scim('GET', '/Users'),
      scene.tenant.scim('GET', path),
      scene.tenant.scim('GET', '/Schemas'),
      scene.tenant.scim('POST', '/Users/.search', {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
      }),
    ]);
    expect(reads.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200]);
    const issued = await operate(scene.app.services, 'token create', { group: scene.slug, name: 'another' });
    const another = client(scene.tenant.scimUrl, String(issued.secret));
    const writes = await Promise.all([
      another('PATCH', path, renamed),
      scene.tenant.scim('POST', '/Users', user(`new@${scene.slug}.test`)),
      scene.tenant.scim('PUT', path, user(people[4]?.email ?? '')),
      scene.tenant.scim('PATCH', path, renamed),
      scene.tenant.scim('PATCH', `/Users/${people[0]?.id}`, reactivation),
      scene.tenant.scim('DELETE', path),
      scene.tenant.scim('POST', '/Groups', { displayName: 'Late' }),
    ]);
    expect(writes.map(({ status }) => status)).to.deep.equal([503, 503, 503, 503, 503, 503, 503]);
    expect(new Set(writes.map(({ headers }) => headers.get('retry-after')))).to.deep.equal(new Set(['300']));
    expect((await scene.tenant.scim('GET', '/Users')).body.totalResults).to.equal(5);
  });

  it('stays paused after the window', async () => {
    scene.clock.later = 600 * MINUTE;
    expect(await scene.patched(people[4] as Person, renamed)).to.equal(503);
  });

  it('does not affect other integrations and groups', async () => {
    const other = await scene.second();
    expect((await other('POST', '/Users', user(`else@${scene.slug}.test`))).status).to.equal(201);
    const elsewhere = await scene.app.bootstrap();
    expect((await elsewhere.scim('POST', '/Users', user(`else@${scene.slug}2.test`))).status).to.equal(201);
  });

  it('is reported once to each owner and once in the audit log, with the account that was refused', async () => {
    await scene.removedInTurn(people.slice(2));
    const told = await scene.letters();
    expect(told.map(({ to }) => to)).to.deep.equal([`owner@${scene.slug}.test`]);
    const text = told[0] && textOf(told[0].letter, 'https://rollcall.test', String);
    expect(text?.subject).to.contain(scene.slug).and.to.contain('SCIM');
    expect(text?.body).to.match(/^2 people have lost access within 60 min/);
    expect(await scene.acts()).to.deep.equal(['integration.paused']);
    const { items } = await scene.app.services.store.list(auditEntries, scene.tenant.groupId, { limit: 200 });
    const refused = (await accountOf(scene.app.services, people[2]?.email ?? '')).id;
    const entry = items.find(({ action }) => action === 'integration.paused');
    expect(entry?.detail).to.include({ removals: 2, refused });
    expect(entry?.actor).to.include({ kind: 'scim', integrationId: scene.tenant.integrationId });
    expect((await scene.integration()).paused).to.include({ removals: 2, refused });
  });

  it('accepts all removals for one window after it is resumed, then counts again', async () => {
    expect((await scene.resume()) - scene.app.services.runtime.now()).to.be.within(59 * MINUTE, 60 * MINUTE);
    expect(await scene.removedInTurn(people.slice(2))).to.deep.equal([200, 200, 200]);
    scene.clock.later = 59 * MINUTE;
    expect(await scene.patched(people[0] as Person, reactivation)).to.equal(200);
    expect(await scene.patched(people[0] as Person)).to.equal(200);
    scene.clock.later = 60 * MINUTE;
    const back = people.slice(1);
    for (const person of back) expect(await scene.patched(person, reactivation)).to.equal(200);
    expect(await scene.removedInTurn(back)).to.deep.equal([200, 200, 503, 503]);
    expect(await scene.acts()).to.deep.equal([
      'integration.paused',
      'integration.resumed',
      'integration.paused',
    ]);
    expect(await scene.letters()).to.have.length(2);
  });

  it('is not paused again by a refusal that began before it was resumed', async () => {
    const { store } = scene.app.services;
    const present = await scene.integration();
    const late = new RemovalsPaused(present, people[3]?.id ?? '', 2, 'too many');
    await scene.resume();
    const [token] = present.tokens;
    if (!token) throw new Error('no token');
    const request = { requestId: 'r', method: 'DELETE', path: '/', ip: '::1', userAgent: '' };
    const caller = {
      integration: present,
      token,
      request,
      leniencies: new Set<never>(),
      dropped: new Set<never>(),
      logged: false,
    };
    await store.transaction((unit) => pauseRemovals(unit, caller, late));
    expect(await scene.integration()).not.to.have.property('paused');
  });

  it('refuses a request that began before the pause and ends after the window', async () => {
    const { store } = scene.app.services;
    const { paused: _later, ...early } = await scene.integration();
    scene.clock.later = 61 * MINUTE;
    const count = async () => 5;
    const refused = await store
      .transaction((unit) =>
        countRemoval(unit, count, early, {
          losses: [{ accountId: 'somebody', since: 0 }],
          most: Number.POSITIVE_INFINITY,
        }),
      )
      .catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(RemovalsPaused);
  });

  it('cannot be resumed or discarded twice', async () => {
    await scene.resume();
    for (const again of [() => scene.resume(), () => scene.discard()])
      expect(await again().catch(({ message }: Error) => message)).to.match(/SCIM is not paused/);
  });
});
