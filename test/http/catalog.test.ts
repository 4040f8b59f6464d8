import { expect } from 'chai';
import { renameConnectedGroup } from '../../lib/integrations/integrations.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { boot, type Reply, type Rollcall, type Tenant } from '../helper.ts';
import { below, groupNamed } from '../provisioning/people.ts';
import { scoped } from './fixture.ts';

const ROLE = 'urn:okta:scim:schemas:core:1.0:Role';
const ENTITLEMENT = 'urn:okta:scim:schemas:core:1.0:Entitlement';

describe('the roles and entitlements endpoints', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let other: Tenant;
  let api: string;

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap('acme');
    other = await app.bootstrap('other');
    const root = await groupNamed(app.services, tenant.groupId);
    const ops = await below(app.services, root, 'dev-ops');
    const dev = await below(app.services, root, 'dev');
    api = (await below(app.services, dev, 'api', 'project')).id;
    await below(app.services, ops, 'desk');
  });
  after(() => app.close());

  const names = ({ body }: Reply) =>
    ((body.Resources ?? []) as Resource[]).map(({ displayName }) => String(displayName));
  const get = (path: string) => tenant.scim('GET', path);

  it('are resource types with their schemas', async () => {
    for (const [name, urn] of [
      ['Role', ROLE],
      ['Entitlement', ENTITLEMENT],
    ] as const) {
      const type = await get(`/ResourceTypes/${name}`);
      expect(type.body).to.include({ id: name, schema: urn });
      const schema = await get(`/Schemas/${urn}`);
      const attributes = schema.body.attributes as Resource[];
      expect(new Set(attributes.map(({ mutability }) => mutability))).to.deep.equal(new Set(['readOnly']));
    }
  });

  it('list the roles that provisioning may give', async () => {
    const { status, body } = await get('/Roles');
    expect(status).to.equal(200);
    const roles = body.Resources as Resource[];
    expect(roles.map(({ id }) => id)).to.deep.equal(['guest', 'reporter', 'developer', 'maintainer']);
    expect(roles[2]).to.deep.include({ schemas: [ROLE], displayName: 'developer' });
    expect((roles[2]?.meta as Resource | undefined)?.location).to.match(/\/groups\/acme\/Roles\/developer$/);
  });

  it('list a role for each subgroup and project, in tree order', async () => {
    const found = await get('/Entitlements');
    expect(names(found).filter((name) => name.endsWith('guest'))).to.deep.equal([
      'acme/dev: guest',
      'acme/dev/api: guest',
      'acme/dev-ops: guest',
      'acme/dev-ops/desk: guest',
    ]);
    expect(found.body.totalResults).to.equal(16);
    expect((found.body.Resources as Resource[])[6]).to.deep.include({
      schemas: [ENTITLEMENT],
      id: `${api}:developer`,
      displayName: 'acme/dev/api: developer',
      type: 'project',
    });
    expect(names(await other.scim('GET', '/Entitlements'))).to.deep.equal([]);
  });

  const searches: readonly (readonly [query: string, names: readonly string[], total: number])[] = [
    ['/Roles?filter=displayName eq "Developer"', ['developer'], 1],
    [
      '/Roles?filter=id ne "guest"&sortBy=displayName&sortOrder=descending&count=2',
      ['reporter', 'maintainer'],
      3,
    ],
    ['/Roles?startIndex=4&count=3', ['maintainer'], 4],
    ['/Roles?count=0', [], 4],
    [
      '/Entitlements?filter=type eq "project" and displayName ew "maintainer"',
      ['acme/dev/api: maintainer'],
      1,
    ],
    ['/Entitlements?startIndex=5&count=2', ['acme/dev/api: guest', 'acme/dev/api: reporter'], 16],
    ['/Entitlements?startIndex=17', [], 16],
  ];
  for (const [query, wanted, total] of searches)
    it(`answer ${query}`, async () => {
      const found = await get(query);
      expect(found.status, JSON.stringify(found.body)).to.equal(200);
      expect(names(found)).to.deep.equal(wanted);
      expect(found.body.totalResults).to.equal(total);
    });

  it('are searched by POST, and listed by cursor', async () => {
    const message = { filter: 'displayName sw "acme/dev/"', count: 3 };
    const found = await tenant.scim('POST', '/Entitlements/.search', message);
    expect([found.status, found.body.totalResults, names(found).length]).to.deep.equal([200, 4, 3]);
    const seen: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const page: Reply = await get(`/Entitlements?cursor=${cursor}&count=7`);
      seen.push(...names(page));
      cursor = page.body.nextCursor as string | undefined;
    }
    expect(seen).to.deep.equal(names(await get('/Entitlements')));
  });

  it('answer reads by id, and 404 for anything else', async () => {
    const one = await get(`/Entitlements/${api}:guest`);
    expect(one.body).to.deep.include({ id: `${api}:guest`, displayName: 'acme/dev/api: guest' });
    expect((await get('/Roles/guest')).body.displayName).to.equal('guest');
    for (const path of [
      '/Roles/owner',
      '/Roles/Guest',
      `/Entitlements/${api}`,
      `/Entitlements/${api}:owner`,
      `/Entitlements/${api}:guest:`,
      `/Entitlements/${tenant.groupId}:guest`,
      '/Entitlements/nothing:guest',
    ])
      expect((await get(path)).status, path).to.equal(404);
    expect((await other.scim('GET', `/Entitlements/${api}:guest`)).status).to.equal(404);
  });

  it('refuse writes, alone and in bulk', async () => {
    for (const [method, path] of [
      ['POST', '/Roles'],
      ['PUT', '/Roles/guest'],
      ['PATCH', '/Roles/guest'],
      ['DELETE', `/Entitlements/${api}:guest`],
      ['POST', '/Entitlements'],
    ] as const) {
      const { status, headers } = await tenant.scim(method, path, method === 'DELETE' ? undefined : {});
      expect([status, headers.get('allow')], `${method} ${path}`).to.deep.equal([405, 'GET, HEAD']);
    }
    const { body } = await tenant.scim('POST', '/Bulk', {
      Operations: [{ method: 'DELETE', path: '/Roles/guest' }],
    });
    expect((body.Operations as Resource[])[0]?.status).to.equal('404');
    expect((await get('/Roles/guest')).status).to.equal(200);
  });

  it('require the scope groups:read', async () => {
    const users = await scoped(app, tenant, ['users:read']);
    const groups = await scoped(app, tenant, ['groups:read']);
    for (const path of ['/Roles', '/Roles/guest', '/Entitlements', `/Entitlements/${api}:guest`]) {
      expect((await users('GET', path)).status, path).to.equal(403);
      expect((await groups('GET', path)).status, path).to.equal(200);
    }
  });

  it('have a new version when a group of their path is renamed', async () => {
    const { services } = app;
    const root = await groupNamed(services, other.groupId);
    const team = await below(services, root, 'team');
    const desk = await below(services, team, 'desk');
    const path = `/Entitlements/${desk.id}:guest`;
    const etag = String((await other.scim('GET', path)).headers.get('etag'));
    const again = () => other.scim('GET', path, undefined, { 'if-none-match': etag });
    expect((await again()).status).to.equal(304);
    await services.store.transaction((unit) =>
      renameConnectedGroup(unit, team, { slug: 'crew' }, { kind: 'operator' }),
    );
    const renamed = await again();
    expect([renamed.status, renamed.body.displayName]).to.deep.equal([200, 'other/crew/desk: guest']);
  });
});
