import { expect } from 'chai';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';

const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** One operation on a user, and the answer of a strict integration. */
const operations: [title: string, operation: object, status: number, scimType?: string][] = [
  ['without a path', { op: 'replace', value: { displayName: 'Ann' } }, 400, 'invalidSyntax'],
  ['with an unknown attribute', { op: 'replace', path: 'shoeSize', value: '9' }, 400, 'invalidSyntax'],
  ['with an unknown sub-attribute', { op: 'replace', path: 'name.nick', value: 'A' }, 400, 'invalidSyntax'],
  [
    'with an unknown attribute in its value',
    { op: 'add', path: 'name', value: { nick: 'A' } },
    400,
    'invalidSyntax',
  ],
  ['with a capital op', { op: 'Replace', path: 'displayName', value: 'Ann' }, 400, 'invalidSyntax'],
  ['with a boolean as text', { op: 'replace', path: 'active', value: 'False' }, 400, 'invalidSyntax'],
  ['with a password', { op: 'replace', path: 'password', value: 'secret word' }, 400, 'invalidSyntax'],
  [
    'on a whole element',
    { op: 'replace', path: 'emails[type eq "work"]', value: { value: 'b@strict.test' } },
    400,
    'invalidPath',
  ],
  [
    'on an element that is not there',
    { op: 'replace', path: 'emails[type eq "home"].value', value: 'b@strict.test' },
    400,
    'noTarget',
  ],
  ['with a path', { op: 'replace', path: 'displayName', value: 'Ann' }, 200],
  [
    'on a sub-attribute of an element',
    { op: 'replace', path: 'emails[type eq "work"].value', value: 'ann@strict.test' },
    200,
  ],
  ['that removes an element', { op: 'remove', path: 'emails[type eq "work"]' }, 200],
];

/** What a POST sends besides the userName. */
const bodies: [title: string, sent: object, status: number][] = [
  ['an unknown attribute', { shoeSize: '9' }, 400],
  ['an unknown schema', { schemas: [userUrn, 'urn:example:none:2.0:User'] }, 400],
  ['no schemas', { schemas: undefined }, 400],
  ['a password', { password: 'secret word' }, 400],
  ['the same e-mail twice', { emails: [{ value: 'x@strict.test' }, { value: 'x@strict.test' }] }, 201],
];

describe('a strict integration', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let path: string;
  let people = 0;

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap(undefined, { strict: true, ignoreUnknownAttributes: true });
  });
  after(() => app.close());
  beforeEach(async () => {
    const { body } = await tenant.scim('POST', '/Users', user(`ann${++people}@strict.test`));
    path = `/Users/${String(body.id)}`;
  });

  const patch = (...Operations: object[]) => tenant.scim('PATCH', path, { schemas: [patchOp], Operations });

  for (const [title, operation, status, scimType] of operations)
    it(`answers ${status} to a PATCH ${title}`, async () => {
      const answer = await patch(operation);
      expect([answer.status, answer.body.scimType]).to.deep.equal([status, scimType]);
    });

  for (const [title, sent, status] of bodies)
    it(`answers ${status} to a POST with ${title}`, async () => {
      const { status: answered, body } = await tenant.scim('POST', '/Users', {
        ...user(`bob${++people}@strict.test`),
        ...sent,
      });
      expect(answered).to.equal(status);
      if (status === 400) expect(body.scimType).to.equal('invalidSyntax');
    });

  it('answers 400 to a PUT with an unknown attribute, and changes nothing', async () => {
    const before = (await tenant.scim('GET', path)).body;
    const { status, body } = await tenant.scim('PUT', path, { ...before, shoeSize: '9' });
    expect([status, body.scimType]).to.deep.equal([400, 'invalidSyntax']);
    expect((await tenant.scim('GET', path)).body).to.deep.equal(before);
  });

  it('replaces a whole name, and adds to one', async () => {
    const added = await patch({ op: 'add', path: 'name', value: { givenName: 'Bea' } });
    expect(added.body.name).to.deep.equal({ givenName: 'Bea', familyName: 'Ames' });
    const replaced = await patch({ op: 'replace', path: 'name', value: { givenName: 'Cid' } });
    expect(replaced.body.name).to.deep.equal({ givenName: 'Cid' });
  });

  it('answers 400 to a filter that needs a leniency, and to one with an unknown attribute', async () => {
    for (const filter of ['userName eq ann', 'active eq "true"', 'shoeSize eq "9"']) {
      const { status, body } = await tenant.scim('GET', `/Users?filter=${encodeURIComponent(filter)}`);
      expect([status, body.scimType], filter).to.deep.equal([400, 'invalidFilter']);
    }
  });

  it('refuses in a bulk request what it refuses alone', async () => {
    const group = (displayName: string, member: string) => ({
      method: 'POST',
      path: '/Groups',
      bulkId: displayName,
      data: {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
        displayName,
        members: [{ value: `bulkId:${member}` }],
      },
    });
    const { body } = await tenant.scim('POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [
        { method: 'PATCH', path, data: { schemas: [patchOp], Operations: [{ op: 'add', value: {} }] } },
        group('left', 'right'),
        group('right', 'nobody'),
      ],
    });
    const statuses = (body.Operations as { status: string }[]).map(({ status }) => status);
    expect(statuses).to.deep.equal(['400', '400', '400']);
  });

  it('says in ServiceProviderConfig that it conforms, and no other integration does', async () => {
    const conforms = async (each: Tenant) =>
      (await each.scim('GET', '/ServiceProviderConfig')).body.interopProfileConformant;
    expect(await conforms(tenant)).to.equal(true);
    expect(await conforms(await app.bootstrap())).to.equal(undefined);
    expect(await conforms(await app.bootstrap(undefined, { strict: true, plainDiscovery: true }))).to.equal(
      undefined,
    );
  });

  it('names the canonical values of each type', async () => {
    const { attributes } = (await tenant.scim('GET', `/Schemas/${userUrn}`)).body as {
      attributes: { name: string; multiValued: boolean; subAttributes?: Record<string, unknown>[] }[];
    };
    const types = attributes.flatMap(({ subAttributes = [] }) =>
      subAttributes.filter(({ name }) => name === 'type'),
    );
    expect(types).to.have.length(9);
    for (const type of types) expect(type.canonicalValues).to.be.an('array').that.is.not.empty;
    expect(attributes.map(({ name }) => name)).not.to.include('password');
  });
});
