import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { operate, printed } from '../cli/operator.ts';
import { type Rollcall, type Tenant, user } from '../helper.ts';
import { bootWithDevices, DEVICE, logOf } from './fixture.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const SECRET = 'value-7f3a9c';

/** What the three kinds of resources need, and where they are. */
const kinds: Readonly<Record<string, (one: number) => Resource>> = {
  '/Users': (one) => user(`person${one}@acme.test`),
  '/Groups': (one) => ({ displayName: `Team ${one}` }),
  '/Devices': (one) => ({ schemas: [DEVICE], serial: `D${one}` }),
};

/** What is sent in a POST or PUT, and the names of what is dropped. */
const bodies: readonly (readonly [path: string, sent: Resource, dropped: readonly string[]])[] = [
  ['/Users', { shoeSize: SECRET, favourite: { colour: SECRET } }, ['shoeSize', 'favourite']],
  ['/Users', { [ENTERPRISE]: { badge: SECRET } }, [`${ENTERPRISE}:badge`]],
  ['/Users', { 'urn:acme:2.0:User': { badge: SECRET } }, ['urn:acme:2.0:User']],
  ['/Users', { name: { nick: SECRET } }, ['name.nick']],
  ['/Users', { [ENTERPRISE]: { manager: { desk: SECRET } } }, [`${ENTERPRISE}:manager.desk`]],
  ['/Users', { 'phoneNumbers.value': SECRET }, ['phoneNumbers.value']],
  ['/Users', { phoneNumbers: [{ value: '1', ext: SECRET }] }, ['phoneNumbers.ext']],
  ['/Users', { [`rooms[value eq "${SECRET}"].size`]: 'x' }, ['rooms[…]']],
  ['/Groups', { roles: [{ value: SECRET }], entitlements: SECRET }, ['roles', 'entitlements']],
  ['/Devices', { colour: SECRET }, ['colour']],
];

/** What is sent in a PATCH, and the names of what is dropped. */
const operations: readonly (readonly [path: string, sent: Resource, dropped: readonly string[]])[] = [
  [
    '/Users',
    { op: 'add', value: { shoeSize: SECRET, [ENTERPRISE]: { badge: SECRET } } },
    ['shoeSize', `${ENTERPRISE}:badge`],
  ],
  ['/Users', { op: 'replace', path: 'name', value: { nick: SECRET } }, ['name.nick']],
  ['/Groups', { op: 'add', path: 'roles', value: [{ value: SECRET }] }, ['roles']],
  ['/Groups', { op: 'remove', path: `roles[value eq "${SECRET}"].display` }, ['roles[…]']],
  ['/Groups', { op: 'replace', path: `${CORE}:roles`, value: [] }, [`${CORE}:roles`]],
  ['/Groups', { op: 'add', value: { entitlements: SECRET } }, ['entitlements']],
  ['/Devices', { op: 'add', value: { colour: SECRET } }, ['colour']],
];

describe('the provisioning log names the attributes that a request drops', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let count = 0;

  before(async () => {
    app = await bootWithDevices();
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
  });

  const bodyOf = (path: string, sent: Resource) => ({ ...kinds[path]?.(++count), ...sent });

  async function made(path: string): Promise<string> {
    const { status, body } = await tenant.scim('POST', path, bodyOf(path, {}));
    expect(status).to.equal(201);
    return `${path}/${body.id}`;
  }

  /** Of the latest request. */
  async function dropped(): Promise<readonly string[] | undefined> {
    const entry = (await logOf(app, tenant)).at(-1);
    expect(entry?.status).to.be.lessThan(300);
    expect(JSON.stringify(entry)).not.to.include(SECRET);
    return entry?.dropped;
  }

  for (const [path, sent, names] of bodies)
    it(`POST and PUT of ${path} name ${names.join(', ')}`, async () => {
      await tenant.scim('POST', path, bodyOf(path, sent));
      expect(await dropped()).to.deep.equal(names);
      await tenant.scim('PUT', await made(path), bodyOf(path, sent));
      expect(await dropped()).to.deep.equal(names);
    });

  for (const [path, sent, names] of operations)
    it(`PATCH of ${path} names ${names.join(', ')} after ${sent.op} ${sent.path ?? ''}`, async () => {
      await tenant.scim('PATCH', await made(path), { Operations: [sent] });
      expect(await dropped()).to.deep.equal(names);
    });

  it('PATCH names a path that the integration ignores', async () => {
    tenant = await app.bootstrap(undefined, { ignoreUnknownAttributes: true });
    await tenant.scim('PATCH', await made('/Users'), {
      Operations: [{ op: 'add', path: 'shoeSize', value: SECRET }],
    });
    expect(await dropped()).to.deep.equal(['shoeSize']);
  });

  it('an unknown part of a member is named', async () => {
    const member = { value: (await made('/Users')).slice('/Users/'.length), badge: SECRET };
    await tenant.scim('POST', '/Groups', { displayName: 'Team', members: [member] });
    expect(await dropped()).to.deep.equal(['members.badge']);
    const Operations = [{ op: 'add', path: 'members', value: [member] }];
    await tenant.scim('PATCH', await made('/Groups'), { Operations });
    expect(await dropped()).to.deep.equal(['members.badge']);
  });

  it('each operation of a bulk request has its own names', async () => {
    const team = await made('/Groups');
    const { status } = await tenant.scim('POST', '/Bulk', {
      Operations: [
        { method: 'POST', path: '/Users', bulkId: 'a', data: bodyOf('/Users', { shoeSize: SECRET }) },
        { method: 'PATCH', path: team, data: { Operations: [{ op: 'add', path: 'roles', value: SECRET }] } },
        { method: 'PUT', path: team, data: { displayName: 'Other' } },
      ],
    });
    expect(status).to.equal(200);
    const entries = (await logOf(app, tenant)).slice(-3);
    expect(JSON.stringify(entries)).not.to.include(SECRET);
    expect(entries.map(({ method, path, dropped }) => [method, path, dropped])).to.have.deep.members([
      ['POST', '/Users', ['shoeSize']],
      ['PATCH', team, ['roles']],
      ['PUT', team, undefined],
    ]);
  });

  it('a request that drops nothing names nothing', async () => {
    await made('/Users');
    expect(await dropped()).to.equal(undefined);
    await tenant.scim('GET', '/Users?filter=userName eq nobody');
    expect(await dropped()).to.equal(undefined);
    await tenant.scim('POST', '/.search', { filter: 'userName eq nobody' });
    expect(await dropped()).to.equal(undefined);
  });

  it('long names are cut, and … replaces the rest of too many', async () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`a${at}`, SECRET]));
    const long = 'x'.repeat(limits.droppedNameChars + 1);
    await tenant.scim('POST', '/Users', bodyOf('/Users', { [long]: SECRET, ...many }));
    const names = (await dropped()) ?? [];
    expect(names).to.have.length(limits.droppedNames + 1);
    expect(names[0]).to.equal(`${'x'.repeat(limits.droppedNameChars)}…`);
    expect(names.at(-1)).to.equal('…');
  });

  it('a name has no control characters, half characters or secrets', async () => {
    const names = ['\u001b[31mred', 'a\u0000b\u202ec', 'half\ud800', 'token=s3cr3t-s3cr3t'];
    await tenant.scim('POST', '/Users', bodyOf('/Users', Object.fromEntries(names.map((name) => [name, 1]))));
    expect(await dropped()).to.deep.equal(['\ufffd[…]', 'a\ufffdb\ufffdc', 'half\ufffd', 'token=***']);
  });

  it('rollcall log shows the names', async () => {
    await tenant.scim('POST', '/Groups', { displayName: 'Team', roles: SECRET, entitlements: SECRET });
    const args = { group: tenant.slug };
    expect(await printed(app.services, 'log', args)).to.include(' · dropped: roles, entitlements');
    const { entries } = await operate(app.services, 'log', args);
    expect(entries).to.have.nested.property('[0].dropped').deep.equal(['roles', 'entitlements']);
  });
});
