import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { directoryMembers } from '../../lib/provisioning/directory/collections.ts';
import type { DirectoryMember } from '../../lib/provisioning/directory/types.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { describeEmbedded } from '../store/embedded/available.ts';

describe('the groups of a user', () => {
  let app: Rollcall;
  let tenant: Tenant;
  const ids: Record<string, string> = {};

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap('acme');
    for (const name of ['ann', 'bob', 'cid']) ids[name] = await made('/Users', user(`${name}@acme.test`));
    ids.inner = await group('Inner', 'ann');
    ids.outer = await group('Outer', 'inner', 'bob');
    ids.top = await group('Top', 'outer', 'ann');
    const elsewhere = await app.bootstrap('elsewhere');
    await elsewhere.scim('POST', '/Groups', { displayName: 'Elsewhere' });
  });
  after(() => app.close());

  async function made(path: string, body: Resource): Promise<string> {
    const { status, body: stored } = await tenant.scim('POST', path, body);
    expect(status, JSON.stringify(stored)).to.equal(201);
    return String(stored.id);
  }

  function group(displayName: string, ...members: string[]): Promise<string> {
    return made('/Groups', { displayName, members: members.map((name) => ({ value: ids[name] })) });
  }

  const shown = ({ groups = [] }: Resource) =>
    (groups as Resource[]).map(({ display, type }) => `${String(display)} ${String(type)}`).sort();
  const wanted: Readonly<Record<string, readonly string[]>> = {
    ann: ['Inner direct', 'Outer indirect', 'Top direct'],
    bob: ['Outer direct', 'Top indirect'],
    cid: [],
  };

  for (const [name, groups] of Object.entries(wanted))
    it(`are shown of ${name} on request`, async () => {
      const { body } = await tenant.scim('GET', `/Users/${ids[name]}?attributes=groups`);
      expect(shown(body)).to.deep.equal(groups);
      expect(body).to.have.keys(groups.length > 0 ? ['schemas', 'id', 'groups'] : ['schemas', 'id']);
    });

  it('have the id and the address of the group', async () => {
    const { body } = await tenant.scim('GET', `/Users/${ids.bob}?attributes=userName,groups`);
    expect((body.groups as Resource[])[0]).to.deep.equal({
      value: ids.outer,
      display: 'Outer',
      type: 'direct',
      $ref: `http://localhost:8080/api/scim/v2/groups/acme/Groups/${ids.outer}`,
    });
  });

  it('are shown in part where a part is asked for', async () => {
    const { body } = await tenant.scim('GET', `/Users/${ids.bob}?attributes=groups.display`);
    expect(body.groups).to.deep.equal([{ display: 'Outer' }, { display: 'Top' }]);
  });

  it('are not shown unasked', async () => {
    for (const query of [
      '',
      '?attributes=userName',
      '?excludedAttributes=groups',
      '?excludedAttributes=name',
    ])
      expect((await tenant.scim('GET', `/Users/${ids.ann}${query}`)).body, query).to.not.have.property(
        'groups',
      );
    for (const one of (await tenant.scim('GET', '/Users')).body.Resources as Resource[])
      expect(one).to.not.have.property('groups');
  });

  const lists: readonly (readonly [how: string, method: string, path: string, body?: Resource])[] = [
    ['a list', 'GET', '/Users?attributes=userName,groups'],
    ['a page by cursor', 'GET', '/Users?cursor=&attributes=userName,groups'],
    ['a search', 'POST', '/Users/.search', { attributes: ['userName', 'groups'] }],
    [
      'a search of everything',
      'POST',
      '/.search',
      { attributes: ['userName', 'groups'], filter: 'meta.resourceType eq "User"' },
    ],
  ];
  for (const [how, method, path, body] of lists)
    it(`are shown by ${how}`, async () => {
      const found = await tenant.scim(method, path, body);
      const users = found.body.Resources as Resource[];
      const all = users.map((one) => [String(one.userName).replace(/@.*/, ''), shown(one)]);
      expect(Object.fromEntries(all)).to.deep.equal(wanted);
    });

  const found: readonly (readonly [filter: (group: string) => string, ...who: string[][]])[] = [
    [(id) => `groups.value eq "${id}"`, ['ann'], ['ann', 'bob'], ['ann', 'bob'], []],
    [(id) => `groups eq "${id}"`, ['ann'], ['ann', 'bob'], ['ann', 'bob'], []],
    [(id) => `groups[value eq "${id}"]`, ['ann'], ['ann', 'bob'], ['ann', 'bob'], []],
    [(id) => `groups[value eq "${id}" or value eq "x"]`, ['ann'], ['ann', 'bob'], ['ann', 'bob'], []],
    [(id) => `not (groups.value eq "${id}")`, ['bob', 'cid'], ['cid'], ['cid'], ['ann', 'bob', 'cid']],
    [(id) => `groups.value eq "${id}" and userName sw "b"`, [], ['bob'], ['bob'], []],
    [(id) => `userName eq "bob@acme.test" and groups.value eq "${id}"`, [], ['bob'], ['bob'], []],
    [
      (id) => `groups.value eq "${id}" or userName sw "c"`,
      ['ann', 'cid'],
      ['ann', 'bob', 'cid'],
      ['ann', 'bob', 'cid'],
      ['cid'],
    ],
  ];
  for (const [filter, ...who] of found)
    it(`find who is in them: ${filter('G')}`, async () => {
      for (const [at, name] of ['inner', 'outer', 'top', 'nobody'].entries()) {
        const asked = filter(ids[name] ?? 'nobody');
        for (const reply of [
          await tenant.scim('GET', `/Users?sortBy=userName&filter=${encodeURIComponent(asked)}`),
          await tenant.scim('POST', '/Users/.search', { filter: asked, cursor: '' }),
        ]) {
          const { status, body } = reply;
          const names = (body.Resources as Resource[]).map(({ userName }) => String(userName).slice(0, 3));
          expect([name, status, names.sort(), body.totalResults]).to.deep.equal([
            name,
            200,
            who[at],
            who[at]?.length,
          ]);
        }
      }
    });

  it('are asked for nothing that cannot be answered', async () => {
    for (const filter of [
      'groups pr',
      'not (groups pr)',
      'groups.display eq "Inner"',
      'groups.value ne "x"',
      'groups.value sw "x"',
      'groups.value eq null',
      'groups[type eq "direct"]',
      `groups[value eq "${ids.inner}" and type eq "direct"]`,
      'userName pr and groups pr',
    ])
      for (const path of ['/Users/.search', '/.search']) {
        const { status, body } = await tenant.scim('POST', path, { filter });
        expect([filter, status, body.scimType]).to.deep.equal([filter, 400, 'invalidFilter']);
      }
  });

  async function refusesToFind(crowd: string): Promise<void> {
    const { status, body } = await tenant.scim('GET', `/Users?filter=groups eq "${crowd}"`);
    expect([status, body.scimType]).to.deep.equal([400, 'tooMany']);
    expect(body.detail).to.include(`/Groups/${crowd}`);
  }

  it('find nobody where a group has too many to find, and read none of them', async () => {
    const crowd = await group('Crowd');
    const { store, collections } = app.services;
    await store.transaction(async (tx) => {
      const held = await tx.get(collections.directoryGroups, tenant.integrationId, crowd);
      if (held) tx.update(collections.directoryGroups, { ...held, size: limits.filteredMembers + 1 });
    });
    await refusesToFind(crowd);
  });

  // The test server for MongoDB takes minutes to read so many.
  describeEmbedded('of which each is small', () => {
    it('find nobody where they have too many together', async () => {
      ids.half = await group('Half');
      const crowd = await group('Both', 'half');
      const { integrationId } = tenant;
      for (const groupId of [crowd, ids.half])
        await app.services.store.transaction(async (tx) => {
          for (let at = 0; at <= limits.filteredMembers / 2; at++) {
            const memberId = `${groupId} ${at}`;
            const edge = { id: `${groupId}:${memberId}`, integrationId, groupId, memberId, kind: 'User' };
            tx.insert(directoryMembers, edge as DirectoryMember);
          }
        });
      await refusesToFind(crowd);
    });
  });

  it('are shown as they are now, though the user has not changed', async () => {
    const dan = await made('/Users', user('dan@acme.test'));
    const path = `/Users/${dan}?attributes=groups`;
    const etag = String((await tenant.scim('GET', path)).headers.get('etag'));
    await made('/Groups', { displayName: 'Late', members: [{ value: dan }] });
    const now = await tenant.scim('GET', path, undefined, { 'if-none-match': etag });
    expect([now.status, shown(now.body)]).to.deep.equal([200, ['Late direct']]);
    const rest = await tenant.scim('GET', `/Users/${dan}`, undefined, { 'if-none-match': etag });
    expect(rest.status).to.equal(304);
    await tenant.scim('DELETE', `/Users/${dan}`);
  });

  it('are not what a client writes', async () => {
    const echo = user('bob@acme.test', { groups: [{ value: ids.inner }] });
    const put = await tenant.scim('PUT', `/Users/${ids.bob}?attributes=groups`, echo);
    expect([put.status, shown(put.body)]).to.deep.equal([200, wanted.bob]);
  });
});
