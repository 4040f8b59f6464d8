import { expect } from 'chai';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { boot, deactivation, type Reply, type Rollcall, reactivation, type Tenant, user } from '../helper.ts';
import { accountOf, below, groupNamed, joined, memberIn, rolesIn } from './people.ts';
import { connected } from './second.ts';

describe('deprovisioning', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let slug: string;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
    slug = tenant.slug;
  });

  /** A provisioned person who also has a manual role in the top-level group, a subgroup and a project. */
  async function busy(email: string) {
    const { body } = await tenant.scim('POST', '/Users', user(email, { externalId: email }));
    const account = await accountOf(app.services, email);
    const root = await groupNamed(app.services, tenant.groupId);
    const team = await below(app.services, root, 'team');
    const project = await below(app.services, team, 'project', 'project');
    await joined(app.services, root, account.id, 'developer');
    await joined(app.services, team, account.id, 'maintainer');
    await joined(app.services, project, account.id, 'reporter');
    const roles = { [slug]: 'developer', team: 'maintainer', project: 'reporter' };
    return { id: String(body.id), account, roles };
  }

  const ways: [title: string, take: (id: string) => Promise<Reply>][] = [
    ['active: false', (id) => tenant.scim('PATCH', `/Users/${id}`, deactivation)],
    ['DELETE', (id) => tenant.scim('DELETE', `/Users/${id}`)],
  ];
  for (const [title, take] of ways)
    it(`by ${title} ends every membership below the group, and keeps the account and its other groups`, async () => {
      const { id, account, roles } = await busy(`${title.slice(0, 3)}@busy.test`);
      const elsewhere = await app.bootstrap();
      await joined(app.services, await groupNamed(app.services, elsewhere.groupId), account.id, 'guest');
      expect(await rolesIn(app.services, tenant.groupId, account.id)).to.deep.equal(roles);
      expect((await take(id)).status).to.be.oneOf([200, 204]);
      expect(await rolesIn(app.services, tenant.groupId, account.id)).to.deep.equal({});
      expect(Object.keys(await rolesIn(app.services, elsewhere.groupId, account.id))).to.have.length(1);
      expect((await accountOf(app.services, account.username)).id).to.equal(account.id);
    });

  it('keeps an inactive user readable and searchable; a deleted one is gone', async () => {
    const { id } = await busy('seen@busy.test');
    await tenant.scim('PATCH', `/Users/${id}`, deactivation);
    expect((await tenant.scim('GET', `/Users/${id}`)).body.active).to.equal(false);
    const found = await tenant.scim('GET', '/Users?filter=userName eq "seen@busy.test"');
    expect(found.body.totalResults).to.equal(1);
    expect((await tenant.scim('DELETE', `/Users/${id}`)).status).to.equal(204);
    expect((await tenant.scim('GET', `/Users/${id}`)).status).to.equal(404);
    expect((await tenant.scim('DELETE', `/Users/${id}`)).status).to.equal(404);
  });

  it('is undone by reactivation, with all memberships and roles', async () => {
    const { id, account, roles } = await busy('return@busy.test');
    await tenant.scim('PATCH', `/Users/${id}`, deactivation);
    expect((await tenant.scim('PATCH', `/Users/${id}`, reactivation)).body.active).to.equal(true);
    expect(await rolesIn(app.services, tenant.groupId, account.id)).to.deep.equal(roles);
    expect(await memberIn(app.services, tenant.groupId, account.id)).not.to.have.property('deprovisioned');
  });

  it('is followed by the default role only, if the integration is set so', async () => {
    tenant = await app.bootstrap(undefined, { onReturn: 'default_role', defaultRole: 'reporter' });
    slug = tenant.slug;
    const { id, account } = await busy('fresh@busy.test');
    await tenant.scim('PATCH', `/Users/${id}`, deactivation);
    await tenant.scim('PATCH', `/Users/${id}`, reactivation);
    expect(await rolesIn(app.services, tenant.groupId, account.id)).to.deep.equal({ [slug]: 'reporter' });
  });

  it('succeeds for a person who has left already', async () => {
    const { id } = await busy('twice@busy.test');
    expect((await tenant.scim('PATCH', `/Users/${id}`, deactivation)).status).to.equal(200);
    expect((await tenant.scim('PATCH', `/Users/${id}`, deactivation)).status).to.equal(200);
    expect((await tenant.scim('DELETE', `/Users/${id}`)).status).to.equal(204);
  });

  describe('of the last owner', () => {
    /** A group whose only owners are provisioned people. */
    async function owned(emails: string[]): Promise<string[]> {
      const root = await groupNamed(app.services, tenant.groupId);
      const ids: string[] = [];
      for (const email of emails) {
        const { body } = await tenant.scim('POST', '/Users', user(email));
        await joined(app.services, root, (await accountOf(app.services, email)).id, 'owner');
        ids.push(String(body.id));
      }
      const first = await accountOf(app.services, `owner@${slug}.test`);
      await joined(app.services, root, first.id, 'guest');
      return ids;
    }

    for (const [title, take] of ways)
      it(`by ${title} is refused with the reason, and changes nothing`, async () => {
        const email = `${title.slice(0, 3)}@last.test`;
        const [id = ''] = await owned([email]);
        const refused = await take(id);
        expect(refused.status).to.equal(409);
        expect(refused.body.detail).to.match(/last owner/);
        expect((await tenant.scim('GET', `/Users/${id}`)).body.active).to.equal(true);
        const account = await accountOf(app.services, email);
        expect(await rolesIn(app.services, tenant.groupId, account.id)).to.deep.equal({ [slug]: 'owner' });
      });

    it('keeps one of two owners who are deprovisioned concurrently', async () => {
      const ids = await owned(['one@pair.test', 'two@pair.test']);
      const replies = await Promise.all(ids.map((id) => tenant.scim('PATCH', `/Users/${id}`, deactivation)));
      expect(replies.map((reply) => reply.status).sort()).to.deep.equal([200, 409]);
    });
  });

  describe('in one of two integrations', () => {
    const second = async () => (await connected(app.services, tenant, { name: 'second' })).scim;

    it('keeps the access of a user who is active in the other one', async () => {
      const { id, account, roles } = await busy('two@homes.test');
      const other = await second();
      const twin = await other('POST', '/Users', user('two@homes.test'));
      expect(twin.status).to.equal(201);
      expect((await tenant.scim('PATCH', `/Users/${id}`, deactivation)).status).to.equal(200);
      expect(await rolesIn(app.services, tenant.groupId, account.id)).to.deep.equal(roles);
      expect((await other('PATCH', `/Users/${twin.body.id}`, deactivation)).status).to.equal(200);
      expect(await rolesIn(app.services, tenant.groupId, account.id)).to.deep.equal({});
    });

    it('shows no users of the other one', async () => {
      const { id } = await busy('mine@homes.test');
      const other = await second();
      expect((await other('GET', `/Users/${id}`)).status).to.equal(404);
      expect((await other('GET', '/Users')).body.totalResults).to.equal(0);
      expect((await other('PATCH', `/Users/${id}`, deactivation)).status).to.equal(404);
      expect((await other('DELETE', `/Users/${id}`)).status).to.equal(404);
    });
  });

  it('gives no access to a user who never had it', async () => {
    const made = await tenant.scim('POST', '/Users', user('never@there.test', { active: false }));
    expect(made.status).to.equal(201);
    const { id } = await accountOf(app.services, 'never@there.test');
    for (const method of ['PATCH', 'DELETE']) {
      const body = method === 'PATCH' ? deactivation : undefined;
      expect((await tenant.scim(method, `/Users/${made.body.id}`, body)).status).to.be.oneOf([200, 204]);
      expect(await memberIn(app.services, tenant.groupId, id)).to.equal(undefined);
    }
  });

  const activations: readonly (readonly [what: string, method: string, body: (email: string) => Resource])[] =
    [
      ['PATCH', 'PATCH', () => reactivation],
      ['PATCH without a path', 'PATCH', () => ({ Operations: [{ op: 'replace', value: { active: true } }] })],
      ['PUT', 'PUT', (email) => user(email)],
    ];
  for (const [what, method, body] of activations)
    it(`gives a user created inactive the role on activation: ${what}`, async () => {
      const email = `later@${slug}.test`;
      const made = await tenant.scim('POST', '/Users', user(email, { active: false }));
      const { id } = await accountOf(app.services, email);
      expect(await rolesIn(app.services, tenant.groupId, id)).to.deep.equal({});
      expect((await tenant.scim(method, `/Users/${made.body.id}`, body(email))).status).to.equal(200);
      expect(await rolesIn(app.services, tenant.groupId, id)).to.deep.equal({ [slug]: 'guest' });
    });
});
