import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';

describe('unknown members', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let ann: string;
  let team: string;

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap();
    ann = String((await tenant.scim('POST', '/Users', user('ann@acme.test'))).body.id);
    team = String((await tenant.scim('POST', '/Groups', { displayName: 'Team' })).body.id);
  });
  after(() => app.close());

  const listOf = (ids: readonly string[]) => [ann, ...ids].map((value) => ({ value }));
  const inBulk = async (operation: Resource) => {
    const { body } = await tenant.scim('POST', '/Bulk', { Operations: [operation] });
    return (body.Operations as Resource[])[0]?.response as Resource;
  };
  const patchBy = (op: string, members: unknown) => ({
    Operations: [{ op, path: 'members', value: members }],
  });

  const ways: readonly (readonly [what: string, send: (members: unknown) => Promise<Resource>])[] = [
    ['POST', async (members) => (await tenant.scim('POST', '/Groups', { displayName: 'New', members })).body],
    [
      'PUT',
      async (members) => (await tenant.scim('PUT', `/Groups/${team}`, { displayName: 'Team', members })).body,
    ],
    [
      'PATCH add',
      async (members) => (await tenant.scim('PATCH', `/Groups/${team}`, patchBy('add', members))).body,
    ],
    [
      'PATCH replace',
      async (members) => (await tenant.scim('PATCH', `/Groups/${team}`, patchBy('replace', members))).body,
    ],
    [
      'Bulk',
      (members) => inBulk({ method: 'PATCH', path: `/Groups/${team}`, data: patchBy('add', members) }),
    ],
  ];
  for (const [what, send] of ways) {
    it(`are all named by the refusal of a ${what}, which changes nothing`, async () => {
      const { status, scimType, detail } = await send(listOf(['one', 'two', 'three']));
      expect([status, scimType, detail]).to.deep.equal([
        '400',
        'invalidValue',
        'No user or group has the id one, two, three.',
      ]);
      const { body } = await tenant.scim('GET', '/Groups');
      expect(body.totalResults).to.equal(1);
      expect((body.Resources as Resource[])[0]).to.not.have.property('members');
    });

    it(`are named up to the limit by the refusal of a ${what}`, async () => {
      const ids = Array.from({ length: 1_000 }, (_, at) => `id-${at}`);
      const { detail } = await send(listOf(ids));
      const named = ids.slice(0, limits.namedMembers).join(', ');
      const more = ids.length - limits.namedMembers;
      expect(detail).to.equal(`No user or group has the id ${named} and ${more} more.`);
    });
  }

  it('are cut when an id is long', async () => {
    const long = 'x'.repeat(limits.loggedValueChars + 1);
    const { body } = await tenant.scim('PATCH', `/Groups/${team}`, patchBy('add', listOf([long, 'y'])));
    expect(body.detail).to.equal(`No user or group has the id ${long.slice(1)}, y.`);
  });
});
