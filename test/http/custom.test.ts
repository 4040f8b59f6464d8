import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { loadRegistry } from '../../lib/scim/schema_files.ts';
import { type Rollcall, type Tenant, user } from '../helper.ts';
import { bootWithSchemas } from './fixture.ts';

const BADGE = 'urn:example:params:scim:schemas:extension:badge:2.0:User';
const DEVICE = 'urn:example:params:scim:schemas:core:2.0:Device';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

const files = {
  'badge.json': {
    id: BADGE,
    name: 'Badge',
    description: 'What the doors know of a person',
    attributes: [
      { name: 'badgeNumber', type: 'string', caseExact: true },
      { name: 'doors', type: 'string', multiValued: true },
    ],
  },
  'user.json': {
    name: 'User',
    endpoint: '/Users',
    schema: USER,
    schemaExtensions: [{ schema: BADGE, required: false }],
  },
  'device_schema.json': {
    id: DEVICE,
    name: 'Device',
    description: 'What people carry',
    attributes: [
      { name: 'serial', type: 'string', required: true, uniqueness: 'server' },
      { name: 'price', type: 'decimal' },
      {
        name: 'ports',
        type: 'complex',
        multiValued: true,
        subAttributes: [
          { name: 'value', type: 'string' },
          { name: 'type', type: 'string' },
        ],
      },
    ],
  },
  'device.json': { name: 'Device', endpoint: '/Devices', description: 'What people carry', schema: DEVICE },
};

describe("the operator's own schemas", () => {
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await bootWithSchemas(files);
    tenant = await app.bootstrap();
  });
  after(() => app.close());

  it('extend the user: stored, found, patched and shown in discovery', async () => {
    const { status, body } = await tenant.scim(
      'POST',
      '/Users',
      user('badge@custom.test', { [BADGE]: { badgeNumber: 'A1', doors: ['north'] } }),
    );
    expect(status).to.equal(201);
    expect(body.schemas).to.include(BADGE);
    const found = await tenant.scim(
      'GET',
      `/Users?filter=${BADGE}:badgeNumber eq "A1" and ${BADGE}:doors eq "North"`,
    );
    expect(found.body.totalResults).to.equal(1);
    const patched = await tenant.scim('PATCH', `/Users/${body.id}`, {
      Operations: [{ op: 'add', path: `${BADGE}:doors`, value: ['south'] }],
    });
    expect((patched.body[BADGE] as Resource).doors).to.deep.equal(['north', 'south']);
    const schema = await tenant.scim('GET', `/Schemas/${BADGE}`);
    expect(schema.body.name).to.equal('Badge');
    const type = await tenant.scim('GET', '/ResourceTypes/User');
    expect((type.body.schemaExtensions as Resource[]).map((extension) => extension.schema)).to.include(BADGE);
  });

  it('make a resource type with all features', async () => {
    const device = { schemas: [DEVICE], serial: 'S-1', price: 9.5, ports: [{ value: 'usb', type: 'c' }] };
    const made = await tenant.scim('POST', '/Devices', device);
    expect(made.status).to.equal(201);
    expect(made.headers.get('location')).to.match(/\/Devices\/[0-9a-f-]+$/);
    const taken = await tenant.scim('POST', '/Devices', { ...device, serial: 's-1' });
    expect([taken.status, taken.body.scimType]).to.deep.equal([409, 'uniqueness']);
    const found = await tenant.scim(
      'GET',
      '/Devices?filter=price gt 9 and ports[type eq "c" and value eq "usb"]',
    );
    expect(found.body.totalResults).to.equal(1);
    const patched = await tenant.scim('PATCH', `/Devices/${made.body.id}`, {
      Operations: [{ op: 'replace', path: 'ports[type eq "c"].value', value: 'usb4' }],
    });
    expect(patched.body.ports).to.deep.equal([{ value: 'usb4', type: 'c' }]);
    expect((await tenant.scim('GET', '/Users')).body.totalResults).to.equal(1);
    expect((await tenant.scim('POST', '/Devices', { schemas: [DEVICE] })).body.scimType).to.equal(
      'invalidValue',
    );
    expect((await tenant.scim('PUT', `/Devices/${made.body.id}`, device)).status).to.equal(200);
    expect((await tenant.scim('DELETE', `/Devices/${made.body.id}`)).status).to.equal(204);
    expect((await tenant.scim('GET', `/Devices/${made.body.id}`)).status).to.equal(404);
    expect((await tenant.scim('POST', '/Devices', device)).status).to.equal(201);
  });

  const device = { name: 'Device', endpoint: '/Devices', schema: USER };
  const mistakes: [what: string, file: string, text: string, sentence: RegExp][] = [
    [
      'an attribute has no legal name',
      'odd.json',
      JSON.stringify({ id: 'urn:x', name: 'X', attributes: [{ name: '__proto__' }] }),
      /^odd\.json: attributes/,
    ],
    ['it is no JSON', 'cut.json', '{', /^cut\.json: /],
    ['it declares nothing', 'empty.json', '{}', /^empty\.json: .*`attributes`.*`endpoint`/],
    ['it is a list', 'list.json', '[]', /^list\.json: .*`attributes`.*`endpoint`/],
    ['it is a text', 'text.json', '"x"', /^text\.json: .*`attributes`.*`endpoint`/],
    ['it is null', 'null.json', 'null', /^null\.json: .*`attributes`.*`endpoint`/],
    [
      'it uses a schema that does not exist',
      'lost.json',
      JSON.stringify({ ...device, schema: 'urn:none:here' }),
      /^lost\.json: there is no schema urn:none:here$/,
    ],
    [
      'it extends by a schema that does not exist',
      'user.json',
      JSON.stringify({ ...files['user.json'], schemaExtensions: [{ schema: 'urn:none:here' }] }),
      /^user\.json: there is no schema urn:none:here$/,
    ],
    [
      'its endpoint is taken',
      'taken.json',
      JSON.stringify({ ...device, endpoint: '/Users' }),
      /^taken\.json: the resource type Device at \/Users exists already or is reserved$/,
    ],
    [
      'its schema exists already',
      'twice.json',
      JSON.stringify({ ...files['badge.json'], id: USER }),
      /^twice\.json: the schema urn:\S+ exists already$/,
    ],
  ];
  for (const [what, file, text, sentence] of mistakes)
    it(`are refused with the name of the file when ${what}`, async () => {
      const wrong = await mkdtemp(join(tmpdir(), 'schemas-'));
      await writeFile(join(wrong, 'badge.json'), JSON.stringify({ ...files['badge.json'], id: 'urn:good' }));
      await writeFile(join(wrong, file), text);
      const refused = await loadRegistry(wrong).catch(({ message }: Error) => message);
      await rm(wrong, { recursive: true });
      expect(refused).to.match(sentence);
    });

  it('stop the start when one is wrong', async () => {
    const started = await bootWithSchemas({ 'odd.json': {} }).then((made) => made.close(), String);
    expect(started).to.match(/odd\.json/);
  });
});
