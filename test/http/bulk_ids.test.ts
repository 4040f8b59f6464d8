import { expect } from 'chai';
import type { Resource } from '../../lib/scim/schema/types.ts';
import type { Rollcall, Tenant } from '../helper.ts';
import { ENTERPRISE } from '../scim/user_type.ts';
import { bulkOf, idOf, post, results, statuses, typeOf } from './bulk_client.ts';
import { bootWithDevices, DEVICE, SLOT } from './fixture.ts';

describe('a bulk request', () => {
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await bootWithDevices();
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
  });

  const { bulk, person } = bulkOf(() => tenant);
  const managed = (name: string, by: string) =>
    person(name, { [ENTERPRISE]: { manager: { value: `bulkId:${by}` }, department: 'D' } });
  const managerOf = async (id: string | undefined) => {
    const { body } = await tenant.scim('GET', `/Users/${id}`);
    return ((body[ENTERPRISE] as Resource | undefined)?.manager as Resource | undefined)?.value;
  };

  describe('with bulkIds', () => {
    it('runs operations after those that make their references, and answers in the order of the request', async () => {
      const reply = await bulk([managed('ann', 'bea'), managed('bea', 'cleo'), person('cleo')]);
      expect(results(reply).map(({ bulkId, status, version }) => [bulkId, status, version])).to.deep.equal([
        ['ann', '201', 'W/"1"'],
        ['bea', '201', 'W/"1"'],
        ['cleo', '201', 'W/"1"'],
      ]);
      const [ann, bea, cleo] = results(reply).map(idOf);
      expect([await managerOf(ann), await managerOf(bea)]).to.deep.equal([bea, cleo]);
    });

    it('resolves them in paths, in values and in the paths of a PATCH', async () => {
      const reply = await bulk([
        {
          method: 'PATCH',
          path: '/Users/bulkId:ann',
          data: {
            Operations: [
              { op: 'add', path: `${ENTERPRISE}:manager`, value: { value: 'bulkId:bea' } },
              { op: 'add', path: 'roles', value: [{ value: 'bulkId:bea' }] },
              { op: 'replace', path: 'roles[value eq "bulkId:bea"].display', value: 'Bea' },
            ],
          },
        },
        person('ann'),
        person('bea'),
        { method: 'DELETE', path: '/Users/bulkId%3Abea' },
      ]);
      expect(statuses(reply)).to.deep.equal(['200', '201', '201', '204']);
      const [patched, ann, bea] = results(reply);
      expect(patched?.location).to.equal(ann?.location);
      const { body } = await tenant.scim('GET', `/Users/${idOf(ann)}`);
      expect(body.roles).to.deep.equal([{ value: idOf(bea), display: 'Bea' }]);
      expect(await managerOf(idOf(ann))).to.equal(idOf(bea));
    });

    it('refuses a reference to nothing, and to an operation that failed', async () => {
      const reply = await bulk([
        managed('ann', 'nobody'),
        managed('bea', 'nameless'),
        post('nameless', {}),
        { method: 'DELETE', path: '/Users/bulkId:nobody' },
        managed('cleo', 'dora'),
        person('dora'),
      ]);
      expect(results(reply).map((result) => [result.status, typeOf(result)])).to.deep.equal([
        ['400', 'invalidValue'],
        ['400', 'invalidValue'],
        ['400', 'invalidValue'],
        ['400', 'invalidValue'],
        ['201', undefined],
        ['201', undefined],
      ]);
      expect(results(reply)[3]).not.to.have.property('location');
      expect((await tenant.scim('GET', '/Users')).body.totalResults).to.equal(2);
    });

    it('resolves circular references: creates one resource without its reference and adds it later', async () => {
      const reply = await bulk([managed('ann', 'bea'), managed('bea', 'cleo'), managed('cleo', 'ann')]);
      expect(results(reply).map(({ status, version }) => [status, version])).to.deep.equal([
        ['201', 'W/"2"'],
        ['201', 'W/"1"'],
        ['201', 'W/"1"'],
      ]);
      const [ann, bea, cleo] = results(reply).map(idOf);
      expect([await managerOf(ann), await managerOf(bea), await managerOf(cleo)]).to.deep.equal([
        bea,
        cleo,
        ann,
      ]);
      const { body } = await tenant.scim('GET', `/Users/${ann}`);
      expect([(body[ENTERPRISE] as Resource).department, (body.meta as Resource).version]).to.deep.equal([
        'D',
        'W/"2"',
      ]);
    });

    it('resolves a reference to itself', async () => {
      const reply = await bulk([managed('ann', 'ann')]);
      const [ann] = results(reply).map(idOf);
      expect([statuses(reply), await managerOf(ann)]).to.deep.equal([['201'], ann]);
    });

    it('fills a group with users from later operations, and removes one again', async () => {
      const reply = await bulk([
        post(
          'team',
          { displayName: 'Team', members: [{ value: 'bulkId:ann' }, { value: 'bulkId:bea' }] },
          '/Groups',
        ),
        person('ann'),
        person('bea'),
        {
          method: 'PATCH',
          path: '/Groups/bulkId:team',
          data: { Operations: [{ op: 'remove', path: 'members[value eq "bulkId:ann"]' }] },
        },
      ]);
      expect(statuses(reply).slice(0, 3)).to.deep.equal(['201', '201', '201']);
      expect(statuses(reply)[3]).to.match(/^20[04]$/);
      const [team, , bea] = results(reply).map(idOf);
      const { body } = await tenant.scim('GET', `/Groups/${team}`);
      expect((body.members as Resource[]).map(({ value }) => value)).to.deep.equal([bea]);
    });

    it('creates groups that reference each other, and refuses the circular membership', async () => {
      const group = (name: string, member: string) =>
        post(name, { displayName: name, members: [{ value: `bulkId:${member}` }] }, '/Groups');
      const reply = await bulk([group('a', 'b'), group('b', 'a')]);
      expect(statuses(reply)).to.deep.equal(['400', '201']);
      const [a, b] = results(reply);
      expect(typeOf(a)).to.equal('invalidValue');
      expect((await tenant.scim('GET', `/Groups/${idOf(a)}`)).body).not.to.have.property('members');
      const { body } = await tenant.scim('GET', `/Groups/${idOf(b)}`);
      expect((body.members as Resource[]).map(({ value }) => value)).to.deep.equal([idOf(a)]);
    });

    it('resolves circular references at an optional one', async () => {
      const reply = await bulk([
        post('slot', { schemas: [SLOT], holds: 'bulkId:device' }, '/Slots'),
        post('device', { schemas: [DEVICE], serial: 'S', slot: 'bulkId:slot' }, '/Devices'),
      ]);
      const [slot, device] = results(reply).map(idOf);
      expect(statuses(reply)).to.deep.equal(['201', '201']);
      expect((await tenant.scim('GET', `/Slots/${slot}`)).body.holds).to.equal(device);
      expect((await tenant.scim('GET', `/Devices/${device}`)).body.slot).to.equal(slot);
    });

    it('refuses circular required references, and operations that depend on them', async () => {
      const reply = await bulk([
        post('a', { schemas: [SLOT], holds: 'bulkId:b' }, '/Slots'),
        post('b', { schemas: [SLOT], holds: 'bulkId:a' }, '/Slots'),
        person('ann'),
      ]);
      expect(results(reply).map((result) => [result.status, typeOf(result)])).to.deep.equal([
        ['400', 'invalidValue'],
        ['409', undefined],
        ['201', undefined],
      ]);
    });

    it('reports circular references that stay unresolved because another operation failed', async () => {
      const reply = await bulk(
        [
          managed('ann', 'bea'),
          { ...managed('bea', 'ann'), data: { [ENTERPRISE]: { manager: 'bulkId:ann' } } },
        ],
        { failOnErrors: 1 },
      );
      const [ann, bea] = results(reply);
      expect([ann?.status, typeOf(ann), bea?.status]).to.deep.equal(['400', 'invalidValue', '400']);
      expect((ann?.response as Resource | undefined)?.detail).to.match(
        /^The User was created without its circular references/,
      );
      const read = await tenant.scim('GET', `/Users/${idOf(ann)}`);
      expect([read.status, read.headers.get('etag')]).to.deep.equal([200, ann?.version]);
    });
  });
});
