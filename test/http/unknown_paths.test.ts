import { expect } from 'chai';
import { boot, type Rollcall, type Tenant } from '../helper.ts';
import { sources } from '../project/sources.ts';

describe('an unknown path', () => {
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap('acme');
  });
  after(() => app.close());

  const families: readonly (readonly [path: string, type: string])[] = [
    ['/api', 'application/problem+json'],
    ['/api/', 'application/problem+json'],
    ['/api/v1/reference', 'application/problem+json'],
    ['/api/v1/nothing', 'application/problem+json'],
    ['/api/v1/groups', 'application/problem+json'],
    ['/api/v1/groups/acme/nothing', 'application/problem+json'],
    ['/api/v2/me', 'application/problem+json'],
    ['/API/nothing', 'application/problem+json'],
    ['/api/scim', 'application/scim+json'],
    ['/api/scim/v2/Users', 'application/scim+json'],
    ['/api/scim/v2/groups/acme/nothing', 'application/scim+json'],
    ['/scim/v2/Users', 'text/html'],
    ['/nothing', 'text/html'],
  ];
  for (const [path, type] of families)
    for (const method of ['GET', 'POST'])
      it(`${method} ${path} is answered as ${type}`, async () => {
        const authorization = `Bearer ${tenant.scimToken}`;
        const response = await fetch(app.url + path, { method, headers: { authorization } });
        expect([response.status, response.headers.get('content-type')?.split(';')[0]]).to.deep.equal([
          404,
          type,
        ]);
        if (type !== 'text/html')
          expect(await response.json())
            .to.have.property('detail')
            .that.includes(path);
      });
});

describe('a sentence for an identity provider', () => {
  it('names no command of the operator', () => {
    const rules = sources().filter(({ path }) =>
      /^lib\/(?:scim|groups|domains|integrations|provisioning|http\/scim)\//.test(path),
    );
    const naming = rules.filter(({ text }) => /['"`].*\b(?:npx )?rollcall [a-z-]+ [a-z-]+.*['"`]/.test(text));
    expect(naming.map(({ path }) => path)).to.deep.equal([]);
  });
});
