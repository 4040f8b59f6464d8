import { expect } from 'chai';
import { identities } from '../../lib/provisioning/collections.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { type Rollcall, type Tenant, user } from '../helper.ts';
import { bootWithSchemas } from './fixture.ts';

const BADGE = 'urn:example:params:scim:schemas:extension:badge:2.0:User';
const TEAM = 'urn:example:params:scim:schemas:extension:team:2.0:Group';

const files = {
  'badge.json': {
    id: BADGE,
    name: 'Badge',
    attributes: [
      { name: 'chip', type: 'string', uniqueness: 'server' },
      { name: 'keys', type: 'string', caseExact: true, multiValued: true, uniqueness: 'global' },
      {
        name: 'locker',
        type: 'complex',
        subAttributes: [
          { name: 'number', type: 'integer', uniqueness: 'server' },
          { name: 'hall', type: 'string' },
        ],
      },
      { name: 'colour', type: 'string' },
      { name: 'issued', type: 'dateTime', mutability: 'immutable' },
      { name: 'doors', type: 'string', multiValued: true, mutability: 'immutable' },
      {
        name: 'car',
        type: 'complex',
        subAttributes: [
          { name: 'plate', type: 'string', mutability: 'immutable' },
          { name: 'colour', type: 'string' },
        ],
      },
      {
        name: 'cards',
        type: 'complex',
        multiValued: true,
        subAttributes: [
          { name: 'serial', type: 'string', mutability: 'immutable' },
          { name: 'type', type: 'string' },
        ],
      },
    ],
  },
  'user.json': {
    name: 'User',
    endpoint: '/Users',
    schema: 'urn:ietf:params:scim:schemas:core:2.0:User',
    schemaExtensions: [{ schema: BADGE }],
  },
  'team.json': {
    id: TEAM,
    name: 'Team',
    attributes: [
      { name: 'code', type: 'string', uniqueness: 'server' },
      { name: 'founded', type: 'string', mutability: 'immutable' },
    ],
  },
  'group.json': {
    name: 'Group',
    endpoint: '/Groups',
    schema: 'urn:ietf:params:scim:schemas:core:2.0:Group',
    schemaExtensions: [{ schema: TEAM }],
  },
};

describe('attributes of an extension', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let people = 0;

  before(async () => {
    app = await bootWithSchemas(files);
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
  });

  const create = (badge: Resource) =>
    tenant.scim('POST', '/Users', user(`p${++people}@extension.test`, { [BADGE]: badge }));
  const patch = (id: unknown, ...Operations: Resource[]) =>
    tenant.scim('PATCH', `/Users/${id}`, { Operations });

  describe('that are unique', () => {
    const doubles: readonly (readonly [held: Resource, sent: Resource, name: string])[] = [
      [{ chip: 'A1' }, { chip: 'a1' }, 'chip'],
      [{ keys: ['k1', 'k2'] }, { keys: ['k3', 'k2'] }, 'keys'],
      [{ locker: { number: 7 } }, { locker: { number: 7, hall: 'B' } }, 'locker.number'],
    ];
    for (const [held, sent, name] of doubles)
      it(`occur once among the users of an integration: ${name}`, async () => {
        const first = await create(held);
        expect(first.status).to.equal(201);
        const refused = [await create(sent)];
        const { body } = await create({ colour: 'red' });
        refused.push(await patch(body.id, { op: 'add', path: BADGE, value: sent }));
        refused.push(
          await tenant.scim('PUT', `/Users/${body.id}`, user(String(body.userName), { [BADGE]: sent })),
        );
        for (const reply of refused) {
          expect([reply.status, reply.body.scimType]).to.deep.equal([409, 'uniqueness']);
          expect(reply.body.detail).to.equal(`The value of ${BADGE}:${name} is taken by another User.`);
        }
        expect((await tenant.scim('GET', '/Users')).body.totalResults).to.equal(2);

        expect((await patch(first.body.id, { op: 'remove', path: `${BADGE}:${name}` })).status).to.equal(200);
        expect((await create(sent)).status).to.equal(201);
      });

    it('differ by letter case if they are case exact', async () => {
      expect((await create({ keys: ['k1'] })).status).to.equal(201);
      expect((await create({ keys: ['K1'] })).status).to.equal(201);
    });

    it('stay with their user, also through deactivation and reactivation', async () => {
      const { body } = await create({ chip: 'own' });
      const again = user(String(body.userName), { [BADGE]: { chip: 'OWN', colour: 'red' } });
      expect((await tenant.scim('PUT', `/Users/${body.id}`, again)).status).to.equal(200);
      expect((await patch(body.id, { op: 'replace', path: 'active', value: false })).status).to.equal(200);
      expect((await create({ chip: 'own' })).status).to.equal(409);
      expect((await tenant.scim('POST', '/Users', again)).body.id).to.equal(body.id);
      expect((await tenant.scim('DELETE', `/Users/${body.id}`)).status).to.equal(204);
      expect((await create({ chip: 'own' })).status).to.equal(201);
    });

    it('are given to one of many concurrent requests', async () => {
      const replies = await Promise.all(Array.from({ length: 8 }, () => create({ chip: 'race' })));
      expect(replies.map(({ status }) => status).sort()).to.deep.equal([201, ...Array(7).fill(409)]);
    });

    it('may repeat in another integration', async () => {
      expect((await create({ chip: 'x' })).status).to.equal(201);
      tenant = await app.bootstrap();
      expect((await create({ chip: 'x' })).status).to.equal(201);
    });

    it('of a group stay with it when its members change', async () => {
      const { body: person } = await create({ colour: 'red' });
      const group = (displayName: string, code: string, more: Resource = {}) => ({
        displayName,
        [TEAM]: { code },
        ...more,
      });
      const made = await tenant.scim(
        'POST',
        '/Groups',
        group('one', 'C1', { members: [{ value: person.id }] }),
      );
      expect(made.status).to.equal(201);
      expect((await tenant.scim('DELETE', `/Users/${person.id}`)).status).to.equal(204);
      const refused = await tenant.scim('POST', '/Groups', group('two', 'c1'));
      expect([refused.status, refused.body.scimType]).to.deep.equal([409, 'uniqueness']);
      const other = await tenant.scim('POST', '/Groups', group('two', 'C2'));
      const moved = await tenant.scim('PUT', `/Groups/${other.body.id}`, group('two', 'C1'));
      expect(moved.status).to.equal(409);
      expect((await tenant.scim('PUT', `/Groups/${made.body.id}`, group('three', 'c1'))).status).to.equal(
        200,
      );
    });

    it('that existed twice before they were unique do not block changes of a user', async () => {
      const first = await create({ chip: 'old' });
      const second = await create({ colour: 'red' });
      const { store } = app.services;
      await store.transaction(async (unit) => {
        for (const { body } of [first, second]) {
          const identity = await unit.get(identities, tenant.integrationId, String(body.id));
          if (!identity) throw new Error('the user is gone');
          const { uniqueValues: _none, ...before } = identity;
          unit.update(identities, { ...before, resource: { ...before.resource, [BADGE]: { chip: 'old' } } });
        }
      });
      for (const { body } of [first, second])
        expect((await patch(body.id, { op: 'replace', path: 'active', value: false })).status).to.equal(200);
      expect((await create({ chip: 'old' })).status).to.equal(409);
    });
  });

  describe('that are immutable', () => {
    const issued = '2026-01-31T12:00:00Z';
    const badge = {
      issued,
      doors: ['north', 'south'],
      car: { plate: 'B-1', colour: 'red' },
      cards: [
        { serial: '1', type: 'a' },
        { serial: '2', type: 'b' },
      ],
    };
    const changing: readonly Resource[] = [
      { op: 'replace', path: `${BADGE}:issued`, value: '2026-02-01T12:00:00Z' },
      { op: 'add', path: `${BADGE}:issued`, value: '2026-02-01T12:00:00Z' },
      { op: 'replace', path: `${BADGE}:issued`, value: null },
      { op: 'remove', path: `${BADGE}:issued` },
      { op: 'remove', path: BADGE },
      { op: 'replace', value: { [BADGE]: { issued: '2026-02-01T12:00:00Z' } } },
      { op: 'replace', value: { [`${BADGE}:issued`]: '2026-02-01T12:00:00Z' } },
      { op: 'add', path: `${BADGE}:doors`, value: ['west'] },
      { op: 'remove', path: `${BADGE}:doors`, value: ['north'] },
      { op: 'remove', path: `${BADGE}:doors[value eq "north"]` },
      { op: 'replace', path: `${BADGE}:car.plate`, value: 'B-2' },
      { op: 'replace', path: `${BADGE}:car`, value: { plate: 'B-2' } },
      { op: 'remove', path: `${BADGE}:car.plate` },
      { op: 'remove', path: `${BADGE}:car` },
      { op: 'replace', path: `${BADGE}:cards[type eq "a"].serial`, value: '3' },
      { op: 'remove', path: `${BADGE}:cards[type eq "a"].serial` },
      { op: 'replace', path: `${BADGE}:cards.serial`, value: '3' },
      { op: 'replace', path: `${BADGE}:cards[type eq "a"]`, value: { serial: '3', type: 'a' } },
    ];
    for (const operation of changing)
      it(`are not changed by ${JSON.stringify(operation)}`, async () => {
        const { body } = await create(badge);
        const { status, body: refused } = await patch(body.id, operation);
        expect([status, refused.scimType]).to.deep.equal([400, 'mutability']);
        expect(refused.detail).to.include(BADGE);
        expect((await tenant.scim('GET', `/Users/${body.id}`)).body).to.deep.equal(body);
      });

    const other: readonly (readonly [operation: Resource, becomes: Resource])[] = [
      [{ op: 'replace', path: `${BADGE}:issued`, value: issued }, {}],
      [{ op: 'add', path: `${BADGE}:doors`, value: ['south'] }, {}],
      [
        { op: 'replace', path: `${BADGE}:car`, value: { colour: 'blue' } },
        { car: { plate: 'B-1', colour: 'blue' } },
      ],
      [{ op: 'remove', path: `${BADGE}:cards[type eq "a"]` }, { cards: [{ serial: '2', type: 'b' }] }],
      [{ op: 'replace', path: `${BADGE}:cards`, value: [{ serial: '9' }] }, { cards: [{ serial: '9' }] }],
      [
        { op: 'add', path: `${BADGE}:cards`, value: [{ serial: '3' }] },
        { cards: [...badge.cards, { serial: '3' }] },
      ],
    ];
    for (const [operation, becomes] of other)
      it(`allow ${JSON.stringify(operation)}`, async () => {
        const { body } = await create(badge);
        const { status, body: changed } = await patch(body.id, operation);
        expect([status, changed[BADGE]]).to.deep.equal([200, { ...badge, ...becomes }]);
      });

    it('can be set once, by PATCH and by PUT', async () => {
      const { body } = await create({ colour: 'red', cards: [{ type: 'a' }] });
      const set = [
        { op: 'add', path: `${BADGE}:car`, value: badge.car },
        { op: 'replace', path: `${BADGE}:cards[type eq "a"].serial`, value: '1' },
      ];
      expect((await patch(body.id, ...set)).status).to.equal(200);
      const put = (badge: Resource) =>
        tenant.scim('PUT', `/Users/${body.id}`, user(String(body.userName), { [BADGE]: badge }));
      const replaced = await put({ issued, car: { colour: 'blue' } });
      expect(replaced.body[BADGE]).to.deep.equal({ issued, car: { colour: 'blue', plate: 'B-1' } });
      const kept = await put({ colour: 'red' });
      expect(kept.body[BADGE]).to.deep.equal({ colour: 'red', issued, car: { plate: 'B-1' } });
      for (const badge of [{ issued: '2026-02-01T12:00:00Z' }, { car: { plate: 'B-2' } }])
        expect((await put(badge)).body.scimType).to.equal('mutability');
    });

    it('cannot be set and changed in one PATCH', async () => {
      const { body } = await create({ colour: 'red' });
      const path = `${BADGE}:car.plate`;
      const { status } = await patch(
        body.id,
        { op: 'add', path, value: 'B-1' },
        { op: 'add', path, value: 'B-2' },
      );
      expect(status).to.equal(400);
    });

    it('are immutable in groups too', async () => {
      const { body } = await tenant.scim('POST', '/Groups', {
        displayName: 'old',
        [TEAM]: { founded: '1990' },
      });
      const path = `/Groups/${body.id}`;
      const change = (operation: Resource) => tenant.scim('PATCH', path, { Operations: [operation] });
      expect((await change({ op: 'remove', path: TEAM })).body.scimType).to.equal('mutability');
      expect((await change({ op: 'replace', path: 'displayName', value: 'new' })).status).to.equal(204);
    });
  });
});
