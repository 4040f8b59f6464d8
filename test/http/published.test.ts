import { expect } from 'chai';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('the published schemas', () => {
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap();
  });
  after(() => app.close());

  async function attributesOf(schema: string): Promise<Resource[]> {
    return (await tenant.scim('GET', `/Schemas/${schema}`)).body.attributes as Resource[];
  }

  function sampleOf(attributes: readonly Resource[]): Resource {
    const writable = attributes.filter(({ mutability }) => mutability !== 'readOnly');
    return Object.fromEntries(
      writable.map((attribute) => {
        const one = valueFor(attribute);
        return [attribute.name, attribute.multiValued === true ? [one] : one];
      }),
    );
  }

  function valueFor({ name, type, subAttributes, canonicalValues }: Resource): unknown {
    if (subAttributes) return sampleOf(subAttributes as Resource[]);
    if (type === 'boolean') return true;
    if (type === 'binary') return 'AAAA';
    const [first = `${String(name)}@schemas.test`] = (canonicalValues ?? []) as string[];
    return first;
  }

  it('name only user attributes that POST, GET, PUT and PATCH return', async () => {
    const sent = {
      ...sampleOf(await attributesOf(USER)),
      [ENTERPRISE]: sampleOf(await attributesOf(ENTERPRISE)),
    };
    expect((sent as Resource).emails).to.deep.equal([
      { value: 'value@schemas.test', display: 'display@schemas.test', type: 'work', primary: true },
    ]);
    const made = await tenant.scim('POST', '/Users', { schemas: [USER, ENTERPRISE], ...sent });
    expect(made.status).to.equal(201);
    const path = `/Users/${String(made.body.id)}`;
    const patch = { Operations: [{ op: 'replace', value: sent }] };
    for (const { body } of [
      made,
      await tenant.scim('GET', path),
      await tenant.scim('PUT', path, { schemas: [USER, ENTERPRISE], ...sent }),
      await tenant.scim('PATCH', path, patch),
    ])
      expect(body).to.deep.include(sent);
  });

  it('omit the password, which is accepted and never returned', async () => {
    expect((await attributesOf(USER)).map(({ name }) => name)).to.not.include('password');
    const secret = { userName: 'ann@schemas.test', password: 'tr0ub4dor' };
    const made = await tenant.scim('POST', '/Users', secret);
    expect(made.status).to.equal(201);
    const path = `/Users/${String(made.body.id)}`;
    for (const operation of [
      { op: 'replace', path: 'password', value: 'other' },
      { op: 'replace', value: { password: 'other' } },
    ]) {
      const { status, body } = await tenant.scim('PATCH', path, { Operations: [operation] });
      expect([status, 'password' in body]).to.deep.equal([200, false]);
    }
    const read = await tenant.scim('GET', `${path}?attributes=password,userName`);
    expect(read.body).to.have.all.keys('schemas', 'id', 'userName');
    expect((await tenant.scim('GET', '/Users?filter=password%20pr')).body.totalResults).to.equal(0);
  });

  it('change the display of an e-mail by its path', async () => {
    const emails = [{ value: 'bob@schemas.test', type: 'work', display: 'Bob' }];
    const { body } = await tenant.scim('POST', '/Users', { userName: 'bob@schemas.test', emails });
    const operation = { op: 'replace', path: 'emails[type eq "work"].display', value: 'Robert' };
    const changed = await tenant.scim('PATCH', `/Users/${String(body.id)}`, { Operations: [operation] });
    expect(changed.body.emails).to.deep.equal([{ ...emails[0], display: 'Robert' }]);
  });
});
