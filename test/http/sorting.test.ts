import { expect } from 'chai';
import { createRegistry } from '../../lib/scim/schema/registry.ts';
import type { Attribute, Resource } from '../../lib/scim/schema/types.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';
import { ENTERPRISE } from '../scim/user_type.ts';

describe('sorting', () => {
  let app: Rollcall;
  let tenant: Tenant;
  const ORDER = [3, 0, 4, 1, 2];

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap();
    for (const rank of ORDER) {
      const { status } = await tenant.scim('POST', '/Users', full(rank));
      expect(status).to.equal(201);
    }
    await tenant.scim('POST', '/Users', { userName: 'r9' });
  });
  after(() => app.close());

  const { schema, extensions } = createRegistry().userType;
  const sortable = [
    ...leaves(schema.attributes, ''),
    ...extensions.flatMap((extension) => leaves(extension.schema.attributes, `${extension.schema.id}:`)),
  ];

  it('covers attributes of every kind', () => {
    const names = sortable.map(({ name }) => name);
    expect(names).to.include.members([
      'userName',
      'name.familyName',
      'emails',
      'emails.value',
      'addresses.locality',
    ]);
    expect(names).to.include.members([`${ENTERPRISE}:department`, `${ENTERPRISE}:manager.value`]);
  });

  for (const { name } of sortable)
    for (const sortOrder of ['ascending', 'descending'])
      it(`works by ${name}, ${sortOrder}`, async () => {
        const parameters = new URLSearchParams({ sortBy: name, sortOrder, attributes: 'userName' });
        const { body } = await tenant.scim('GET', `/Users?${parameters}`);
        const names = (body.Resources as Resource[]).map(({ userName }) => userName);
        const wanted = ['r0', 'r1', 'r2', 'r3', 'r4', 'r9'];
        expect(names).to.deep.equal(sortOrder === 'ascending' ? wanted : wanted.reverse());
      });

  it('works by creation and modification time', async () => {
    const created = await tenant.scim('GET', '/Users?sortBy=meta.created&attributes=userName');
    expect((created.body.Resources as Resource[]).map(({ userName }) => userName)).to.deep.equal([
      ...ORDER.map((rank) => `r${rank}`),
      'r9',
    ]);
    const [first] = created.body.Resources as Resource[];
    await tenant.scim('PATCH', `/Users/${first?.id}`, {
      Operations: [{ op: 'add', path: 'active', value: false }],
    });
    const changed = await tenant.scim('GET', '/Users?sortBy=meta.lastModified&sortOrder=descending');
    expect((changed.body.Resources as Resource[])[0]?.id).to.equal(first?.id);
    const active = await tenant.scim('GET', '/Users?sortBy=active');
    expect((active.body.Resources as Resource[])[0]?.id).to.equal(first?.id);
  });

  it('refuses attributes without an order', async () => {
    for (const sortBy of ['name', 'nonsense', 'meta', 'addresses', 'groups', 'groups.display']) {
      const { status, body } = await tenant.scim('GET', `/Users?sortBy=${sortBy}`);
      expect([sortBy, status, body.scimType]).to.deep.equal([sortBy, 400, 'invalidPath']);
    }
  });

  const unstored = {
    Users: ['meta.version', 'META.Version', 'groups', 'groups.value', 'groups.display', 'password'],
    Groups: ['meta.version', 'members', 'members.value', 'members.type', 'Members.$ref'],
  };
  for (const [endpoint, names] of Object.entries(unstored))
    for (const sortBy of names)
      it(`refuses an attribute that is not stored with ${endpoint}: ${sortBy}`, async () => {
        const { status, body } = await tenant.scim('GET', `/${endpoint}?sortBy=${sortBy}`);
        expect([status, body.scimType]).to.deep.equal([400, 'invalidPath']);
        expect(String(body.detail)).to.match(/^A list cannot be sorted by [\w.$]+\.$/);
      });

  for (const endpoint of ['Users', 'Groups'])
    it(`works by the location of ${endpoint}, page by page`, async () => {
      if (endpoint === 'Groups')
        for (const displayName of ['c', 'a', 'b']) await tenant.scim('POST', '/Groups', { displayName });
      const locations: string[] = [];
      for (let cursor: unknown = ''; cursor !== undefined; ) {
        const asked = `sortBy=Meta.Location&sortOrder=descending&count=2&cursor=${String(cursor)}`;
        const { status, body } = await tenant.scim('GET', `/${endpoint}?${asked}`);
        expect(status, String(body.detail)).to.equal(200);
        for (const { meta } of body.Resources as Resource[])
          locations.push(String((meta as Resource).location));
        cursor = body.nextCursor;
      }
      expect(locations).to.have.length.above(2);
      expect(locations).to.deep.equal(locations.toSorted().reverse());
    });

  /** A user whose values follow its rank; of several values the first counts, or the primary one. */
  function full(rank: number): Resource {
    const resource = valuesOf(schema.attributes, rank);
    for (const extension of extensions)
      resource[extension.schema.id] = valuesOf(extension.schema.attributes, rank);
    return { ...resource, userName: `r${rank}` };
  }

  function valuesOf(attributes: readonly Attribute[], rank: number): Resource {
    const kept = attributes.filter(
      ({ mutability, returned }) => mutability !== 'readOnly' && returned !== 'never',
    );
    return Object.fromEntries(kept.map((attribute) => [attribute.name, oneOf(attribute, rank)]));
  }

  function oneOf(attribute: Attribute, rank: number): unknown {
    const one = (of: number): unknown => {
      if (attribute.subAttributes) return { ...valuesOf(attribute.subAttributes, of), primary: undefined };
      return attribute.type === 'boolean' ? true : `${attribute.caseExact || rank % 2 > 0 ? 'v' : 'V'}${of}`;
    };
    if (!attribute.multiValued) return one(rank);
    const [right, wrong] = [one(rank) as Resource, one(9 - rank) as Resource];
    return rank % 2 === 0 ? [right, wrong] : [wrong, { ...right, primary: true }];
  }

  function leaves(attributes: readonly Attribute[], prefix: string): { name: string }[] {
    return attributes
      .filter(
        ({ mutability, returned, type }) =>
          mutability !== 'readOnly' && returned !== 'never' && type !== 'boolean',
      )
      .flatMap((attribute) => {
        const subs = attribute.subAttributes
          ? leaves(attribute.subAttributes, `${prefix}${attribute.name}.`)
          : [];
        const isSortable = !attribute.subAttributes || subs.some(({ name }) => name.endsWith('.value'));
        return [...(isSortable ? [{ name: prefix + attribute.name }] : []), ...subs];
      });
  }
});
