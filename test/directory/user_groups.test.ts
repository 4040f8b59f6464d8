import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { directoryGroups } from '../../lib/provisioning/collections.ts';
import { directoryMembers } from '../../lib/provisioning/directory/collections.ts';
import { resolveGroups } from '../../lib/provisioning/directory/members_filter.ts';
import type { DirectoryGroup } from '../../lib/provisioning/directory/types.ts';
import { parseFilter } from '../../lib/scim/filter/parse.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import type { Collection, Doc, Range } from '../../lib/store/port.ts';
import { boot, deactivation, type Rollcall, type Tenant, user } from '../helper.ts';
import { loggedIn } from '../logged.ts';
import { wrapped } from '../store/wrapped.ts';

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
    it(`are shown for ${name} on request`, async () => {
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

  it('are shown in part on request', async () => {
    const { body } = await tenant.scim('GET', `/Users/${ids.bob}?attributes=groups.display`);
    expect(body.groups).to.deep.equal([{ display: 'Outer' }, { display: 'Top' }]);
  });

  const direct = (names: readonly string[]) => names.filter((name) => name.endsWith(' direct'));
  const nameOf = ({ userName }: Resource) => String(userName).replace(/@.*/, '');

  it('are shown by default if the user is a direct member', async () => {
    for (const [name, groups] of Object.entries(wanted))
      for (const query of ['', '?excludedAttributes=name']) {
        const { body } = await tenant.scim('GET', `/Users/${ids[name]}${query}`);
        expect([name, shown(body)]).to.deep.equal([name, direct(groups)]);
        expect('groups' in body, name).to.equal(direct(groups).length > 0);
      }
  });

  it('are not shown if the client asks for other attributes', async () => {
    for (const query of ['?attributes=userName', '?excludedAttributes=groups']) {
      const { body } = await tenant.scim('GET', `/Users/${ids.ann}${query}`);
      expect(body, query).to.not.have.property('groups');
    }
  });

  const everywhere: readonly (readonly [how: string, method: string, path: string, body?: Resource])[] = [
    ['a list', 'GET', '/Users'],
    ['a page by cursor', 'GET', '/Users?cursor='],
    ['a search', 'POST', '/Users/.search', {}],
    ['a search of everything', 'POST', '/.search', { filter: 'meta.resourceType eq "User"' }],
  ];
  for (const [how, method, path, body] of everywhere)
    it(`are not shown by default by ${how}, only when asked for by name`, async () => {
      const all = (await tenant.scim(method, path, body)).body.Resources as Resource[];
      expect(all.map(nameOf).sort()).to.deep.equal(Object.keys(wanted));
      for (const one of all) expect(one).to.not.have.property('groups');
      const by = body ? { ...body, attributes: ['userName', 'groups'] } : undefined;
      const query = `${path.includes('?') ? '&' : '?'}attributes=userName,groups`;
      const asked = await tenant.scim(method, by ? path : path + query, by);
      for (const one of asked.body.Resources as Resource[])
        expect(shown(one), nameOf(one)).to.deep.equal(wanted[nameOf(one)]);
    });

  it('are in the answer to a PUT, a PATCH and the POST that reactivates a user', async () => {
    const bob = user('bob@acme.test', { externalId: 'bob' });
    const path = `/Users/${ids.bob}`;
    for (const [method, to, body, status] of [
      ['PUT', path, bob, 200],
      ['PATCH', path, deactivation, 200],
      ['POST', '/Users', bob, 201],
    ] as const) {
      const answer = await tenant.scim(method, to, body);
      expect([method, answer.status, shown(answer.body)]).to.deep.equal([
        method,
        status,
        direct(wanted.bob ?? []),
      ]);
      expect((answer.body.meta as Resource).version).to.equal(answer.headers.get('etag'));
    }
  });

  it('are published as returned by default', async () => {
    const { body } = await tenant.scim('GET', '/Schemas/urn:ietf:params:scim:schemas:core:2.0:User');
    const groups = (body.attributes as Resource[]).find(({ name }) => name === 'groups');
    expect(groups).to.include({ returned: 'default', mutability: 'readOnly' });
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
    it(`find their users: ${filter('G')}`, async () => {
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

  it('refuse a filter that cannot be answered', async () => {
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

  it('find no user in a group with too many users, and read none of them', async () => {
    const crowd = await group('Crowd');
    const { store } = app.services;
    await store.transaction(async (unit) => {
      const held = await unit.get(directoryGroups, tenant.integrationId, crowd);
      if (held) unit.update(directoryGroups, { ...held, size: limits.filteredMembers + 1 });
    });
    await refusesToFind(crowd);
  });

  it('are read once, however often a filter names them', async () => {
    const { store, registry } = app.services;
    const reads: unknown[] = [];
    const watched = wrapped(store, (name, answer, [, , range]) => {
      if (name === 'list') reads.push((range as Range).equal);
      return answer;
    });
    const one = (name: string) => `groups.value eq "${ids[name]}"`;
    const text = `${one('inner')} or not (${one('inner')}) or groups[value eq "${ids.inner}"] or ${one('top')}`;
    const filter = parseFilter(text, registry.userType, () => undefined);
    await resolveGroups(watched, tenant.integrationId, filter);
    expect(reads.sort()).to.deep.equal([[true], [ids.inner], [ids.inner], [ids.outer], [ids.top]].sort());
  });

  describe('and the ETag', () => {
    let dan: string;
    let late: string;

    beforeEach(async () => {
      dan = await made('/Users', user('dan@acme.test'));
      late = await made('/Groups', { displayName: 'Late', members: [{ value: dan }] });
    });
    afterEach(async () => {
      await tenant.scim('DELETE', `/Groups/${late}`);
      await tenant.scim('DELETE', `/Users/${dan}`);
    });

    const changes: readonly (readonly [what: string, left: string[], method: string, body?: Resource])[] = [
      ['leaves a group', [], 'PATCH', { Operations: [{ op: 'remove', path: 'members' }] }],
      [
        'is in a group that gets another name',
        ['Later'],
        'PATCH',
        { Operations: [{ op: 'replace', value: { displayName: 'Later' } }] },
      ],
      ['is in a group that is deleted', [], 'DELETE'],
    ];
    for (const query of ['', '?attributes=groups', '?attributes=userName,groups.display'])
      for (const [what, left, method, body] of changes)
        it(`If-None-Match detects a change when the user ${what}: ${query || 'all attributes'}`, async () => {
          const path = `/Users/${dan}${query}`;
          const etag = String((await tenant.scim('GET', path)).headers.get('etag'));
          const again = () => tenant.scim('GET', path, undefined, { 'if-none-match': etag });
          expect((await again()).status).to.equal(304);
          await tenant.scim(method, `/Groups/${late}`, body);
          const now = await again();
          expect(now.status).to.equal(200);
          expect(now.headers.get('etag')).to.not.equal(etag);
          const { groups = [] } = now.body;
          expect((groups as Resource[]).map(({ display }) => display)).to.deep.equal(left);
        });

    it('If-None-Match detects a change when the user joins a group', async () => {
      const path = `/Users/${dan}`;
      const etag = String((await tenant.scim('GET', path)).headers.get('etag'));
      await tenant.scim('PATCH', `/Groups/${ids.inner}`, {
        Operations: [{ op: 'add', path: 'members', value: [{ value: dan }] }],
      });
      const now = await tenant.scim('GET', path, undefined, { 'if-none-match': etag });
      expect([now.status, shown(now.body)]).to.deep.equal([200, ['Inner direct', 'Late direct']]);
    });

    it('If-None-Match ignores a change of groups that are not shown', async () => {
      const path = `/Users/${dan}?excludedAttributes=groups`;
      const etag = String((await tenant.scim('GET', path)).headers.get('etag'));
      await tenant.scim('DELETE', `/Groups/${late}`);
      expect((await tenant.scim('GET', path, undefined, { 'if-none-match': etag })).status).to.equal(304);
    });

    it('If-Match accepts a user with changed groups, and refuses a changed user', async () => {
      const path = `/Users/${dan}`;
      const etag = String((await tenant.scim('GET', path)).headers.get('etag'));
      await tenant.scim('DELETE', `/Groups/${late}`);
      const title = (value: string) => ({ Operations: [{ op: 'replace', path: 'title', value }] });
      const first = await tenant.scim('PATCH', path, title('A'), { 'if-match': etag });
      expect(first.status).to.equal(200);
      for (const [method, body] of [
        ['PATCH', title('B')],
        ['PUT', user('dan@acme.test')],
        ['DELETE', undefined],
      ] as const)
        expect((await tenant.scim(method, path, body, { 'if-match': etag })).status).to.equal(412);
      const bulk = await tenant.scim('POST', '/Bulk', {
        Operations: [{ method: 'PATCH', path, version: first.headers.get('etag'), data: title('C') }],
      });
      expect((bulk.body.Operations as Resource[])[0]).to.include({ status: '200' });
    });
  });

  /** A new user in so many new groups. */
  async function userIn(count: number): Promise<string> {
    const id = await made('/Users', user(`in${count}@acme.test`));
    const { integrationId } = tenant;
    const { store } = app.services;
    const [{ v: _v, ...pattern }] = (await store.list(directoryGroups, integrationId, { limit: 1 }))
      .items as [DirectoryGroup];
    await store.transaction(async (unit) => {
      for (let at = 0; at < count; at++) {
        const groupId = `${at}-of-${count}`;
        const resource = { ...pattern.resource, id: groupId, displayName: groupId };
        unit.insert(directoryGroups, { ...pattern, id: groupId, nameKey: groupId, resource });
        const edge = { integrationId, groupId, memberId: id, kind: 'User' } as const;
        unit.insert(directoryMembers, { id: `${groupId}:${id}`, ...edge });
      }
    });
    return id;
  }

  /** How the store is asked for what belongs to the integration. */
  async function readsOf(work: () => Promise<unknown>): Promise<string[]> {
    const { store } = app.services;
    const reads: string[] = [];
    const kinds = ['get', 'getMany', 'find', 'list', 'query', 'count'] as const;
    const held = kinds.map((kind) => [kind, store[kind]] as const);
    for (const [kind, read] of held)
      Object.assign(store, {
        [kind]: (...args: [Collection<Doc>, string]) => {
          if (args[1] === tenant.integrationId) reads.push(`${kind} ${args[0].name}`);
          return Reflect.apply(read, store, args) as unknown;
        },
      });
    try {
      await work();
    } finally {
      for (const [kind, read] of held) Object.assign(store, { [kind]: read });
    }
    return reads.sort();
  }

  it('need the same number of reads for one and for a hundred', async () => {
    const costs: string[][] = [];
    for (const count of [1, 100]) {
      const id = await userIn(count);
      const reads = await readsOf(async () => {
        expect((await tenant.scim('GET', `/Users/${id}`)).body.groups).to.have.length(count);
      });
      costs.push(reads);
    }
    const [one, hundred] = costs;
    expect(one).to.deep.equal(['get identities', 'getMany directory_groups', 'list directory_members']);
    expect(hundred).to.deep.equal(one);
  });

  it('are cut at the limit, which is logged', async () => {
    const id = await userIn(limits.shownGroups + 1);
    const { store } = app.services;
    const { body } = await tenant.scim('GET', `/Users/${id}`);
    expect(body.groups).to.have.length(limits.shownGroups);
    await app.services.logBook.flush();
    const items = (await loggedIn(store, tenant.groupId)).slice(-1);
    expect(items[0]?.outcome).to.equal(
      `Read. A user is in more than ${limits.shownGroups} groups, and the answer shows ${limits.shownGroups} of them.`,
    );
  });

  it('cannot be written by a client', async () => {
    const echo = user('bob@acme.test', { groups: [{ value: ids.inner }] });
    const put = await tenant.scim('PUT', `/Users/${ids.bob}?attributes=groups`, echo);
    expect([put.status, shown(put.body)]).to.deep.equal([200, wanted.bob]);
  });
});
