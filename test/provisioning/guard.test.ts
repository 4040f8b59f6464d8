import { expect } from 'chai';
import type { IntegrationSettings } from '../../lib/integrations/types.ts';
import { DAY, HOUR } from '../../lib/kernel/runtime.ts';
import { removalLimit } from '../../lib/provisioning/removal_guard/guard.ts';
import { boot, client, deactivation, type Reply, reactivation, user } from '../helper.ts';
import { testDatabase } from '../store/mongo/database.ts';
import { aged } from './people.ts';
import { LONG, MINUTE, only, type Person, RemovalScene, renamed } from './removal_scene.ts';

describe('the limit of mass removals', () => {
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
      expect(removalLimit({ removalPeople, removalPercent }, users)).to.equal(line);
    });
});

describe('mass removals', () => {
  let scene: RemovalScene;

  before(async () => {
    scene = await RemovalScene.begin();
  });
  after(async function () {
    this.timeout(LONG);
    await scene.app.close();
  });
  beforeEach(() => {
    scene.clock.later = 0;
  });

  it('are counted again when a clock that was ahead had turned the guard off', async () => {
    const people = await scene.provisioned(5, only(1));
    scene.clock.later += 2 * HOUR;
    await scene.removedInTurn(people.slice(0, 2));
    await scene.resume();
    scene.clock.later -= 2 * HOUR;
    expect(await scene.removedInTurn(people.slice(2))).to.deep.equal([200, 503, 503]);
  });

  it('count accounts whose access was recorded by a clock that was ahead', async () => {
    scene.clock.later = 2 * DAY;
    const people = await scene.provisioned(3, only(1));
    scene.clock.later = 0;
    expect(await scene.removedInTurn(people)).to.deep.equal([200, 503, 503]);
  });

  describe('pass the guard', () => {
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
        const people = await scene.provisioned(count, settings);
        const statuses = await scene.removedInTurn(people);
        expect(statuses.filter((status) => status === 200)).to.have.length(pass);
        expect(statuses.slice(pass).every((status) => status === 503)).to.equal(true);
        expect((await scene.integration()).paused?.removals).to.equal(pass === count ? undefined : pass);
      });

    it('again, one by one, as earlier ones leave the window', async () => {
      const people = await scene.provisioned(6, { ...only(2), removalWindowMinutes: 30 });
      expect(await scene.removedInTurn(people.slice(0, 1))).to.deep.equal([200]);
      scene.clock.later = 20 * MINUTE;
      expect(await scene.removedInTurn(people.slice(1, 2))).to.deep.equal([200]);
      scene.clock.later = 31 * MINUTE;
      expect(await scene.removedInTurn(people.slice(2, 4))).to.deep.equal([200, 503]);
    });

    it('for accounts that got access within the same window', async () => {
      scene.tenant = await scene.app.bootstrap(undefined, only(1));
      const scim = scene.tenant.scim;
      const fresh = await Promise.all(
        Array.from({ length: 5 }, (_, at) => scim('POST', '/Users', user(`fresh${at}@${scene.slug}.test`))),
      );
      for (const { body } of fresh) expect(await scene.patched({ id: String(body.id) })).to.equal(200);
    });

    it('one at a time without end', async () => {
      const people = await scene.provisioned(15, only(1));
      for (const person of people) {
        scene.clock.later += 61 * MINUTE;
        expect(await scene.patched(person)).to.equal(200);
      }
    });

    it('for users without access, whatever the request is', async () => {
      const [gone, other, third] = await scene.provisioned(3, only(2));
      if (!gone || !other || !third) throw new Error('no people');
      expect(await scene.patched(gone, deactivation)).to.equal(200);
      expect((await scene.tenant.scim('DELETE', `/Users/${gone.id}`)).status).to.equal(204);
      expect(await scene.patched(other, renamed)).to.equal(200);
      expect(await scene.removedInTurn([other, third])).to.deep.equal([200, 503]);
    });

    it('any number of times for one person', async () => {
      const [person, ...others] = await scene.provisioned(3, only(2));
      if (!person) throw new Error('nobody');
      for (const body of [deactivation, reactivation, deactivation, reactivation, deactivation])
        expect(await scene.patched(person, body)).to.equal(200);
      expect(await scene.removedInTurn(others)).to.deep.equal([200, 503]);
    });

    it('for people whom another integration has as active', async () => {
      const people = await scene.provisioned(4, only(1));
      const other = await scene.second();
      for (const { email } of people)
        expect((await other('POST', '/Users', user(email))).status).to.equal(201);
      expect(await scene.removedInTurn(people)).to.deep.equal([200, 200, 200, 200]);
      expect(await scene.accessOf(people[0] as Person)).to.deep.equal({ [scene.slug]: 'guest' });
    });
  });

  const ways: [title: string, take: (person: Person) => Promise<Reply>][] = [
    ['PATCH', ({ id }) => scene.tenant.scim('PATCH', `/Users/${id}`, deactivation)],
    ['PUT', ({ id, email }) => scene.tenant.scim('PUT', `/Users/${id}`, user(email, { active: false }))],
    ['DELETE', ({ id }) => scene.tenant.scim('DELETE', `/Users/${id}`)],
  ];
  for (const [title, take] of ways)
    it(`above the limit by ${title} are refused with the reason, and nothing changes`, async () => {
      const [first, over] = await scene.provisioned(2, only(1));
      if (!first || !over) throw new Error('no people');
      expect((await take(first)).status).to.be.oneOf([200, 204]);
      const before = await scene.tenant.scim('GET', `/Users/${over.id}`);
      const refused = await take(over);
      expect(refused.status).to.equal(503);
      expect(refused.headers.get('retry-after')).to.equal('300');
      expect(refused.body.detail).to.match(/integration SCIM is paused.*Nothing was changed/);
      expect((await scene.tenant.scim('GET', `/Users/${over.id}`)).body).to.deep.equal(before.body);
      expect(await scene.accessOf(over)).to.deep.equal({ [scene.slug]: 'guest' });
      expect(await scene.accessOf(first)).to.deep.equal({});
    });

  it('above the limit stop a bulk request, and all later operations in it are refused', async () => {
    const [first, second, third] = await scene.provisioned(3, only(1));
    const { status, body } = await scene.tenant.scim('POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [
        { method: 'PATCH', path: `/Users/${first?.id}`, data: deactivation },
        { method: 'DELETE', path: `/Users/${second?.id}` },
        { method: 'PATCH', path: `/Users/${third?.id}`, data: renamed },
        { method: 'POST', path: '/Users', bulkId: 'new', data: user(`bulk@${scene.slug}.test`) },
        { method: 'POST', path: '/Groups', bulkId: 'group', data: { displayName: 'Bulk' } },
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
    expect((await scene.tenant.scim('GET', '/Users')).body.totalResults).to.equal(3);
    expect((await scene.tenant.scim('GET', '/Groups')).body.totalResults).to.equal(0);
    expect(await scene.letters()).to.have.length(1);
  });

  it('that are concurrent never exceed the limit together, and pause the integration once', async () => {
    const people = await scene.provisioned(100, only(30));
    const statuses = await Promise.all(people.map((person) => scene.patched(person)));
    expect(statuses.filter((status) => status === 200)).to.have.length(30);
    expect(statuses.filter((status) => status === 503)).to.have.length(70);
    const inactive = await scene.tenant.scim('GET', '/Users?filter=active eq false&count=0');
    expect(inactive.body.totalResults).to.equal(30);
    expect(await scene.letters()).to.have.length(1);
    expect(await scene.acts()).to.deep.equal(['integration.paused']);
  }).timeout(LONG);

  const database = testDatabase();
  if (database !== undefined)
    it('seen by two processes never exceed the limit together', async () => {
      const env = { MONGODB_URI: database, TOKEN_PEPPER: 'p'.repeat(44) };
      const [one, two] = [await boot({ env }), await boot({ env })];
      try {
        scene.tenant = await one.bootstrap(undefined, only(20));
        const people = await scene.populated(scene.tenant.scim, 60);
        await aged(one.services, scene.tenant.groupId);
        const twin = client(scene.tenant.scimUrl.replace(one.url, two.url), scene.tenant.scimToken);
        const statuses = await Promise.all(
          people.map((person, at) =>
            scene.patched(person, deactivation, at % 2 === 0 ? scene.tenant.scim : twin),
          ),
        );
        expect(statuses.filter((status) => status === 200)).to.have.length(20);
        expect(await scene.patched(people[0] as Person, renamed, twin)).to.equal(503);
      } finally {
        await Promise.all([one.close(), two.close()]);
      }
    }).timeout(LONG);
});
