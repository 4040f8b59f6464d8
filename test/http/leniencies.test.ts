import { expect } from 'chai';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { type Rollcall, type Tenant, user } from '../helper.ts';
import { bootWithDevices, DEVICE, logOf } from './fixture.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('leniencies towards clients', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let people = 0;

  before(async () => {
    app = await bootWithDevices();
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
  });

  async function made(path = '/Users', body?: Resource): Promise<string> {
    const reply = await tenant.scim('POST', path, body ?? user(`person${++people}@acme.test`));
    expect(reply.status).to.equal(201);
    return `${path}/${reply.body.id}`;
  }

  const operate = (path: string, ...Operations: Resource[]) => tenant.scim('PATCH', path, { Operations });
  const readBack = async (path: string) => (await tenant.scim('GET', path)).body;

  /** Of the latest request. */
  async function leniencies(): Promise<readonly string[]> {
    const noticed = (await logOf(app, tenant)).at(-1)?.leniencies ?? [];
    return noticed.filter((each) => each !== 'schemas-missing');
  }

  describe('accept a value without quotes', () => {
    for (const filter of ['meta.lastModified gt 2011-05-13T04:42:34Z and userName eq bare@acme.test'])
      it(`in ${filter}`, async () => {
        await made('/Users', user('bare@acme.test'));
        for (const reply of [
          await tenant.scim('GET', `/Users?filter=${encodeURIComponent(filter)}`),
          await tenant.scim('POST', '/Users/.search', { filter }),
          await tenant.scim('POST', '/.search', { filter }),
        ])
          expect([reply.status, reply.body.totalResults]).to.deep.equal([200, 1]);
        expect(await leniencies()).to.include('filter.value-bare');
      });

    it('in the path of a PATCH', async () => {
      const one = await made();
      const path = 'emails[type eq work].value';
      const { status, body } = await operate(one, { op: 'replace', path, value: 'new@acme.test' });
      expect([status, (body.emails as Resource[])[0]?.value]).to.deep.equal([200, 'new@acme.test']);
      expect(await leniencies()).to.deep.equal(['filter.value-bare']);
    });
  });

  describe('accept a dot after the URN of a schema', () => {
    const sent: readonly (readonly [title: string, body: Resource])[] = [
      ['of an extension', { [`${ENTERPRISE}.manager`]: { value: 'm' }, [`${CORE}.title`]: 'T' }],
      [
        'with a sub-attribute',
        { [`${ENTERPRISE}.manager.value`]: 'm', [`${CORE.toUpperCase()}.TITLE`]: 'T' },
      ],
    ];
    for (const [title, more] of sent) {
      it(`in a key of POST, PUT and PATCH: ${title}`, async () => {
        const name = `person${++people}@acme.test`;
        const one = await made('/Users', { userName: name, ...more });
        const check = async () => {
          const held = await readBack(one);
          expect([held.title, held[ENTERPRISE]]).to.deep.equal(['T', { manager: { value: 'm' } }]);
          await tenant.scim('PUT', one, { userName: name });
        };
        await check();
        expect((await tenant.scim('PUT', one, { userName: name, ...more })).status).to.equal(200);
        expect(await leniencies()).to.include('urn-dotted');
        await check();
        expect((await operate(one, { op: 'add', value: more })).status).to.equal(200);
        expect(await leniencies()).to.include('urn-dotted');
        await check();
      });
    }

    it('in the path of a PATCH, a filter, sortBy, attributes and excludedAttributes', async () => {
      const one = await made();
      const set = { op: 'replace', path: `${ENTERPRISE}.manager`, value: 'dotted' };
      expect((await operate(one, set)).status).to.equal(200);
      expect(await leniencies()).to.include('urn-dotted');
      const parts = { op: 'replace', path: `${CORE}.emails[type eq "work"].value`, value: 'd@acme.test' };
      const { body } = await operate(one, parts);
      expect((body.emails as Resource[])[0]?.value).to.equal('d@acme.test');

      const filter = `${ENTERPRISE}.manager.value eq "dotted"`;
      const found = await tenant.scim('GET', `/Users?filter=${filter}&sortBy=${CORE}.userName`);
      expect(found.body.totalResults).to.equal(1);
      expect(await leniencies()).to.deep.equal(['urn-dotted']);

      const shown = await tenant.scim('GET', `${one}?attributes=${ENTERPRISE}.manager`);
      expect(shown.body[ENTERPRISE]).to.deep.equal({ manager: { value: 'dotted' } });
      expect(shown.body).not.to.have.property('userName');
      expect(await leniencies()).to.deep.equal(['urn-dotted']);
      const spared = await tenant.scim('GET', `${one}?excludedAttributes=${ENTERPRISE}.manager`);
      expect(spared.body).not.to.have.property(ENTERPRISE);

      expect((await operate(one, { op: 'remove', path: `${ENTERPRISE}.manager` })).status).to.equal(200);
      expect(await readBack(one)).not.to.have.property(ENTERPRISE);
      const unknown = await operate(one, { op: 'remove', path: `${ENTERPRISE}.manger` });
      expect([unknown.status, unknown.body.scimType]).to.deep.equal([400, 'invalidPath']);
    });

    it("of an operator's schema, and of Group", async () => {
      const device = await made('/Devices', { schemas: [DEVICE], [`${DEVICE}.serial`]: 'D-1' });
      expect((await readBack(device)).serial).to.equal('D-1');
      const group = await made('/Groups', { displayName: 'Dotted' });
      const path = 'urn:ietf:params:scim:schemas:core:2.0:Group.displayName';
      expect((await operate(group, { op: 'replace', path, value: 'Pointed' })).status).to.equal(204);
      expect((await readBack(group)).displayName).to.equal('Pointed');
    });
  });

  describe('accept JSON in a string instead of an object', () => {
    const text = (value: unknown) => JSON.stringify(value);
    const mail = { type: 'work', value: 'text@acme.test' };
    const home = { type: 'work', locality: 'Ulm' };
    const manager = { value: 'm' };
    const objects: readonly (readonly [attribute: string, sent: unknown, read: unknown])[] = [
      ['emails', text(mail), [mail]],
      ['emails', text([mail]), [mail]],
      ['emails', [text(mail)], [mail]],
      ['emails', ` ${text([mail, { value: 'b@acme.test' }])} `, [mail, { value: 'b@acme.test' }]],
      ['addresses', text([home]), [home]],
      ['phoneNumbers', [text({ value: '1' }), '2'], [{ value: '1' }, { value: '2' }]],
      ['name', text({ givenName: 'Bea' }), { givenName: 'Bea' }],
      ['roles', '[Prod] Admin', [{ value: '[Prod] Admin' }]],
      ['roles', '{18d14569}', [{ value: '{18d14569}' }]],
    ];
    for (const [attribute, sent, read] of objects)
      it(`for ${attribute}: ${JSON.stringify(sent)}`, async () => {
        const expected = attribute === 'roles' ? [] : ['json-text'];
        const userName = `person${++people}@acme.test`;
        const one = await made('/Users', { userName, [attribute]: sent });
        const check = async () => {
          expect((await readBack(one))[attribute]).to.deep.equal(read);
          expect((await tenant.scim('PUT', one, { userName })).status).to.equal(200);
          expect(await readBack(one)).not.to.have.property(attribute);
        };
        await check();
        const changes = [
          () => tenant.scim('PUT', one, { userName, [attribute]: sent }),
          () => operate(one, { op: 'replace', path: attribute, value: sent }),
          () => operate(one, { op: 'add', path: attribute, value: sent }),
          () => operate(one, { op: 'add', value: { [attribute]: sent } }),
          () => {
            const data = { Operations: [{ op: 'replace', path: attribute, value: sent }] };
            return tenant.scim('POST', '/Bulk', { Operations: [{ method: 'PATCH', path: one, data }] });
          },
        ];
        for (const change of changes) {
          expect((await change()).status).to.equal(200);
          const noticed = (await leniencies()).filter((each) => each === 'json-text');
          expect(noticed).to.deep.equal(expected);
          await check();
        }
      });

    it('for a manager, below its URN and with a value path', async () => {
      const userName = `person${++people}@acme.test`;
      const one = await made('/Users', { userName, [ENTERPRISE]: { manager: text(manager) } });
      expect((await readBack(one))[ENTERPRISE]).to.deep.equal({ manager });
      await operate(one, { op: 'replace', path: `${ENTERPRISE}:manager`, value: text({ value: 'n' }) });
      expect((await readBack(one))[ENTERPRISE]).to.deep.equal({ manager: { value: 'n' } });
      await operate(one, { op: 'add', path: 'emails', value: [mail, { value: 'b@acme.test' }] });
      const path = 'emails[value eq "text@acme.test"]';
      await operate(one, { op: 'replace', path, value: text({ type: 'other', value: 't@acme.test' }) });
      expect((await readBack(one)).emails).to.deep.equal([
        { type: 'other', value: 't@acme.test' },
        { value: 'b@acme.test' },
      ]);
    });

    it('for the members of a group', async () => {
      const [ann = '', bob = ''] = [await made(), await made()].map((path) => path.split('/').at(-1));
      const members = async (path: string) =>
        ((await readBack(path)).members as Resource[] | undefined)?.map(({ value }) => value) ?? [];
      const one = await made('/Groups', { displayName: 'Textual', members: text([{ value: ann }]) });
      expect(await members(one)).to.deep.equal([ann]);
      await operate(one, { op: 'add', path: 'members', value: text({ value: bob }) });
      expect(await members(one)).to.have.members([ann, bob]);
      await operate(one, { op: 'remove', path: 'members', value: text([{ value: ann }]) });
      expect(await members(one)).to.deep.equal([bob]);
      for (const value of ['[]', '{}', '[{}]']) {
        const { status, body } = await operate(one, { op: 'replace', path: 'members', value });
        expect([status, body.scimType]).to.deep.equal([400, 'invalidValue']);
      }
      expect(await members(one)).to.deep.equal([bob]);
    });

    const refused: readonly (readonly [attribute: string, sent: unknown])[] = [
      ['emails', '{"nonsense":1}'],
      ['emails', '["a@acme.test"]'],
      ['emails', '[[{"value":"a@acme.test"}]]'],
      ['emails', ['[{"value":"a@acme.test"}]', '[]']],
      ['emails', '[]'],
      ['emails', '{}'],
      ['emails', text([{ value: 'x'.repeat(70_000) }])],
      ['emails', text([{ value: { value: { value: 'deep' } } }])],
      ['name', '[{"givenName":"A"},{"givenName":"B"}]'],
      ['name', '{"value":"A"}'],
      ['addresses', '[1]'],
    ];
    for (const [attribute, sent] of refused)
      it(`but answer 400 invalidValue to ${attribute}: ${JSON.stringify(sent).slice(0, 60)}`, async () => {
        const one = await made();
        const userName = `person${++people}@acme.test`;
        const before = await readBack(one);
        for (const { status, body } of [
          await tenant.scim('POST', '/Users', { userName, [attribute]: sent }),
          await tenant.scim('PUT', one, { userName, [attribute]: sent }),
          await operate(one, { op: 'replace', path: attribute, value: sent }),
          await operate(one, { op: 'add', value: { [attribute]: sent } }),
        ])
          expect([status, body.scimType]).to.deep.equal([400, 'invalidValue']);
        expect(await readBack(one)).to.deep.equal(before);
      });
  });

  describe('merge the same value of the same type', () => {
    /** Of another person each time. */
    function values() {
      const value = `twice${++people}@acme.test`;
      const once: Readonly<Record<string, Resource[]>> = {
        emails: [
          { type: 'work', value, primary: true },
          { type: 'home', value },
        ],
        phoneNumbers: [{ type: 'work', value: '+1 555' }],
        roles: [{ value: 'developer' }],
        addresses: [{ type: 'work', locality: 'Ulm' }],
      };
      const twice = Object.fromEntries(
        Object.entries(once).map(([attribute, held]) => [attribute, [...held, ...held]]),
      );
      return { once, twice, userName: value };
    }
    const read = async (userName: string) => {
      const { body } = await tenant.scim('GET', `/Users?filter=userName eq "${userName}"`);
      const [found = {}] = body.Resources as Resource[];
      const { emails, phoneNumbers, roles, addresses } = found;
      return { id: String(found.id), held: { emails, phoneNumbers, roles, addresses } };
    };

    type Send = (method: string, path: string, data: Resource) => Promise<unknown>;
    const ways: readonly (readonly [how: string, send: Send])[] = [
      ['alone', (method, path, data) => tenant.scim(method, path, data)],
      [
        'in a bulk request',
        (method, path, data) =>
          tenant.scim('POST', '/Bulk', { Operations: [{ method, path, data, bulkId: 'one' }] }),
      ],
    ];
    const changes: readonly (readonly [
      how: string,
      of: (twice: Record<string, Resource[]>) => Resource[],
    ])[] = [
      ['replace', (twice) => [{ op: 'replace', value: twice }]],
      ['add', (twice) => [{ op: 'add', value: twice }]],
      [
        'replace by paths',
        (twice) => Object.entries(twice).map(([path, value]) => ({ op: 'replace', path, value })),
      ],
      ['add by paths', (twice) => Object.entries(twice).map(([path, value]) => ({ op: 'add', path, value }))],
      [
        'add one by one',
        (twice) =>
          Object.entries(twice).flatMap(([path, held]) => held.map((value) => ({ op: 'add', path, value }))),
      ],
    ];
    for (const [how, send] of ways) {
      it(`into one by POST and PUT, ${how}`, async () => {
        const { once, twice, userName } = values();
        await send('POST', '/Users', { userName, ...twice });
        expect(await leniencies()).to.include('value-repeated');
        const { id, held } = await read(userName);
        expect(held).to.deep.equal(once);
        await tenant.scim('PUT', `/Users/${id}`, { userName });
        await send('PUT', `/Users/${id}`, { userName, ...twice });
        expect(await leniencies()).to.include('value-repeated');
        expect((await read(userName)).held).to.deep.equal(once);
      });

      for (const [change, operations] of changes)
        it(`into one by PATCH, ${how}: ${change}`, async () => {
          const { once, twice, userName } = values();
          const one = await made('/Users', { userName });
          await send('PATCH', one, { Operations: operations(twice) });
          expect((await read(userName)).held).to.deep.equal(once);
        });
    }
  });

  describe('ignore attributes of users on a group', () => {
    const foreign = [
      'entitlements',
      'ROLES',
      'active',
      'roles[value eq "x"].display',
      'name.givenName',
      ENTERPRISE,
      `${ENTERPRISE}:department`,
      `${CORE}:roles`,
    ];
    for (const op of ['add', 'replace', 'remove'])
      for (const path of foreign)
        it(`in ${op} ${path}`, async () => {
          const one = await made('/Groups', { displayName: 'Team' });
          const before = await readBack(one);
          const operation = { op, path, value: [{ value: 'allow-cluster-create' }] };
          expect((await operate(one, operation)).status).to.equal(204);
          expect(await leniencies()).to.deep.equal(['attribute-foreign']);
          expect(await readBack(one)).to.deep.equal(before);
        });

    it('and apply the rest of a PATCH, alone and in a bulk request', async () => {
      const one = await made('/Groups', { displayName: 'Team' });
      const patch = (value: string) => ({
        Operations: [
          { op: 'add', path: 'roles', value: [{ value: 'x' }] },
          { op: 'replace', path: 'displayName', value },
        ],
      });
      expect((await tenant.scim('PATCH', one, patch('One'))).status).to.equal(204);
      expect((await readBack(one)).displayName).to.equal('One');
      await tenant.scim('POST', '/Bulk', {
        Operations: [{ method: 'PATCH', path: one, data: patch('Two') }],
      });
      expect((await readBack(one)).displayName).to.equal('Two');
    });

    const unknown: readonly (readonly [path: string, attribute: string])[] = [
      ['/Groups', 'memebers'],
      ['/Groups', 'rolez'],
      ['/Groups', 'roles.nonsense'],
      ['/Groups', 'memebers[value eq "x"]'],
      ['/Users', 'members'],
      ['/Users', 'entitlement'],
      ['/Devices', 'roles'],
    ];
    for (const [path, attribute] of unknown)
      it(`but answer 400 invalidPath to ${attribute} of ${path}`, async () => {
        const sent = { displayName: 'Team', userName: `person${++people}@acme.test`, serial: 'D' };
        const one = await made(path, sent);
        const { status, body } = await operate(one, { op: 'add', path: attribute, value: [{ value: 'x' }] });
        expect([status, body.scimType]).to.deep.equal([400, 'invalidPath']);
      });
  });
});
