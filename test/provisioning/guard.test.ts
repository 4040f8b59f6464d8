import { expect } from 'chai';
import { auditEntries } from '../../lib/audit/types.ts';
import { textOf } from '../../lib/events/letters.ts';
import { type Mail, mails } from '../../lib/events/mails.ts';
import { integrations } from '../../lib/provisioning/collections.ts';
import { countRemoval, lineOf, pauseRemovals, RemovalsPaused } from '../../lib/provisioning/guard.ts';
import { discardRemovals, resumeRemovals } from '../../lib/provisioning/removals.ts';
import type { Integration, IntegrationSettings } from '../../lib/provisioning/types.ts';
import { DAY, type Runtime, systemRuntime } from '../../lib/runtime.ts';
import { boot, client, type Reply, type Rollcall, type Tenant, user } from '../helper.ts';
import { testDatabase } from '../store/mongo/database.ts';
import { accountOf, aged, below, groupNamed, joined, memberIn, rolesIn } from './people.ts';
import { connected } from './second.ts';

const MINUTE = 60_000;
/** Milliseconds for a test that makes many people. */
const LONG = 60_000;
const operator = { kind: 'operator' as const };
const off = { Operations: [{ op: 'replace', value: { active: false } }] };
const on = { Operations: [{ op: 'replace', value: { active: true } }] };
const renamed = { Operations: [{ op: 'replace', path: 'displayName', value: 'Someone Else' }] };

/** All of a group at once: only the number of people counts. */
const only = (removalPeople: number): Partial<IntegrationSettings> => ({
  removalPeople,
  removalPercent: 100,
});

const group = (displayName: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
  displayName,
});

interface Person {
  readonly id: string;
  readonly email: string;
}

describe('the line of mass removals', () => {
  const cases: [people: number, percent: number, users: number, line: number][] = [
    [50, 20, 0, 10],
    [50, 20, 10, 10],
    [50, 20, 54, 10],
    [50, 20, 55, 11],
    [50, 20, 249, 49],
    [50, 20, 250, 50],
    [50, 20, 100_000, 50],
    [50, 100, 20, 20],
    [50, 1, 600, 10],
    [3, 20, 100, 3],
    [1_000, 100, 5_000, 1_000],
    [9_999, 100, 50_000, 1_000],
  ];
  for (const [removalPeople, removalPercent, users, line] of cases)
    it(`is ${line} for ${users} users, ${removalPeople} people and ${removalPercent} %`, () => {
      expect(lineOf({ removalPeople, removalPercent }, users)).to.equal(line);
    });
});

/** Keeps the mails waiting. */
const unreachableMailServer = { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'rollcall@rollcall.test' };

let populations = 0;

describe('mass removals', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let later: number;

  before(async () => {
    const real = systemRuntime();
    const runtime: Runtime = { ...real, now: () => real.now() + later };
    later = 0;
    app = await boot({ runtime, env: unreachableMailServer });
  });
  after(async function () {
    this.timeout(LONG);
    await app.close();
  });
  beforeEach(() => {
    later = 0;
  });

  async function provisioned(count: number, settings: Partial<IntegrationSettings> = {}): Promise<Person[]> {
    tenant = await app.bootstrap(undefined, settings);
    return populated(tenant.scim, count);
  }

  async function populated(scim: Tenant['scim'], count: number): Promise<Person[]> {
    const population = ++populations;
    const emails = Array.from({ length: count }, (_one, at) => `p${population}x${at}@${slug()}.test`);
    later -= DAY;
    const replies = await Promise.all(emails.map((email) => scim('POST', '/Users', user(email))));
    later += DAY;
    return replies.map(({ status, body }, at) => {
      if (status !== 201) throw new Error(`a user was answered by ${status}`);
      return { id: String(body.id), email: emails[at] ?? '' };
    });
  }

  const patched = async ({ id }: Person, body: object = off, scim = tenant.scim) =>
    (await scim('PATCH', `/Users/${id}`, body)).status;

  async function removedInTurn(people: readonly Person[], scim = tenant.scim): Promise<number[]> {
    const statuses: number[] = [];
    for (const person of people) statuses.push(await patched(person, off, scim));
    return statuses;
  }

  async function accessOf({ email }: Person): Promise<Record<string, string>> {
    return rolesIn(app.services, tenant.groupId, (await accountOf(app.services, email)).id);
  }

  async function integration(): Promise<Integration> {
    const found = await app.services.store.get(integrations, tenant.groupId, tenant.integrationId);
    if (!found) throw new Error('no integration');
    return found;
  }

  async function resume(): Promise<number> {
    const { store, runtime } = app.services;
    const present = await integration();
    return store.transaction((tx) => resumeRemovals(tx, runtime, present, operator));
  }

  async function discard(): Promise<string[]> {
    const { store, runtime } = app.services;
    return discardRemovals(store, runtime, await integration(), operator);
  }

  async function acts(): Promise<string[]> {
    const newest = { limit: 200, descending: true };
    const { items } = await app.services.store.list(auditEntries, tenant.groupId, newest);
    return items
      .reverse()
      .map(({ action }) => action)
      .filter((action) => /^integration\.(?!created)|^member\./.test(action));
  }

  async function letters(): Promise<Mail[]> {
    const { items } = await app.services.store.sweep(mails, { index: 'due', limit: 10_000 });
    return items.filter(({ letter }) => letter.template === 'removals_paused' && letter.group === slug());
  }

  const slug = () => tenant.scimUrl.split('/').at(-1) ?? '';

  describe('pass', () => {
    const cases: [what: string, users: number, settings: Partial<IntegrationSettings>, pass: number][] = [
      ['as many people as the settings say', 5, only(3), 3],
      ['one person where the settings say one', 3, only(1), 1],
      ['a share of all, where that is less', 24, { removalPercent: 50 }, 12],
      ['ten people, however small the share', 13, { removalPercent: 1 }, 10],
      ['a whole small group', 10, {}, 10],
      ['everybody where the guard is off', 12, { removalGuard: 'off', removalPeople: 1 }, 12],
    ];
    for (const [what, count, settings, pass] of cases)
      it(what, async () => {
        const people = await provisioned(count, settings);
        const statuses = await removedInTurn(people);
        expect(statuses.filter((status) => status === 200)).to.have.length(pass);
        expect(statuses.slice(pass).every((status) => status === 503)).to.equal(true);
        expect((await integration()).paused?.removals).to.equal(pass === count ? undefined : pass);
      });

    it('again, once the window has passed, one by one as they leave it', async () => {
      const people = await provisioned(6, { ...only(2), removalWindowMinutes: 30 });
      expect(await removedInTurn(people.slice(0, 1))).to.deep.equal([200]);
      later = 20 * MINUTE;
      expect(await removedInTurn(people.slice(1, 2))).to.deep.equal([200]);
      later = 31 * MINUTE;
      expect(await removedInTurn(people.slice(2, 4))).to.deep.equal([200, 503]);
    });

    it('who came within the same window', async () => {
      tenant = await app.bootstrap(undefined, only(1));
      const scim = tenant.scim;
      const fresh = await Promise.all(
        Array.from({ length: 5 }, (_, at) => scim('POST', '/Users', user(`fresh${at}@${slug()}.test`))),
      );
      for (const { body } of fresh) expect(await patched({ id: String(body.id), email: '' })).to.equal(200);
    });

    it('for ever, one at a time', async () => {
      const people = await provisioned(15, only(1));
      for (const person of people) {
        later += 61 * MINUTE;
        expect(await patched(person)).to.equal(200);
      }
    });

    it('for who had no access, whatever is asked of them', async () => {
      const [gone, other, third] = await provisioned(3, only(2));
      if (!gone || !other || !third) throw new Error('no people');
      expect(await patched(gone)).to.equal(200);
      expect((await tenant.scim('DELETE', `/Users/${gone.id}`)).status).to.equal(204);
      expect(await patched(other, renamed)).to.equal(200);
      expect(await removedInTurn([other, third])).to.deep.equal([200, 503]);
    });

    it('for one person any number of times', async () => {
      const [person, ...others] = await provisioned(3, only(2));
      if (!person) throw new Error('nobody');
      for (const body of [off, on, off, on, off]) expect(await patched(person, body)).to.equal(200);
      expect(await removedInTurn(others)).to.deep.equal([200, 503]);
    });

    it('for people whom another integration holds', async () => {
      const people = await provisioned(4, only(1));
      const other = await second();
      for (const { email } of people)
        expect((await other('POST', '/Users', user(email))).status).to.equal(201);
      expect(await removedInTurn(people)).to.deep.equal([200, 200, 200, 200]);
      expect(await accessOf(people[0] as Person)).to.deep.equal({ [slug()]: 'guest' });
    });
  });

  /** One more integration of the same group. */
  const second = async () => (await connected(app.services, tenant, { name: 'second' })).scim;

  const ways: [title: string, take: (person: Person) => Promise<Reply>][] = [
    ['PATCH', ({ id }) => tenant.scim('PATCH', `/Users/${id}`, off)],
    ['PUT', ({ id, email }) => tenant.scim('PUT', `/Users/${id}`, user(email, { active: false }))],
    ['DELETE', ({ id }) => tenant.scim('DELETE', `/Users/${id}`)],
  ];
  for (const [title, take] of ways)
    it(`are refused over the line by ${title}, with why, and nothing changes`, async () => {
      const [first, over] = await provisioned(2, only(1));
      if (!first || !over) throw new Error('no people');
      expect((await take(first)).status).to.be.oneOf([200, 204]);
      const before = await tenant.scim('GET', `/Users/${over.id}`);
      const refused = await take(over);
      expect(refused.status).to.equal(503);
      expect(refused.headers.get('retry-after')).to.equal('300');
      expect(refused.body.detail).to.match(/integration SCIM is paused.*Nothing was changed/);
      expect((await tenant.scim('GET', `/Users/${over.id}`)).body).to.deep.equal(before.body);
      expect(await accessOf(over)).to.deep.equal({ [slug()]: 'guest' });
      expect(await accessOf(first)).to.deep.equal({});
    });

  it('are refused in the midst of a bulk request, and so is all that follows there', async () => {
    const [first, second, third] = await provisioned(3, only(1));
    const { status, body } = await tenant.scim('POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [
        { method: 'PATCH', path: `/Users/${first?.id}`, data: off },
        { method: 'DELETE', path: `/Users/${second?.id}` },
        { method: 'PATCH', path: `/Users/${third?.id}`, data: renamed },
        { method: 'POST', path: '/Users', bulkId: 'new', data: user(`bulk@${slug()}.test`) },
        { method: 'POST', path: '/Groups', bulkId: 'group', data: group('Bulk') },
      ],
    });
    expect(status).to.equal(200);
    const operations = body.Operations as { status: string }[];
    expect(operations.map((operation) => operation.status)).to.deep.equal([
      '200',
      '503',
      '503',
      '503',
      '503',
    ]);
    expect((await tenant.scim('GET', '/Users')).body.totalResults).to.equal(3);
    expect((await tenant.scim('GET', '/Groups')).body.totalResults).to.equal(0);
    expect(await letters()).to.have.length(1);
  });

  describe('that are paused', () => {
    let people: Person[];

    beforeEach(async () => {
      people = await provisioned(5, only(2));
      await removedInTurn(people.slice(0, 3));
    });

    it('let every read pass and no write, by any token', async () => {
      const path = `/Users/${people[4]?.id}`;
      const reads = await Promise.all([
        tenant.scim('GET', '/Users'),
        tenant.scim('GET', path),
        tenant.scim('GET', '/Schemas'),
        tenant.scim('POST', '/Users/.search', {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
        }),
      ]);
      expect(reads.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200]);
      const writes = await Promise.all([
        tenant.scim('POST', '/Users', user(`new@${slug()}.test`)),
        tenant.scim('PUT', path, user(people[4]?.email ?? '')),
        tenant.scim('PATCH', path, renamed),
        tenant.scim('PATCH', `/Users/${people[0]?.id}`, on),
        tenant.scim('DELETE', path),
        tenant.scim('POST', '/Groups', group('Late')),
      ]);
      expect(writes.map(({ status }) => status)).to.deep.equal([503, 503, 503, 503, 503, 503]);
      expect(new Set(writes.map(({ headers }) => headers.get('retry-after')))).to.deep.equal(
        new Set(['300']),
      );
      expect((await tenant.scim('GET', '/Users')).body.totalResults).to.equal(5);
    });

    it('stay so after the window', async () => {
      later = 600 * MINUTE;
      expect(await patched(people[4] as Person, renamed)).to.equal(503);
    });

    it('concern no other integration, and no other group', async () => {
      const other = await second();
      expect((await other('POST', '/Users', user(`else@${slug()}.test`))).status).to.equal(201);
      const elsewhere = await app.bootstrap();
      expect((await elsewhere.scim('POST', '/Users', user(`else@${slug()}2.test`))).status).to.equal(201);
    });

    it('are told once to each owner, and once in the audit log, with who was refused', async () => {
      await removedInTurn(people.slice(2));
      const told = await letters();
      expect(told.map(({ to }) => to)).to.deep.equal([`owner@${slug()}.test`]);
      const text = told[0] && textOf(told[0].letter, 'https://rollcall.test', String);
      expect(text?.subject).to.contain(slug()).and.to.contain('SCIM');
      expect(text?.body).to.match(/^2 people have lost access within 60 min/);
      expect(await acts()).to.deep.equal(['integration.paused']);
      const { items } = await app.services.store.list(auditEntries, tenant.groupId, { limit: 200 });
      const refused = (await accountOf(app.services, people[2]?.email ?? '')).id;
      const entry = items.find(({ action }) => action === 'integration.paused');
      expect(entry?.detail).to.include({ removals: 2, refused });
      expect(entry?.actor).to.include({ kind: 'scim', integrationId: tenant.integrationId });
      expect((await integration()).paused).to.include({ removals: 2, refused });
    });

    it('go on once resumed, all of them for the length of one window, then counted anew', async () => {
      expect((await resume()) - app.services.runtime.now()).to.be.within(59 * MINUTE, 60 * MINUTE);
      expect(await removedInTurn(people.slice(2))).to.deep.equal([200, 200, 200]);
      later = 59 * MINUTE;
      expect(await patched(people[0] as Person, on)).to.equal(200);
      expect(await patched(people[0] as Person)).to.equal(200);
      later = 60 * MINUTE;
      const back = people.slice(1);
      for (const person of back) expect(await patched(person, on)).to.equal(200);
      expect(await removedInTurn(back)).to.deep.equal([200, 200, 503, 503]);
      expect(await acts()).to.deep.equal(['integration.paused', 'integration.resumed', 'integration.paused']);
      expect(await letters()).to.have.length(2);
    });

    it('are not paused again by a refusal that was under way when somebody resumed', async () => {
      const { store, runtime } = app.services;
      const present = await integration();
      const late = new RemovalsPaused(present, people[3]?.id ?? '', 2);
      await resume();
      const [token] = present.tokens;
      if (!token) throw new Error('no token');
      const request = { requestId: 'r', method: 'DELETE', path: '/', ip: '::1', userAgent: '' };
      const caller = { integration: present, token, request, leniencies: new Set<never>(), logged: false };
      await store.transaction((tx) => pauseRemovals(tx, runtime, caller, late));
      expect(await integration()).not.to.have.property('paused');
    });

    it('stop a request that began before the pause and comes after its window', async () => {
      const { store, runtime } = app.services;
      const { paused: _later, ...early } = await integration();
      later = 61 * MINUTE;
      const count = async () => 5;
      const refused = await store
        .transaction((tx) =>
          countRemoval(tx, { runtime, count }, early, [{ accountId: 'somebody', since: 0 }]),
        )
        .catch((error: unknown) => error);
      expect(refused).to.be.instanceOf(RemovalsPaused);
    });

    it('can be neither resumed nor discarded twice', async () => {
      await resume();
      for (const again of [resume, discard])
        expect(await again().catch(({ message }: Error) => message)).to.match(/SCIM is not paused/);
    });
  });

  describe('that are discarded', () => {
    it('give every role back, and leave the users as they were sent and the integration disabled', async () => {
      const people = await provisioned(4, { ...only(2), onReturn: 'default_role' });
      const [busy, deleted, over] = people as [Person, Person, Person];
      const root = await groupNamed(app.services, tenant.groupId);
      const team = await below(app.services, root, 'team');
      const { id } = await accountOf(app.services, busy.email);
      await joined(app.services, root, id, 'owner');
      await joined(app.services, team, id, 'maintainer');
      const before = await memberIn(app.services, tenant.groupId, id);

      expect(await patched(busy)).to.equal(200);
      expect((await tenant.scim('DELETE', `/Users/${deleted.id}`)).status).to.equal(204);
      expect(await patched(over)).to.equal(503);
      const gone = (await accountOf(app.services, deleted.email)).id;
      expect(await discard()).to.deep.equal([id, gone]);

      const { v: _before, ...was } = before ?? { v: 0 };
      const { v: _after, ...is } = (await memberIn(app.services, tenant.groupId, id)) ?? { v: 0 };
      expect(is).to.deep.equal(was);
      expect(await accessOf(deleted)).to.deep.equal({ [slug()]: 'guest' });
      expect(await acts()).to.deep.equal([
        'integration.paused',
        'member.restored',
        'member.restored',
        'integration.discarded',
      ]);

      expect((await tenant.scim('GET', '/Users')).status).to.equal(403);
      expect(await integration())
        .to.include({ enabled: false })
        .and.not.have.property('paused');
      await enable();
      expect((await tenant.scim('GET', `/Users/${busy.id}`)).body.active).to.equal(false);
      expect((await tenant.scim('GET', `/Users/${deleted.id}`)).status).to.equal(404);
      expect(await removedInTurn(people.slice(2))).to.deep.equal([200, 200]);
    });

    it('leave out who left before the window, and who has come back by themselves', async () => {
      const [early, returned, gone, over] = (await provisioned(4, only(2))) as [
        Person,
        Person,
        Person,
        Person,
      ];
      expect(await patched(early)).to.equal(200);
      later = 61 * MINUTE;
      for (const body of [off, on]) expect(await patched(returned, body)).to.equal(200);
      expect(await removedInTurn([gone, over])).to.deep.equal([200, 503]);
      expect(await discard()).to.deep.equal([(await accountOf(app.services, gone.email)).id]);
      expect(await accessOf(early)).to.deep.equal({});
    });

    it('are given back to more people than one step takes', async () => {
      const people = await provisioned(103, only(102));
      const statuses = await Promise.all(people.slice(0, 102).map((person) => patched(person)));
      expect(new Set(statuses)).to.deep.equal(new Set([200]));
      expect(await patched(people[102] as Person)).to.equal(503);
      expect(new Set(await discard())).to.have.property('size', 102);
      const has = await Promise.all(people.map(accessOf));
      expect(has.every((roles) => roles[slug()] === 'guest')).to.equal(true);
      expect((await acts()).filter((action) => action === 'integration.discarded')).to.have.length(1);
    }).timeout(LONG);

    async function enable(): Promise<void> {
      const { store } = app.services;
      const present = await integration();
      await store.transaction(async (tx) => tx.update(integrations, { ...present, enabled: true }));
    }
  });

  it('that come at once never pass the line, and pause once', async () => {
    const people = await provisioned(100, only(30));
    const statuses = await Promise.all(people.map((person) => patched(person)));
    expect(statuses.filter((status) => status === 200)).to.have.length(30);
    expect(statuses.filter((status) => status === 503)).to.have.length(70);
    const inactive = await tenant.scim('GET', '/Users?filter=active eq false&count=0');
    expect(inactive.body.totalResults).to.equal(30);
    expect(await letters()).to.have.length(1);
    expect(await acts()).to.deep.equal(['integration.paused']);
  }).timeout(LONG);

  const database = testDatabase();
  if (database !== undefined)
    it('that two processes see never pass the line together', async () => {
      const env = { MONGODB_URI: database, TOKEN_PEPPER: 'p'.repeat(44) };
      const [one, two] = [await boot({ env }), await boot({ env })];
      try {
        tenant = await one.bootstrap(undefined, only(20));
        const people = await populated(tenant.scim, 60);
        await aged(one.services, tenant.groupId);
        const twin = client(tenant.scimUrl.replace(one.url, two.url), tenant.scimToken);
        const statuses = await Promise.all(
          people.map((person, at) => patched(person, off, at % 2 === 0 ? tenant.scim : twin)),
        );
        expect(statuses.filter((status) => status === 200)).to.have.length(20);
        expect(await patched(people[0] as Person, renamed, twin)).to.equal(503);
      } finally {
        await Promise.all([one.close(), two.close()]);
      }
    }).timeout(LONG);
});
