import { expect } from 'chai';
import type { Group } from '../../lib/groups/types.ts';
import { identities } from '../../lib/provisioning/collections.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { below, directoryLinked, groupNamed, memberIn } from '../provisioning/people.ts';

const CHAIN = 70;

describe('many nested groups', function () {
  this.timeout(600_000);
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap(undefined, { removalGuard: 'off' });
  });

  async function bulk(Operations: readonly Resource[]): Promise<string[]> {
    const { status, body } = await tenant.scim('POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations,
    });
    expect(status, JSON.stringify(body)).to.equal(200);
    const results = body.Operations as Resource[];
    expect(new Set(results.map((result) => result.status))).to.deep.equal(new Set(['201']));
    return results.map(({ location }) => String(location).split('/').at(-1) ?? '');
  }

  /** Groups of which each has the one before it for a member, the innermost first. */
  function chain(length: number): Promise<string[]> {
    return bulk(
      Array.from({ length }, (_, at) => ({
        method: 'POST',
        path: '/Groups',
        bulkId: `b${at}`,
        data: {
          displayName: `Chain ${at}`,
          ...(at === 0 ? {} : { members: [{ value: `bulkId:b${at - 1}` }] }),
        },
      })),
    );
  }

  function members(id: string, ...values: readonly string[]) {
    const value = values.map((one) => ({ value: one }));
    return tenant.scim('PATCH', `/Groups/${id}`, { Operations: [{ op: 'add', path: 'members', value }] });
  }

  async function target(slug: string): Promise<Group> {
    return below(app.services, await groupNamed(app.services, tenant.groupId), slug);
  }

  function link(id: string, to: Group): Promise<void> {
    return directoryLinked(app.services, tenant.integrationId, id, to, 'developer');
  }

  async function placesOf(userId: string): Promise<readonly string[]> {
    const identity = await app.services.store.get(identities, tenant.integrationId, userId);
    const member = await memberIn(app.services, tenant.groupId, identity?.accountId ?? '');
    return member?.groupIds.filter((id) => id !== tenant.groupId) ?? [];
  }

  async function person(name: string): Promise<string> {
    const { body } = await tenant.scim('POST', '/Users', user(`${name}@${tenant.groupId}.test`));
    return String(body.id);
  }

  /** How many units of work a request takes, what is written beside it included. */
  async function unitsOf(work: () => Promise<unknown>): Promise<number> {
    const { store } = app.services;
    const original = store.transaction;
    let units = 0;
    store.transaction = (...args) => {
      units += 1;
      return original.apply(store, args) as never;
    };
    try {
      await work();
    } finally {
      store.transaction = original;
    }
    return units;
  }

  it('need few units of work if no link reaches them', async () => {
    const ids = await chain(CHAIN);
    const [outer = ''] = await bulk([
      { method: 'POST', path: '/Groups', bulkId: 'o', data: { displayName: 'O' } },
    ]);
    const [other = ''] = await bulk([
      { method: 'POST', path: '/Groups', bulkId: 'p', data: { displayName: 'P' } },
    ]);
    expect(await unitsOf(() => members(outer, ids.at(-1) ?? ''))).to.be.below(10);
    await link(other, await target('other'));
    const Operations = [{ op: 'remove', path: `members[value eq "${ids.at(-1)}"]` }];
    expect(await unitsOf(() => tenant.scim('PATCH', `/Groups/${outer}`, { Operations }))).to.be.below(10);
  });

  it('are read together if a link reaches them', async () => {
    const ids = await chain(CHAIN);
    const [ann, bob] = [await person('ann'), await person('bob')];
    await members(ids[0] ?? '', ann);
    await members(ids[40] ?? '', bob);
    const [outer = ''] = await bulk([
      { method: 'POST', path: '/Groups', bulkId: 'o', data: { displayName: 'O' } },
    ]);
    const place = await target('place');
    await link(outer, place);
    expect(await unitsOf(() => members(outer, ids.at(-1) ?? ''))).to.be.below(10);
    expect([await placesOf(ann), await placesOf(bob)]).to.deep.equal([[place.id], [place.id]]);
    const Operations = [{ op: 'remove', path: `members[value eq "${ids.at(-1)}"]` }];
    expect(await unitsOf(() => tenant.scim('PATCH', `/Groups/${outer}`, { Operations }))).to.be.below(10);
    expect([await placesOf(ann), await placesOf(bob)]).to.deep.equal([[], []]);
  });

  it('give what all links above give, however many there are', async () => {
    const ids = await chain(CHAIN);
    const places: Group[] = [];
    for (const [at, id] of ids.entries()) {
      const place = await target(`place${at}`);
      places.push(place);
      await link(id, place);
    }
    const [ann, bob] = [await person('ann'), await person('bob')];
    await members(ids[0] ?? '', ann);
    await members(ids[60] ?? '', bob);
    const all = places.map(({ id }) => id);
    expect(await placesOf(ann)).to.have.members(all);
    expect(await placesOf(bob)).to.have.members(all.slice(60));
  });

  it('never contain themselves, at any distance', async () => {
    const ids = await chain(CHAIN);
    const { status, body } = await members(ids[0] ?? '', ids.at(-1) ?? '');
    expect([status, body.scimType]).to.deep.equal([400, 'invalidValue']);
  });
});
