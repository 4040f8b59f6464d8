import { expect } from 'chai';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { boot, client, type Rollcall, type Tenant } from '../helper.ts';
import { type Copied, exchanged, newClient } from '../oauth/stage.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** The attributes of Entra's default mapping, flattened. */
const mapped: Readonly<Record<string, readonly string[]>> = {
  [CORE]: [
    ...[
      'userName',
      'active',
      'displayName',
      'title',
      'preferredLanguage',
      'externalId',
      'nickName',
      'userType',
    ],
    ...[
      'name.givenName',
      'name.familyName',
      'name.formatted',
      'emails.value',
      'emails.type',
      'locale',
      'timezone',
    ],
    ...['addresses.formatted', 'addresses.streetAddress', 'addresses.locality', 'addresses.region'],
    ...['addresses.postalCode', 'addresses.country', 'phoneNumbers.value', 'phoneNumbers.type', 'profileUrl'],
  ],
  [ENTERPRISE]: ['employeeNumber', 'department', 'manager.value', 'division', 'organization', 'costCenter'],
  [GROUP]: ['displayName', 'externalId', 'members.value'],
};

const patchOf = (...Operations: readonly object[]) => ({ schemas: [PATCH], Operations });
const replacing = (values: Readonly<Record<string, unknown>>) =>
  patchOf(...Object.entries(values).map(([path, value]) => ({ op: 'replace', path, value })));

let people = 0;
function newUser(more: Resource = {}): Resource {
  const userName = `gallery${++people}@acme.test`;
  const emails = [{ primary: true, type: 'work', value: userName }];
  return { schemas: [CORE, ENTERPRISE], userName, externalId: userName, active: true, emails, ...more };
}

/** Microsoft's tests for an application of its gallery, those that need no tenant of Entra. */
describe("the tests of Microsoft's gallery", () => {
  let app: Rollcall;
  let tenant: Tenant;
  let copied: Copied;
  let scim: Tenant['scim'];
  let token: Readonly<Record<string, unknown>>;

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap('gallery', { ignoreUnknownAttributes: true, singleReplaceAdds: true });
    copied = await newClient(app, tenant);
    const { status, body } = await exchanged(copied, { scope: 'scim' });
    expect(status).to.equal(200);
    token = body;
    scim = client(tenant.scimUrl, String(body.access_token));
  });
  after(() => app.close());

  const made = async (path: string, body: Resource): Promise<string> => {
    const answer = await scim('POST', path, body);
    expect(answer.status).to.equal(201);
    return String(answer.body.id);
  };
  const patched = async (path: string, body: Resource): Promise<Resource> => {
    expect((await scim('PATCH', path, body)).status).to.be.oneOf([200, 204]);
    return (await scim('GET', path)).body;
  };

  it('the access token lives 60 to 360 minutes and opens the SCIM endpoint', async () => {
    expect(Number(token.expires_in)).to.be.within(3_600, 21_600);
    expect((await scim('GET', '/Users?count=1')).status).to.equal(200);
  });

  it('every mapped attribute is in the schemas', async () => {
    const found = (await scim('GET', '/Schemas')).body.Resources as readonly Schema[];
    for (const [id, names] of Object.entries(mapped)) {
      const common = ['id', 'externalId', 'meta'];
      const flat = [...common, ...flattened(found.find((schema) => schema.id === id)?.attributes ?? [])];
      expect(flat, id).to.include.members([...names]);
    }
  });

  for (const [what, nothing] of [
    ['an empty text', ''],
    ['null', null],
  ] as const)
    it(`an optional attribute is absent after ${what}`, async () => {
      const path = `/Users/${await made('/Users', newUser({ title: 'Engineer', displayName: 'Ann' }))}`;
      const user = await patched(path, replacing({ title: nothing, [`${ENTERPRISE}:department`]: nothing }));
      expect(user).not.to.have.property('title');
      expect((user[ENTERPRISE] as Resource | undefined) ?? {}).not.to.have.property('department');
      expect(user.displayName).to.equal('Ann');
    });

  it('all single-valued attributes of a user change in one request', async () => {
    const path = `/Users/${await made('/Users', newUser())}`;
    const texts = {
      ...{
        displayName: 'Ann Ames',
        title: 'Lead',
        preferredLanguage: 'de',
        nickName: 'Ann',
        userType: 'Guest',
      },
      ...{ locale: 'de-DE', timezone: 'Europe/Berlin', profileUrl: 'https://acme.test/ann' },
    };
    const user = await patched(
      path,
      replacing({ ...texts, active: false, [`${ENTERPRISE}:employeeNumber`]: '701984' }),
    );
    expect(user).to.deep.include({ ...texts, active: false });
    expect(user[ENTERPRISE]).to.deep.include({ employeeNumber: '701984' });
  });

  it('a group is created, renamed, and gets a member', async () => {
    const member = await made('/Users', newUser());
    const path = `/Groups/${await made('/Groups', { schemas: [GROUP], displayName: 'Crew', externalId: 'crew' })}`;
    const add = { op: 'add', path: 'members', value: [{ value: member }] };
    const group = await patched(path, patchOf({ op: 'replace', path: 'displayName', value: 'Team' }, add));
    expect(group.displayName).to.equal('Team');
    expect((group.members as readonly Resource[]).map(({ value }) => value)).to.deep.equal([member]);
  });

  for (const [path, create] of [
    ['/Users', () => newUser()],
    ['/Groups', () => ({ schemas: [GROUP], displayName: `Page ${++people}` })],
  ] as const)
    it(`pages of five ${path} cover at least eleven, each once`, async () => {
      for (let at = 0; at < 11; at++) await made(path, create());
      const seen = new Set<unknown>();
      const { totalResults } = (await scim('GET', `${path}?count=0`)).body;
      expect(totalResults).to.be.at.least(11);
      for (let start = 1; start <= Number(totalResults); start += 5) {
        const page = (await scim('GET', `${path}?startIndex=${start}&count=5`)).body;
        expect(page).to.include({ startIndex: start, totalResults });
        for (const { id } of page.Resources as readonly Resource[]) seen.add(id);
      }
      expect(seen.size).to.equal(totalResults);
    });

  it('a manager is set by add, changed by replace, and removed by an empty replace', async () => {
    const [first, second] = [await made('/Users', newUser()), await made('/Users', newUser())];
    const path = `/Users/${await made('/Users', newUser())}`;
    const manager = `${ENTERPRISE}:manager`;
    const managerOf = (user: Resource) =>
      (user[ENTERPRISE] as { manager?: Resource } | undefined)?.manager?.value;
    expect(managerOf(await patched(path, patchOf({ op: 'add', path: manager, value: first })))).to.equal(
      first,
    );
    expect(managerOf(await patched(path, patchOf({ op: 'replace', path: manager, value: second })))).to.equal(
      second,
    );
    expect(managerOf(await patched(path, patchOf({ op: 'replace', path: manager, value: '' })))).to.equal(
      undefined,
    );
  });

  it('a filter without a match answers 200 with an empty list', async () => {
    const nobody = encodeURIComponent('userName eq "nobody@acme.test"');
    const { status, body } = await scim('GET', `/Users?filter=${nobody}`);
    expect([status, body.totalResults, body.Resources ?? []]).to.deep.equal([200, 0, []]);
  });

  it('twenty-five requests at once all succeed', async () => {
    const answers = await Promise.all(Array.from({ length: 25 }, () => scim('GET', '/Users?count=1')));
    expect(answers.map(({ status }) => status)).to.deep.equal(Array(25).fill(200));
  });

  it('the flag aadOptscim062020 in the URL is passed over', async () => {
    expect((await scim('GET', '/Users?aadOptscim062020&count=1')).status).to.equal(200);
    expect((await scim('POST', '/Users?aadOptscim062020', newUser())).status).to.equal(201);
  });
});

interface Schema {
  readonly id: string;
  readonly attributes: readonly Attribute[];
}

interface Attribute {
  readonly name: string;
  readonly subAttributes?: readonly Attribute[];
}

function flattened(attributes: readonly Attribute[]): string[] {
  return attributes.flatMap(({ name, subAttributes = [] }) => [
    name,
    ...subAttributes.map((sub) => `${name}.${sub.name}`),
  ]);
}
